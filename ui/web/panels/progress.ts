// How far a run is that takes more than a moment, and the button that ends it there.

import { duration } from '../../views/words.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

/** It appears after a second (`panels.css`): most runs are over by then. */
export function progress({ store, actions }: Page): TemplateResult | typeof nothing {
  const so = store.progress.value;
  if (so === undefined) return nothing;
  return html`<div class="progress">
    <span><b class="mono">${grouped(so.events)}</b> events</span>
    <span class="soft">${duration(so.nowUs)} of the run</span>
    <button class="button" title="End the run here; what there is stays" @click=${actions.stop}>Stop</button>
  </div>`;
}

/** `43 210`, as the page writes large numbers. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
