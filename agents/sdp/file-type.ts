// RFC 5547 §6 filetype-selector: the media type of a file as a selector writes it, and as a Content-Type does (RFC 2045 §5.1).
import { isToken } from './attribute.ts';
import { percentDecoded, percentEncoded } from './percent.ts';

/**
 * `type "/" subtype *(";" attribute "=" DQUOTE value-string DQUOTE)` as a Content-Type: "value-string has to be re-encoded when translating".
 * Undefined where it is none, and where a value has characters that no Content-Type can have. Linear in the text.
 */
export function readFileType(text: string): string | undefined {
  const semicolon = text.indexOf(';');
  const range = semicolon < 0 ? text : text.slice(0, semicolon);
  const slash = range.indexOf('/');
  if (slash < 0 || !isToken(range.slice(0, slash)) || !isToken(range.slice(slash + 1))) return undefined;
  const parameter = /;([^\s"=;]+)="([^"\0\r\n]+)"/y;
  const found = [range];
  for (let at = range.length; at < text.length; at = parameter.lastIndex) {
    parameter.lastIndex = at;
    const [, name, encoded] = parameter.exec(text) ?? [];
    const value = encoded === undefined ? undefined : percentDecoded(encoded);
    if (value === undefined || /[\0-\x1f\x7f]/.test(value)) return undefined;
    found.push(`${name}="${value.replace(/["\\]/g, '\\$&')}"`);
  }
  return found.join(';');
}

/** A media type as a selector writes it: parameters in quotes, and no blanks between them, which would end it. */
export function fileTypeText(type: string): string {
  return type.replace(
    /\s*;\s*([^\s"=;]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";]+))/gs,
    (_, name: string, quoted?: string, bare?: string) =>
      `;${name}="${percentEncoded(quoted?.replace(/\\(.)/gs, '$1') ?? bare ?? '', /["%]/)}"`,
  );
}

/** Whether two media types are the same, without case and without parameters. */
export function sameMediaType(one: string, other: string): boolean {
  const bare = (type: string) => type.split(';')[0]?.trim().toLowerCase();
  return bare(one) === bare(other);
}
