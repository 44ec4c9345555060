// The density of a crowded stretch on the page: for each gap between two lifelines a canvas of a few pixels across, which the browser makes
// as wide as the gap. A canvas as large as the window would cost as much in each frame as all the rest of it.

import type { Density } from '../model/density.ts';
import type { Rgb } from './canvas-colors.ts';
import { type DensityView, densityImage, gapWidth, parts } from './draw-density.ts';

export interface DensityStrips {
  draw(density: Density, view: DensityView, colors: readonly Rgb[]): void;
  hide(): void;
}

export function createDensityStrips(pane: HTMLElement): DensityStrips {
  const host = document.createElement('div');
  host.className = 'density';
  host.setAttribute('aria-hidden', 'true');
  host.hidden = true;
  pane.prepend(host);
  const strips: HTMLCanvasElement[] = [];
  /** The style of each. */
  const placed: string[] = [];

  function strip(gap: number, rows: number): HTMLCanvasElement {
    strips[gap] ??= host.appendChild(document.createElement('canvas'));
    const canvas = strips[gap];
    if (canvas.height !== rows || canvas.width !== parts) {
      canvas.width = parts;
      canvas.height = rows;
    }
    return canvas;
  }

  return {
    draw(density, view, colors) {
      host.hidden = false;
      const { rows, top } = view;
      const picture = densityImage(density, view, colors);
      while (strips.length > density.gaps) {
        strips.pop()?.remove();
        placed.pop();
      }
      for (let gap = 0; gap < density.gaps; gap++) {
        const canvas = strip(gap, rows);
        const { left, width } = gapWidth(gap, view);
        const place = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${rows}px;`;
        if (placed[gap] !== place) canvas.style.cssText = place;
        placed[gap] = place;
        canvas.getContext('2d')?.putImageData(picture, -gap * parts, 0, gap * parts, 0, parts, rows);
      }
    },
    hide() {
      host.hidden = true;
    },
  };
}
