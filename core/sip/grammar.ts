// RFC 3261 §25.1 (basic rules), RFC 5234 B.1: the characters of each production, as bits in one table.
// Deviation: UTF-8 sequences of five and six octets (RFC 2279) are refused, as RFC 3629 does.

export const ALPHA = 1;
export const DIGIT = 2;
export const HEXDIG = 4;
export const TOKEN = 8;
export const WORD = 16;
export const UNRESERVED = 32;
export const USER = 64;
export const PASSWORD = 128;
export const PARAM = 256;
export const HNV = 512;
export const URIC = 1024;
export const HOST = 2048;
/** What a gen-value may hold outside quotes: a token, or a host with its brackets and colons. */
export const GEN_VALUE = 4096;
export const WS = 8192;

const classes = new Uint16Array(128);

function put(characters: string, bits: number): void {
  for (const character of characters) classes[character.charCodeAt(0)]! |= bits;
}

const IN_URI = UNRESERVED | USER | PASSWORD | PARAM | HNV | URIC;
put('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', ALPHA | TOKEN | WORD | IN_URI | HOST | GEN_VALUE);
put('0123456789', DIGIT | HEXDIG | TOKEN | WORD | IN_URI | HOST | GEN_VALUE);
put('ABCDEFabcdef', HEXDIG);
put("-_.!~*'()", IN_URI);
put("-.!%*_+`'~", TOKEN | WORD | GEN_VALUE);
put('()<>:\\"/[]?{}', WORD);
put('[]:', GEN_VALUE);
put('&=+$,;?/', USER);
put('&=+$,', PASSWORD);
put('[]/:&+$', PARAM);
put('[]/?:+$', HNV);
put(';/?:@&=+$,', URIC);
put('-.', HOST);
put(' \t', WS);

/** Whether a char code is in a class. False for what is no ASCII, for -1 and for NaN: NUL, which they turn into, is in none. */
export function isIn(code: number, bits: number): boolean {
  return code >>> 7 === 0 && (classes[code & 127]! & bits) !== 0;
}

/** The index of the first character from `at` on that is not in the class. */
export function skip(text: string, at: number, bits: number): number {
  // Never past the end: charCodeAt would give NaN there, and the engine would leave its fast path for good.
  const end = text.length;
  while (at < end && isIn(text.charCodeAt(at), bits)) at++;
  return at;
}

/** As `skip`, and past `escaped = "%" HEXDIG HEXDIG`. */
export function skipEscapable(text: string, at: number, bits: number): number {
  const end = text.length;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (isIn(code, bits)) at++;
    else if (code === 0x25 && isEscape(text, at)) at += 3;
    else break;
  }
  return at;
}

/** Whether `"%" HEXDIG HEXDIG` stands at `at`. */
export function isEscape(text: string, at: number): boolean {
  return (
    at + 2 < text.length && isIn(text.charCodeAt(at + 1), HEXDIG) && isIn(text.charCodeAt(at + 2), HEXDIG)
  );
}

export function isToken(text: string): boolean {
  return text.length > 0 && skip(text, 0, TOKEN) === text.length;
}

export function isWs(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/**
 * A slice without the SP and HTAB at its ends. Not `String.trim`, which would also take U+FEFF and others that are part of a
 * header's value (RFC 4475 §3.1.1.2).
 */
export function trimmed(text: string, start = 0, end = text.length): string {
  while (start < end && isWs(text.charCodeAt(start))) start++;
  while (end > start && isWs(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A quoted-string of any text. CR and LF cannot stand in one (§25.1): each becomes a space. */
export function quote(text: string): string {
  let quoted = '"';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isBreak = code === 0x0a || code === 0x0d;
    if (!isBreak && code !== 0x22 && code !== 0x5c && (code === 0x09 || code >= 0x20) && code !== 0x7f)
      continue;
    quoted += text.slice(from, at) + (isBreak ? ' ' : `\\${text[at]}`);
    from = at + 1;
  }
  return `${quoted}${text.slice(from)}"`;
}

/** The text that a quoted-string stands for; any other text as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || text.charCodeAt(0) !== 0x22) return text;
  const inner = text.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  let plain = '';
  let from = 0;
  for (let at = inner.indexOf('\\'); at >= 0; at = inner.indexOf('\\', at + 2)) {
    plain += inner.slice(from, at);
    from = at + 1;
  }
  return plain + inner.slice(from);
}
