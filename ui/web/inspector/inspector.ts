// Why: everything about the selected message, timer or state.

import { arrowUntil, runUntil } from '../model/until.ts';
import type { Page } from '../page.ts';
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
  if (selection.kind !== 'arrow')
    return momentView(page, runUntil(run, limit), selection.seq) ?? nothingSelected(page);
  const chosen = page.store.chosen.value;
  if (chosen === undefined) return nothingSelected(page);
  return messageView(page, runUntil(chosen.run, limit), arrowUntil(chosen.arrow, limit));
}

/** A lesson tells nothing of what is still to come. */
function nothingSelected(page: Page): TemplateResult {
  const { run, limit } = page.store;
  return html`${invitation} ${run.value === undefined || limit.value !== undefined ? nothing : runView(page, run.value)}`;
}
