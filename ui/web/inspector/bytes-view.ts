// A message's octets: place, hexadecimal, characters. What is lit in the text is lit here too.

import { count } from '../../views/words.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { Octets } from './octets.ts';
import type { Range } from './reading.ts';

/** In a panel at the side sixteen of them would push their characters out of view. */
const perRowIn = { sheet: 16, panel: 8 } as const;
const isSheet = '(min-width: 640px) and (max-width: 1023px) and (min-height: 620px)';
const mostOctets = 4096;

export function bytesView(octets: Octets, lit?: Range): TemplateResult {
  const { bytes } = octets;
  const perRow = perRowIn[matchMedia(isSheet).matches ? 'sheet' : 'panel'];
  const rows = Math.ceil(Math.min(mostOctets, bytes.length) / perRow);
  const left = bytes.length - rows * perRow;
  const range = lit === undefined ? undefined : octetsBetween(octets, lit);
  return html`<div class="bytes" tabindex="0" role="region" aria-label="Bytes">
      ${Array.from({ length: rows }, (_, row) => rowOf(bytes.subarray(row * perRow, (row + 1) * perRow), row * perRow, range))}
    </div>
    ${left > 0 ? html`<p class="remark">… and ${count(left, 'octet')} more</p>` : nothing}`;
}

function rowOf(row: Uint8Array, at: number, lit: Range | undefined): TemplateResult {
  const from = Math.max(0, Math.min(row.length, (lit?.from ?? 0) - at));
  const to = Math.max(from, Math.min(row.length, (lit?.to ?? 0) - at));
  const parts = [row.subarray(0, from), row.subarray(from, to), row.subarray(to)] as const;
  // Where the eighth octet ends there is a wider gap.
  const hex = (part: Uint8Array, first: number): string =>
    [...part]
      .map((octet, index) => `${octet.toString(16).padStart(2, '0')}${first + index === 7 ? '  ' : ' '}`)
      .join('');
  const text = (part: Uint8Array): string =>
    [...part].map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·')).join('');
  const code = (write: (part: Uint8Array, first: number) => string): TemplateResult =>
    to > from
      ? html`${write(parts[0], 0)}<mark>${write(parts[1], from)}</mark>${write(parts[2], to)}`
      : html`${write(row, 0)}`;
  return html`<span class="number">${at.toString(16).padStart(4, '0')}</span><code>${code(hex)}</code><code class="soft">${code(text)}</code>`;
}

/** The octets of a part of the text; none where what stands before it is no UTF-8 and can't be counted. */
function octetsBetween({ text }: Octets, { from, to }: Range): Range | undefined {
  const before = text.slice(0, from);
  if (before.includes('\ufffd')) return undefined;
  const encoder = new TextEncoder();
  const start = encoder.encode(before).length;
  return { from: start, to: start + encoder.encode(text.slice(from, to)).length };
}
