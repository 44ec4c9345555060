// Arrows of which one end lies out of the window: where each is cut, and what the cut says of the end that can't be seen.
import { seconds } from '../../views/words.ts';
import { visible } from '../visible.ts';
import { type Line, lineOf, pointAt, reached } from './arrow-line.ts';
import { type Box, overlap, type Point, uprightBox } from './boxes.ts';
import type { View } from './draw-lanes.ts';
import type { Geometry } from './geometry.ts';
import type { Labels } from './labels.ts';
import { type ArrowPlace, isGhost } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { textWidth } from './text-width.ts';
import type { TimerTag } from './timer-tags.ts';

export interface Split {
  readonly id: string;
  readonly place: ArrowPlace;
  readonly at: Point;
  readonly angle: number;
  /** Where the name begins or ends; absent where there is no room for it. */
  readonly name?: { readonly text: string; readonly box: Box };
}

/** What stands in the window. */
export interface Drawn {
  readonly arrows: readonly ArrowPlace[];
  readonly labels: Labels;
  readonly tags: readonly TimerTag[];
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where more are cut, only so many are drawn, and those that have a name: of the others nobody could tell which is which. */
const most = 32;

/** An end that is hardly out of the window needs no name. */
const hardly = 24;
const inset = 7;
const textHeight = 14;

/** What of the ladder is in the window, in the lanes' own coordinates. */
function frameOf({ geometry, top, left }: View): Frame {
  return {
    left: left + geometry.times,
    right: left + geometry.width - geometry.notes,
    top,
    bottom: top + geometry.height - geometry.head,
  };
}

/** The cuts of the arrows that are drawn. Names keep clear of labels, of states, of timers and of one another. */
export function splitsIn(view: View, { arrows, labels, tags }: Drawn): Split[] {
  const { geometry, scene } = view;
  const frame = frameOf(view);
  const cut = arrows.flatMap((place) =>
    place.from === place.to || isGhost(place) ? [] : cutsOf(place, frame, geometry),
  );
  if (cut.length === 0) return [];
  const taken = [
    ...arrows.flatMap((place) => {
      const spot = labels.of(place);
      return spot === undefined || isCut(spot.box, frame) ? [] : [spot.box];
    }),
    ...scene.pills.between(frame.top, frame.bottom).map((place) => pillBox(place, geometry)),
    ...tags.map(({ box }) => box),
  ];
  const splits = cut.map((one) => {
    const label = labels.of(one.place);
    const untold = label === undefined || isCut(label.box, frame) ? `${one.place.arrow.short} ` : '';
    const text = `${untold}${one.name}`;
    const box = nameBoxes(text, one, frame).find((free) => !taken.some((other) => overlap(other, free)));
    if (box === undefined) return one.split;
    taken.push(box);
    return { ...one.split, name: { text, box } };
  });
  return splits.length > most ? splits.filter(({ name }) => name !== undefined).slice(0, most) : splits;
}

/** A label that the window's side cuts is not readable: the name at the cut says it. */
export function isCutSideways(view: View, box: Box): boolean {
  const { left, right } = frameOf(view);
  return box.x - box.halfWidth < left || box.x + box.halfWidth > right;
}

function isCut(box: Box, { left, right, top, bottom }: Frame): boolean {
  return (
    box.x - box.halfWidth < left ||
    box.x + box.halfWidth > right ||
    box.y + box.halfHeight < top ||
    box.y - box.halfHeight > bottom
  );
}

interface Cut {
  readonly place: ArrowPlace;
  readonly split: Split;
  readonly name: string;
  readonly side: 'left' | 'right' | 'top' | 'bottom';
}

function cutsOf(place: ArrowPlace, frame: Frame, geometry: Geometry): Cut[] {
  const line = lineOf(place, geometry);
  const { message } = place.arrow;
  const stop = message.lost === undefined ? line.b : pointAt(line, reached(place));
  const whole: Line = { ...line, b: stop };
  const part = insideOf(whole, frame);
  if (part === undefined) return [];
  const make = (end: 'from' | 'to', share: number, hidden: Point): Cut[] => {
    const side = sideOf(hidden, frame);
    if (side === undefined) return [];
    const at = pointAt(whole, share);
    const upDown = side === 'top' || side === 'bottom';
    const atUs = end === 'from' ? message.atUs : (message.lost?.atUs ?? message.arrivedUs);
    const time = upDown && atUs !== undefined ? ` ${seconds(atUs)} s` : '';
    const node = end === 'from' ? message.fromNode : message.toNode;
    const split = { id: `${place.id}-${end}`, place, at, angle: line.angle };
    return [{ place, split, side, name: visible(`${end} ${node}${time}`) }];
  };
  return [...make('from', part.first, whole.a), ...make('to', part.last, whole.b)];
}

/** Which side of the window a point lies beyond. */
function sideOf({ x, y }: Point, { left, right, top, bottom }: Frame): Cut['side'] | undefined {
  if (x < left) return 'left';
  if (x > right) return 'right';
  if (y < top - hardly) return 'top';
  return y > bottom + hardly ? 'bottom' : undefined;
}

/** The shares of a line between which it is inside the window, a little from the edges (Liang and Barsky's way). */
function insideOf(
  { a, b }: Line,
  { left, right, top, bottom }: Frame,
): { readonly first: number; readonly last: number } | undefined {
  let [first, last] = [0, 1];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [by, room] of [
    [-dx, a.x - left - inset],
    [dx, right - inset - a.x],
    [-dy, a.y - top - inset],
    [dy, bottom - inset - a.y],
  ] as const) {
    if (by === 0 && room < 0) return undefined;
    if (by < 0) first = Math.max(first, room / by);
    if (by > 0) last = Math.min(last, room / by);
  }
  return first < last ? { first, last } : undefined;
}

/** Where the name may stand beside the cut, the best first: above or below the line at the sides, along the edge at top and bottom. */
function nameBoxes(text: string, { split: { at }, side }: Cut, { left, right, top, bottom }: Frame): Box[] {
  const width = textWidth(text, 10) + 6;
  const half = width / 2;
  const box = (x: number, y: number): Box => uprightBox(x, y, width, textHeight);
  if (side === 'left' || side === 'right') {
    const x = side === 'left' ? left + inset + 6 + half : right - inset - 6 - half;
    return [box(x, at.y - 11), box(x, at.y + 11)];
  }
  const y = side === 'top' ? top + 10 : bottom - 10;
  const inward = side === 'top' ? 15 : -15;
  const [after, before] = [at.x + 10 + half, at.x - 10 - half];
  return [0, inward, 2 * inward]
    .flatMap((by) => [box(after, y + by), box(before, y + by)])
    .filter(({ x }) => x - half >= left && x + half <= right);
}
