// Above the ladder while two runs are compared: how they are shown, how much differs, and the way from one difference to the next.

import type { Divergence } from '../../views/compare/divergence.ts';
import { seconds } from '../../views/words.ts';
import { countsText } from '../model/run-comparison.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { compareAs, differenceAt, goToDifference, selectionOf } from '../state/comparing.ts';
import { setDetail } from '../state/details.ts';
import type { CompareMode } from '../state/page-state.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { listIsOpen, toggleList } from './list-open.ts';

export function compareBar({ store, actions }: Page): TemplateResult | typeof nothing {
  const compared = store.compared.value;
  if (compared === undefined) return isBeingCompared(store) ? waiting(store) : nothing;
  const { total } = compared.counts;
  const here = differenceAt(store);
  const step = (by: 1 | -1, sign: string, name: string, key: string): TemplateResult =>
    html`<button class="button ghost icon-only" aria-label=${name} title="${name} (${key})" ?disabled=${total === 0} @click=${() => goToDifference(store, actions.select, by)}>${sign}</button>`;
  return html`<div class="compare-bar" role="toolbar" aria-label="Comparison">
    <div class="segments" role="group" aria-label="How the runs are shown">${mode(store, 'overlay', 'Overlay', 'B, with what only A has as ghosts (C)')}${mode(store, 'side', 'Side by side', 'A ladder each (Shift+C)')}</div>
    ${store.comparing.value === 'side' ? panes(store) : nothing}
    <span class="tag delta" title="+ only in B, − only in A, ↔ in both and not the same">Δ ${total}${total > 0 ? html`: <b>${countsText(compared.counts)}</b>` : nothing}</span>
    ${parting(store.divergence.value, () => actions.select(selectionOf(compared, 0)))}
    <span class="space"></span>
    <span class="walk">${step(-1, '↑', 'Difference before', 'K')}<span class="soft mono">${here === undefined ? '–' : here + 1} / ${total}</span>${step(1, '↓', 'Next difference', 'J')}</span>
    <button class="button ghost" aria-label="List of differences" title="List of differences" aria-pressed=${listIsOpen(store)} aria-controls="differences" @click=${() => {
      toggleList(store);
    }}>${icon('list')}<span class="word">List</span></button>
    ${closeButton(store)}
  </div>`;
}

function isBeingCompared({ comparing, showing, isComparing }: Store): boolean {
  return comparing.value !== undefined && showing.value === 'b' && isComparing.value;
}

/** Long runs take a while. */
function waiting(store: Store): TemplateResult {
  const percent = Math.round(store.compareShare.value * 100);
  return html`<div class="compare-bar" role="toolbar" aria-label="Comparison">
    <progress max="100" value=${percent} aria-label="The runs are being compared"></progress>
    <span class="soft">The runs are being compared: <span class="mono">${percent} %</span></span>
    <span class="space"></span>
    ${closeButton(store)}
  </div>`;
}

function closeButton(store: Store): TemplateResult {
  return html`<button class="button ghost icon-only" aria-label="Compare no longer" title="Compare no longer (C)" @click=${() => compareAs(store, undefined)}>${icon('cross')}</button>`;
}

function mode(store: Store, one: CompareMode, text: string, hint: string): TemplateResult {
  return html`<button aria-pressed=${store.comparing.value === one} title=${hint} @click=${() => compareAs(store, one)}>${text}</button>`;
}

/** Where there is room for one of two ladders only, which. */
export function paneOf({ details }: Store): 'a' | 'b' {
  return details.value.pane === 'a' ? 'a' : 'b';
}

function panes(store: Store): TemplateResult {
  const pane = (run: 'a' | 'b'): TemplateResult =>
    html`<button aria-pressed=${paneOf(store) === run} @click=${() => {
      setDetail(store, 'pane', run === 'a' ? 'a' : undefined);
    }}>${run.toUpperCase()}</button>`;
  return html`<div class="segments panes" role="group" aria-label="Which ladder">${pane('a')}${pane('b')}</div>`;
}

function parting(divergence: Divergence | undefined, go: () => void): TemplateResult {
  if (divergence === undefined) return html`<span class="soft parting">The same happened in both.</span>`;
  const at = Math.min(
    divergence.a?.at ?? Number.MAX_SAFE_INTEGER,
    divergence.b?.at ?? Number.MAX_SAFE_INTEGER,
  );
  return html`<button class="button ghost parting" title="To the first difference" @click=${go}>diverges at <span class="mono">${seconds(at)} s</span></button>`;
}
