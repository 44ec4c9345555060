// RFC 4975 §7.1, §7.3.1: where a message begins and ends in bytes. Each byte is looked at a bounded number of times, whatever it holds.
import { isIdent } from './grammar.ts';
import type { ContinuationFlag } from './message.ts';

export const CR = 0x0d;
export const LF = 0x0a;
const SP = 0x20;
const HYPHEN = 0x2d;
/** "The end-line … MUST be composed of seven "-" (minus sign) characters, the transaction ID … and a flag character". */
const HYPHENS = 7;
/** Between the hyphens and what follows the transact-id lies the flag and CRLF. */
const AFTER_MARKER = 3;
const START = [0x4d, 0x53, 0x52, 0x50, SP];
const MAX_IDENT = 32;

/** Seven hyphens and the transact-id: what the end-line of its message begins with. */
export function endMarker(transactId: string): Uint8Array {
  const marker = new Uint8Array(HYPHENS + transactId.length).fill(HYPHEN, 0, HYPHENS);
  for (let at = 0; at < transactId.length; at++) marker[HYPHENS + at] = transactId.charCodeAt(at);
  return marker;
}

export type StartFound =
  | { readonly kind: 'found'; readonly transactId: string }
  | { readonly kind: 'more' }
  /** Without a transact-id nobody can tell where the message ends. */
  | { readonly kind: 'lost'; readonly offset: number; readonly text: string };

/** Reads `MSRP SP transact-id SP` at `from`. `offset` of an error counts from there. */
export function findStart(bytes: Uint8Array, from: number, to: number): StartFound {
  for (let at = 0; at < START.length; at++) {
    if (from + at >= to) return { kind: 'more' };
    if (bytes[from + at] !== START[at])
      return { kind: 'lost', offset: at, text: 'a message begins with "MSRP "' };
  }
  const idAt = from + START.length;
  const limit = Math.min(to, idAt + MAX_IDENT + 1);
  let end = idAt;
  while (end < limit && bytes[end] !== SP && bytes[end] !== CR) end++;
  if (end === limit && to - idAt <= MAX_IDENT) return { kind: 'more' };
  let transactId = '';
  for (let at = idAt; at < end; at++) transactId += String.fromCharCode(bytes[at]!);
  if (bytes[end] === SP && isIdent(transactId)) return { kind: 'found', transactId };
  return {
    kind: 'lost',
    offset: START.length,
    text: 'the transact-id has 4 to 32 characters and a space follows it',
  };
}

export type HeadEnd =
  /** Call again from here when there are more bytes. */
  | { readonly kind: 'more'; readonly lineStart: number; readonly search: number }
  /** An empty line: the head ends before it, the body begins after it. */
  | { readonly kind: 'body'; readonly headEnd: number; readonly bodyStart: number }
  /** The end-line without a body. `next` is where the next message begins. */
  | {
      readonly kind: 'end';
      readonly headEnd: number;
      readonly flag: ContinuationFlag;
      readonly next: number;
    };

/** Goes from line to line until the head is over. A line begins at `start`; before `search` there is no LF of it. */
export function findHeadEnd(bytes: Uint8Array, start: number, search: number, marker: Uint8Array): HeadEnd {
  for (;;) {
    const lf = bytes.indexOf(LF, search);
    if (lf < 0) return { kind: 'more', lineStart: start, search: bytes.length };
    search = lf + 1;
    if (lf === start || bytes[lf - 1] !== CR) continue;
    if (lf - start === 1) return { kind: 'body', headEnd: start, bodyStart: lf + 1 };
    if (isEndLine(bytes, start, lf - 1, marker)) {
      return { kind: 'end', headEnd: start, flag: flagAt(bytes, lf - 2)!, next: lf + 1 };
    }
    start = lf + 1;
  }
}

/**
 * Finds `CRLF end-line` in `bytes[from, to)`: the index of its CR, or −1. Every seventh byte is enough to look at: one of them must fall
 * upon the seven hyphens.
 */
export function findEndLine(bytes: Uint8Array, from: number, to: number, marker: Uint8Array): number {
  const first = from + 2;
  const beyond = to - marker.length - AFTER_MARKER + HYPHENS;
  for (let at = first + HYPHENS - 1; at < beyond; at += HYPHENS) {
    if (bytes[at] !== HYPHEN) continue;
    let start = at;
    while (start > first && at - start < HYPHENS - 1 && bytes[start - 1] === HYPHEN) start--;
    if (bytes[start - 1] !== LF || bytes[start - 2] !== CR) continue;
    const flag = start + marker.length;
    if (
      flag + 2 < to &&
      bytes[flag + 1] === CR &&
      bytes[flag + 2] === LF &&
      isEndLine(bytes, start, flag + 1, marker)
    ) {
      return start - 2;
    }
  }
  return -1;
}

/** How many bytes at the end of what has come may belong to an end-line that is not yet complete. */
export function heldBack(marker: Uint8Array): number {
  return 2 + marker.length + AFTER_MARKER - 1;
}

/** What the end-line at `at` (the index of the CR before it) says, and where the next message begins. */
export function readEndLine(
  bytes: Uint8Array,
  at: number,
  marker: Uint8Array,
): { flag: ContinuationFlag; next: number } {
  const flag = at + 2 + marker.length;
  return { flag: flagAt(bytes, flag)!, next: flag + AFTER_MARKER };
}

/** Whether `bytes` hold what could be taken for the end-line of this transact-id (§7.1: then the sender takes another). */
export function containsMarker(bytes: Uint8Array, marker: Uint8Array): boolean {
  for (let at = HYPHENS - 1; at < bytes.length; at += HYPHENS) {
    if (bytes[at] !== HYPHEN) continue;
    for (let start = Math.max(0, at - HYPHENS + 1); start <= at; start++) {
      if (startsWith(bytes, start, marker)) return true;
    }
  }
  return false;
}

/** Whether the last line of `bytes` is the end-line of this transact-id. */
export function endsWithEndLine(bytes: Uint8Array, marker: Uint8Array): boolean {
  const end = bytes.length - 2;
  return bytes[end] === CR && isEndLine(bytes, end - marker.length - 1, end, marker);
}

function isEndLine(bytes: Uint8Array, start: number, end: number, marker: Uint8Array): boolean {
  return (
    end - start === marker.length + 1 &&
    flagAt(bytes, end - 1) !== undefined &&
    startsWith(bytes, start, marker)
  );
}

function startsWith(bytes: Uint8Array, start: number, marker: Uint8Array): boolean {
  for (let at = 0; at < marker.length; at++) if (bytes[start + at] !== marker[at]) return false;
  return true;
}

function flagAt(bytes: Uint8Array, at: number): ContinuationFlag | undefined {
  switch (bytes[at]) {
    case 0x24:
      return '$';
    case 0x2b:
      return '+';
    case 0x23:
      return '#';
    default:
      return undefined;
  }
}
