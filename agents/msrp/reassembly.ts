// RFC 4975 §5.1, §7.3.1: a message from its chunks, in whatever order they come.
import { join } from './format.ts';

interface Segment {
  /** Position of the first octet, counted from 1. */
  readonly start: number;
  bytes: Uint8Array;
  /** What `bytes` is the beginning of, if it has been appended to. */
  room?: Uint8Array;
}

/** Pieces of one message with gaps or a wrong order between them; hostile peers send one octet each. */
const MAX_SEGMENTS = 16_384;

/**
 * The "virtual buffer" of §7.3.1. With `keep`, all content is held until it is taken, and where chunks overlap the last one received
 * wins. With `stream`, octets are given out in order as soon as all before them are there, and those cannot be taken back: "it would be
 * too late"; only what lies behind a gap is held.
 */
export class Reassembly {
  readonly #keep: boolean;
  readonly #limitBytes: number;
  /** Sorted, none overlapping. */
  #held: Segment[] = [];
  #heldBytes = 0;
  /** With `stream`: the position of the next octet to give out. */
  #next = 1;
  #total: number | undefined;

  constructor(content: 'keep' | 'stream', limitBytes: number) {
    this.#keep = content === 'keep';
    this.#limitBytes = limitBytes;
  }

  /**
   * Takes octets whose first has position `start`. Gives what can be given out in order (`stream`), or `full` when more would have to be
   * held than is allowed. Keeps `bytes`.
   */
  add(start: number, bytes: Uint8Array): readonly Uint8Array[] | 'full' {
    const from = Math.max(start, this.#next);
    const to = Math.min(start + bytes.length, (this.#total ?? Number.POSITIVE_INFINITY) + 1);
    if (to <= from) return [];
    const fresh = bytes.subarray(from - start, to - start);
    if (!this.#keep && from === this.#next && this.#held.length === 0) {
      this.#next = to;
      return [fresh];
    }
    this.#insert({ start: from, bytes: fresh });
    const given = this.#keep ? [] : this.#giveOut();
    return this.#heldBytes > this.#limitBytes || this.#held.length > MAX_SEGMENTS ? 'full' : given;
  }

  /** "the chunk that has a termination character of "$" defines the total length of the message": `totalBytes`. */
  end(totalBytes: number): void {
    this.#total = totalBytes;
    const beyond = this.#held.findLastIndex((segment) => segment.start <= totalBytes) + 1;
    for (const segment of this.#held.splice(beyond)) this.#heldBytes -= segment.bytes.length;
    const last = this.#held.at(-1);
    if (last === undefined || endOf(last) <= totalBytes + 1) return;
    this.#held.pop();
    this.#heldBytes -= last.bytes.length;
    this.#insert({ start: last.start, bytes: last.bytes.subarray(0, totalBytes + 1 - last.start) });
  }

  /** Octets that have come, each counted once. */
  get receivedBytes(): number {
    return this.#next - 1 + this.#heldBytes;
  }

  /** Known when the `$` chunk has come. */
  get totalBytes(): number | undefined {
    return this.#total;
  }

  get complete(): boolean {
    return this.#total !== undefined && this.receivedBytes >= this.#total;
  }

  /** The gaps up to the total, or up to the last octet that came; both ends included. */
  missing(): [number, number][] {
    const gaps: [number, number][] = [];
    let next = this.#next;
    for (const segment of this.#held) {
      if (segment.start > next) gaps.push([next, segment.start - 1]);
      next = endOf(segment);
    }
    if (this.#total !== undefined && next <= this.#total) gaps.push([next, this.#total]);
    return gaps;
  }

  /** With `keep`: the content of a complete message. Held memory is given up. */
  take(): Uint8Array {
    const whole = join(this.#held.map((segment) => segment.bytes));
    this.#held = [];
    return whole;
  }

  #giveOut(): Uint8Array[] {
    let count = 0;
    while (this.#held[count]?.start === this.#next) this.#next = endOf(this.#held[count++]!);
    const given = this.#held.splice(0, count).map((segment) => segment.bytes);
    for (const bytes of given) this.#heldBytes -= bytes.length;
    return given;
  }

  /** "the last chunk received SHOULD take precedence": what it overlaps is cut away. */
  #insert(fresh: Segment): void {
    const last = this.#held.at(-1);
    if (last !== undefined && endOf(last) === fresh.start) {
      this.#heldBytes += fresh.bytes.length;
      append(last, fresh.bytes);
      return;
    }
    const first = this.#firstEndingBeyond(fresh.start);
    const end = endOf(fresh);
    const pieces: Segment[] = [fresh];
    let beyond = first;
    for (; beyond < this.#held.length && this.#held[beyond]!.start < end; beyond++) {
      const old = this.#held[beyond]!;
      this.#heldBytes -= old.bytes.length;
      if (old.start < fresh.start)
        pieces.unshift({ start: old.start, bytes: old.bytes.subarray(0, fresh.start - old.start) });
      if (endOf(old) > end) pieces.push({ start: end, bytes: old.bytes.subarray(end - old.start) });
    }
    for (const piece of pieces) this.#heldBytes += piece.bytes.length;
    this.#held.splice(first, beyond - first, ...pieces);
  }

  #firstEndingBeyond(position: number): number {
    let low = 0;
    let high = this.#held.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (endOf(this.#held[middle]!) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** In order, as nearly always, a message grows into one segment. */
function append(segment: Segment, bytes: Uint8Array): void {
  const length = segment.bytes.length + bytes.length;
  if (segment.room === undefined || segment.room.length < length) {
    segment.room = new Uint8Array(length * 2);
    segment.room.set(segment.bytes);
  }
  segment.room.set(bytes, segment.bytes.length);
  segment.bytes = segment.room.subarray(0, length);
}

/** The position after the segment's last octet. */
function endOf(segment: Segment): number {
  return segment.start + segment.bytes.length;
}
