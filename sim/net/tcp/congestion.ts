/**
 * RFC 5681: slow start, congestion avoidance (§3.1), fast retransmit and fast recovery (§3.2), with NewReno's answer to partial
 * acknowledgements (RFC 6582 §3.2). Offsets and sizes are in bytes; SMSS is the largest segment that the sender sends.
 */

/** §3.2 (2): "When the third duplicate ACK is received". */
const DUPLICATES = 3;

/** §3.1: the initial window in bytes and in segments. */
export function initialWindow(smss: number): { readonly bytes: number; readonly segments: number } {
  const segments = smss > 2190 ? 2 : smss > 1095 ? 3 : 4;
  return { bytes: segments * smss, segments };
}

/** What an acknowledgement of new data asks the sender to do. */
export type Advance = 'go on' | 'retransmit first';

/** How much an end may have in flight, as the acknowledgements tell. */
export class Congestion {
  readonly #smss: number;
  readonly #initialBytes: number;
  #cwnd: number;
  /** §3.1: "The initial value of ssthresh SHOULD be set arbitrarily high". */
  #ssthresh = Number.POSITIVE_INFINITY;
  /** Segments that may be in flight until something is acknowledged; the initial window counts them, too. */
  #segments: number;
  #duplicates = 0;
  /** In flight before the first duplicate: "additional data sent in limited transmit MUST NOT be included" (§3.2 (2)). */
  #flightSize = 0;
  /** Bytes acknowledged since congestion avoidance last opened the window. */
  #counted = 0;
  #recovering = false;
  /** RFC 6582: the highest offset sent when the last loss was found. */
  #recover = 0;
  #partials = 0;

  /** §3.1: when the SYN or SYN/ACK was lost, the initial window "MUST be one segment". */
  constructor(smss: number, synWasSentAgain: boolean) {
    const initial = initialWindow(smss);
    this.#smss = smss;
    this.#initialBytes = initial.bytes;
    this.#cwnd = synWasSentAgain ? smss : initial.bytes;
    this.#segments = synWasSentAgain ? 1 : initial.segments;
  }

  get cwnd(): number {
    return this.#cwnd;
  }

  get ssthresh(): number {
    return this.#ssthresh;
  }

  /** In fast recovery, from the third duplicate to the acknowledgement of all that was sent before it. */
  get recovering(): boolean {
    return this.#recovering;
  }

  /** RFC 6582 §4: in fast recovery only the first partial acknowledgement restarts the timer (the "Impatient" variant). */
  get restartsTimer(): boolean {
    return !this.#recovering || this.#partials <= 1;
  }

  /** Whether `bytes` more may be sent on top of what is in flight. The first two duplicates let a new segment each out (limited transmit, §3.2 (1)). */
  allows(bytes: number, inFlight: number, segmentsInFlight: number): boolean {
    const limited = this.#recovering ? 0 : Math.min(this.#duplicates, DUPLICATES - 1);
    return (
      inFlight + bytes <= this.#cwnd + limited * this.#smss && segmentsInFlight < this.#segments + limited
    );
  }

  /** `bytes` of new data were acknowledged, up to offset `una`; `inFlight` are left. */
  acknowledged(bytes: number, una: number, inFlight: number): Advance {
    this.#duplicates = 0;
    this.#segments = Number.POSITIVE_INFINITY;
    if (!this.#recovering) this.#grow(bytes);
    else if (una >= this.#recover) this.#leaveRecovery(inFlight);
    else return this.#partial(bytes);
    return 'go on';
  }

  /** A duplicate acknowledgement of `una` came. True on the third: the first segment in flight is to be sent again now. */
  duplicate(una: number, highest: number, inFlight: number): boolean {
    this.#duplicates++;
    if (this.#duplicates === 1) this.#flightSize = inFlight;
    if (this.#recovering) {
      this.#cwnd += this.#smss;
      return false;
    }
    // RFC 6582 §3.2 (2): duplicates of what was sent before the last loss was found tell nothing new.
    if (this.#duplicates !== DUPLICATES || una <= this.#recover) return false;
    this.#ssthresh = this.#half(this.#flightSize);
    this.#cwnd = this.#ssthresh + DUPLICATES * this.#smss;
    this.#recovering = true;
    this.#recover = highest;
    this.#partials = 0;
    return true;
  }

  /** The retransmission timer has expired, `again` for a segment that had been sent again by it before (§3.1 (4)). */
  timedOut(highest: number, inFlight: number, again: boolean): void {
    if (!again) this.#ssthresh = this.#half(inFlight);
    this.#cwnd = this.#smss;
    this.#duplicates = 0;
    this.#recovering = false;
    this.#recover = highest;
  }

  /** §4.1: after an idle time longer than the timeout the window is at most the initial one. */
  restart(): void {
    this.#cwnd = Math.min(this.#cwnd, this.#initialBytes);
  }

  /** §3.1: by N bytes, at most SMSS, an acknowledgement below ssthresh; else by SMSS for each cwnd of bytes acknowledged. */
  #grow(bytes: number): void {
    if (this.#cwnd < this.#ssthresh) {
      this.#cwnd += Math.min(bytes, this.#smss);
      return;
    }
    this.#counted += bytes;
    if (this.#counted < this.#cwnd) return;
    this.#counted -= this.#cwnd;
    this.#cwnd += this.#smss;
  }

  /** RFC 6582 §3.2 (3), a partial acknowledgement: the next hole is sent at once, and the window deflated by what has left the network. */
  #partial(bytes: number): Advance {
    this.#partials++;
    this.#cwnd = Math.max(this.#cwnd - bytes, this.#smss);
    if (bytes >= this.#smss) this.#cwnd += this.#smss;
    return 'retransmit first';
  }

  /** RFC 6582 §3.2 (3), a full acknowledgement: the smaller window of the two it allows, so that no burst follows. */
  #leaveRecovery(inFlight: number): void {
    this.#recovering = false;
    this.#counted = 0;
    this.#cwnd = Math.min(this.#ssthresh, Math.max(inFlight, this.#smss) + this.#smss);
  }

  /** §3.1 (4): ssthresh = max (FlightSize / 2, 2*SMSS). */
  #half(inFlight: number): number {
    return Math.max(Math.floor(inFlight / 2), 2 * this.#smss);
  }
}
