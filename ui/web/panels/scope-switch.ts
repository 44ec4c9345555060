// What statecharts and the matrix speak of: the run that is open, or all scenarios that ship.

import type { Page } from '../page.ts';
import type { Progress } from '../state/surveys.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

export function scopeSwitch({ store }: Page, all: Progress | undefined): TemplateResult {
  const button = (scope: 'run' | 'all', text: string): TemplateResult => html`<button
    aria-pressed=${store.scope.value === scope}
    @click=${() => {
      store.scope.value = scope;
    }}
  >
    ${text}
  </button>`;
  const going = all !== undefined && all.done < all.total;
  return html`<div class="scope"><div class="segments" role="group" aria-label="Runs that count">
      ${button('run', 'This run')}${button('all', 'All scenarios')}
    </div>
    ${going ? html`<span class="scope-progress"><progress aria-label="Scenarios run" max=${all.total} value=${all.done}></progress><span class="soft mono">${all.done} of ${all.total}</span></span>` : nothing}</div>`;
}
