// In the ladder's place when there is none: what went wrong, that it is being simulated, or where to begin.

import { later } from '../later.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

/** What says that something could not be fetched is there before. */
export const failure = later(() => import('./failure.ts'));

export function message(page: Page): TemplateResult | typeof nothing {
  const { store } = page;
  if (store.failure.value !== undefined) return failure()?.failureCard(page, store.failure.value) ?? nothing;
  const run = store.run.value;
  if (run === undefined) return store.busy.value ? skeleton : nothing;
  return run.arrows.length === 0 && !store.busy.value ? (failure()?.emptyCard(page) ?? nothing) : nothing;
}

/** Lanes without anybody; it appears when a run takes more than a moment (`panels.css`). */
const skeleton = html`<div class="skeleton" role="status">
  <span class="hidden">The run is being simulated</span>
  ${[1, 2, 3].map(() => html`<i aria-hidden="true"><b></b></i>`)}
</div>`;
