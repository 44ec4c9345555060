// RFC 4975 §9: one message from bytes that are all there. For a stream see framer.ts.
import { finishMessage } from './finish.ts';
import { type MsrpHead, readHead } from './head.ts';
import type { ContinuationFlag, MsrpError, MsrpMessage } from './message.ts';
import { CR, endMarker, findEndLine, findHeadEnd, findStart, LF, readEndLine } from './scan.ts';

export interface ParsedMsrp {
  /** There whenever the start line and the end-line were found, also beside errors. */
  readonly message: MsrpMessage | undefined;
  readonly errors: readonly MsrpError[];
  /** Bytes of the message; what follows is the next one. 0 when its end was not found. */
  readonly consumed: number;
}

/**
 * Reads the message that `bytes` begin with. Text whose lines end with LF alone, as documents print it, is read too, with an error that
 * says so. Never throws; takes time in proportion to the length.
 */
export function parseMsrp(bytes: Uint8Array): ParsedMsrp {
  const firstLf = bytes.indexOf(LF);
  return firstLf > 0 && bytes[firstLf - 1] !== CR ? parseLoneLf(bytes, firstLf) : parseStrict(bytes);
}

function parseStrict(bytes: Uint8Array): ParsedMsrp {
  const start = findStart(bytes, 0, bytes.length);
  if (start.kind === 'lost') return nothing(start.offset, 'RFC 4975 §9 start line', start.text);
  if (start.kind === 'more')
    return nothing(bytes.length, 'RFC 4975 §9 start line', 'the start line is incomplete');
  const marker = endMarker(start.transactId);
  const headEnd = findHeadEnd(bytes, 0, 0, marker);
  if (headEnd.kind === 'more') {
    const read = readHead(bytes.subarray(0, headEnd.lineStart), start.transactId);
    return unended(bytes, headEnd.lineStart > 0 ? read.errors : []);
  }
  const { head, errors } = readHead(bytes.subarray(0, headEnd.headEnd), start.transactId);
  if (headEnd.kind === 'end')
    return finished(head, errors, headEnd.headEnd, undefined, headEnd.flag, headEnd.next);
  // Two bytes earlier: the CRLF of the empty line may already be the one before the end-line.
  const at = findEndLine(bytes, headEnd.bodyStart - 2, bytes.length, marker);
  if (at < 0) return unended(bytes, errors);
  const { flag, next } = readEndLine(bytes, at, marker);
  const body = at < headEnd.bodyStart ? 'missing' : bytes.subarray(headEnd.bodyStart, at);
  return finished(head, errors, headEnd.bodyStart, body, flag, next);
}

function finished(
  head: MsrpHead,
  headErrors: readonly MsrpError[],
  bodyOffset: number,
  body: Uint8Array | 'missing' | undefined,
  flag: ContinuationFlag,
  consumed: number,
): ParsedMsrp {
  const { message, errors } = finishMessage(head, headErrors, bodyOffset, body, flag);
  return { message, errors, consumed };
}

function nothing(offset: number, rule: string, text: string): ParsedMsrp {
  return { message: undefined, errors: [{ offset, rule, status: 400, text }], consumed: 0 };
}

function unended(bytes: Uint8Array, errors: readonly MsrpError[]): ParsedMsrp {
  const text = 'no end-line with the transact-id of the start line follows';
  const error = { offset: bytes.length, rule: 'RFC 4975 §9 end-line', status: 400, text };
  return { message: undefined, errors: [...errors, error], consumed: 0 };
}

/** Reads a copy with CR before every LF, and gives offsets in the original. */
function parseLoneLf(bytes: Uint8Array, firstLf: number): ParsedMsrp {
  const { copy, origin } = withCr(bytes);
  const parsed = parseStrict(copy);
  const back = (offset: number) => origin[offset] ?? bytes.length;
  const error = { offset: firstLf, rule: 'RFC 4975 §9', status: 400, text: 'lines end with CRLF' };
  const errors = parsed.errors.map((each) => ({ ...each, offset: back(each.offset) }));
  return {
    message: parsed.message,
    errors: [error, ...errors],
    consumed: parsed.consumed === 0 ? 0 : back(parsed.consumed),
  };
}

function withCr(bytes: Uint8Array): { copy: Uint8Array; origin: Uint32Array } {
  const copy = new Uint8Array(bytes.length * 2);
  const origin = new Uint32Array(bytes.length * 2 + 1);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LF && bytes[at - 1] !== CR) {
      origin[length] = at;
      copy[length++] = CR;
    }
    origin[length] = at;
    copy[length++] = bytes[at]!;
  }
  origin[length] = bytes.length;
  return { copy: copy.subarray(0, length), origin };
}
