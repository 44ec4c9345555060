// What labels keep clear of: states, timers and heads are in the way; lines and lifelines they had better not cover.
import { lineOf, loop, pointAt, reached } from './arrow-line.ts';
import { type Box, overlap, type Point, rise, runsThrough, spread, turnedBox, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { ArrowPlace, Scene } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { timerFits, timerTag, timerX, wallsBetween } from './timer-tags.ts';

/** Cells of this size hold what reaches into them, so that a look around a label sees only its neighbours. */
const cell = { width: 160, height: 48 } as const;
/** More columns than any page has. */
const stride = 4096;

interface Stretch {
  readonly from: Point;
  readonly to: Point;
  readonly weight: number;
  readonly owner: string;
}

/** Boxes that nothing may cover, and lines that cost something to cover. */
export class Obstacles {
  readonly #boxes = new Map<number, Box[]>();
  readonly #lines = new Map<number, Stretch[]>();

  block(box: Box): void {
    for (const key of cellsOf(box)) entry(this.#boxes, key).push(box);
  }

  line(stretch: Stretch): void {
    for (const key of cellsAlong(stretch)) entry(this.#lines, key).push(stretch);
  }

  blocks(box: Box): boolean {
    return cellsOf(box).some((key) => this.#boxes.get(key)?.some((other) => overlap(box, other)) ?? false);
  }

  /** What covering the lines beneath a box costs, those of its owner aside; it stops counting at a limit. */
  cost(box: Box, owner: string, limit: number): number {
    const met: Stretch[] = [];
    let sum = 0;
    for (const key of cellsOf(box)) {
      for (const stretch of this.#lines.get(key) ?? []) {
        if (stretch.owner === owner || met.includes(stretch)) continue;
        if (!runsThrough(box, stretch.from, stretch.to)) continue;
        met.push(stretch);
        sum += stretch.weight;
        if (sum >= limit) return sum;
      }
    }
    return sum;
  }
}

function cellsOf(box: Box): number[] {
  const [across, down] = [spread(box), rise(box)];
  return cellsIn(box.x - across, box.x + across, box.y - down, box.y + down);
}

function cellsIn(left: number, right: number, top: number, bottom: number): number[] {
  const keys: number[] = [];
  for (let row = Math.floor(top / cell.height); row <= Math.floor(bottom / cell.height); row++)
    for (let column = Math.floor(left / cell.width); column <= Math.floor(right / cell.width); column++)
      keys.push(row * stride + column);
  return keys;
}

/** Row by row, the cells that a line passes. */
function cellsAlong({ from, to }: Stretch): number[] {
  const [high, low] = from.y <= to.y ? [from, to] : [to, from];
  const across = low.y === high.y ? 0 : (low.x - high.x) / (low.y - high.y);
  const keys: number[] = [];
  for (let row = Math.floor(high.y / cell.height); row <= Math.floor(low.y / cell.height); row++) {
    const top = Math.max(high.y, row * cell.height);
    const bottom = Math.min(low.y, (row + 1) * cell.height);
    const xs =
      across === 0
        ? [high.x, low.x]
        : [high.x + (top - high.y) * across, high.x + (bottom - high.y) * across];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    keys.push(...cellsIn(left, right, top, Math.min(bottom, (row + 1) * cell.height - 1e-6)));
  }
  return keys;
}

function entry<T>(map: Map<number, T[]>, key: number): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** Everything between two heights but the labels themselves. */
export function obstaclesBetween(scene: Scene, geometry: Geometry, top: number, bottom: number): Obstacles {
  const obstacles = new Obstacles();
  for (const pill of scene.pills.between(top, bottom)) obstacles.block(pillBox(pill, geometry));
  for (const box of wallsBetween(scene, geometry, top, bottom)) obstacles.block(box);
  for (const timer of scene.timers.between(top, bottom)) {
    if (!timerFits(timer, geometry)) continue;
    const x = timerX(timer, geometry);
    const [fromY, toY] = [Math.max(timer.fromY, top), Math.min(timer.toY, bottom)];
    obstacles.line({ from: { x, y: fromY }, to: { x, y: toY }, weight: 8, owner: timer.id });
    const tag = timerTag(timer, scene, geometry);
    if (tag !== undefined) obstacles.block(tag.box);
    if (timer.timer.outcome !== 'pending') obstacles.block(uprightBox(x, timer.toY, 11, 12));
  }
  for (const place of scene.arrows.between(top, bottom)) addArrow(obstacles, place, geometry);
  scene.model.lanes.forEach((_, lane) => {
    const x = geometry.x(lane);
    obstacles.line({ from: { x, y: top }, to: { x, y: bottom }, weight: 6, owner: '' });
  });
  return obstacles;
}

function addArrow(obstacles: Obstacles, place: ArrowPlace, geometry: Geometry): void {
  const line = lineOf(place, geometry);
  const { a, b, side } = line;
  if (place.from === place.to) {
    const middle = { x: a.x + loop.width / 2, y: a.y + loop.height / 2 };
    obstacles.block(uprightBox(middle.x, middle.y, loop.width, loop.height + 8));
    return;
  }
  const weight = place.arrow.message.protocol === 'msrp' ? 26 : 12;
  obstacles.line({ from: a, to: b, weight, owner: place.id });
  for (const box of headBoxes(place, geometry)) obstacles.block(box);
  if (place.arrow.message.lost !== undefined) {
    const { x, y } = pointAt(line, reached(place));
    obstacles.block(uprightBox(x, y, 16, 16));
  }
  if (place.copyY !== undefined) {
    const { x, y } = pointAt(line, forkAt);
    obstacles.block(uprightBox(x, y, 14, 14));
    const end = { x: b.x - side * 6, y: place.copyY };
    obstacles.line({ from: { x, y }, to: end, weight: 6, owner: '' });
  }
}

/** Where on its way a copy forks off. */
export const forkAt = 0.42;

/** The heads of a message, its copy's among them; none where it was lost. */
export function headBoxes(place: ArrowPlace, geometry: Geometry): Box[] {
  const { b, angle, side } = lineOf(place, geometry);
  const length = place.arrow.message.transmission > 0 ? 17 : 9.5;
  const at = { x: b.x - Math.cos(angle) * (length / 2), y: b.y - Math.sin(angle) * (length / 2) };
  const boxes = place.arrow.message.lost === undefined ? [turnedBox(at, length, 9, angle)] : [];
  if (place.copyY !== undefined) boxes.push(uprightBox(b.x - side * 4, place.copyY, 8, 8));
  return boxes;
}
