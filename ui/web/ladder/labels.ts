// Where the labels of messages stand: along their arrow, nearer to the receiver, and clear of each other and of all that stands there.
import { duration } from '../../views/words.ts';
import { visible } from '../visible.ts';
import { type Line, lineOf, loop, pointAt, reached, readable } from './arrow-line.ts';
import { type Box, type Point, rise, turnedBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import { type Obstacles, obstaclesBetween } from './obstacles.ts';
import type { ArrowPlace, Scene } from './scene.ts';
import { textWidth } from './text-width.ts';

export interface Spot {
  readonly text: string;
  /** The middle of the text's base line. */
  readonly at: Point;
  /** In radians. */
  readonly angle: number;
  readonly box: Box;
}

export interface Labels {
  /** The label of a message; undefined where there is no room for any. */
  of(place: ArrowPlace): Spot | undefined;
  /** Why a message was lost, beside the cross. */
  reasonOf(place: ArrowPlace): Spot | undefined;
}

export const labelSize = { message: 11.2, reason: 10 } as const;

/** A stretch of the ladder whose labels are laid out at once: nothing of it reaches into the next. */
interface Block {
  readonly places: ArrowPlace[];
  readonly top: number;
  readonly bottom: number;
}

/** However dense, so many messages are laid out at a time; labels at such a cut stay on their side of it. */
const mostAtOnce = 160;
/** Over so many lines it no longer matters how many. */
const mostCost = 80;
const mostTries = 40;
const height = 12;
const clearOfEnds = 15;

/** Lays out nothing yet: each block as far as the message that is asked for. What is placed never moves. */
export function createLabels(scene: Scene, geometry: Geometry): Labels {
  const blockOf = new Map<string, Block>();
  for (const block of blocksOf(scene)) for (const { id } of block.places) blockOf.set(id, block);
  const begun = new Map<Block, { readonly obstacles: Obstacles; placed: number }>();
  const spots = new Map<string, Spot>();
  const reasons = new Map<string, Spot>();
  const done = new Set<string>();
  function layOut({ id }: ArrowPlace): void {
    const block = done.has(id) ? undefined : blockOf.get(id);
    if (block === undefined) return;
    const state = begun.get(block) ?? {
      obstacles: obstaclesBetween(scene, geometry, block.top, block.bottom),
      placed: 0,
    };
    begun.set(block, state);
    const { obstacles } = state;
    while (!done.has(id)) {
      const one = block.places[state.placed++]!;
      done.add(one.id);
      const spot = labelSpot(one, block, obstacles, geometry);
      if (spot !== undefined) spots.set(one.id, spot);
      const reason =
        one.arrow.message.lost === undefined ? undefined : reasonSpot(one, block, obstacles, geometry);
      if (reason !== undefined) reasons.set(one.id, reason);
    }
  }
  return {
    of(place) {
      layOut(place);
      return spots.get(place.id);
    },
    reasonOf(place) {
      layOut(place);
      return reasons.get(place.id);
    },
  };
}

function blocksOf(scene: Scene): Block[] {
  const blocks: Block[] = [];
  const all = scene.arrows.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  let places: ArrowPlace[] = [];
  let top = Number.NEGATIVE_INFINITY;
  let lowest = Number.NEGATIVE_INFINITY;
  for (const place of all) {
    const apart = place.fromY > lowest;
    if (places.length > 0 && (apart || places.length >= mostAtOnce)) {
      blocks.push({ places, top, bottom: apart ? lowest : place.fromY });
      places = [];
    }
    if (places.length === 0) top = place.fromY;
    places.push(place);
    lowest = Math.max(lowest, place.toY);
  }
  if (places.length > 0) blocks.push({ places, top, bottom: lowest });
  return blocks;
}

/** The best free spot: the whole text before a short one, above the line before below, towards the receiver, over few lines. */
function labelSpot(
  place: ArrowPlace,
  block: Block,
  obstacles: Obstacles,
  geometry: Geometry,
): Spot | undefined {
  if (place.from === place.to) return besideLoop(place, obstacles, geometry);
  const line = lineOf(place, geometry);
  const angle = readable(line.angle);
  let best: Spot | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { text, cost: shortness } of textsOf(place)) {
    const width = textWidth(text, labelSize.message) + 4;
    for (const { share, cost } of sharesOf(place, line, width, geometry)) {
      for (const below of [0, 18]) {
        if (shortness + cost + below >= least) continue;
        const spot = spotAt(line, share, { text, width, angle, below: below > 0 });
        if (beyond(spot.box, block) || obstacles.blocks(spot.box)) continue;
        const sofar = shortness + cost + below;
        const sum = sofar + obstacles.cost(spot.box, place.id, Math.min(least - sofar, mostCost));
        if (sum >= least) continue;
        least = sum;
        best = spot;
      }
    }
  }
  if (best !== undefined) obstacles.block(best.box);
  return best;
}

/** A message to its own lane is a loop, and its label stands beside it. */
function besideLoop(place: ArrowPlace, obstacles: Obstacles, geometry: Geometry): Spot | undefined {
  const { a } = lineOf(place, geometry);
  for (const { text } of textsOf(place)) {
    const width = textWidth(text, labelSize.message) + 4;
    const at = { x: a.x + loop.width + 8 + width / 2, y: a.y + loop.height / 2 };
    const box = turnedBox(at, width, height, 0);
    if (width > geometry.gap - loop.width - 20 || obstacles.blocks(box)) continue;
    obstacles.block(box);
    return { text, angle: 0, at: { x: at.x, y: at.y + 3.8 }, box };
  }
  return undefined;
}

function beyond(box: Box, { top, bottom }: Block): boolean {
  const reach = rise(box);
  return box.y - reach < top || box.y + reach > bottom;
}

function textsOf({ arrow }: ArrowPlace): { readonly text: string; readonly cost: number }[] {
  const late = arrow.lateUs === undefined ? '' : ` late +${duration(arrow.lateUs)}`;
  const { transmission } = arrow.message;
  const least = transmission > 0 ? `↻${transmission}` : arrow.short;
  const texts = [`${arrow.label}${late}`, `${arrow.short}${late}`, arrow.short, least];
  return [...new Set(texts)].map((text, index) => ({ text, cost: index * 22 }));
}

/** Along the line in small steps, where the text keeps clear of both ends, and of the cross of a lost message. */
function sharesOf(
  place: ArrowPlace,
  { length }: Line,
  width: number,
  { gap }: Geometry,
): { readonly share: number; readonly cost: number }[] {
  const wanted = wantedShare(place, length, gap);
  const room = width / 2 + clearOfEnds;
  // Nothing ends at the receiver of a lost message.
  const [first, last] = [room, place.arrow.message.lost === undefined ? length - room : length - width / 2];
  if (first > last) return width + 12 > length ? [] : [{ share: 0.5, cost: 20 }];
  const steps = Math.min(mostTries, Math.max(1, Math.ceil((last - first) / 12)));
  return Array.from({ length: steps + 1 }, (_, index) => {
    const at = first + ((last - first) * index) / steps;
    return { share: at / length, cost: (Math.abs(at - wanted * length) / gap) * 22 };
  }).sort((a, b) => a.cost - b.cost);
}

/** Nearer to the receiver keeps clear of what begins there; over several lanes, in the last gap; of a lost one, before its cross. */
function wantedShare(place: ArrowPlace, length: number, gap: number): number {
  if (place.arrow.message.lost !== undefined) return reached(place) * 0.55;
  if (place.copyY !== undefined) return 0.72;
  return Math.abs(place.to - place.from) > 1 ? 1 - (0.48 * gap) / length : 0.58;
}

interface SpotText {
  readonly text: string;
  readonly width: number;
  readonly angle: number;
  readonly below: boolean;
}

function spotAt(line: Line, share: number, { text, width, angle, below }: SpotText): Spot {
  const on = pointAt(line, share);
  const aside = (by: number): Point => ({ x: on.x - Math.sin(angle) * by, y: on.y + Math.cos(angle) * by });
  return {
    text,
    angle,
    at: aside(below ? 12 : -4.6),
    box: turnedBox(aside(below ? 8.6 : -8), width, height, angle),
  };
}

/** Beneath the cross, beyond it or before it, else above; within its block, since the next one knows nothing of it. */
function reasonSpot(
  place: ArrowPlace,
  block: Block,
  obstacles: Obstacles,
  geometry: Geometry,
): Spot | undefined {
  const line = lineOf(place, geometry);
  const stop = pointAt(line, reached(place));
  const text = visible(place.arrow.message.lost?.reason ?? '').replace(/^fault (\d+)/, 'F$1');
  const width = textWidth(text, labelSize.reason) + 4;
  for (const [side, by] of [
    [line.side, 14],
    [-line.side, 14],
    [line.side, -14],
    [-line.side, -14],
  ] as const) {
    const at = { x: stop.x + side * (10 + width / 2), y: stop.y + by };
    const box = turnedBox(at, width, height, 0);
    if (beyond(box, block) || obstacles.blocks(box)) continue;
    obstacles.block(box);
    return { text, angle: 0, at: { x: at.x, y: at.y + 3.4 }, box };
  }
  return undefined;
}
