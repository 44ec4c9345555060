// A message's parts as a table above its text or its bytes: what is pointed at lights up there, and says what it is for.
import type { Page } from '../page.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { bytesView } from './bytes-view.ts';
import { type Field, fieldsOf } from './fields.ts';
import { meaningLine } from './meaning-line.ts';
import type { Octets } from './octets.ts';
import { rawView } from './raw-view.ts';
import { pointAt, pointedIn, showMark } from './reading.ts';

export function fieldsView({ store }: Page, octets: Octets, protocol: string, key: string): TemplateResult {
  const { groups, problems } = fieldsOf(octets, protocol);
  const pointed = pointedIn(key);
  const point = (field: Field) => (): void => {
    pointAt({ key, range: { from: field.from, to: field.to }, meaning: field.meaning });
    showMark('.fields-text mark');
  };
  const row = (
    field: Field,
  ): TemplateResult => html`<tr tabindex="0" @mouseenter=${point(field)} @focus=${point(field)}>
    <th scope="row" title=${field.meaning?.says ?? nothing}>${field.name}</th><td>${field.value}</td>
  </tr>`;
  const lit = pointed?.range;
  const { under = 'text', crlf } = store.details.value;
  const beneath = (which: 'text' | 'bytes', text: string): TemplateResult =>
    html`<button aria-pressed=${under === which} @click=${() => {
      setDetail(store, 'under', which === 'bytes' ? which : undefined);
    }}>${text}</button>`;
  return html`<div class="fields">
      ${problems.map((problem) => html`<p class="problem">${problem}</p>`)}
      ${groups.map(({ title, fields }) => html`<table><caption>${title}</caption><tbody>${fields.map(row)}</tbody></table>`)}
      ${groups.length === 0 && problems.length === 0 ? html`<p class="remark">Nothing that the parsers know.</p>` : nothing}
    </div>
    ${meaningLine(pointed?.meaning, 'Point at a field: its place lights up below, and here stands what it is for.')}
    <div class="fields-text">
      <div class="segments small-segments" role="group" aria-label="Beneath the fields">${beneath('text', 'Text')}${beneath('bytes', 'Bytes')}</div>
      ${under === 'text' ? rawView(octets, { places: lit === undefined ? [] : [lit], ends: crlf === '1' }) : bytesView(octets, lit)}
    </div>`;
}
