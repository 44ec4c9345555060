// The overview of a stretch with too many messages to draw: each gap between two lifelines darker where more of them cross it.
import type { Rgb } from './canvas-colors.ts';
import { type Density, densityKinds } from './density.ts';

/** Puts a stretch of the run into a part of a canvas; `x` is where each lifeline stands, in the canvas' pixels. */
export function drawDensity(
  context: CanvasRenderingContext2D,
  density: Density,
  { fromY, toY, top, rows, x, inset }: DensityView,
  colors: readonly Rgb[],
): void {
  const picture = densityImage(density, fromY, toY, rows, colors);
  const buffer = new OffscreenCanvas(density.gaps, rows);
  buffer.getContext('2d')?.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  for (let gap = 0; gap < density.gaps; gap++) {
    const left = x(gap) + inset;
    const width = Math.max(1, x(gap + 1) - inset - left);
    context.drawImage(buffer, gap, 0, 1, rows, left, top, width, rows);
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

/** One pixel a row and gap: the mixed colour of what crosses there, as strong as there is much of it. */
export function densityImage(
  density: Density,
  fromY: number,
  toY: number,
  rows: number,
  colors: readonly Rgb[],
): ImageData {
  const { counts, most } = density.between(fromY, toY, rows);
  const image = new ImageData(density.gaps, rows);
  const kinds = densityKinds.length;
  const full = Math.log1p(most);
  for (let cell = 0; cell < rows * density.gaps; cell++) {
    let total = 0;
    const mixed = [0, 0, 0];
    for (let kind = 0; kind < kinds; kind++) {
      const n = counts[cell * kinds + kind]!;
      total += n;
      for (let part = 0; part < 3; part++) mixed[part] = mixed[part]! + n * colors[kind]![part]!;
    }
    if (total === 0) continue;
    for (let part = 0; part < 3; part++) image.data[cell * 4 + part] = mixed[part]! / total;
    image.data[cell * 4 + 3] = 255 * (0.12 + 0.88 * Math.min(1, Math.log1p(total) / full));
  }
  return image;
}
