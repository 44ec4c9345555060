// What a header, a line or a timer is for, and where it is defined.
import { html, type TemplateResult } from '../template.ts';
import type { Meaning } from './meanings/meaning.ts';

export function meaningLine(meaning: Meaning | undefined, otherwise: string): TemplateResult {
  return meaning === undefined
    ? html`<p class="meaning soft">${otherwise}</p>`
    : html`<p class="meaning"><b>${meaning.name}</b> <span class="tag">${meaning.source}</span> ${meaning.says}</p>`;
}
