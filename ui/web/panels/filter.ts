// The filter's box: what stands out in the ladder, how much of it there is, and what was not understood.

import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

const example = 'Filter, e.g. is:lost';
const language =
  'Words to find, and method:BYE status:4xx lane:bob proto:msrp is:lost|retransmit|dup|late|fault call:… t:0.5..2 clause:3261; with - it is what must not be';

export function filterBox({ store, focusLadder }: Page): TemplateResult {
  const { filter, only, matching, busy } = store;
  const found = matching.value;
  const clear = (): void => {
    filter.value = '';
  };
  return html`
    <label class="filter" title=${language}>
      <span class="hidden">Filter messages</span>${icon('search')}
      <input id="filter" type="text" autocomplete="off" spellcheck="false" placeholder=${example} .value=${filter.value}
        aria-invalid=${found !== undefined && found.problems.length > 0}
        @input=${(event: Event) => {
          filter.value = (event.target as HTMLInputElement).value;
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') clear();
          if (event.key === 'Escape' || event.key === 'Enter') focusLadder(event);
        }} />
      ${filter.value === '' ? html`<kbd>/</kbd>` : html`<button aria-label="Clear filter" @click=${clear}>✕</button>`}
    </label>
    <span class="filtered" role="status" aria-busy=${busy.value} title=${found?.problems.join('\n') || nothing}>${found === undefined ? nothing : verdict(found, clear)}</span>
    ${
      found === undefined || found.keys.size === 0
        ? nothing
        : html`<button class="button ghost only" aria-pressed=${only.value} title="The others are not drawn" @click=${() => {
            only.value = !only.value;
          }}>Only these</button>`
    }
  `;
}

function verdict(
  { keys, total, problems }: { keys: ReadonlySet<string>; total: number; problems: readonly string[] },
  clear: () => void,
) {
  if (problems.length > 0) return html`<span class="problem">${problems[0]}</span>`;
  if (keys.size > 0) return html`<span>${keys.size} of ${total}</span>`;
  return html`<span>0 of ${total} messages match; <button class="plain" @click=${clear}>clear filter</button></span>`;
}
