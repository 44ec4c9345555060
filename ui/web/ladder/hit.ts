// What lies beneath the pointer, by arithmetic.
import type { Selection } from '../state/store.ts';
import { lineOf } from './arrow-line.ts';
import type { Point } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import { isGhost, type Scene } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { timerFits, timerX } from './timer-tags.ts';

const reach = 9;

/** `at.y` counts from the top of the ladder, `at.x` from the left of the window. Pills before arrows before timers. */
export function hitAt(scene: Scene, geometry: Geometry, at: Point, left: number): Selection | undefined {
  const point = { x: at.x + left, y: at.y };
  const pill = scene.pills
    .between(at.y, at.y)
    .find((place) => Math.abs(geometry.x(place.lane) - point.x) <= pillBox(place, geometry).halfWidth);
  if (pill !== undefined) return { kind: 'state', seq: pill.pill.seq };
  let nearest: Selection | undefined;
  let best = reach;
  for (const place of scene.arrows.between(at.y - reach, at.y + reach)) {
    if (isGhost(place)) continue;
    const { a, b } = lineOf(place, geometry);
    // Labels stand above their arrow, so a little above counts as on it.
    const distance = distanceTo({ x: point.x, y: point.y + 3 }, a, b);
    if (distance < best) {
      best = distance;
      nearest = { kind: 'arrow', key: place.arrow.key };
    }
  }
  if (nearest !== undefined) return nearest;
  const timer = scene.timers
    .between(at.y - 6, at.y + 6)
    .find((place) => timerFits(place, geometry) && Math.abs(timerX(place, geometry) - point.x) <= 8);
  return timer === undefined
    ? undefined
    : { kind: 'timer', seq: timer.timer.end?.seq ?? timer.timer.set.seq };
}

function distanceTo(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - dx * share, p.y - a.y - dy * share);
}
