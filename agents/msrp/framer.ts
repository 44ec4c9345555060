// RFC 4975 §7.3.1: finds the messages in a stream that is cut anywhere. Linear in what comes, bounded in what it holds.
import { parseByteRange } from './byte-range.ts';
import { type BodyFound, finishMessage, wholeErrors } from './finish.ts';
import { type MsrpHead, readHead } from './head.ts';
import { type ContinuationFlag, headerValue, type MsrpError, type MsrpMessage } from './message.ts';
import { endMarker, findEndLine, findHeadEnd, findStart, heldBack, readEndLine } from './scan.ts';

/**
 * What came. A body of up to `wholeBytes` comes in its `message`; a longer one as `head`, `body`…, `end`, in pieces that depend on how the
 * stream was cut, and so does one whose head says that it may get longer: whoever does not want it can say so before it is here. `lost`: these bytes are no MSRP, and where the next message begins cannot be told; nothing comes after it.
 */
export type MsrpFrame =
  | { readonly kind: 'message'; readonly message: MsrpMessage; readonly errors: readonly MsrpError[] }
  | { readonly kind: 'head'; readonly head: MsrpHead; readonly errors: readonly MsrpError[] }
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly flag: ContinuationFlag; readonly errors: readonly MsrpError[] }
  | { readonly kind: 'lost'; readonly error: MsrpError };

export interface FramerLimits {
  /** Bytes of a body up to which a message comes whole. Default 65536. */
  readonly wholeBytes?: number;
  /** Bytes of a start line and header fields beyond which a stream is lost. Default 65536. */
  readonly headBytes?: number;
}

const DEFAULT_BYTES = 65_536;
/** Long pushes are taken in turns of this, so that the buffer stays small. */
const TURN_BYTES = 65_536;
const INCOMPLETE_LINE_BYTES = 64;

type Step =
  | { readonly in: 'start' }
  | {
      readonly in: 'head';
      readonly transactId: string;
      readonly marker: Uint8Array;
      lineStart: number;
      search: number;
    }
  | {
      readonly in: 'body';
      readonly head: MsrpHead;
      readonly errors: readonly MsrpError[];
      readonly headBytes: number;
      readonly marker: Uint8Array;
      /** Bytes of the body up to which it comes whole. */
      readonly wholeBytes: number;
      /** The end-line is sought from here. */
      search: number;
      /** Bytes of the body given out in pieces; undefined while it may still come whole. */
      pieces: number | undefined;
    }
  | { readonly in: 'lost' };

/** Reads one direction of one connection. */
export class MsrpFramer {
  readonly #wholeBytes: number;
  readonly #headBytes: number;
  #buffer = new Uint8Array(4096);
  /** What is held lies in `#buffer[#start, #end)`; positions in a step count from `#start`. */
  #start = 0;
  #end = 0;
  #step: Step = { in: 'start' };

  constructor(limits: FramerLimits = {}) {
    this.#wholeBytes = limits.wholeBytes ?? DEFAULT_BYTES;
    this.#headBytes = limits.headBytes ?? DEFAULT_BYTES;
  }

  /** Takes the next bytes of the stream and gives what they complete. Keeps no reference to them. */
  push(bytes: Uint8Array): MsrpFrame[] {
    const frames: MsrpFrame[] = [];
    for (let at = 0; at < bytes.length; at += TURN_BYTES) {
      if (this.#step.in === 'lost') break;
      this.#append(bytes.subarray(at, at + TURN_BYTES));
      while (this.#advance(frames));
    }
    return frames;
  }

  /** Bytes held of a message that is not complete. */
  get heldBytes(): number {
    return this.#end - this.#start;
  }

  /** One step of reading; false when more bytes are needed. */
  #advance(frames: MsrpFrame[]): boolean {
    const held = this.#buffer.subarray(this.#start, this.#end);
    switch (this.#step.in) {
      case 'start':
        return this.#readStart(held, frames);
      case 'head':
        return this.#readHead(this.#step, held, frames);
      case 'body':
        return this.#step.pieces === undefined
          ? this.#readWhole(this.#step, held, frames)
          : this.#readPieces(this.#step, held, frames);
      case 'lost':
        return false;
    }
  }

  #readStart(held: Uint8Array, frames: MsrpFrame[]): boolean {
    const start = findStart(held, 0, held.length);
    if (start.kind === 'more') return false;
    if (start.kind === 'lost') return this.#lose(start.offset, start.text, frames);
    this.#step = {
      in: 'head',
      transactId: start.transactId,
      marker: endMarker(start.transactId),
      lineStart: 0,
      search: 0,
    };
    return true;
  }

  #readHead(step: Step & { in: 'head' }, held: Uint8Array, frames: MsrpFrame[]): boolean {
    const end = findHeadEnd(held, step.lineStart, step.search, step.marker);
    // An end-line or an empty line that is not complete yet is no part of the head.
    const headEnd = end.kind === 'more' ? held.length - INCOMPLETE_LINE_BYTES : end.headEnd;
    if (headEnd > this.#headBytes)
      return this.#lose(this.#headBytes, 'the head is longer than any head', frames);
    if (end.kind === 'more') {
      step.lineStart = end.lineStart;
      step.search = end.search;
      return false;
    }
    const { head, errors } = readHead(held.subarray(0, end.headEnd), step.transactId);
    if (end.kind === 'end') {
      frames.push({ kind: 'message', ...finishMessage(head, errors, end.headEnd, undefined, end.flag) });
      return this.#next(end.next);
    }
    this.#start += end.bodyStart - 2;
    this.#step = {
      in: 'body',
      head,
      errors,
      headBytes: end.bodyStart,
      marker: step.marker,
      wholeBytes: mayExceed(head, this.#wholeBytes) ? 0 : this.#wholeBytes,
      search: 0,
      pieces: undefined,
    };
    return true;
  }

  /** Held are the two bytes of the empty line's CRLF, which may be the one before the end-line, and the body after them. */
  #readWhole(step: Step & { in: 'body' }, held: Uint8Array, frames: MsrpFrame[]): boolean {
    const at = findEndLine(held, step.search, held.length, step.marker);
    const known = (at < 0 ? held.length - heldBack(step.marker) : at) - 2;
    if (known > step.wholeBytes) {
      frames.push({ kind: 'head', head: step.head, errors: step.errors });
      step.pieces = 0;
      step.search = 0;
      this.#start += 2;
      return true;
    }
    if (at < 0) {
      step.search = Math.max(0, held.length - heldBack(step.marker));
      return false;
    }
    const { flag, next } = readEndLine(held, at, step.marker);
    const body: BodyFound = at === 0 ? 'missing' : held.slice(2, at);
    frames.push({ kind: 'message', ...finishMessage(step.head, step.errors, step.headBytes, body, flag) });
    return this.#next(next);
  }

  #readPieces(step: Step & { in: 'body' }, held: Uint8Array, frames: MsrpFrame[]): boolean {
    const at = findEndLine(held, 0, held.length, step.marker);
    const length = at < 0 ? Math.max(0, held.length - heldBack(step.marker)) : at;
    if (length > 0) frames.push({ kind: 'body', bytes: held.slice(0, length) });
    step.pieces! += length;
    if (at < 0) {
      this.#start += length;
      return false;
    }
    const { flag, next } = readEndLine(held, at, step.marker);
    const errors = wholeErrors(step.head, step.pieces!, flag).map((text) => ({
      offset: step.headBytes,
      rule: 'RFC 4975 §7.1',
      status: 400,
      text,
    }));
    frames.push({ kind: 'end', flag, errors });
    return this.#next(next);
  }

  #next(consumed: number): boolean {
    this.#start += consumed;
    this.#step = { in: 'start' };
    return this.#end > this.#start;
  }

  #lose(offset: number, text: string, frames: MsrpFrame[]): boolean {
    frames.push({ kind: 'lost', error: { offset, rule: 'RFC 4975 §9 start line', status: 400, text } });
    this.#step = { in: 'lost' };
    this.#start = this.#end = 0;
    return false;
  }

  #append(bytes: Uint8Array): void {
    if (this.#start === this.#end) this.#start = this.#end = 0;
    const held = this.#end - this.#start;
    if (this.#end + bytes.length > this.#buffer.length) {
      const room = held + bytes.length;
      const target = room * 2 > this.#buffer.length ? new Uint8Array(room * 2) : this.#buffer;
      target.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#start = 0;
      this.#end = held;
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }
}

/** A SEND whose body ends wherever the sender ends it (range-end `*`), with more to come of its message than so many bytes. */
function mayExceed(head: MsrpHead, bytes: number): boolean {
  if (head.kind === 'response' || head.method !== 'SEND') return false;
  const range = parseByteRange(headerValue(head, 'Byte-Range') ?? '');
  if (!range.ok || range.value.end !== undefined || range.value.total === undefined) return false;
  return range.value.total - range.value.start + 1 > bytes;
}
