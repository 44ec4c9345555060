import type { Us } from '../../../sim/time.ts';
import type { Ladder } from '../ladder-model.ts';

/** Where each instant of a ladder stands: a monotone map from (time, seq) to pixels. */
export interface Axis {
  y(seq: number): number;
  readonly bottom: number;
  readonly silences: readonly { readonly y: number; readonly lengthUs: Us }[];
}

interface Instant {
  readonly atUs: Us;
  readonly seq: number;
  readonly arrival: boolean;
}

const least = 17;
const most = 44;
const focusUs = 150_000;
const breakUs = 200_000;
const breakHeight = 40;

/**
 * The compressed axis: every instant in order, steps that grow with the time between them but never beyond a bound, and a break where
 * nothing happened for 200 ms or more. What an arrival brings about at once is drawn right beneath it.
 */
export function compressedAxis(ladder: Ladder, top: number): Axis {
  const places = new Map<number, number>();
  const silences: { y: number; lengthUs: Us }[] = [];
  let y = top;
  let before: Instant | undefined;
  for (const instant of instantsOf(ladder)) {
    const deltaUs = before === undefined ? 0 : instant.atUs - before.atUs;
    if (before !== undefined) {
      const atOnce = deltaUs === 0 && before.arrival && !instant.arrival;
      const step = atOnce ? 5 : least + (most - least) * (2 / Math.PI) * Math.atan(deltaUs / focusUs);
      const silent = deltaUs >= breakUs;
      if (silent) silences.push({ y: y + breakHeight / 2, lengthUs: deltaUs });
      y += silent ? breakHeight : step;
    }
    places.set(instant.seq, y);
    before = instant;
  }
  return { y: (seq) => places.get(seq) ?? top, bottom: y, silences };
}

function instantsOf(ladder: Ladder): Instant[] {
  const instants = new Map<number, Instant>();
  const add = (atUs: Us, seq: number, arrival: boolean): void =>
    void instants.set(seq, { atUs, seq, arrival });
  for (const row of ladder.rows) {
    if (row.kind === 'gap') continue;
    add(row.atUs, row.seq, row.kind === 'arrival');
    if (row.kind === 'message' && row.arrivedSeq !== undefined)
      add(row.arrivedUs ?? row.atUs, row.arrivedSeq, true);
  }
  return [...instants.values()].sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
}
