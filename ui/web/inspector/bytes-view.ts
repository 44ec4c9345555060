// A message's octets, sixteen a row: place, hexadecimal, characters.
import { html, nothing, type TemplateResult } from 'lit-html';
import { count } from '../../views/words.ts';
import type { Octets } from './octets.ts';

const perRow = 16;
const mostRows = 256;

export function bytesView({ bytes }: Octets): TemplateResult {
  const rows = Math.min(mostRows, Math.ceil(bytes.length / perRow));
  const left = bytes.length - rows * perRow;
  return html`<div class="bytes" tabindex="0" role="region" aria-label="Bytes">
      ${Array.from({ length: rows }, (_, row) => rowOf(bytes.subarray(row * perRow, (row + 1) * perRow), row * perRow))}
    </div>
    ${left > 0 ? html`<p class="remark">… and ${count(left, 'octet')} more</p>` : nothing}`;
}

function rowOf(row: Uint8Array, at: number): TemplateResult {
  const hex = [...row].map((octet) => octet.toString(16).padStart(2, '0'));
  const text = [...row]
    .map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·'))
    .join('');
  return html`<span class="number">${at.toString(16).padStart(4, '0')}</span><code>${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}</code><code class="soft">${text}</code>`;
}
