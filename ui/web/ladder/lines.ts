// All messages of a run as columns of numbers: what a canvas, the overview and the minimap need of a hundred thousand of them.
import type { Arrow } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import { firstAtLeast } from '../model/in-view.ts';

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
export function createLines(arrows: readonly Arrow[], { laid }: Axis): Lines {
  const startY = new Float64Array(arrows.length);
  const endY = new Float64Array(arrows.length);
  const reach = new Float64Array(arrows.length);
  const from = new Uint8Array(arrows.length);
  const to = new Uint8Array(arrows.length);
  const look = new Uint8Array(arrows.length);
  let furthest = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (let at = 0; at < laid.startY.length && count < arrows.length; at++) {
    if (laid.arrows[at] !== arrows[count]) continue;
    const [y, end] = [laid.startY[at]!, laid.endY[at]!];
    startY[count] = y;
    endY[count] = Number.isNaN(end) ? y + fall : end;
    furthest = Math.max(furthest, endY[count]!);
    reach[count] = furthest;
    from[count] = laid.from[at]!;
    to[count] = laid.to[at]!;
    look[count] = laid.look[at]!;
    count++;
  }
  const [starts, reaches] = [startY.subarray(0, count), reach.subarray(0, count)];
  return {
    count,
    startY: starts,
    endY,
    from,
    to,
    look,
    firstFrom: (y) => firstAtLeast(starts, y),
    firstReaching: (y) => firstAtLeast(reaches, y),
  };
}
