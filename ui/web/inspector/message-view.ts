// A message: who sent it to whom, and tabs for its text, its parts, its bytes, the machines, the clauses, its counterpart.

import { duration, seconds, size } from '../../views/words.ts';
import { outcome } from '../ladder/grid.ts';
import type { Arrow } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import type { InspectorTab } from '../state/page-state.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { bytesView } from './bytes-view.ts';
import { changesAround } from './changes.ts';
import { diffView } from './diff-view.ts';
import { fieldsView } from './fields-view.ts';
import { type Octets, octetsOf } from './octets.ts';
import { copyText, rawTab } from './raw-view.ts';
import { pointedIn } from './reading.ts';
import { scoresAfter, scoresView } from './scores-view.ts';
import { specView, verdictsOn } from './spec-view.ts';
import { stateView } from './state-view.ts';
import { whyView } from './why-view.ts';

const tabs: readonly { readonly tab: InspectorTab; readonly text: string }[] = [
  { tab: 'raw', text: 'Raw' },
  { tab: 'fields', text: 'Fields' },
  { tab: 'bytes', text: 'Bytes' },
  { tab: 'state', text: 'State' },
  { tab: 'spec', text: 'Spec' },
  { tab: 'diff', text: 'Diff' },
];

export function messageView(page: Page, run: RunModel, arrow: Arrow): TemplateResult {
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
  const clauses = verdictsOn(run, seqsOf(arrow));
  const broken = clauses.some((one) => one.outcome === 'violated');
  const mark = (one: InspectorTab): TemplateResult | typeof nothing =>
    one === 'spec' && clauses.length > 0
      ? html`<span class="tag ${broken ? 'bad' : ''}">${clauses.length}</span>`
      : nothing;
  return html`${messageHead(page, run, arrow, octets.cutAt ?? octets.bytes.length)}
    <div class="tabs" role="tablist" aria-label="Inspector" @keydown=${moved}>
      ${tabs.map((one) => html`<button role="tab" id="tab-${one.tab}" aria-controls="tab-panel" aria-selected=${one.tab === tab} tabindex=${one.tab === tab ? 0 : -1} @click=${() => choose(one.tab)}>${one.text}${mark(one.tab)}</button>`)}
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}">${panel(page, run, arrow, octets)}</div>
    ${scoresView(scoresAfter(run, decidedAt(run, arrow)))}
    ${whyView(page, run, arrow.message.seq, 'Why was this sent?')}`;
}

function panel(page: Page, run: RunModel, arrow: Arrow, octets: Octets): TemplateResult {
  const { seq, arrivedSeq, protocol } = arrow.message;
  switch (page.store.tab.value) {
    case 'raw':
      return rawTab(page, octets, protocol, arrow.key);
    case 'fields':
      return fieldsView(page, octets, protocol, arrow.key);
    case 'bytes':
      return bytesView(octets, pointedIn(arrow.key)?.range);
    case 'state':
      return stateView(page, run, changesAround(seq, arrivedSeq, run), transactionOf(run, seq));
    case 'spec':
      return specView(page, run, seqsOf(arrow));
    case 'diff':
      return diffView(page, run, arrow);
  }
}

/** The transaction that a message belongs to, as its record says. */
function transactionOf({ bySeq }: RunModel, seq: number): string | undefined {
  const record = bySeq.get(seq);
  return record?.type === 'message.sent' ? record.transaction : undefined;
}

/** The records of a message: its sending and its arrival. */
function seqsOf({ message }: Arrow): number[] {
  return message.arrivedSeq === undefined ? [message.seq] : [message.seq, message.arrivedSeq];
}

/** The arrival that made a proxy choose where to send: of the message itself, or of the one that it passes on here. */
function decidedAt(run: RunModel, { message }: Arrow): number | undefined {
  const arrived = message.arrivedSeq;
  if (arrived !== undefined && scoresAfter(run, arrived).length > 0) return arrived;
  return run.bySeq.get(message.seq)?.cause;
}

function messageHead(page: Page, run: RunModel, arrow: Arrow, bytes: number): TemplateResult {
  const { store } = page;
  const { message, look } = arrow;
  const title = (node: string): string => run.lanes[run.laneOf.get(node) ?? 0]?.title ?? node;
  const kind = message.protocol === 'msrp' ? 'MSRP' : arrow.response ? 'SIP response' : 'SIP request';
  return html`<div class="inspector-head">
    <h2><i class="dot look-${look}"></i>${arrow.label}<span class="space"></span><span class="mono soft">#${arrow.index + 1}</span></h2>
    <div class="tags">
      <span class="tag look-${look}">${kind}</span><span class="tag">${message.transport.toUpperCase()} · ${size(bytes)}</span>
      ${message.transmission > 0 ? html`<span class="tag timer">retransmission ${message.transmission}</span>` : nothing}
      ${message.lost === undefined ? nothing : html`<span class="tag bad">lost</span>`}
      ${message.corrupted === true ? html`<span class="tag bad">corrupted</span>` : nothing}
      ${message.duplicated === undefined ? nothing : html`<span class="tag bad">duplicated</span>`}
      ${run.data !== store.run.value?.data ? html`<span class="tag bad">only in run A</span>` : nothing}
      ${store.beside.value === arrow.key ? html`<span class="tag">marked</span>` : nothing}
      ${arrow.lateUs === undefined ? nothing : html`<span class="tag bad">delayed ${duration(arrow.lateUs)}</span>`}
    </div>
    <dl>
      <dt>Path</dt><dd>${title(message.fromNode)} → ${title(message.toNode)}</dd>
      <dt>Sent</dt><dd class="mono">${seconds(message.atUs)} s</dd>
      ${message.arrivedUs === undefined ? nothing : html`<dt>Arrived</dt><dd class="mono">${seconds(message.arrivedUs)} s</dd>`}
      <dt>Outcome</dt><dd>${outcome(arrow, store.limit.value)}</dd>
      <dt>Key</dt><dd class="key-line"><span class="mono key">${arrow.key}</span><button class="button ghost icon-only small" aria-label="Copy the key" title="Copy the key" @click=${() => void copyText(page, arrow.key, 'The message’s key')}>${icon('copy')}</button></dd>
    </dl>
  </div>`;
}
