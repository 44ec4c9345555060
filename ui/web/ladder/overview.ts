// What lies under the ladder's drawing: it shows stretches with more messages than can be drawn one by one, as lines on a canvas, or as a
// density.

import type { Bulk } from '../model/bulk.ts';
import { type CanvasColors, canvasColors } from './canvas-colors.ts';
import { createDensityStrips } from './density-strips.ts';
import { drawLines } from './draw-lines.ts';
import type { Geometry } from './geometry.ts';
import type { Tier } from './tiers.ts';

export interface OverviewWindow {
  /** In the axis' pixels. */
  readonly top: number;
  readonly scale: number;
  readonly left: number;
}

export interface Overview {
  draw(tier: Tier, bulk: Bulk, window: OverviewWindow, geometry: Geometry): void;
}

/** So long it is kept for who zooms in and out. */
const unusedMs = 1_000;
/** Heads are drawn where rows are as high as this on average. */
const rowForHeads = 6;
/** In lower rows lines are as thin as they can be: wider ones would run together. */
const rowForWidth = 3;

export function createOverview(pane: HTMLElement): Overview {
  const canvas = document.createElement('canvas');
  canvas.className = 'overview';
  canvas.setAttribute('aria-hidden', 'true');
  canvas.hidden = true;
  pane.prepend(canvas);
  const strips = createDensityStrips(pane);
  const colors = keptColors(pane);
  let unused: ReturnType<typeof setTimeout> | undefined;

  function keepRoom(): void {
    clearTimeout(unused);
    unused = undefined;
  }

  /** As large as the window, it holds some megabytes; but to make it anew takes a browser longer than a frame, three times. */
  function giveRoomBack(): void {
    unused ??= setTimeout(() => {
      canvas.width = canvas.height = 0;
    }, unusedMs);
  }

  return {
    draw(tier, { lines, density }, { top, scale, left }, geometry) {
      canvas.hidden = tier !== 'lines';
      if (tier === 'lines') keepRoom();
      else giveRoomBack();
      if (tier !== 'density') strips.hide();
      const room = geometry.height - geometry.head;
      // A ladder that is not on the page has none.
      if (tier === 'full' || room <= 0) return;
      const x = (lane: number): number => geometry.x(lane) - left;
      const [fromY, toY] = [top, top + room / scale];
      if (tier === 'density') {
        const view = { fromY, toY, top: geometry.head, rows: Math.ceil(room), x, inset: 5 };
        strips.draw(density(), view, colors().density);
        return;
      }
      const context = cleared(canvas, geometry.width, geometry.height);
      const rows = lines.firstFrom(toY) - lines.firstFrom(fromY);
      const y = (at: number): number => geometry.head + (at - top) * scale;
      const look = { heads: room > rows * rowForHeads, thin: room < rows * rowForWidth };
      if (context !== null) drawLines(context, lines, { fromY, toY, y, x }, colors().lines, look);
    },
  };
}

/** A canvas of this size in the page's pixels, with nothing on it. */
export function cleared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** The colours of the page's theme, read again when it changes. */
export function keptColors(element: Element): () => CanvasColors {
  let colors: CanvasColors | undefined;
  const forget = (): void => {
    colors = undefined;
  };
  new MutationObserver(forget).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(forced-colors: active)').addEventListener('change', forget);
  return () => {
    colors ??= canvasColors(element);
    return colors;
  };
}
