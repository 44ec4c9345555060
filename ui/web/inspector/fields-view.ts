// A message's parts as a table above its text: what is pointed at lights up in the text.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { type Field, fieldsOf } from './fields.ts';
import type { Octets } from './octets.ts';
import { type Range, rawView } from './raw-view.ts';

/** `key` is new for each message, so that nothing stays lit from the last one. */
export function fieldsView(octets: Octets, protocol: string, key: string): TemplateResult {
  const { groups, problems } = fieldsOf(octets, protocol);
  let host: Element | undefined;
  const light = (range?: Range): void => {
    if (host === undefined) return;
    render(rawView(octets, range), host as HTMLElement);
    host.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
  };
  const row = (field: Field): TemplateResult => html`<tr
    tabindex="0"
    @mouseenter=${() => light(field)}
    @focus=${() => light(field)}
    @mouseleave=${() => light()}
    @blur=${() => light()}
  >
    <th scope="row">${field.name}</th><td>${field.value}</td>
  </tr>`;
  const attached = (element?: Element): void => {
    host = element;
    light();
  };
  return html`<div class="fields" data-key=${key}>
    ${problems.map((problem) => html`<p class="problem">${problem}</p>`)}
    ${groups.map(({ title, fields }) => html`<table><caption>${title}</caption><tbody>${fields.map(row)}</tbody></table>`)}
    ${groups.length === 0 && problems.length === 0 ? html`<p class="remark">Nothing that the parsers know.</p>` : nothing}
  </div>
  <div class="fields-text" ${ref(attached)}></div>`;
}
