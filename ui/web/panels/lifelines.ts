// The lifelines in the rail: how many messages each has; which are shown, and whether the core is one.

import type { Page } from '../page.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

export function lifelines({ store }: Page): TemplateResult | typeof nothing {
  const run = store.run.value;
  if (run === undefined) return nothing;
  const parts = run.lanes.filter(({ core }) => core);
  return html`<section class="section">
    <h2>Lifelines</h2>
    ${run.lanes.map(({ title, node }, lane) => {
      const shown = !store.hidden.value.has(node);
      return html`<label class="check lane-check" title=${title === node ? title : `${title}, ${node}`}>
        <input type="checkbox" .checked=${shown} ?disabled=${shown && lanesShown(store) <= 2} @change=${() => toggleLane(store, node)} />
        <span>${title}${title === node ? nothing : html` <span class="mono soft">${node}</span>`}</span>
        <em title="messages sent or received">${run.counts.byLane[lane] ?? 0}</em>
      </label>`;
    })}
    ${
      parts.length < 2
        ? nothing
        : html`<button class="fold" aria-pressed=${store.folded.value} @click=${() => {
            store.folded.value = !store.folded.value;
          }}>${store.folded.value ? `Unfold the core: ${parts.map(({ node }) => node).join(', ')}` : `Fold ${parts.length} hosts into one core`}</button>`
    }
  </section>`;
}

function lanesShown({ run, hidden }: Store): number {
  return run.value?.lanes.filter(({ node }) => !hidden.value.has(node)).length ?? 0;
}

/** Two lanes always stay: with fewer there is nothing to see. */
function toggleLane(store: Store, node: string): void {
  const hidden = new Set(store.hidden.value);
  if (!hidden.delete(node) && lanesShown(store) > 2) hidden.add(node);
  store.hidden.value = hidden;
}
