// Where the line of a message runs across the page.
import { hundredths } from '../../views/markup.ts';
import type { Point } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { ArrowPlace } from './scene.ts';

export interface Line {
  readonly a: Point;
  readonly b: Point;
  /** In radians. */
  readonly angle: number;
  /** 1 to the right, -1 to the left. */
  readonly side: 1 | -1;
  /** From end to end, in px. */
  readonly length: number;
}

/** A message to its own lane leaves it and returns. */
export const loop = { width: 34, height: 12 } as const;

/** From lifeline to lifeline, a little short of both. Of a loop, its end. */
export function lineOf(place: ArrowPlace, geometry: Geometry): Line {
  const [xa, xb] = [geometry.x(place.from), geometry.x(place.to)];
  const side = xb >= xa ? 1 : -1;
  const a = { x: xa + side * 4, y: place.startY };
  if (place.from === place.to) {
    const b = { x: a.x, y: a.y + loop.height };
    return { a, b, side: -1, angle: Math.PI, length: loop.width };
  }
  const b = { x: xb - side * 4.5, y: place.endY };
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return { a, b, side, angle: Math.atan2(dy, dx), length: Math.hypot(dx, dy) };
}

export function pointAt({ a, b }: Line, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** So far before the head. */
export function backFrom({ b, angle }: Line, by: number): Point {
  return { x: b.x - Math.cos(angle) * by, y: b.y - Math.sin(angle) * by };
}

/** As far as a message came: one that nobody took, to its receiver; one that never got onto the link, hardly away from its sender. */
export function reached({ arrow }: ArrowPlace): number {
  const { lost, atUs } = arrow.message;
  if (lost === undefined) return 1;
  if (/^(?:queue|mtu)/.test(lost.reason)) return 0.3;
  return lost.atUs > atUs || /^(?:host down|port closed|no such host)/.test(lost.reason) ? 0.9 : 0.56;
}

/**
 * Writes points for a path as they are seen from one: so far along an angle, and so far aside. What is drawn so has no transform of its own;
 * a browser paints each thing that has one by itself.
 */
export function pointsFrom({ x, y }: Point, angle: number): (along: number, aside: number) => string {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (along, aside) =>
    `${hundredths(x + along * cos - aside * sin)},${hundredths(y + along * sin + aside * cos)}`;
}

/** The label's angle: never upside down. */
export function readable(angle: number): number {
  const quarter = Math.PI / 2;
  return angle > quarter ? angle - Math.PI : angle < -quarter ? angle + Math.PI : angle;
}
