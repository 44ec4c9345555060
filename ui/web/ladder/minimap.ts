// The whole run in a strip beside the ladder, and in it the part that the window shows.
import { drawDensity } from './draw-density.ts';
import { drawLines } from './draw-lines.ts';
import { type Bulk, cleared, keptColors } from './overview.ts';

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
}

/** More messages than these become a density. */
const mostLines = 2_000;
const edge = 6;

/** `to` is told which height of the run is asked for, to be in the middle of the window. */
export function createMinimap(host: HTMLElement, to: (y: number) => void): Minimap {
  const canvas = host.appendChild(document.createElement('canvas'));
  const brush = host.appendChild(element('brush'));
  const moment = host.appendChild(element('moment'));
  const colors = keptColors(host);
  let drawn: readonly unknown[] = [];
  let runHeight = 1;
  // Asked for in the midst of a frame, the size would be computed anew each time.
  let [width, height] = [host.clientWidth, host.clientHeight];
  new ResizeObserver(() => {
    [width, height] = [host.clientWidth, host.clientHeight];
  }).observe(host);

  const strip = (): number => Math.max(1, height - 2 * edge);
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

  function drawRun({ bulk, lanes, height: runs }: MinimapView): void {
    const wanted = [bulk, width, height, colors(), devicePixelRatio];
    if (wanted.every((one, index) => one === drawn[index])) return;
    drawn = wanted;
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
      drawLines(context, lines, { fromY, toY, x, y }, colors().lines, false);
    }
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
