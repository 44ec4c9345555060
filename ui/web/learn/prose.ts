// The little markup that lessons are written with.
import { html, type TemplateResult } from '../template.ts';

/** `code` between backticks, *stress* between asterisks; the rest as it is. */
export function prose(text: string): (TemplateResult | string)[] {
  return text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/).map((part) => {
    if (part.length > 2 && part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.length > 2 && part.startsWith('*') && part.endsWith('*'))
      return html`<em>${part.slice(1, -1)}</em>`;
    return part;
  });
}

/** `RFC 3261 §17.1.1.2` as a link to where it stands. */
export function clauseLink(clause: string): TemplateResult {
  const [, rfc = '', section = ''] = /^RFC (\d+) §([\d.]+)$/.exec(clause) ?? [];
  const address = `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`;
  return html`<a class="tag" href=${address} target="_blank" rel="noopener noreferrer">${clause}</a>`;
}
