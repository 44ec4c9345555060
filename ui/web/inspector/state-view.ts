// The machines around a moment: before, after, drawn, and the timers that were set, cleared and are pending.

import { live } from 'lit-html/directives/live.js';
import type { Stamped, StateEntry } from '../../../sim/trace/records.ts';
import { timerTitle } from '../../views/record-words.ts';
import { duration } from '../../views/words.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { Changes } from './changes.ts';
import { miniChart } from './mini-chart.ts';
import { type PendingTimer, pendingTimers } from './pending-timers.ts';

/** The machine of the transaction is open; where there is none, the last to change. */
export function stateView(
  page: Page,
  run: RunModel,
  groups: readonly Changes[],
  transaction?: string,
): TemplateResult {
  const telling = groups.filter(({ states, timers }) => states.length + timers.length > 0);
  if (telling.length === 0) return html`<p class="remark">No machine changed its state.</p>`;
  const before = telling.map((_, at) =>
    telling.slice(0, at).reduce((sum, { states }) => sum + states.length, 0),
  );
  return html`${telling.map((group, at) => groupOf(page, run, group, { transaction, first: (before[at] ?? 0) + 1 }))}`;
}

function groupOf(
  page: Page,
  run: RunModel,
  { title, states, timers }: Changes,
  { transaction, first }: { readonly transaction: string | undefined; readonly first: number },
): TemplateResult {
  const told = states.findLast(({ id }) => id === transaction) ?? states.at(-1);
  const owners = new Set(states.map(({ id }) => id));
  // Timers of the machines that are drawn stand beneath their charts.
  const others = timers.filter(({ owner }) => !owners.has(owner));
  return html`<div class="card">
    <h3>${icon('machine')}${title}</h3>
    ${states.map((change, at) => changeOf(page, run, change, { last: lastOf(states, change), open: change === told, number: first + at }))}
    ${
      others.length === 0
        ? nothing
        : html`<div class="changes">${others.map(
            ({ type, name, due, at }) => html`<div class="timer-line">
        <b>${timerTitle(name)}</b><span>${type === 'timer.set' ? `set for ${duration(due - at)}` : 'cleared'}</span>
      </div>`,
          )}</div>`
    }
  </div>`;
}

/** A machine may change several times in one instant; its timers are told after the last. */
function lastOf(states: readonly Stamped<StateEntry>[], { id, seq }: Stamped<StateEntry>): boolean {
  return states.findLast((one) => one.id === id)?.seq === seq;
}

interface Shown {
  /** What is pending is told after it. */
  readonly last: boolean;
  /** It is open unless the reader closes it. */
  readonly open: boolean;
  /** Among all changes that are told here, from 1. */
  readonly number: number;
}

/** One change: in words, as a chart that opens, and what is pending after it. */
function changeOf(
  page: Page,
  run: RunModel,
  change: Stamped<StateEntry>,
  { last, open, number }: Shown,
): TemplateResult {
  const turned = page.store.details.value.turn?.split(',') ?? [];
  const isTurned = turned.includes(String(number));
  return html`<details class="change" .open=${live(open !== isTurned)} @toggle=${(event: Event) => {
    // It is told of what has been drawn too.
    if ((event.currentTarget as HTMLDetailsElement).open === (open !== isTurned)) return;
    const next = isTurned ? turned.filter((one) => one !== String(number)) : [...turned, String(number)];
    setDetail(page.store, 'turn', next.length === 0 ? undefined : next.join(','));
  }}>
    <summary>
      <span class="machine">${change.machine}</span> <span class="soft">on ${change.on}</span>
      <span class="way"><span class="state-chip">${change.from === '' ? '(none)' : change.from}</span> → <span class="state-chip now">${change.to}</span></span>
    </summary>
    ${drawnChange(page, change)}
  </details>
  ${last ? pendingOf(run, change) : nothing}`;
}

/** The chart of a change; its machine's own page is a click away. */
export function drawnChange(
  { store, surveys }: Page,
  change: Stamped<StateEntry>,
): TemplateResult | typeof nothing {
  const sheet = surveys.reference()?.machines.find(({ outline }) => outline.id === change.machine);
  if (sheet === undefined) return nothing;
  return html`<div class="mini-room">${miniChart(sheet.outline, change)}</div>
    <button class="button ghost chart-link" @click=${() => {
      store.machine.value = change.machine;
      store.view.value = 'charts';
    }}>${icon('machine')}${sheet.title}</button>`;
}

/** A bar for each timer that was pending before a change, and for each that is after it. */
export function pendingOf(
  run: RunModel,
  { node, id, seq, at, cause }: Stamped<StateEntry>,
): TemplateResult | typeof nothing {
  const after = pendingTimers(run, node, id, { seq, atUs: at });
  // The change began with what brought it about: a timer that fired was pending until then.
  const before = pendingTimers(run, node, id, { seq: (cause ?? seq) - 1, atUs: at });
  if (after.length + before.length === 0) return nothing;
  const stay = new Set(after.map(({ timer }) => timer));
  return html`<div class="pending">
    ${before.length === 0 ? nothing : html`<h4>Timers before</h4>${before.map((one) => timerBar(one, stay.has(one.timer) ? undefined : one.timer.outcome))}`}
    ${after.length === 0 ? nothing : html`<h4>Timers after</h4>${after.map((one) => timerBar(one))}`}
  </div>`;
}

/** What is left of a timer, or what became of it here. */
function timerBar({ timer, leftUs, share }: PendingTimer, became?: string): TemplateResult {
  const { name } = timer;
  return html`<b>${timerTitle(name.length <= 3 ? `timer${name}` : name)}</b>
    <i class="left" style="--share: ${share.toFixed(3)}"></i><span>${became ?? duration(leftUs)}</span>`;
}
