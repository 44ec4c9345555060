// Why: everything about the selected message, timer or state.

import { arrowUntil, runUntil } from '../model/until.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { invitation } from '../panels/invitation.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { messageView } from './message-view.ts';
import { momentView } from './moment-view.ts';
import { runView } from './run-view.ts';

export function inspector(page: Page): TemplateResult {
  const run = page.store.run.value;
  const selection = page.store.selection.value;
  if (run === undefined || selection === undefined) return nothingSelected(page);
  const limit = page.store.limit.value;
  const { chosen } = page.store;
  const view =
    selection.kind !== 'arrow'
      ? momentView(page, runUntil(run, limit), selection.seq)
      : chosen.value &&
        messageView(page, runUntil(chosen.value.run, limit), arrowUntil(chosen.value.arrow, limit));
  return view === undefined ? nothingSelected(page) : html`${sheetTools(page)}${view}`;
}

/** Where it is a sheet over the ladder it can be made as high as both, and put away. */
function sheetTools({ store, actions, focusLadder }: Page): TemplateResult {
  const tall = store.sheetTall.value;
  const close = (): void => {
    store.sheetTall.value = false;
    actions.select(undefined);
    focusLadder();
  };
  return html`<div class="sheet-tools">
    <button class="button ghost icon-only sheet-size" aria-label="Over the whole ladder" title="Over the whole ladder" aria-pressed=${tall} @click=${() => {
      store.sheetTall.value = !tall;
    }}>${icon('chevron')}</button>
    <button class="button ghost icon-only" aria-label="Close the inspector" title="Close the inspector" @click=${close}>${icon('cross')}</button>
  </div>`;
}

/** A lesson tells nothing of what is still to come. */
function nothingSelected(page: Page): TemplateResult {
  const { run, limit } = page.store;
  return html`${invitation} ${run.value === undefined || limit.value !== undefined ? nothing : runView(page, run.value)}`;
}
