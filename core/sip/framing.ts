// RFC 3261 §18.3, §7.5; RFC 5626 §3.5.1: messages out of a stream, by Content-Length, however its octets arrive.
import type { Parsed, SipError } from './message.ts';
import { complete, type Head, readHead } from './parse.ts';

/** One thing read from a stream. After `broken` nothing more can be read: the stream must be closed. */
export type Frame =
  | { readonly kind: 'message'; readonly parsed: Parsed; readonly raw: Uint8Array }
  /** CRLFCRLF between messages: to be answered with CRLF. */
  | { readonly kind: 'keepalive' }
  /** `parsed` is what could be read, to be answered before closing. */
  | { readonly kind: 'broken'; readonly error: SipError; readonly parsed?: Parsed };

export interface FramerLimits {
  /** Octets from the start line to the empty line. */
  readonly maxHeadBytes?: number;
  readonly maxBodyBytes?: number;
}

const CR = 0x0d;
const LF = 0x0a;

/** Cuts a stream into messages. Feeding it octet by octet gives the same frames as feeding it whole. */
export class SipFramer {
  readonly #maxHeadBytes: number;
  readonly #maxBodyBytes: number;
  /** What has arrived and is not yet framed lies from `#start` to `#end`. */
  #buffer = new Uint8Array(2048);
  #start = 0;
  #end = 0;
  /** How far the current head has been looked at, and where its last line begins. */
  #scanned = 0;
  #lineAt = 0;
  /** The head whose body is awaited, and how many octets head and body take. */
  #head: { readonly read: Head; readonly size: number; readonly headSize: number } | undefined;
  #broken = false;

  constructor({ maxHeadBytes = 65_536, maxBodyBytes = 1_048_576 }: FramerLimits = {}) {
    this.#maxHeadBytes = maxHeadBytes;
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** True after a `broken` frame. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Octets of a message that has begun and is not complete: the stream must not end here. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /** Takes the next octets of the stream and gives the frames that they completed. */
  push(bytes: Uint8Array): Frame[] {
    if (this.#broken) return [];
    this.#append(bytes);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
      frames.push(frame);
      if (frame.kind === 'broken') {
        this.#broken = true;
        this.#buffer = new Uint8Array(0);
        this.#start = this.#end = 0;
        break;
      }
    }
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#head === undefined) {
      const keepalive = this.#skipCrlf();
      if (keepalive !== undefined) return keepalive;
      const headEnd = this.#findHeadEnd();
      if (headEnd === undefined) return this.#pendingTooLarge();
      const refused = this.#readHead(headEnd);
      if (refused !== undefined) return refused;
    }
    const { read, size, headSize } = this.#head!;
    if (this.#end - this.#start < size) return undefined;
    const raw = this.#buffer.slice(this.#start, this.#start + size);
    this.#consume(size);
    return { kind: 'message', parsed: complete(read, raw.subarray(headSize)), raw };
  }

  /** "Implementations […] SHOULD ignore any CRLF appearing before the start-line" (§7.5); two of them are a ping (RFC 5626). */
  #skipCrlf(): Frame | undefined {
    while (this.#at(0) === CR && this.#at(1) === LF) {
      const third = this.#at(2);
      const fourth = this.#at(3);
      if (third === CR && fourth === LF) {
        this.#consume(4);
        return { kind: 'keepalive' };
      }
      const undecided = third === undefined || (third === CR && fourth === undefined);
      if (undecided) return undefined;
      this.#consume(2);
    }
    return undefined;
  }

  /** Looks on for the empty line where it stopped before. */
  #findHeadEnd(): number | undefined {
    const limit = Math.min(this.#end, this.#start + this.#maxHeadBytes);
    while (this.#scanned < limit) {
      const at = this.#buffer.subarray(0, limit).indexOf(LF, this.#scanned);
      if (at < 0) {
        this.#scanned = limit;
        return undefined;
      }
      this.#scanned = at + 1;
      const isEmpty = at === this.#lineAt || (at === this.#lineAt + 1 && this.#buffer[this.#lineAt] === CR);
      // An empty first line is the CRLF before a start line; #skipCrlf waits for what follows it.
      if (isEmpty && this.#lineAt > this.#start) return at + 1;
      this.#lineAt = at + 1;
    }
    return undefined;
  }

  #pendingTooLarge(): Frame | undefined {
    if (this.#end - this.#start < this.#maxHeadBytes) return undefined;
    const begun = this.#buffer.slice(this.#start, this.#start + this.#maxHeadBytes);
    const error = tooLarge(begun.length, 'RFC 3261 §21.5.7', 513, 'head', this.#maxHeadBytes);
    return brokenBy(error, complete(readHead(begun), new Uint8Array(0)));
  }

  /** Reads the head up to `headEnd`; a frame if the stream cannot be followed after it. */
  #readHead(headEnd: number): Frame | undefined {
    const headSize = headEnd - this.#start;
    const read = readHead(this.#buffer.slice(this.#start, headEnd));
    const { length } = read;
    const { bareAt } = read.scan;
    if (
      typeof length === 'number' &&
      length <= this.#maxBodyBytes &&
      read.startLine &&
      bareAt === undefined
    ) {
      this.#head = { read, size: headSize + length, headSize };
      return undefined;
    }
    const parsed = complete(read, new Uint8Array(0));
    if (typeof length === 'number' && length > this.#maxBodyBytes) {
      const error = tooLarge(headSize, 'RFC 3261 §21.4.11', 413, 'body', this.#maxBodyBytes);
      return brokenBy(error, parsed);
    }
    const text =
      length === undefined
        ? 'Content-Length is missing on a stream'
        : 'the end of the message cannot be known';
    const rule = 'RFC 3261 §18.3 Content-Length';
    const known = length === undefined ? undefined : parsed.errors.find(({ essential }) => essential);
    return brokenBy(known ?? { offset: headSize, rule, status: 400, text, essential: true }, parsed);
  }

  #at(index: number): number | undefined {
    return this.#start + index < this.#end ? this.#buffer[this.#start + index] : undefined;
  }

  #consume(count: number): void {
    this.#start += count;
    this.#scanned = this.#lineAt = this.#start;
    this.#head = undefined;
  }

  /** Room is made by moving what is left to the front, or by doubling: each octet is moved a bounded number of times. */
  #append(bytes: Uint8Array): void {
    const size = this.#end - this.#start + bytes.length;
    if (this.#end + bytes.length > this.#buffer.length) {
      const target = size * 2 > this.#buffer.length ? new Uint8Array(size * 2) : this.#buffer;
      target.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#scanned -= this.#start;
      this.#lineAt -= this.#start;
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }
}

function tooLarge(offset: number, rule: string, status: number, part: string, limit: number): SipError {
  return { offset, rule, status, text: `${part} larger than ${limit} octets`, essential: true };
}

/** The error goes into `parsed` too, first, so that whoever answers finds its status. */
function brokenBy(error: SipError, parsed: Parsed): Frame {
  const errors = [error, ...parsed.errors.filter((each) => each !== error)];
  return { kind: 'broken', error, parsed: { ...parsed, errors } };
}
