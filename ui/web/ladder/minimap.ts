// The whole run in a strip beside the ladder, and in it the part that the window shows.
import type { Bulk } from '../model/bulk.ts';
import { createChanges } from './changes.ts';
import { drawDensity } from './draw-density.ts';
import { drawLines } from './draw-lines.ts';
import type { MinimapMarks } from './minimap-marks.ts';
import { cleared, keptColors } from './overview.ts';
import { watchedSize } from './watched-size.ts';

export interface Minimap {
  draw(view: MinimapView): void;
}

/** In the axis' pixels. */
export interface MinimapView {
  readonly bulk: Bulk;
  readonly lanes: number;
  readonly height: number;
  readonly top: number;
  /** How much of the run the window shows. */
  readonly shown: number;
  /** The playhead; undefined at the end. */
  readonly nowY: number | undefined;
  readonly marks: MinimapMarks;
}

/** More messages than these become a density. */
const mostLines = 2_000;
const edge = 6;
/** How large the mark of a fault is. */
const square = 5;

/** `to` is told which height of the run is asked for, to be in the middle of the window. */
export function createMinimap(host: HTMLElement, to: (y: number) => void): Minimap {
  const canvas = host.appendChild(document.createElement('canvas'));
  const brush = host.appendChild(element('brush'));
  const moment = host.appendChild(element('moment'));
  const colors = keptColors(host);
  const changed = createChanges();
  let runHeight = 1;
  const size = watchedSize(host);

  const strip = (): number => Math.max(1, size().height - 2 * edge);
  const seek = (event: PointerEvent): void => {
    const y = event.clientY - host.getBoundingClientRect().top - edge;
    to((y / strip()) * runHeight);
  };
  host.addEventListener('pointerdown', (event) => {
    host.setPointerCapture(event.pointerId);
    seek(event);
  });
  host.addEventListener('pointermove', (event) => {
    if (host.hasPointerCapture(event.pointerId)) seek(event);
  });

  function drawRun({ bulk, lanes, height: runs, marks }: MinimapView): void {
    const { width, height } = size();
    if (!changed(bulk, width, height, colors(), devicePixelRatio, marks)) return;
    const context = cleared(canvas, width, height);
    if (context === null) return;
    const across = width - 2 * edge;
    const x = (lane: number): number => edge + (across * lane) / Math.max(1, lanes - 1);
    const [fromY, toY] = [0, runs];
    const { lines, density } = bulk;
    if (lines.count > mostLines) {
      const rows = Math.floor(strip());
      drawDensity(context, density(), { fromY, toY, top: edge, rows, x, inset: 0 }, colors().density);
    } else {
      const y = (at: number): number => edge + (at / runs) * strip();
      drawLines(context, lines, { fromY, toY, x, y }, colors().lines, { heads: false, thin: false });
    }
    const bad = colors().lines[3]!;
    if (marks.differences !== undefined) drawDifferences(context, marks.differences, runs, bad);
    drawFaults(context, marks.faults, runs, bad);
  }

  /** A square for each along the near edge, where they stand apart. */
  function drawFaults(
    context: CanvasRenderingContext2D,
    faults: Float64Array,
    runs: number,
    color: string,
  ): void {
    context.fillStyle = color;
    const rows = new Set(faults.map((at) => Math.round((at / runs) * strip())));
    for (const row of rows) context.fillRect(0, edge + row - square / 2, square, square);
  }

  /** Along the far edge, the darker the more of them fall on a row. */
  function drawDifferences(
    context: CanvasRenderingContext2D,
    marks: Float64Array,
    runs: number,
    color: string,
  ): void {
    const rows = new Uint32Array(Math.ceil(strip()) + 1);
    for (const at of marks) {
      const row = Math.max(0, Math.min(rows.length - 1, Math.round((at / runs) * strip())));
      rows[row] = rows[row]! + 1;
    }
    const most = rows.reduce((one, other) => Math.max(one, other), 0);
    context.fillStyle = color;
    // A difference is two points high; no point is painted twice, or all would be as dark.
    rows.forEach((count, row) => {
      const here = Math.max(count, rows[row + 1] ?? 0);
      if (here === 0) return;
      context.globalAlpha = 0.4 + 0.6 * Math.sqrt(here / most);
      context.fillRect(size().width - 4, edge + row, 3, 1);
    });
    context.globalAlpha = 1;
  }

  return {
    draw(view) {
      runHeight = view.height;
      drawRun(view);
      const y = (at: number): number => edge + (at / runHeight) * strip();
      brush.style.transform = `translateY(${y(view.top)}px)`;
      brush.style.height = `${Math.min(strip(), (view.shown / runHeight) * strip())}px`;
      moment.hidden = view.nowY === undefined;
      moment.style.transform = `translateY(${y(view.nowY ?? 0)}px)`;
    },
  };
}

function element(name: string): HTMLElement {
  return Object.assign(document.createElement('div'), { className: name });
}
