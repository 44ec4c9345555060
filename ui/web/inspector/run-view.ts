// What stands where nothing is selected: what the run was expected to do, what it did, and the keys to begin with.

import type { VerdictEntry } from '../../../sim/trace/records.ts';
import type { VerdictLine } from '../../views/text/closing.ts';
import { count, seconds } from '../../views/words.ts';
import { verdictsOf } from '../model/clauses.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { notJudged } from './spec-view.ts';

export function runView(page: Page, run: RunModel): TemplateResult {
  const { lines, warnings = [] } = run.data.verdict;
  const verdicts = verdictsOf(run.data.records);
  return html`${
    lines.length + warnings.length === 0
      ? nothing
      : html`<section class="card expected"><h3>${icon('check')}What is expected</h3>
      <ul>${lines.map((line) => expectation(page, run, line))}${warnings.map((text) => html`<li class="missed">${icon('flag')}<span>${text}</span></li>`)}</ul></section>`
  }
    ${verdicts.length === 0 ? notJudged(page) : clauses(page, verdicts)}`;
}

const looks = { met: 'check', missed: 'cross', open: 'clock' } as const;

/** A line whose proof is in the ladder leads there. */
function expectation(page: Page, run: RunModel, { ok, judged, text, because }: VerdictLine): TemplateResult {
  const look = ok ? (judged === false ? 'open' : 'met') : 'missed';
  const proof = because.map((seq) => run.bySeq.get(seq)).find((record) => record !== undefined);
  return html`<li class=${look}>${icon(looks[look])}<span>${
    proof === undefined
      ? text
      : html`<button class="link" title=${`Shown at ${seconds(proof.at)} s`} @click=${() => page.selectRecord(proof.seq)}>${text}</button>`
  }<span class="hidden">${look === 'met' ? ': met' : look === 'missed' ? ': not met' : ': not judged'}</span></span></li>`;
}

const mostViolated = 12;

function clauses(page: Page, verdicts: readonly VerdictEntry[]): TemplateResult {
  const having = (outcome: VerdictEntry['outcome']) => verdicts.filter((one) => one.outcome === outcome);
  const [held, violated, unseen] = [having('held'), having('violated'), having('not exercised')];
  return html`<section class="card expected"><h3>${icon('book')}Requirements</h3>
    <p>${held.length} held, <b class=${violated.length > 0 ? 'violated' : ''}>${violated.length} violated</b>, ${unseen.length} not exercised.
      <button class="link" @click=${() => {
        page.store.view.value = 'matrix';
      }}>All of them</button></p>
    ${
      violated.length === 0
        ? nothing
        : html`<ul>${violated
            .slice(0, mostViolated)
            .map(
              ({ requirement, detail, because: [seq] }) =>
                html`<li class="missed">${icon('cross')}<span>${
                  seq === undefined
                    ? requirement
                    : html`<button class="link" @click=${() => page.selectRecord(seq)}>${requirement}</button>`
                }${detail === undefined ? nothing : html` <span class="soft">${detail}</span>`}</span></li>`,
            )}${violated.length > mostViolated ? html`<li class="soft">… and ${count(violated.length - mostViolated, 'more clause')}</li>` : nothing}</ul>`
    }</section>`;
}
