import type { Packet } from '../types.ts';

/** One segment that consumes sequence numbers, at its offset in the direction (RFC 9293 §3.10.7.4). */
export interface Arrived {
  readonly offset: number;
  readonly length: number;
  readonly packet: Packet;
}

/** What has become of an arriving segment. */
export type Placing = 'next' | 'held' | 'old';

/**
 * Puts the segments of one direction in order. Segments are sent again as they were first cut, so each is wholly new or wholly old.
 * What came too early is held; it is never more than the window.
 */
export class Reassembly {
  /** The offset of the next byte expected: RCV.NXT. The SYN is byte 0. */
  next = 1;
  /** Early segments in order of offset. */
  readonly #held: Arrived[] = [];

  /** Places a segment: `next` is to be consumed now and moves `next` on; `held` comes out of `take` later; `old` is known already. */
  place(segment: Arrived): Placing {
    if (segment.offset < this.next) return 'old';
    if (segment.offset > this.next) return this.#hold(segment);
    this.next += segment.length;
    return 'next';
  }

  /** The held segment whose turn it is, if it is there. */
  take(): Arrived | undefined {
    const first = this.#held[0];
    if (first === undefined || first.offset !== this.next) return undefined;
    this.#held.shift();
    this.next += first.length;
    return first;
  }

  #hold(segment: Arrived): Placing {
    let at = this.#held.length;
    while (at > 0 && this.#held[at - 1]!.offset > segment.offset) at--;
    if (at > 0 && this.#held[at - 1]!.offset === segment.offset) return 'old';
    this.#held.splice(at, 0, segment);
    return 'held';
  }
}
