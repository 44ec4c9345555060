// Why: everything about the selected message, timer or state.
import { html, nothing, type TemplateResult } from 'lit-html';
import { duration, seconds, size } from '../../views/words.ts';
import { outcome } from '../ladder/grid.ts';
import type { Arrow } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import type { InspectorTab } from '../state/store.ts';
import { bytesView } from './bytes-view.ts';
import { changesAround, changesOf } from './changes.ts';
import { fieldsView } from './fields-view.ts';
import { octetsOf } from './octets.ts';
import { rawView } from './raw-view.ts';
import { stateView } from './state-view.ts';
import { causesOf, timerTitle } from './why.ts';

export function inspector(page: Page): TemplateResult {
  const run = page.store.run.value;
  const selection = page.store.selection.value;
  if (run === undefined || selection === undefined) return invitation();
  if (selection.kind !== 'arrow') return moment(page, run, selection.seq);
  const arrow = run.arrowByKey.get(selection.key);
  return arrow === undefined ? invitation() : message(page, run, arrow);
}

function invitation(): TemplateResult {
  return html`<div class="empty">
    <h2>Nothing is selected</h2>
    <p>Select a message, a timer or a state in the ladder: here stands what it says and why it happened.</p>
    <p class="soft">Keys: <kbd>↓</kbd> <kbd>↑</kbd> next and previous message, <kbd>Space</kbd> plays, <kbd>D</kbd> drops the selected message, <kbd>?</kbd> shows all.</p>
  </div>`;
}

const tabs: readonly { readonly tab: InspectorTab; readonly text: string }[] = [
  { tab: 'raw', text: 'Raw' },
  { tab: 'fields', text: 'Fields' },
  { tab: 'bytes', text: 'Bytes' },
  { tab: 'state', text: 'State' },
];

function message(page: Page, run: RunModel, arrow: Arrow): TemplateResult {
  const { store } = page;
  const tab = store.tab.value;
  const octets = octetsOf(arrow.message.raw);
  const choose = (next: InspectorTab): void => {
    store.tab.value = next;
  };
  const moved = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((one) => one.tab === tab);
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? tabs.length - 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    choose(tabs[(at + by) % tabs.length]?.tab ?? 'raw');
    queueMicrotask(() => document.querySelector<HTMLElement>('.tabs [aria-selected="true"]')?.focus());
  };
  return html`${messageHead(run, arrow, octets.cutAt ?? octets.bytes.length)}
    <div class="tabs" role="tablist" aria-label="Inspector" @keydown=${moved}>
      ${tabs.map((one) => html`<button role="tab" id="tab-${one.tab}" aria-controls="tab-panel" aria-selected=${one.tab === tab} tabindex=${one.tab === tab ? 0 : -1} @click=${() => choose(one.tab)}>${one.text}</button>`)}
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}">
      ${tab === 'raw' ? rawView(octets) : nothing}
      ${tab === 'fields' ? fieldsView(octets, arrow.message.protocol, arrow.key) : nothing}
      ${tab === 'bytes' ? bytesView(octets) : nothing}
      ${tab === 'state' ? stateView(changesAround(arrow.message.seq, arrow.message.arrivedSeq, run.data.records)) : nothing}
    </div>
    ${why(page, run, arrow.message.seq, 'Why was this sent?')}`;
}

function messageHead(run: RunModel, arrow: Arrow, bytes: number): TemplateResult {
  const { message, look } = arrow;
  const title = (node: string): string => run.lanes[run.laneOf.get(node) ?? 0]?.title ?? node;
  const kind = message.protocol === 'msrp' ? 'MSRP' : arrow.response ? 'SIP response' : 'SIP request';
  return html`<div class="inspector-head">
    <h2><i class="dot look-${look}"></i>${arrow.label}<span class="space"></span><span class="mono soft">#${arrow.index + 1}</span></h2>
    <div class="tags">
      <span class="tag look-${look}">${kind}</span><span class="tag">${message.transport.toUpperCase()} · ${size(bytes)}</span>
      ${message.transmission > 0 ? html`<span class="tag timer">retransmission ${message.transmission}</span>` : nothing}
      ${message.lost === undefined ? nothing : html`<span class="tag bad">lost</span>`}
      ${message.duplicated === undefined ? nothing : html`<span class="tag bad">duplicated</span>`}
      ${arrow.lateUs === undefined ? nothing : html`<span class="tag bad">delayed ${duration(arrow.lateUs)}</span>`}
    </div>
    <dl>
      <dt>Path</dt><dd>${title(message.fromNode)} → ${title(message.toNode)}</dd>
      <dt>Sent</dt><dd class="mono">${seconds(message.atUs)} s</dd>
      <dt>Outcome</dt><dd>${outcome(arrow)}</dd>
      <dt>Key</dt><dd class="mono key">${arrow.key}</dd>
    </dl>
  </div>`;
}

function why(page: Page, run: RunModel, seq: number, title: string): TemplateResult {
  const { chain, left } = causesOf(seq, run.bySeq);
  return html`<div class="card">
    <h3>${icon('why')}${title}</h3>
    <ol class="chain">
      ${left > 0 ? html`<li class="soft">… ${left} earlier</li>` : nothing}
      ${chain.map(
        (cause, index) => html`<li class=${index === chain.length - 1 ? 'last' : ''}>
        <i class="dot look-${cause.look}"></i><time>${seconds(cause.atUs)}</time>
        <button @click=${() => page.selectRecord(cause.seq)}>${cause.text}</button>
      </li>`,
      )}
    </ol>
  </div>`;
}

/** A timer or a state. */
function moment(page: Page, run: RunModel, seq: number): TemplateResult {
  const record = run.bySeq.get(seq);
  if (record === undefined) return invitation();
  const timer = run.timers.find(({ end, set }) => end?.seq === seq || set.seq === seq);
  if (timer !== undefined) {
    const ended =
      timer.end === undefined ? 'pending at the end' : `${timer.outcome} at ${seconds(timer.end.atUs)} s`;
    return html`<div class="inspector-head">
        <h2><i class="dot look-timer"></i>${timerTitle(timer.name.length <= 3 ? `timer${timer.name}` : timer.name)}</h2>
        <div class="tags"><span class="tag timer">timer ${timer.outcome}</span></div>
        <dl>
          <dt>Host</dt><dd>${timer.node}</dd>
          <dt>Set</dt><dd class="mono">${seconds(timer.set.atUs)} s, for ${duration(timer.dueUs - timer.set.atUs)}</dd>
          <dt>Ended</dt><dd>${ended}</dd>
          <dt>Owner</dt><dd class="mono key">${timer.owner}</dd>
        </dl>
      </div>
      ${timer.outcome === 'fired' ? stateView([changesOf(seq, timer.node, 'What it brought about', run.data.records)]) : nothing}
      ${why(page, run, timer.set.seq, 'Why was it set?')}
      ${timer.end === undefined ? nothing : why(page, run, timer.end.seq, timer.outcome === 'fired' ? 'It fired' : 'Why was it cleared?')}`;
  }
  if (record.type !== 'state') return invitation();
  return html`<div class="inspector-head">
      <h2>${record.machine}</h2>
      <div class="tags"><span class="tag">state</span></div>
      <dl>
        <dt>Host</dt><dd>${record.node}</dd>
        <dt>Entered</dt><dd class="mono">${seconds(record.at)} s</dd>
        <dt>Change</dt><dd><span class="state-chip">${record.from === '' ? '(none)' : record.from}</span> → <span class="state-chip now">${record.to}</span></dd>
        <dt>On</dt><dd>${record.on}</dd>
        <dt>Machine</dt><dd class="mono key">${record.id}</dd>
      </dl>
    </div>
    ${why(page, run, seq, 'Why did it get there?')}`;
}
