// RFC 3261 §19.1.2: escaped = "%" HEXDIG HEXDIG in URIs.
import { isEscape, isIn, UNRESERVED, USER } from './grammar.ts';

/**
 * The text that escapes stand for, read as UTF-8. Octets that are not UTF-8 keep their escapes, so that different texts stay
 * different; a `%` that begins no escape stays (RFC 4475 §3.1.1.5).
 */
export function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = escapesEnd(text, at);
    if (end > at) {
      pieces.push(decodeEscapes(text.slice(at, end)));
      at = end;
    } else {
      const next = text.indexOf('%', at + 1);
      const stop = next < 0 ? text.length : next;
      pieces.push(text.slice(at, stop));
      at = stop;
    }
  }
  return pieces.join('');
}

/** Escapes what may not stand in the user part of a SIP URI as it is. */
export function escapeUser(text: string): string {
  let escaped = '';
  for (const byte of new TextEncoder().encode(text)) {
    const plain = isIn(byte, USER | UNRESERVED);
    escaped += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/**
 * "Characters other than those in the reserved set are equivalent to their %HH encoding": unreserved ones lose it, all others
 * keep it, in upper case.
 */
export function plain(text: string): string {
  if (!text.includes('%')) return text;
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    if (!isEscape(text, at)) continue;
    const code = Number.parseInt(text.slice(at + 1, at + 3), 16);
    const kept = text.slice(at, at + 3).toUpperCase();
    pieces.push(text.slice(from, at), isIn(code, UNRESERVED) ? String.fromCharCode(code) : kept);
    from = at + 3;
  }
  return pieces.join('') + text.slice(from);
}

/** The end of the run of escapes that begins at `at`; `at` itself when none does. */
function escapesEnd(text: string, at: number): number {
  while (text.charCodeAt(at) === 0x25 && isEscape(text, at)) at += 3;
  return at;
}

/** Decodes `%HH%HH…`, or gives it back in upper case when it is not UTF-8. */
function decodeEscapes(escapes: string): string {
  const bytes = new Uint8Array(escapes.length / 3);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(escapes.slice(index * 3 + 1, index * 3 + 3), 16);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return escapes.toUpperCase();
  }
}
