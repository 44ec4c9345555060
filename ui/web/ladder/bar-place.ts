// Where the bar at the selected message stands: beside its arrow or beneath it, wherever it covers least of what is drawn.
import { lineOf, pointAt, reached } from './arrow-line.ts';
import { type Box, overlap, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { Labels } from './labels.ts';
import { headBoxes, obstaclesBetween } from './obstacles.ts';
import type { ArrowPlace, Scene } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { tagsOf, timerFits } from './timer-tags.ts';

export interface Drawn {
  readonly scene: Scene;
  readonly geometry: Geometry;
  readonly labels: Labels | undefined;
  /** How far the lanes are scrolled sideways. */
  readonly left: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A corner of the bar: `x` in the window, `y` in the ladder. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** So far above and beneath the arrow a place is looked for. */
const reach = 64;
const step = 6;
/** What can be read weighs more than lines; what belongs to the arrow itself most. */
const weights = { read: 12, own: 40, line: 0.15, aside: 0.06 } as const;

export function barPlace(place: ArrowPlace, size: Size, drawn: Drawn): Corner {
  const line = lineOf(place, drawn.geometry);
  const [top, bottom] = [Math.min(line.a.y, line.b.y), Math.max(line.a.y, line.b.y)];
  const costOf = coverCost(place, top - reach - size.height, bottom + reach + size.height, drawn);
  let best: Corner = { x: drawn.geometry.times, y: bottom + 16 };
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y, cost } of corners(place, size, drawn)) {
    if (cost >= least) continue;
    const middle = { x: x + drawn.left + size.width / 2, y: y + size.height / 2 };
    const sum = cost + costOf(uprightBox(middle.x, middle.y, size.width + 4, size.height + 2));
    if (sum >= least) continue;
    least = sum;
    best = { x, y };
  }
  return { x: Math.round(best.x), y: Math.round(best.y) };
}

/** The places that there are, each with what it costs to be there: at the receiver's side first, then further away. */
function* corners(
  place: ArrowPlace,
  { width, height }: Size,
  { geometry, left }: Drawn,
): Generator<Corner & { readonly cost: number }> {
  const { a, b } = lineOf(place, geometry);
  const middle = (a.y + b.y) / 2 - height / 2;
  // The edge of the gutter may be covered, its times not.
  const [first, last] = [geometry.times - 6, geometry.width - geometry.notes - width - 4];
  const fits = (x: number): boolean => x >= first && x <= last;
  const [right, before] = [Math.max(a.x, b.x) - left + 16, Math.min(a.x, b.x) - left - width - 12];
  for (let away = 0; away <= 24; away += step)
    for (const y of away === 0 ? [middle] : [middle + away, middle - away]) {
      if (fits(right)) yield { x: right, y, cost: away * weights.aside };
      if (fits(before)) yield { x: before, y, cost: 1 + away * weights.aside };
    }
  const centre = (a.x + b.x) / 2 - left - width / 2;
  const across = [centre, centre - 60, centre + 60, centre - 120, centre + 120];
  // A line falls by little within the bar's width: the bar clears all of it.
  const [lower, upper] = [Math.max(a.y, b.y) + 8, Math.min(a.y, b.y) - 20 - height];
  for (let away = 0; away <= reach; away += step)
    for (const [index, x] of across.entries()) {
      const at = Math.max(first, Math.min(last, x));
      const cost = 3 + index + away * weights.aside;
      yield { x: at, y: lower + away, cost };
      yield { x: at, y: upper - away, cost: cost + 1 };
    }
}

/** What a box would cover between two heights. */
function coverCost(place: ArrowPlace, top: number, bottom: number, drawn: Drawn): (box: Box) => number {
  const { scene, geometry } = drawn;
  const arrows = scene.arrows.between(top, bottom);
  const timers = scene.timers.between(top, bottom).filter((timer) => timerFits(timer, geometry));
  const own = readOf(place, drawn);
  const others = [
    ...scene.pills.between(top, bottom).map((pill) => pillBox(pill, geometry)),
    ...tagsOf(timers, scene, geometry).map(({ box }) => box),
    ...arrows.filter(({ id }) => id !== place.id).flatMap((one) => readOf(one, drawn)),
  ];
  const lines = obstaclesBetween(scene, geometry, top, bottom);
  const covered = (box: Box, boxes: readonly Box[]): number =>
    boxes.filter((one) => overlap(box, one)).length;
  return (box) =>
    covered(box, own) * weights.own +
    covered(box, others) * weights.read +
    lines.cost(box, '', Number.POSITIVE_INFINITY) * weights.line;
}

/** What tells of a message besides its line: its words, where it was lost and why, its heads. */
function readOf(place: ArrowPlace, { geometry, labels }: Drawn): readonly Box[] {
  const cross = pointAt(lineOf(place, geometry), reached(place));
  return [
    ...boxOf(labels?.of(place)?.box),
    ...boxOf(labels?.reasonOf(place)?.box),
    ...headBoxes(place, geometry),
    ...(place.arrow.message.lost === undefined ? [] : [uprightBox(cross.x, cross.y, 16, 16)]),
  ];
}

function boxOf(box: Box | undefined): readonly Box[] {
  return box === undefined ? [] : [box];
}
