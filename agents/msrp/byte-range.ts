// RFC 4975 §7.1.1, §9 Byte-Range: where a chunk lies in its message. The first octet has position one.
import type { Outcome } from './message.ts';

/** Positions count from 1 and both ends belong to the range; undefined stands for `*`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number | undefined;
  readonly total: number | undefined;
}

const SECTION = 'RFC 4975 §9 Byte-Range';
const ZERO = 0x30;
/** More digits than this is no size that anyone has, and no longer an exact number. */
const MAX_DIGITS = 15;

/** Reads `1-2048/4385`, `1-*` of 8 octets, `1-0/0`. Offsets of errors count from the start of the value. */
export function parseByteRange(text: string): Outcome<ByteRange> {
  const dash = text.indexOf('-');
  const slash = text.indexOf('/', dash + 1);
  if (dash < 0) return broken(text.length, 'range-start and range-end are joined by "-"');
  if (slash < 0) return broken(text.length, 'the total, after "/", is missing');
  const start = digits(text, 0, dash);
  if (start === undefined) return broken(0, 'range-start is a number');
  const end = digitsOrStar(text, dash + 1, slash);
  if (end === undefined) return broken(dash + 1, 'range-end is a number or "*"');
  const total = digitsOrStar(text, slash + 1, text.length);
  if (total === undefined) return broken(slash + 1, 'the total is a number or "*"');
  return checked(
    { start, end: end === '*' ? undefined : end, total: total === '*' ? undefined : total },
    dash + 1,
    slash + 1,
  );
}

/** Writes it as on the wire. */
export function formatByteRange(range: ByteRange): string {
  return `${range.start}-${range.end ?? '*'}/${range.total ?? '*'}`;
}

function checked(range: ByteRange, endAt: number, totalAt: number): Outcome<ByteRange> {
  const { start, end, total } = range;
  // §7.1.1: "The first octet in the message has a position of one"; also for nothing: "1-0/0".
  if (start < 1) return broken(0, 'the first octet has position 1');
  if (end !== undefined && end < start - 1) return broken(endAt, 'range-end lies before range-start');
  if (end !== undefined && total !== undefined && end > total)
    return broken(endAt, 'range-end lies beyond the total');
  if (total !== undefined && start > total + 1) return broken(totalAt, 'range-start lies beyond the total');
  return { ok: true, value: range };
}

function broken(offset: number, text: string): Outcome<ByteRange> {
  return { ok: false, offset, rule: SECTION, text };
}

function digitsOrStar(text: string, from: number, to: number): number | '*' | undefined {
  return to - from === 1 && text[from] === '*' ? '*' : digits(text, from, to);
}

function digits(text: string, from: number, to: number): number | undefined {
  if (to <= from || to - from > MAX_DIGITS) return undefined;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
