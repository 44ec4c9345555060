// The requirement matrix: what the change request and the RFCs ask for, and which run shows it. A cell opens the ladder at its proof.
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Requirement } from '../../../scenarios/conformance/requirement.ts';
import { count } from '../../views/words.ts';
import { shipped } from '../library.ts';
import type { Page } from '../page.ts';
import { scopeSwitch } from '../panels/scope-switch.ts';
import { walkCells } from './cell-walk.ts';
import { proofAddress } from './proof-address.ts';
import {
  type Cell,
  countOf,
  everything,
  type Filter,
  filtered,
  type Outcome,
  outcomes,
  type Row,
  rowsOf,
} from './rows.ts';

const filter = signal<Filter>(everything);

const marks = { held: '✔', violated: '✘', 'not exercised': '·' } as const;
const looks = { held: 'held', violated: 'violated', 'not exercised': 'unseen' } as const;

const roles: Readonly<Record<string, string>> = {
  PSA: 'Push Sender Agent',
  PRA: 'Push Receiver Agent',
  core: 'SIP/IP core',
  session: 'both agents',
  any: 'anyone',
};

export function matrixView(page: Page): TemplateResult {
  const { store, surveys, actions } = page;
  const reference = surveys.reference();
  if (reference === undefined) return html`<p class="waiting">The catalogue is being fetched …</p>`;
  const all = store.scope.value === 'all' ? surveys.all() : undefined;
  const one = all === undefined ? surveys.of(actions.request()) : undefined;
  const found = all?.surveys ?? (one === undefined ? [] : [one]);
  const rows = rowsOf(reference.requirements, found);
  const shown = filtered(rows, filter.value);
  // Of one run the outcome itself is the mark.
  const runs = all === undefined ? [] : found.map(({ name }) => name);
  return html`<div class="matrix-room">
    <header class="view-head">
      <div>
        <h1>Requirements</h1>
        <p class="soft">What the change request asks for, sentence by sentence, and the rules of the RFCs behind it; a mark opens the ladder where it is proved.</p>
      </div>
      <span class="space"></span>
      ${scopeSwitch(page, all)}
    </header>
    ${filters(reference.requirements, rows, shown)}
    <div class="matrix-scroll" tabindex="0" role="region" aria-label="Requirement matrix" @keydown=${walkCells}>
      <table class="matrix ${all === undefined ? 'one' : ''}">
        <caption class="hidden">Requirements by run. ✔ held, ✘ violated, · not exercised.</caption>
        <thead>
          <tr>
            <th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Outcome</th>
            ${runs.map((name) => html`<th scope="col" class="run"><span title=${shipped(name)?.title ?? name}>${name}</span></th>`)}
          </tr>
        </thead>
        <tbody>${shown.map((row, index) => drawRow(page, row, index === 0, all === undefined))}</tbody>
      </table>
      ${shown.length === 0 ? html`<p class="remark">No requirement matches.</p>` : nothing}
    </div>
  </div>`;
}

function filters(
  catalogue: readonly Requirement[],
  rows: readonly Row[],
  shown: readonly Row[],
): TemplateResult {
  const set = (change: Partial<Filter>): void => {
    filter.value = { ...filter.value, ...change };
  };
  const select = (
    name: 'level' | 'role',
    text: string,
    words: (value: string) => string,
  ): TemplateResult => html`<label class="select">
    <span class="hidden">${text}</span>
    <select @change=${(event: Event) => set({ [name]: (event.target as HTMLSelectElement).value })}>
      <option value="">${text}: all</option>
      ${[...new Set(catalogue.map((one) => one[name]))].map(
        (value) =>
          html`<option value=${value} ?selected=${filter.value[name] === value}>${words(value)}</option>`,
      )}
    </select>
  </label>`;
  return html`<div class="matrix-filters">
    <div class="outcomes" role="group" aria-label="Outcome">
      ${outcomes.map((outcome) => {
        const on = filter.value.outcome === outcome;
        return html`<button class="button ${looks[outcome]}" aria-pressed=${on} @click=${() => set({ outcome: on ? '' : outcome })}>
          <i class="mark" aria-hidden="true">${marks[outcome]}</i>${countOf(rows, outcome)} ${outcome}
        </button>`;
      })}
    </div>
    ${select('level', 'Level', (value) => value)} ${select('role', 'Role', (value) => roles[value] ?? value)}
    <input type="search" class="search" placeholder="Search, e.g. ACK" aria-label="Search requirements" .value=${filter.value.words} @input=${(
      event: Event,
    ) => set({ words: (event.target as HTMLInputElement).value })} />
    <span class="soft" role="status">${shown.length === rows.length ? '' : `${shown.length} of ${count(rows.length, 'requirement')}`}</span>
  </div>`;
}

function drawRow(
  page: Page,
  { requirement, outcome, cells, detail }: Row,
  first: boolean,
  alone: boolean,
): TemplateResult {
  const { id, level, says, section, rfc, role } = requirement;
  const doors = cells.findIndex(({ verdict }) => verdict.proof !== undefined);
  return html`<tr>
    <th scope="row">
      <span class="id">${id}</span> <span class="says">${says}</span>
      <span class="source">${section}${rfc === undefined ? '' : `; ${rfc}`} · ${roles[role] ?? role}</span>
      ${detail === undefined ? nothing : html`<span class="why ${looks[outcome]}">${detail}</span>`}
    </th>
    <td><span class="tag level">${level}</span></td>
    ${alone ? drawOutcome(page, outcome, cells[0], first) : html`<td class="outcome ${looks[outcome]}"><i class="mark" aria-hidden="true">${marks[outcome]}</i> ${outcome}</td>`}
    ${(alone ? [] : cells).map((cell, index) => drawCell(page, cell, first && index === doors))}
  </tr>`;
}

function drawOutcome(page: Page, outcome: Outcome, cell: Cell | undefined, entry: boolean): TemplateResult {
  const words = html`<i class="mark" aria-hidden="true">${marks[outcome]}</i> ${outcome}`;
  const { proof, proofs = 0 } = cell?.verdict ?? {};
  if (cell === undefined || proof === undefined)
    return html`<td class="outcome ${looks[outcome]}">${words}</td>`;
  const { verdict } = cell;
  return html`<td class="outcome ${looks[verdict.outcome]}">
    <a href=${proofAddress(page, cell.run, proof)} tabindex=${entry ? 0 : -1}><i class="mark" aria-hidden="true">${marks[verdict.outcome]}</i> ${verdict.outcome}${cell.expected ? ', as expected' : ''}<span class="soft"> · ${count(proofs, 'record')}</span></a>
  </td>`;
}

/** Of all marks one is reached by Tab, the others by the arrow keys. */
function drawCell(page: Page, { run, verdict, expected }: Cell, entry: boolean): TemplateResult {
  const { outcome, detail, proof, proofs } = verdict;
  const words = `${outcome}${expected ? ', as expected' : ''} in ${run}`;
  if (proof === undefined)
    return html`<td class="cell ${looks[outcome]}" title=${detail ?? words}><span aria-label=${words} role="img">${marks[outcome]}</span></td>`;
  const title = `${words}${detail === undefined ? '' : `: ${detail}`} (${count(proofs, 'record')})`;
  return html`<td class="cell ${looks[outcome]} ${expected ? 'expected' : ''}">
    <a href=${proofAddress(page, run, proof)} tabindex=${entry ? 0 : -1} title=${title} aria-label="${title}; open the ladder there">${marks[outcome]}</a>
  </td>`;
}
