// What fills the page: the ladder, the statecharts, the requirements.

import type { Page } from '../page.ts';
import type { View } from '../state/page-state.ts';
import { html, type TemplateResult } from '../template.ts';
import { type IconName, icon } from './icons.ts';

export const views: readonly { readonly view: View; readonly text: string; readonly sign: IconName }[] = [
  { view: 'ladder', text: 'Ladder', sign: 'compare' },
  { view: 'charts', text: 'Statecharts', sign: 'machine' },
  { view: 'matrix', text: 'Requirements', sign: 'list' },
];

export function viewSwitch({ store }: Page): TemplateResult {
  return html`<nav class="segments views" aria-label="Views">
    ${views.map(
      ({ view, text, sign }) =>
        html`<button aria-label=${text} title="${text} (V)" aria-current=${store.view.value === view ? 'page' : 'false'} @click=${() => {
          store.view.value = view;
        }}>${icon(sign)}<span class="word">${text}</span></button>`,
    )}
  </nav>`;
}
