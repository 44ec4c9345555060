// What is told in a corner until it is dismissed, with what can be done about it.

import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

export function toast({ store }: Page): TemplateResult | typeof nothing {
  const told = store.toast.value;
  if (told === undefined) return nothing;
  const { text, action } = typeof told === 'string' ? { text: told } : told;
  const dismiss = (): void => {
    store.toast.value = undefined;
  };
  const act = (): void => {
    dismiss();
    action?.run();
  };
  return html`<span>${text}</span>
    ${action === undefined ? nothing : html`<button class="toast-action" @click=${act}>${action.label}</button>`}
    <button aria-label="Dismiss" @click=${dismiss}>✕</button>`;
}
