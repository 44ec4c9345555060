// Where the lanes' heads come again in a long picture: a stretch of it ends where the fewest messages are under way, and what comes later
// makes room.

import { lineOf } from '../ladder/arrow-line.ts';
import { beneath, type Geometry } from '../ladder/geometry.ts';
import type { Scene } from '../ladder/scene.ts';
import { nothingLaid } from '../ladder/stretch.ts';
import type { Axis } from '../model/axis.ts';

/** How high the first stretch may be, and each that follows; and how much more the last. */
export interface Room {
  readonly first: number;
  readonly next: number;
  readonly more: number;
}

/** A stretch is at least so much of what it may be, and shorter by no more than so much. */
const [leastShare, mostLess] = [0.55, 300];

/** Heights, from the top down, at which a new stretch begins. */
export function cutsOf(scene: Scene, geometry: Geometry, room: Room, end: number): number[] {
  const edges = edgesOf(scene, geometry);
  const cuts: number[] = [];
  let [from, next, underWay] = [0, 0, 0];
  for (let most = room.first; end - from > most + room.more; most = room.next) {
    let best = { y: from + most, cut: Number.POSITIVE_INFINITY };
    while (next < edges.length && edges[next]!.y <= from + most) {
      const { y } = edges[next]!;
      for (; next < edges.length && edges[next]!.y === y; next++) underWay += edges[next]!.by;
      if (y >= from + Math.max(most * leastShare, most - mostLess) && underWay <= best.cut)
        best = { y: cutAfter(y, edges[next]?.y, from + most), cut: underWay };
    }
    cuts.push(best.y);
    from = best.y;
  }
  return cuts;
}

/** In the middle of what lies free, as far as the stretch goes. */
function cutAfter(y: number, nextY: number | undefined, limit: number): number {
  return (y + Math.min(nextY ?? limit, limit, y + beneath)) / 2;
}

/** Where lines of messages begin and end, in order: so many more are under way from there on. */
function edgesOf(scene: Scene, geometry: Geometry): { readonly y: number; readonly by: number }[] {
  const arrows = scene.arrows.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const edges = arrows.flatMap((place) => {
    const { a, b } = lineOf(place, geometry);
    return [
      { y: Math.min(a.y, b.y) - 1, by: 1 },
      { y: Math.max(a.y, b.y, place.copyY ?? 0) + 1, by: -1 },
    ];
  });
  return edges.sort((a, b) => a.y - b.y || b.by - a.by);
}

/** So far down a height comes to stand when each cut takes up so much room. */
export function spreadY(cuts: readonly number[], room: number): (y: number) => number {
  return (y) => {
    let [low, high] = [0, cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle]! <= y) low = middle + 1;
      else high = middle;
    }
    return y + low * room;
  };
}

/** The same axis with room at each cut. Its places don't lead back to times. */
export function spreadAxis(axis: Axis, spread: (y: number) => number): Axis {
  return {
    ...axis,
    laid: nothingLaid,
    bottom: spread(axis.bottom),
    breaks: axis.breaks.map((one) => ({ ...one, y: spread(one.y) })),
    zeroTimes: axis.zeroTimes.map((one) => ({ ...one, fromY: spread(one.fromY), toY: spread(one.toY) })),
    y: (instant) => spread(axis.y(instant)),
    yOfTime: (us) => spread(axis.yOfTime(us)),
  };
}
