// RFC 4975 §7.1.3: "It is helpful to think of a success REPORT as reporting on a particular range of bytes". Which octets are covered.

/** More separate ranges than this no honest peer makes; what would add another is left out. */
const MAX_RANGES = 65_536;

/** A set of octet positions, counted from 1, as sorted ranges that neither touch nor overlap. */
export class RangeSet {
  readonly #starts: number[] = [];
  /** The last position of each. */
  readonly #ends: number[] = [];
  #count = 0;

  /** Adds the positions `start` to `end`, both included. Nothing happens when `end` lies before `start`. */
  add(start: number, end: number): void {
    if (end < start) return;
    // The ranges from `first` up to, not including, `beyond` touch the new one.
    const first = this.#firstEndingFrom(start - 1);
    let beyond = first;
    let from = start;
    let to = end;
    let swallowed = 0;
    for (; beyond < this.#starts.length && this.#starts[beyond]! <= end + 1; beyond++) {
      from = Math.min(from, this.#starts[beyond]!);
      to = Math.max(to, this.#ends[beyond]!);
      swallowed += this.#ends[beyond]! - this.#starts[beyond]! + 1;
    }
    if (beyond === first && this.#starts.length >= MAX_RANGES) return;
    this.#starts.splice(first, beyond - first, from);
    this.#ends.splice(first, beyond - first, to);
    this.#count += to - from + 1 - swallowed;
  }

  /** How many positions are covered. */
  get count(): number {
    return this.#count;
  }

  /** How many positions are covered from 1 on without a gap. */
  get prefix(): number {
    return this.#starts[0] === 1 ? this.#ends[0]! : 0;
  }

  /** Whether 1 to `total` are all covered; of nothing, everything is. */
  covers(total: number): boolean {
    return total === 0 || (this.#starts[0] === 1 && this.#ends[0]! >= total);
  }

  /** The gaps in 1 to `total`, both ends included. */
  missing(total: number): [number, number][] {
    const gaps: [number, number][] = [];
    let next = 1;
    for (let at = 0; at < this.#starts.length && next <= total; at++) {
      const start = this.#starts[at]!;
      if (start > next) gaps.push([next, Math.min(start - 1, total)]);
      next = this.#ends[at]! + 1;
    }
    if (next <= total) gaps.push([next, total]);
    return gaps;
  }

  #firstEndingFrom(position: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ends[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
