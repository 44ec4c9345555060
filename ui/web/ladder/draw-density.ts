// The overview of a stretch with too many messages to draw: each gap between two lifelines is darker where more of them cross it, and is
// divided as they are: SIP, MSRP, failures, from left to right.

import { type Density, densityKinds } from '../model/density.ts';
import type { Rgb } from './canvas-colors.ts';

/** Puts a stretch of the run into a part of a canvas; `x` is where each lifeline stands, in the canvas' pixels. */
export function drawDensity(
  context: CanvasRenderingContext2D,
  density: Density,
  view: DensityView,
  colors: readonly Rgb[],
): void {
  const { rows, top } = view;
  const picture = densityImage(density, view, colors);
  const buffer = new OffscreenCanvas(picture.width, picture.height);
  buffer.getContext('2d')?.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  for (let gap = 0; gap < density.gaps; gap++) {
    const { left, width } = gapWidth(gap, view);
    context.drawImage(buffer, gap * parts, 0, parts, rows, left, top, width, rows);
  }
}

export interface DensityView {
  readonly fromY: number;
  readonly toY: number;
  /** Where on the canvas it begins, and how high it is there. */
  readonly top: number;
  readonly rows: number;
  x(lane: number): number;
  /** So far from the lifelines. */
  readonly inset: number;
}

/** A gap is told in so many pixels. */
export const parts = 24;

export function gapWidth(
  gap: number,
  { x, inset }: Pick<DensityView, 'x' | 'inset'>,
): { readonly left: number; readonly width: number } {
  const left = x(gap) + inset;
  return { left, width: Math.max(1, x(gap + 1) - inset - left) };
}

/** A row of pixels for each row: in each gap the colours of what crosses there by its shares, as strong as there is much of it. */
export function densityImage(
  density: Density,
  { fromY, toY, rows }: Pick<DensityView, 'fromY' | 'toY' | 'rows'>,
  colors: readonly Rgb[],
): ImageData {
  const { counts, most } = density.between(fromY, toY, rows);
  const image = new ImageData(density.gaps * parts, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const kinds = densityKinds.length;
  const full = Math.log1p(most);
  for (let cell = 0; cell < rows * density.gaps; cell++) {
    let total = 0;
    for (let kind = 0; kind < kinds; kind++) total += counts[cell * kinds + kind]!;
    if (total === 0) continue;
    const alpha = 255 * (0.12 + 0.88 * Math.min(1, Math.log1p(total) / full));
    let sum = 0;
    for (let kind = 0; kind < kinds; kind++) {
      const from = Math.round((sum / total) * parts);
      sum += counts[cell * kinds + kind]!;
      const to = Math.round((sum / total) * parts);
      pixels.fill(pixel(colors[kind]!, alpha), cell * parts + from, cell * parts + to);
    }
  }
  return image;
}

/** As an image holds it: red first, in the order of bytes that all browsers run on. */
function pixel([red, green, blue]: Rgb, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
