// What lies beneath the pointer, by arithmetic.
import type { Selection } from '../state/store.ts';
import { lineOf } from './arrow-line.ts';
import { type Box, overlap, type Point, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { Labels } from './labels.ts';
import { type ArrowPlace, isGhost, type Scene, type TimerPlace } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { timerFits, timerTag, timerX } from './timer-tags.ts';

/** So far from a line still counts as on it; a finger is wider than a pointer. */
const reaches = { pointer: 9, finger: 24 } as const;

export function reachOf(event: MouseEvent): number {
  return 'pointerType' in event && event.pointerType === 'touch' ? reaches.finger : reaches.pointer;
}

/** Where a label may stand beside the heights that its line runs through. */
const labelReach = 24;

interface Looked {
  readonly scene: Scene;
  readonly geometry: Geometry;
  readonly labels: Labels | undefined;
}

/**
 * `at.y` counts from the top of the ladder, `at.x` from the left of the window. What is drawn over what comes before it: pills, the words of
 * messages, the letters of timers, then lines, the nearest first, then the bars of timers.
 */
export function hitsAt(
  { scene, geometry, labels }: Looked,
  at: Point,
  left: number,
  reach: number = reaches.pointer,
): Selection[] {
  const point = { x: at.x + left, y: at.y };
  const pills = scene.pills
    .between(at.y, at.y)
    .filter((place) => Math.abs(geometry.x(place.lane) - point.x) <= pillBox(place, geometry).halfWidth);
  const named = scene.arrows
    .between(at.y - labelReach, at.y + labelReach)
    .filter((place) => isOn(point, labels?.of(place)?.box))
    .map((place) => place.arrow.key);
  const arrows = scene.arrows
    .between(at.y - reach, at.y + reach)
    .map((place) => {
      const { a, b } = lineOf(place, geometry);
      // Labels stand above their arrow, so a little above counts as on it.
      return {
        key: place.arrow.key,
        distance: distanceTo({ x: point.x, y: point.y + 3 }, a, b) + ghostly(place),
      };
    })
    .filter(({ distance }) => distance < reach)
    .sort((one, other) => one.distance - other.distance)
    .map(({ key }) => key);
  const bars = scene.timers
    .between(at.y - 6, at.y + 6)
    .filter((place) => timerFits(place, geometry) && Math.abs(timerX(place, geometry) - point.x) <= 8);
  const lettered = bars.filter((place) => isOn(point, timerTag(place, scene, geometry)?.box));
  return [
    ...pills.map(({ pill }) => ({ kind: 'state', seq: pill.told }) as const),
    ...named.map(arrowNamed),
    ...lettered.map(timerOf),
    ...arrows.filter((key) => !named.includes(key)).map(arrowNamed),
    ...bars.filter((place) => !lettered.includes(place)).map(timerOf),
  ];
}

function arrowNamed(key: string): Selection {
  return { kind: 'arrow', key };
}

function timerOf({ timer }: TimerPlace): Selection {
  return { kind: 'timer', seq: timer.end?.seq ?? timer.set.seq };
}

function isOn({ x, y }: Point, box: Box | undefined): boolean {
  return box !== undefined && overlap(box, uprightBox(x, y, 1, 1));
}

/** Of what lies over one another, the one after the one that is selected; else the first. */
export function nextOf(hits: readonly Selection[], selected: Selection | undefined): Selection | undefined {
  const nameOf = (one: Selection): string => (one.kind === 'arrow' ? one.key : `${one.kind} ${one.seq}`);
  const at = selected === undefined ? -1 : hits.findIndex((one) => nameOf(one) === nameOf(selected));
  return hits[(at + 1) % hits.length];
}

/** What this run has comes before what the other one had. */
function ghostly(place: ArrowPlace): number {
  return isGhost(place) ? reaches.pointer / 2 : 0;
}

function distanceTo(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - dx * share, p.y - a.y - dy * share);
}
