// RFC 3261 §7.3.1, §25.1: where a message's head ends, and its lines. Knows no header.
import { isWs, skip, TOKEN, trimmed, WS } from './grammar.ts';
import type { HeaderField } from './message.ts';

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;

/** Of a kind that are told: hostile input may hold one in every three octets, and nobody reads the next. */
export const MOST_ERRORS = 100;

/** What one pass over the octets of a head found. */
export interface HeadScan {
  /** Where the empty line begins, or the end of the octets. */
  readonly end: number;
  /** Where the body begins; `undefined` when there is no empty line. */
  readonly bodyAt: number | undefined;
  /** The first LF without CR, or CR without LF. */
  readonly bareAt: number | undefined;
  /** Control characters other than CR, LF and HTAB stand in it: their places need a look. */
  readonly hasControls: boolean;
}

/** Looks for the empty line, octet by octet, between `start` and `stop`. */
export function scanHead(bytes: Uint8Array, start: number, stop = bytes.length): HeadScan {
  let lineAt = start;
  let bareAt: number | undefined;
  let hasControls = false;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x20 && byte !== 0x7f) continue;
    if (byte === LF) {
      const hasCr = at > start && bytes[at - 1] === CR;
      if (!hasCr) bareAt ??= at;
      if (at - lineAt === Number(hasCr && at > lineAt))
        return { end: lineAt, bodyAt: at + 1, bareAt, hasControls };
      lineAt = at + 1;
    } else if (byte === CR) {
      if (bytes[at + 1] !== LF) bareAt ??= at;
    } else if (byte !== 0x09) hasControls = true;
  }
  return { end: stop, bodyAt: undefined, bareAt, hasControls };
}

/** A line that is no header field. */
export interface BadLine {
  readonly offset: number;
  readonly text: string;
}

export interface Fields {
  readonly fields: readonly HeaderField[];
  /** For each field two places in the head's text, by turns: where its value, folds and all, begins and ends. */
  readonly bounds: readonly number[];
  readonly bad: readonly BadLine[];
}

export interface Lines extends Fields {
  readonly startLine: string;
}

/** Splits a head's text into its start line and its header fields, unfolded. A line may end with a bare LF; that is said elsewhere. */
export function splitHead(text: string): Lines {
  const startEnd = lineEnd(text, 0);
  return { startLine: text.slice(0, beforeCr(text, 0, startEnd)), ...splitFields(text, startEnd + 1) };
}

/**
 * The header fields from `start` on: of a message after its start line, or of a body part. header-name HCOLON value: "V  : x"
 * is allowed (RFC 4475 §3.1.1.7), a line break before the colon is not.
 */
export function splitFields(text: string, start: number): Fields {
  const fields: HeaderField[] = [];
  const bounds: number[] = [];
  const bad: BadLine[] = [];
  for (let at = start; at < text.length; ) {
    let end = lineEnd(text, at);
    while (isWs(text.charCodeAt(end + 1))) end = lineEnd(text, end + 1);
    const nameEnd = skip(text, at, TOKEN);
    const colon = skip(text, nameEnd, WS);
    if (nameEnd > at && text.charCodeAt(colon) === COLON) {
      fields.push({ name: text.slice(at, nameEnd), value: unfold(text, colon + 1, end) });
      bounds.push(colon + 1, end);
    } else if (at < end && bad.length < MOST_ERRORS)
      bad.push({ offset: colon, text: 'header-name and a colon expected' });
    at = end + 1;
  }
  return { fields, bounds, bad };
}

/** Where the LF of the line stands, or the text's end. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/**
 * The value between two places: "all linear white space, including folding, has the same semantics as SP" (§25.1). Each fold
 * becomes one space.
 */
export function unfold(text: string, start: number, end: number): string {
  const lf = text.indexOf('\n', start);
  if (lf < 0 || lf >= end) return trimmed(text, start, beforeCr(text, start, end));
  const bounds = pieces(text, start, end);
  let value = '';
  for (let at = 0; at < bounds.length; at += 2) {
    value += (at === 0 ? '' : ' ') + text.slice(bounds[at], bounds[at + 1]);
  }
  return value;
}

/** The place in the head's text of an offset into the unfolded value of the nth field. */
export function placeOf(text: string, lines: Fields, nth: number, offset: number): number {
  const start = lines.bounds[nth * 2]!;
  const bounds = pieces(text, start, lines.bounds[nth * 2 + 1]!);
  let left = offset;
  for (let at = 0; at < bounds.length; at += 2) {
    const length = bounds[at + 1]! - bounds[at]!;
    if (left <= length) return bounds[at]! + left;
    left -= length + 1;
  }
  return bounds.at(-1) ?? start;
}

/** Where the lines of a value begin and end, by turns, without the white space at their ends; empty ones are left out. */
function pieces(text: string, start: number, end: number): number[] {
  const bounds: number[] = [];
  for (let at = start; at <= end; ) {
    const next = Math.min(lineEnd(text, at), end);
    const from = Math.min(skip(text, at, WS), next);
    let to = beforeCr(text, from, next);
    while (to > from && isWs(text.charCodeAt(to - 1))) to--;
    if (to > from) bounds.push(from, to);
    at = next + 1;
  }
  return bounds;
}

/** The end of a line without its CR. */
function beforeCr(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === CR ? end - 1 : end;
}

/**
 * The text of a head with a space for each CR that ends no line, so that nothing in a value can become a line of its own when it
 * is written again. Places stay as they are.
 */
export function withoutBareCr(text: string): string {
  return text.replace(/\r(?!\n)/g, ' ');
}
