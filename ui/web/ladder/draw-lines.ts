// The messages of a crowded stretch as plain lines on a canvas: all of one look in one path, no text.
import type { Lines } from '../model/lines.ts';

export interface LinesView {
  readonly fromY: number;
  readonly toY: number;
  /** From the axis' pixels to the canvas'. */
  y(axisY: number): number;
  x(lane: number): number;
}

export interface LinesLook {
  readonly heads: boolean;
  /** No wider than a pixel of the screen. */
  readonly thin: boolean;
}

/** A message within one lane is a stub of this length. */
const stub = 20;
const headLength = 5;

export function drawLines(
  context: CanvasRenderingContext2D,
  lines: Lines,
  view: LinesView,
  colors: readonly string[],
  { heads, thin }: LinesLook,
): void {
  const last = lines.firstFrom(view.toY);
  const paths = colors.map(() => new Path2D());
  for (let index = lines.firstReaching(view.fromY); index < last; index++) {
    if (lines.endY[index]! < view.fromY && lines.startY[index]! < view.fromY) continue;
    const path = paths[lines.look[index]!]!;
    const [from, to] = [lines.from[index]!, lines.to[index]!];
    const [xa, xb] = [view.x(from), from === to ? view.x(from) + stub : view.x(to)];
    const [ya, yb] = [view.y(lines.startY[index]!), view.y(lines.endY[index]!)];
    path.moveTo(xa, ya);
    path.lineTo(xb, yb);
    if (heads) addHead(path, xb, yb, Math.atan2(yb - ya, xb - xa));
  }
  // Lines of up to a pixel a browser paints five times as fast as wider ones.
  context.lineWidth = thin ? 1 / devicePixelRatio : 1;
  paths.forEach((path, look) => {
    context.strokeStyle = colors[look]!;
    context.stroke(path);
  });
}

function addHead(path: Path2D, x: number, y: number, angle: number): void {
  for (const side of [-0.45, 0.45]) {
    path.moveTo(x, y);
    path.lineTo(x - Math.cos(angle + side) * headLength, y - Math.sin(angle + side) * headLength);
  }
}
