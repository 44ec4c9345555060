// Above the ladder of a run that is too long to be laid out: how much of it there is, and which part is to be shown.
import './crowd.css';
import { signal } from '@preact/signals-core';
import { seconds } from '../../views/words.ts';
import { recordsWithin, type TimeRange } from '../model/narrow.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { grouped } from './progress.ts';

/** What is typed, until it is shown. */
const typed = signal<{ readonly from: string; readonly until: string } | undefined>(undefined);

export function crowdBar(page: Page): TemplateResult | typeof nothing {
  const { crowd, range, run, mostRecords } = page.store;
  const model = run.value;
  if (crowd.value === undefined || model === undefined) return nothing;
  const { records, shown, tooMany } = crowd.value;
  const endUs = Math.max(model.endUs, model.data.records.at(-1)?.at ?? 0);
  const now = typed.value ?? written(range.value ?? { fromUs: 0, untilUs: endUs });
  const wanted = rangeOf(now.from, now.until);
  const count = wanted && recordsWithin(model.data.records, wanted);
  const show = (part: TimeRange | undefined): void => {
    typed.value = undefined;
    range.value = part;
  };
  const field = (name: 'from' | 'until'): TemplateResult =>
    html`<label>${name} <input type="text" inputmode="decimal" class="mono" .value=${now[name]} aria-invalid=${wanted === undefined} @input=${(
      event: Event,
    ) => {
      typed.value = { ...now, [name]: (event.target as HTMLInputElement).value };
    }} /> s</label>`;
  return html`<form class="crowd-bar" aria-label="Part of the run" @submit=${(event: Event) => {
    event.preventDefault();
    if (wanted !== undefined) show(wanted);
  }}>
    <p role="status">${
      tooMany
        ? html`<b>${grouped(shown)} records</b> are too many to be drawn one by one: only how many there are is shown. Narrow the range.`
        : html`<b>${grouped(shown)}</b> of ${grouped(records)} records.`
    }</p>
    ${field('from')} ${field('until')}
    <span class="soft count">${count === undefined ? 'from one time to a later one' : `${grouped(count)} records${count > mostRecords.value ? ', still too many' : ''}`}</span>
    <button class="button" ?disabled=${wanted === undefined}>Show</button>
    <button class="button" type="button" title="From the first time in the window to the last" @click=${() => show(inWindow(page))}>What is in the window</button>
    ${range.value === undefined ? nothing : html`<button class="button" type="button" @click=${() => show(undefined)}>The whole run</button>`}
  </form>`;
}

function inWindow({ inWindow: seen }: Page): TimeRange | undefined {
  const part = seen();
  return part && { fromUs: Math.max(0, Math.floor(part.fromUs)), untilUs: Math.ceil(part.untilUs) };
}

function written({ fromUs, untilUs }: TimeRange): { readonly from: string; readonly until: string } {
  return { from: seconds(fromUs), until: seconds(untilUs) };
}

/** Undefined where that is no range. */
function rangeOf(from: string, until: string): TimeRange | undefined {
  const [fromUs, untilUs] = [from, until].map((text) =>
    /^\s*\d{1,9}(?:[.,]\d{0,6})?\s*$/.test(text)
      ? Math.round(Number(text.trim().replace(',', '.')) * 1_000_000)
      : Number.NaN,
  ) as [number, number];
  return fromUs < untilUs ? { fromUs, untilUs } : undefined;
}
