// Where on the border of a state the mark stands that machines are in it: at a corner that no line comes near.
import type { ChartLayout } from './chart-layout.ts';
import type { Box } from './place.ts';
import type { Point } from './route.ts';

const inset = 14;
/** From the middle of the mark to a line, so that neither the mark nor an arrow's head is covered. */
export const clear = 13;

/** The first corner that is clear of lines, else the place on its border that is clearest. */
export function herePlace({ x, y, width, height }: Box, { bundles, dots }: ChartLayout): Point {
  const lines = [...bundles.flatMap(({ lines: some }) => some), ...dots.map(({ line }) => line)];
  const [left, right, middle] = [x + inset, x + width - inset, x + width / 2];
  const corners: Point[] = [
    [right, y],
    [right, y + height],
    [left, y + height],
    [left, y],
    [middle, y + height],
    [middle, y],
  ];
  const rooms = corners.map((corner) => ({ corner, room: distanceTo(lines, corner) }));
  const found =
    rooms.find(({ room }) => room >= clear) ??
    rooms.reduce((best, one) => (one.room > best.room ? one : best));
  return found.corner;
}

export function distanceTo(lines: readonly (readonly Point[])[], [x, y]: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines)
    for (let index = 1; index < line.length; index++) {
      const [a, b] = [line[index - 1]!, line[index]!];
      // Lines run along the grid.
      const dx = Math.max(Math.min(a[0], b[0]) - x, 0, x - Math.max(a[0], b[0]));
      const dy = Math.max(Math.min(a[1], b[1]) - y, 0, y - Math.max(a[1], b[1]));
      least = Math.min(least, Math.hypot(dx, dy));
    }
  return least;
}
