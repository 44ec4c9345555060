// Which seed runs: in the bar at the top, or on a narrow screen in the rail.

import type { Page } from '../page.ts';
import { html, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

/** Enter runs with another seed; an empty field means the scenario's own. */
export function seedField({ store, actions }: Page): TemplateResult {
  const seed = store.baseline.value?.data.seed ?? '';
  const changed = (event: Event): void => {
    const value = (event.target as HTMLInputElement).value.trim();
    void actions.reseed(value === '' ? undefined : value.slice(0, 256));
  };
  return html`<label class="button seed" title="The run's seed: the same seed, the same run">
    ${icon('dice')}<span class="seed-word">seed</span>
    <input aria-label="Seed" maxlength="256" spellcheck="false" autocomplete="off" .value=${seed} @change=${changed} />
  </label>`;
}
