// All messages of a run as columns of numbers: what a canvas, the overview and the minimap need of a hundred thousand of them.
import type { Arrow } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import { firstAtLeast } from '../model/in-view.ts';

/** What a line looks like: an index into the colours of a canvas. */
export const lineLooks = ['request', 'response', 'msrp', 'failure'] as const;

export interface Lines {
  readonly count: number;
  /** In the axis' pixels; never decreasing. */
  readonly startY: Float64Array;
  readonly endY: Float64Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Of `lineLooks`; what is lost looks like a failure. */
  readonly look: Uint8Array;
  /** Where lines begin that start at or below a height. */
  firstFrom(y: number): number;
  /** Where lines begin that may reach below a height, however far above they start. */
  firstReaching(y: number): number;
}

/** A message that never arrived falls by so much. */
const fall = 10;

export function createLines(
  arrows: readonly Arrow[],
  axis: Axis,
  laneOf: ReadonlyMap<string, number>,
): Lines {
  const count = arrows.length;
  const startY = new Float64Array(count);
  const endY = new Float64Array(count);
  const reach = new Float64Array(count);
  const from = new Uint8Array(count);
  const to = new Uint8Array(count);
  const look = new Uint8Array(count);
  let furthest = Number.NEGATIVE_INFINITY;
  arrows.forEach(({ sent, end, message, look: name }, index) => {
    const y = axis.y(sent);
    startY[index] = y;
    endY[index] = end === undefined ? y + fall : axis.y(end);
    furthest = Math.max(furthest, endY[index] ?? y);
    reach[index] = furthest;
    from[index] = laneOf.get(message.fromNode) ?? 0;
    to[index] = laneOf.get(message.toNode) ?? 0;
    look[index] = lineLooks.indexOf(message.lost === undefined ? name : 'failure');
  });
  return {
    count,
    startY,
    endY,
    from,
    to,
    look,
    firstFrom: (y) => firstAtLeast(startY, y),
    firstReaching: (y) => firstAtLeast(reach, y),
  };
}
