// Why: everything about the selected message, timer or state.
import { html, nothing, type TemplateResult } from 'lit-html';
import { arrowUntil, runUntil } from '../model/until.ts';
import type { Page } from '../page.ts';
import { messageView } from './message-view.ts';
import { momentView } from './moment-view.ts';
import { runView } from './run-view.ts';

export function inspector(page: Page): TemplateResult {
  const run = page.store.run.value;
  const selection = page.store.selection.value;
  if (run === undefined || selection === undefined) return invitation(page);
  const limit = page.store.limit.value;
  if (selection.kind !== 'arrow')
    return momentView(page, runUntil(run, limit), selection.seq) ?? invitation(page);
  const chosen = page.store.chosen.value;
  if (chosen === undefined) return invitation(page);
  return messageView(page, runUntil(chosen.run, limit), arrowUntil(chosen.arrow, limit));
}

/** A lesson tells nothing of what is still to come. */
function invitation(page: Page): TemplateResult {
  const { run, limit } = page.store;
  return html`<div class="empty">
    <h2>Nothing is selected</h2>
    <p>Select a message, a timer or a state in the ladder: here stands what it says and why it happened.</p>
    <p class="soft">Keys: <kbd>↓</kbd> <kbd>↑</kbd> next and previous message, <kbd>Space</kbd> plays, <kbd>D</kbd> drops the selected message, <kbd>?</kbd> shows all.</p>
  </div>
  ${run.value === undefined || limit.value !== undefined ? nothing : runView(page, run.value)}`;
}
