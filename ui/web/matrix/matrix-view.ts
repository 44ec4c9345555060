// The requirement matrix: what the change request and the RFCs ask for, and which run shows it. A cell opens the ladder at its proof.
import './matrix.css';
import { guard } from 'lit-html/directives/guard.js';
import type { Requirement } from '../../../scenarios/conformance/requirement.ts';
import { count } from '../../views/words.ts';
import { surveysShown } from '../charts/surveys-shown.ts';
import { shipped } from '../library.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { scopeSwitch } from '../panels/scope-switch.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { walkCells } from './cell-walk.ts';
import { proofAddress, showProof } from './proof-address.ts';
import {
  type Cell,
  type Column,
  columnsOf,
  countOf,
  everything,
  type Filter,
  filtered,
  type Outcome,
  outcomes,
  type Row,
  rowsOf,
  speaker,
} from './rows.ts';
import { heed, scrolled } from './standing.ts';

/** What is looked for. */
function filterNow({ details }: Page['store']): Filter {
  const { level, role, outcome, words } = details.value;
  const chosen = Object.entries({ level, role, outcome, words }).filter(([, value]) => value !== undefined);
  return { ...everything, ...Object.fromEntries(chosen) };
}

/** The folders whose runs stand side by side. */
function openNow({ details }: Page['store']): readonly string[] {
  return details.value.open?.split(',') ?? [];
}

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
  const { store, surveys } = page;
  const reference = surveys.reference();
  if (reference === undefined) return html`<p class="waiting">The catalogue is being fetched …</p>`;
  const { all, found } = surveysShown(page, reference);
  const rows = rowsOf(reference.requirements, found);
  const filter = filterNow(store);
  const shown = filtered(rows, filter);
  // Of one run the outcome itself is the mark.
  const names = all === undefined ? [] : found.map(({ name }) => name);
  const columns = columnsOf(names, new Set(openNow(store)));
  const surveying = all !== undefined && all.done < all.total;
  const areAll = store.scope.value === 'run' || (all !== undefined && !surveying);
  heed(store, { count: columns.length, areAll });
  return html`<div class="matrix-room">
    <header class="view-head">
      <div>
        <h1>Requirements</h1>
        <p class="soft">What the change request asks for, sentence by sentence, and the rules of the RFCs behind it; a mark opens the ladder where it is proved.</p>
      </div>
      <span class="space"></span>
      ${scopeSwitch(page, all)}
    </header>
    ${filters(page, reference.requirements, rows, shown, surveying)}
    <div class="matrix-scroll" tabindex="0" role="region" aria-label="Requirement matrix" @keydown=${walkCells} @scroll=${(event: Event) => scrolled(store, event)}>
      <table class="matrix ${all === undefined ? 'one' : ''}">
        <caption class="hidden">Requirements by run. ✔ held, ✘ violated, · not exercised.</caption>
        <thead>
          <tr>
            <th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Outcome</th>
            ${columns.map((column) => drawHead(page, column, names))}
          </tr>
        </thead>
        <tbody>${guard([found, shown.length, JSON.stringify([filter, openNow(store)]), store.run.value], () => shown.map((row, index) => drawRow(page, row, columns, index === 0)))}</tbody>
      </table>
      ${shown.length === 0 ? html`<p class="remark">No requirement matches.</p>` : nothing}
    </div>
  </div>`;
}

function drawHead(
  { store }: Page,
  { title, folder, runs, kind }: Column,
  names: readonly string[],
): TemplateResult {
  if (kind === 'run') {
    const name = names[runs[0] ?? 0] ?? title;
    return html`<th scope="col" class="run" data-name=${name}><span title=${shipped(name)?.title ?? name}>${title}</span></th>`;
  }
  const open = openNow(store);
  const isOpen = open.includes(folder);
  const toggle = (): void => {
    const next = isOpen ? open.filter((one) => one !== folder) : [...open, folder];
    setDetail(store, 'open', next.length === 0 ? undefined : next.join(','));
  };
  return html`<th scope="col" class="run folder" data-name=${folder}><button aria-expanded=${isOpen} title="${count(runs.length, 'run')}: ${isOpen ? 'fold' : 'one by one'}" @click=${toggle}><span>${title}</span><em>${runs.length}</em></button></th>`;
}

function filters(
  { store }: Page,
  catalogue: readonly Requirement[],
  rows: readonly Row[],
  shown: readonly Row[],
  surveying: boolean,
): TemplateResult {
  const filter = filterNow(store);
  const set = (name: keyof Filter, value: string): void =>
    setDetail(store, name, value === '' ? undefined : value);
  const select = (
    name: 'level' | 'role',
    text: string,
    words: (value: string) => string,
  ): TemplateResult => html`<label class="select">
    <span class="hidden">${text}</span>
    <select @change=${(event: Event) => set(name, (event.target as HTMLSelectElement).value)}>
      <option value="">${text}: all</option>
      ${[...new Set(catalogue.map((one) => one[name]))].map(
        (value) => html`<option value=${value} .selected=${filter[name] === value}>${words(value)}</option>`,
      )}
    </select>
    ${icon('chevron')}
  </label>`;
  return html`<div class="matrix-filters">
    <div class="outcomes" role="group" aria-label="Outcome">
      ${outcomes.map((outcome) => {
        const on = filter.outcome === outcome;
        return html`<button class="button ${looks[outcome]}" aria-pressed=${on} @click=${() => set('outcome', on ? '' : outcome)}>
          <i class="mark" aria-hidden="true">${marks[outcome]}</i>${countOf(rows, outcome)} ${outcome}
        </button>`;
      })}
    </div>
    ${select('level', 'Level', (value) => value)} ${select('role', 'Role', (value) => roles[value] ?? value)}
    <input type="search" maxlength="200" class="search" placeholder="Search, e.g. ACK" aria-label="Search requirements" .value=${filter.words} @input=${(
      event: Event,
    ) => set('words', (event.target as HTMLInputElement).value)} />
    <span class="soft" role="status" aria-busy=${surveying}>${shown.length === rows.length ? '' : `${shown.length} of ${count(rows.length, 'requirement')}`}</span>
  </div>`;
}

function drawRow(
  page: Page,
  { requirement, outcome, cells, detail }: Row,
  columns: readonly Column[],
  first: boolean,
): TemplateResult {
  const { id, level, says, section, rfc, role } = requirement;
  const alone = columns.length === 0;
  const marksShown = columns.map(({ runs, kind }) => {
    const those = runs.flatMap((run) => cells[run] ?? []);
    return { kind, cell: speaker(those), like: those };
  });
  const doors = marksShown.findIndex(({ cell }) => cell?.verdict.proof !== undefined);
  return html`<tr id="req-${id}">
    <th scope="row">
      <span class="id">${id}</span> <span class="says">${says}</span>
      <span class="source">${section}${rfc === undefined ? '' : `; ${rfc}`} · ${roles[role] ?? role}</span>
      ${detail === undefined ? nothing : html`<span class="why ${looks[outcome]}">${detail}</span>`}
    </th>
    <td><span class="tag level">${level}</span></td>
    ${alone ? drawOutcome(page, outcome, cells[0], first) : html`<td class="outcome ${looks[outcome]}"><i class="mark" aria-hidden="true">${marks[outcome]}</i> ${outcome}</td>`}
    ${marksShown.map(({ cell, like, kind }, index) =>
      cell === undefined
        ? html`<td class="cell unseen"></td>`
        : drawCell(page, cell, first && index === doors, kind === 'folder' ? like : []),
    )}
  </tr>`;
}

function drawOutcome(page: Page, outcome: Outcome, cell: Cell | undefined, entry: boolean): TemplateResult {
  const words = html`<i class="mark" aria-hidden="true">${marks[outcome]}</i> ${outcome}`;
  const { proof, proofs = 0 } = cell?.verdict ?? {};
  if (cell === undefined || proof === undefined)
    return html`<td class="outcome ${looks[outcome]}">${words}</td>`;
  const { verdict } = cell;
  return html`<td class="outcome ${looks[verdict.outcome]}">
    <a href=${proofAddress(page, cell.run, proof)} tabindex=${entry ? 0 : -1} @click=${(event: MouseEvent) => showProof(page, proof, event)}><i class="mark" aria-hidden="true">${marks[verdict.outcome]}</i> ${verdict.outcome}${cell.expected ? ', as expected' : ''}<span class="soft"> · ${count(proofs, 'record')}</span></a>
  </td>`;
}

/** Of all marks one is reached by Tab, the others by the arrow keys. */
function drawCell(
  page: Page,
  { run, verdict, expected }: Cell,
  entry: boolean,
  folder: readonly Cell[],
): TemplateResult {
  const { outcome, detail, proof, proofs } = verdict;
  const same = folder.filter((one) => one.verdict.outcome === outcome && one.expected === expected).length;
  const others = same > 1 ? ` and ${count(same - 1, 'other run')}` : '';
  const words = `${outcome}${expected ? ', as expected' : ''} in ${run}${others}`;
  const kind = folder.length > 0 ? 'of-folder' : '';
  if (proof === undefined)
    return html`<td class="cell ${looks[outcome]} ${kind}" title=${detail ?? words}><span aria-label=${words} role="img">${marks[outcome]}</span></td>`;
  const title = `${words}${detail === undefined ? '' : `: ${detail}`} (${count(proofs, 'record')})`;
  return html`<td class="cell ${looks[outcome]} ${expected ? 'expected' : ''} ${kind}">
    <a href=${proofAddress(page, run, proof)} tabindex=${entry ? 0 : -1} title="${title}; opens the ladder there"><i class="mark" aria-hidden="true">${marks[outcome]}</i>${same > 1 ? html`<em aria-hidden="true">${same}</em>` : nothing}<span class="hidden">${words}</span></a>
  </td>`;
}
