// What went wrong with a run, and where to begin when there is nothing to see.

import { seconds } from '../../views/words.ts';
import { causesOf } from '../inspector/why.ts';
import { shipped } from '../library.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

interface Failure {
  readonly errors: readonly string[];
  readonly defect: boolean;
}

/** So many errors are told. */
const most = 12;

/** A scenario that doesn't run, or a defect of the lab: with how far it came, and why. */
export function failureCard(page: Page, { errors, defect }: Failure): TemplateResult {
  const { store, actions } = page;
  const { run, own, trace, scenario } = store;
  // What ships can be read: where it doesn’t run it could not be fetched.
  const unfetched =
    !defect && own.value === undefined && trace.value === undefined && shipped(scenario.value) !== undefined;
  // Without a run the ladder still has the one before.
  return html`<div class="failure-card ${run.value === undefined ? 'alone' : ''}" role="alert">
    <h2>${defect ? 'A defect of the lab itself' : unfetched ? 'This scenario is not here' : 'This scenario does not run'}</h2>
    <ul>${errors.slice(0, most).map((error) => html`<li>${error}</li>`)}</ul>
    ${run.value === undefined ? nothing : whereItStopped(page, run.value)}
    <p class="card-buttons">
      ${defect || unfetched ? html`<button class="button primary" @click=${() => actions.retry()}>Try again</button>` : nothing}
      ${store.edits.value.now.length > 0 ? html`<button class="button" @click=${() => actions.setEdits([], 'All changes taken back')}>Take all changes back</button>` : nothing}
      ${defect ? html`<button class="button" title="The scenario, its seed and all changes: whoever opens it sees the same" @click=${page.copyLink}>Copy report link</button>` : nothing}
    </p>
    ${defect ? nothing : starts(page)}
  </div>`;
}

/** The last record of a run that broke off, and the chain of causes that led there. */
function whereItStopped(page: Page, run: RunModel): TemplateResult | typeof nothing {
  const last = run.data.records.at(-1);
  if (last === undefined || last.type === 'end') return nothing;
  const { chain, left } = causesOf(last.seq, run.bySeq);
  return html`<p>What came before stays in the ladder. It stopped after record <b class="mono">${last.seq}</b>, at <span class="mono">${seconds(last.at)} s</span>:</p>
    <ol class="chain">
      ${left > 0 ? html`<li class="soft">… ${left} more</li>` : nothing}
      ${chain.map(
        ({ look, atUs, text, seq }) => html`<li><i class="dot look-${look}"></i><time>${seconds(atUs)}</time>
        <button @click=${() => page.selectRecord(seq)}>${text}</button></li>`,
      )}
    </ol>`;
}

/** A run in which nobody said anything. */
export function emptyCard(page: Page): TemplateResult {
  return html`<div class="failure-card empty-card">
    <h2>No messages</h2>
    <p>In this run nobody sends anything.</p>
    ${starts(page)}
  </div>`;
}

const first = [
  { name: 'figure-1', title: 'Basic push', about: 'A picture over INVITE and MSRP: Figure 1.' },
  { name: 'lossy-link', title: 'Lossy link', about: 'Bursts of loss, and what repairs them.' },
  { name: 'core/queued', title: 'Busy receiver', about: 'A push waits until the callee is free.' },
] as const;

/** Three ways to begin, and a fourth. */
function starts({ actions }: Page): TemplateResult {
  return html`<div class="starts">
      ${first
        .filter(({ name }) => shipped(name) !== undefined)
        .map(
          ({ name, title, about }) =>
            html`<button @click=${() => actions.choose(name)}><b>${title}</b><span>${about}</span></button>`,
        )}
    </div>
    <p class="soft">Or drop a file here: a scenario's .yaml, or a trace as .ndjson.</p>`;
}
