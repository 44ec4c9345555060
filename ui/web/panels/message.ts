// In the ladder's place when there is none: what is wrong with the scenario, or a hint that it runs.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Page } from '../page.ts';

export function message({ store, actions }: Page): TemplateResult | typeof nothing {
  const failure = store.failure.value;
  if (failure !== undefined) {
    const title = failure.defect ? 'A defect of the lab itself' : 'This scenario does not run';
    return html`<div class="failure-card" role="alert">
      <h2>${title}</h2>
      <ul>${failure.errors.slice(0, 12).map((error) => html`<li>${error}</li>`)}</ul>
      ${store.edits.value.now.length > 0 ? html`<button class="button" @click=${() => actions.setEdits([], 'All changes taken back')}>Take all changes back</button>` : nothing}
      <button class="button" @click=${() => actions.choose('figure-1')}>Figure 1</button>
    </div>`;
  }
  return store.busy.value && store.run.value === undefined
    ? html`<p class="waiting">The run is being simulated …</p>`
    : nothing;
}
