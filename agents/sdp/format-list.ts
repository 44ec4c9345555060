// RFC 4975 §8.6: accept-types and accept-wrapped-types, and whether a media type is among them.
import { type AttributeCodec, isToken } from './attribute.ts';
import { bad, type FormatEntry, good, type Value } from './types.ts';

export const acceptTypes = formatList('accept-types');
export const acceptWrappedTypes = formatList('accept-wrapped-types');

/** `*`, `image/*`, `text/plain;charset=utf-8` as an entry; undefined for what is none. */
export function parseFormatEntry(text: string): FormatEntry | undefined {
  const [range = '', ...params] = splitOutsideQuotes(text, ';');
  if (range === '*') return params.length === 0 ? { type: '*', subtype: '*', params } : undefined;
  const slash = range.indexOf('/');
  const type = range.slice(0, slash).toLowerCase();
  const subtype = range.slice(slash + 1).toLowerCase();
  if (slash < 0 || !isToken(type) || type === '*' || !isToken(subtype)) return undefined;
  return params.every(isTypeParam) ? { type, subtype, params } : undefined;
}

export function formatEntryText(entry: FormatEntry): string {
  const range = entry.type === '*' ? '*' : `${entry.type}/${entry.subtype}`;
  return [range, ...entry.params].join(';');
}

/**
 * Whether a media type is covered: by `*`, by `type/*`, or by itself. Parameters are looked past on both sides: "a format-entry
 * with
 * one or more parameters is assumed to match the same format-entry with no parameters".
 */
export function accepts(list: readonly FormatEntry[], mediaType: string): boolean {
  const asked = parseFormatEntry(mediaType);
  return asked !== undefined && list.some((entry) => covers(entry, asked));
}

/** Whether two lists have a type in common, wildcards on either side counted. */
export function overlap(one: readonly FormatEntry[], other: readonly FormatEntry[]): boolean {
  return one.some((entry) => other.some((candidate) => covers(entry, candidate) || covers(candidate, entry)));
}

/** Whether content of this type may be sent, bare or inside of message/cpim, to one who signalled these lists. */
export function mayCarry(
  types: readonly FormatEntry[],
  wrapped: readonly FormatEntry[],
  mediaType: string,
): 'bare' | 'wrapped' | undefined {
  const cpim = accepts(types, 'message/cpim');
  const firstIsCpim = types[0]?.type === 'message' && types[0].subtype === 'cpim';
  const bare = accepts(types, mediaType);
  if (cpim && (firstIsCpim || !bare) && (bare || accepts(wrapped, mediaType))) return 'wrapped';
  return bare ? 'bare' : undefined;
}

/** Whether content of this type may be sent inside of message/cpim to one who signalled these lists. */
export function mayWrap(
  types: readonly FormatEntry[],
  wrapped: readonly FormatEntry[],
  mediaType: string,
): boolean {
  return accepts(types, 'message/cpim') && (accepts(types, mediaType) || accepts(wrapped, mediaType));
}

function covers(entry: FormatEntry, asked: FormatEntry): boolean {
  if (entry.type === '*') return true;
  return entry.type === asked.type && (entry.subtype === '*' || entry.subtype === asked.subtype);
}

function formatList(name: string): AttributeCodec<readonly FormatEntry[]> {
  return {
    name,
    level: 'session or media',
    parse: (value) => parseList(name, value ?? ''),
    format: (entries) => entries.map(formatEntryText).join(' '),
  };
}

function parseList(name: string, text: string): Value<readonly FormatEntry[]> {
  const entries: FormatEntry[] = [];
  let offset = 0;
  for (const piece of splitOutsideQuotes(text, ' ')) {
    const entry = parseFormatEntry(piece);
    if (entry === undefined) return bad(offset, `RFC 4975 §8.6 ${name}`, `"${piece}" is not a media type`);
    entries.push(entry);
    offset += piece.length + 1;
  }
  return good(entries);
}

/** Splits at a character that is not inside a quoted-string. */
function splitOutsideQuotes(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quoted) at++;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

function isTypeParam(text: string): boolean {
  const equals = text.indexOf('=');
  const value = text.slice(equals + 1);
  return equals > 0 && isToken(text.slice(0, equals)) && (isToken(value) || isQuotedString(value));
}

function isQuotedString(text: string): boolean {
  return /^"(?:[^"\\]|\\["\\])*"$/.test(text);
}
