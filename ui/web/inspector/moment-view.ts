// A timer or a state: what it is for, how long it was to be, what came of it, and why.

import type { Json, Stamped, StateEntry } from '../../../sim/trace/records.ts';
import { timerTitle } from '../../views/record-words.ts';
import { duration, seconds } from '../../views/words.ts';
import type { RunModel } from '../model/run-model.ts';
import type { TimerSpan } from '../model/timer-spans.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { changesOf } from './changes.ts';
import { inTimerUnits, type TimerUnits, timerMeaning, unitsText } from './meanings/timers.ts';
import { specView, verdictsOn } from './spec-view.ts';
import { drawnChange, pendingOf, stateView } from './state-view.ts';
import { whyView } from './why-view.ts';

/** Undefined for a record that is neither. */
export function momentView(page: Page, run: RunModel, seq: number): TemplateResult | undefined {
  const record = run.bySeq.get(seq);
  const timer = run.timers.find(({ end, set }) => end?.seq === seq || set.seq === seq);
  if (timer !== undefined) return timerView(page, run, timer);
  return record?.type === 'state' ? stateMoment(page, run, record) : undefined;
}

function timerView(page: Page, run: RunModel, timer: TimerSpan): TemplateResult {
  const { node, owner, set, end, dueUs, outcome } = timer;
  const record = run.bySeq.get(set.seq);
  const name = record?.type === 'timer.set' ? record.name : timer.name;
  const meaning = timerMeaning(name);
  const units = unitsOf(run);
  const lengthUs = dueUs - set.atUs;
  const inUnits = units === undefined ? undefined : inTimerUnits(lengthUs, units);
  const seqs = end === undefined ? [set.seq] : [set.seq, end.seq];
  const moment = (text: string, seq: number): TemplateResult =>
    html`<button class="link mono" @click=${() => page.selectRecord(run.bySeq.get(seq)?.cause ?? seq)}>${text}</button>`;
  return html`<div class="inspector-head">
      <h2><i class="dot look-timer"></i>${timerTitle(name)}</h2>
      <div class="tags"><span class="tag timer">timer ${outcome}</span><span class="tag">${duration(lengthUs)}${inUnits === undefined ? '' : ` = ${inUnits}`}</span></div>
      <dl>
        <dt>Host</dt><dd>${node}</dd>
        <dt>Set</dt><dd>${moment(`${seconds(set.atUs)} s`, set.seq)}, for ${duration(lengthUs)}</dd>
        <dt>${outcome === 'fired' ? 'Fired' : outcome === 'cleared' ? 'Cleared' : 'Ended'}</dt>
        <dd>${end === undefined ? (page.store.limit.value === undefined ? 'pending at the end' : 'not yet') : html`${outcome === 'fired' ? html`<span class="mono">${seconds(end.atUs)} s</span>` : moment(`${seconds(end.atUs)} s`, end.seq)}${outcome === 'cleared' ? `, ${duration(dueUs - end.atUs)} early` : ''}`}</dd>
        <dt>Owner</dt><dd class="mono key">${owner}</dd>
      </dl>
    </div>
    ${
      meaning === undefined
        ? nothing
        : html`<div class="card"><h3>${icon('clock')}${meaning.formula}<span class="space"></span><span class="tag">${meaning.source}</span></h3>
      <div class="clause-text"><p>${meaning.says}</p>${units === undefined ? nothing : html`<p class="soft">${unitsText(units)}</p>`}</div></div>`
    }
    ${outcome === 'fired' && end !== undefined ? stateView(page, run, [changesOf(end.seq, node, 'What it brought about', run)]) : nothing}
    ${verdictsOn(run, seqs).length > 0 ? specView(page, run, seqs) : nothing}
    ${whyView(page, run, set.seq, 'Why was it set?')}
    ${end === undefined || outcome === 'fired' ? nothing : whyView(page, run, end.seq, 'Why was it cleared?')}`;
}

function stateMoment(page: Page, run: RunModel, record: Stamped<StateEntry>): TemplateResult {
  const { machine, node, at, from, to, on, id, seq } = record;
  return html`<div class="inspector-head">
      <h2>${machine}</h2>
      <div class="tags"><span class="tag">state</span></div>
      <dl>
        <dt>Host</dt><dd>${node}</dd>
        <dt>Entered</dt><dd class="mono">${seconds(at)} s</dd>
        <dt>Change</dt><dd><span class="state-chip">${from === '' ? '(none)' : from}</span> → <span class="state-chip now">${to}</span></dd>
        <dt>On</dt><dd>${on}</dd>
        <dt>Machine</dt><dd class="mono key">${id}</dd>
      </dl>
    </div>
    <div class="card"><h3>${icon('machine')}Before and after</h3>${drawnChange(page, record)}${pendingOf(run, record)}</div>
    ${verdictsOn(run, [seq]).length > 0 ? specView(page, run, [seq]) : nothing}
    ${whyView(page, run, seq, 'Why did it get there?')}`;
}

/** T1, T2 and T4 as the run was told; undefined in a trace that doesn't say. */
function unitsOf({ data }: RunModel): TimerUnits | undefined {
  const [first] = data.records;
  if (first?.type !== 'run') return undefined;
  const timers = member(first.parameters, 'timers');
  const [t1Us, t2Us, t4Us] = ['t1Us', 't2Us', 't4Us'].map((name) => member(timers, name));
  return typeof t1Us === 'number' && typeof t2Us === 'number' && typeof t4Us === 'number'
    ? { t1Us, t2Us, t4Us }
    : undefined;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;
}
