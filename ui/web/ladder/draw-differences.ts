// Two runs in one ladder: what differs, and where they part.
import { differenceSigns } from '../../views/compare/difference.ts';
import type { Instant } from '../model/arrows.ts';
import { drawAcross } from './draw-across.ts';
import type { View } from './draw-lanes.ts';
import type { Layers } from './layers.ts';
import type { ArrowPlace } from './scene.ts';

/** In the gutter: `+` only in this run, `−` only in the baseline, `Δ` another time, text or fate. */
export function drawDifferences({ gutter }: Layers, arrows: readonly ArrowPlace[]): void {
  gutter
    .selectAll<SVGTextElement, ArrowPlace>(':scope > text')
    .data(arrows.filter(({ difference }) => difference !== undefined))
    .join('text')
    .attr('class', 'difference')
    .attr('x', 9)
    .attr('y', ({ startY }) => startY + 3.8)
    .text(({ difference }) => differenceSigns[difference!]);
}

const words = 'diverges here';
const chip = { width: 84, height: 17 };

/** A rule across the whole ladder, above the first record that differs. */
export function drawDivergence(
  { rule, divergence }: Layers,
  { scene, geometry, top }: View,
  at: Instant | undefined,
): void {
  const y = at === undefined ? undefined : heightOf(at, scene) - top + geometry.head;
  const shown = y === undefined || y < geometry.head || y > geometry.height ? [] : [y];
  drawAcross(rule, geometry, shown);
  // Beside the first lifeline, where no arrow is.
  const left = geometry.times + 3;
  divergence
    .selectAll('rect')
    .data(shown)
    .join('rect')
    .attr('x', left)
    .attr('y', (at) => at - chip.height / 2)
    .attr('width', chip.width)
    .attr('height', chip.height)
    .attr('rx', chip.height / 2);
  divergence
    .selectAll('text')
    .data(shown)
    .join('text')
    .attr('x', left + chip.width / 2)
    .attr('y', (at) => at + 3.8)
    .text(words);
}

/** So far above the record itself, so that its arrow stands below the rule. */
const above = 9;

function heightOf(at: Instant, { axis }: View['scene']): number {
  return at.seq === Number.MAX_SAFE_INTEGER ? axis.bottom + above : axis.y(at) - above;
}
