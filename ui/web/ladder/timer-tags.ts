// Where the letter of a timer stands: on its bar, clear of the states of its lifeline.
import type { Span } from '../model/in-view.ts';
import { type Box, overlap, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { Scene, TimerPlace } from './scene.ts';
import { pillBox } from './state-pill.ts';
import { textWidth } from './text-width.ts';

/** Columns of timers stand so far apart; a tag is no wider than its column. */
export const column = { first: 15, next: 17, tag: 15 } as const;

export interface TimerTag extends Span {
  readonly id: string;
  readonly text: string;
  /** A long name runs along its bar. */
  readonly upright: boolean;
  readonly box: Box;
}

/** The x of a timer's bar: left of the first lifeline, right of the others. */
export function timerX({ lane, slot }: TimerPlace, geometry: Geometry): number {
  return geometry.x(lane) + (lane === 0 ? -1 : 1) * (column.first + column.next * slot);
}

/** Whether there is room for a timer's column before the next lifeline or the gutter. */
export function timerFits({ slot, lane }: TimerPlace, geometry: Geometry): boolean {
  const across = column.first + column.next * slot;
  return across < (lane === 0 ? geometry.x(0) - geometry.times - 10 : geometry.gap / 2 - 20);
}

/** In steps downwards from column to column; none where its bar is too short or states leave no room. */
export function timerTag(place: TimerPlace, scene: Scene, geometry: Geometry): TimerTag | undefined {
  const { fromY, toY, timer, slot } = place;
  const upright = timer.name.length > 1;
  const width = Math.max(column.tag, textWidth(timer.name, 10) + 7);
  const half = (upright ? width : column.tag) / 2;
  const [first, last] = [fromY + 6 + half, toY - 8 - half];
  if (last < first) return undefined;
  const x = timerX(place, geometry);
  const pills = scene.pills.between(fromY, toY).filter(({ lane }) => lane === place.lane);
  const boxes = [
    ...pills.map((pill) => pillBox(pill, geometry)),
    ...wallsBetween(scene, geometry, fromY, toY),
  ];
  const wanted = Math.min(last, first + 14 + 18 * (slot % 3));
  for (let away = 0; away <= last - first && away < 400; away += 3) {
    for (const y of [wanted + away, wanted - away]) {
      if (y < first || y > last) continue;
      const box = uprightBox(x, y, column.tag, 2 * half);
      if (!boxes.some((other) => overlap(box, other))) {
        const span = { id: `tag-${place.id}`, fromY: y - half, toY: y + half };
        return { ...span, text: timer.name, upright, box };
      }
    }
  }
  return undefined;
}

/** The heads of lanes between two heights, from edge to edge. */
export function wallsBetween({ walls }: Scene, { width }: Geometry, top: number, bottom: number): Box[] {
  return walls
    .between(top, bottom)
    .map(({ fromY, toY }) => uprightBox(width / 2, (fromY + toY) / 2, width, toY - fromY));
}

/** The letters of timers that have room for one. */
export function tagsOf(timers: readonly TimerPlace[], scene: Scene, geometry: Geometry): TimerTag[] {
  return timers.flatMap((place) => timerTag(place, scene, geometry) ?? []);
}
