// All messages of a run as columns of numbers: what a canvas, the overview and the minimap need of a hundred thousand of them.
import { atOnce, type Steps, stretches } from '../../../sim/steps.ts';
import type { Arrow } from './arrows.ts';
import type { Axis, LaidArrows } from './axis.ts';
import { firstAtLeast } from './in-view.ts';

export interface Lines {
  readonly count: number;
  /** In the axis' pixels; never decreasing. */
  readonly startY: Float64Array;
  readonly endY: Float64Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Of `arrowLooks`; what is lost looks like a failure. */
  readonly look: Uint8Array;
  /** Where lines begin that start at or below a height. */
  firstFrom(y: number): number;
  /** Where lines begin that may reach below a height, however far above they start. */
  firstReaching(y: number): number;
}

/** A message that never arrived falls by so much. */
const fall = 10;

/** Of messages that the axis was made for, in their order: all of them or those that a layer shows; later ones are left out. */
export function createLines(arrows: readonly Arrow[], axis: Axis): Lines {
  return atOnce(makingLines(arrows, axis));
}

/** The same step by step. */
export function* makingLines(arrows: readonly Arrow[], { laid }: Pick<Axis, 'laid'>): Steps<Lines> {
  const { startY, endY, from, to, look } = arrows === laid.arrows ? laid : yield* findingPart(laid, arrows);
  const count = startY.length;
  const ends = new Float64Array(count);
  const reach = new Float64Array(count);
  let furthest = Number.NEGATIVE_INFINITY;
  yield* stretches(count, (first, until) => {
    for (let at = first; at < until; at++) {
      ends[at] = Number.isNaN(endY[at]) ? startY[at]! + fall : endY[at]!;
      furthest = Math.max(furthest, ends[at]!);
      reach[at] = furthest;
    }
  });
  return {
    ...{ count, startY, endY: ends, from, to, look },
    firstFrom: (y) => firstAtLeast(startY, y),
    firstReaching: (y) => firstAtLeast(reach, y),
  };
}

type Columns = Pick<LaidArrows, 'startY' | 'endY' | 'from' | 'to' | 'look'>;

/** The columns of some of the messages. */
function* findingPart(laid: LaidArrows, arrows: readonly Arrow[]): Steps<Columns> {
  const wanted = arrows.length;
  const places = new Uint32Array(wanted);
  let count = 0;
  yield* stretches(laid.startY.length, (first, until) => {
    for (let at = first; at < until && count < wanted; at++)
      if (laid.arrows[at] === arrows[count]) places[count++] = at;
  });
  const part: Columns = {
    startY: new Float64Array(count),
    endY: new Float64Array(count),
    from: new Uint8Array(count),
    to: new Uint8Array(count),
    look: new Uint8Array(count),
  };
  yield* stretches(count, (first, until) => {
    for (let at = first; at < until; at++) {
      const place = places[at]!;
      part.startY[at] = laid.startY[place]!;
      part.endY[at] = laid.endY[place]!;
      part.from[at] = laid.from[place]!;
      part.to[at] = laid.to[place]!;
      part.look[at] = laid.look[place]!;
    }
  });
  return part;
}
