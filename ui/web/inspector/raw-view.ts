// A message's text with line numbers, as it went over the wire. Whatever it says, it stays text.
import { html, nothing, type TemplateResult } from 'lit-html';
import { size } from '../../views/words.ts';
import type { Octets } from './octets.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Lines beyond this are counted, not drawn. */
const mostLines = 400;

export function rawView({ text, cutAt }: Octets, lit?: Range): TemplateResult {
  const lines = text.split('\n');
  let from = 0;
  const drawn = lines.slice(0, mostLines).map((line, index) => {
    const at = from;
    from += line.length + 1;
    return html`<span class="number" aria-hidden="true">${index + 1}</span><code>${coloured(line.replace(/\r$/, ''), at, index, lit)}</code>`;
  });
  return html`<div class="raw" tabindex="0" role="region" aria-label="Raw text">${drawn}</div>
    ${lines.length > mostLines ? html`<p class="remark">… and ${lines.length - mostLines} lines more</p>` : nothing}
    ${cutAt === undefined ? nothing : html`<p class="remark">The trace keeps the head of ${size(cutAt)}.</p>`}`;
}

/** The name before the colon, then the rest; on the first line the first word. The lit range has a ground of its own. */
function coloured(line: string, at: number, index: number, lit: Range | undefined): TemplateResult {
  const header = /^[A-Za-z][\w-]*:/.exec(line)?.[0];
  const name =
    index === 0 ? (line.split(' ', 1)[0] ?? '') : (header ?? (/^[a-z]=/.test(line) ? line.slice(0, 2) : ''));
  const range =
    lit === undefined
      ? undefined
      : { from: Math.max(0, lit.from - at), to: Math.min(line.length, lit.to - at) };
  if (range !== undefined && range.from < range.to)
    return html`${line.slice(0, range.from)}<mark>${line.slice(range.from, range.to)}</mark>${line.slice(range.to)}`;
  return html`<b>${name}</b>${line.slice(name.length)}`;
}
