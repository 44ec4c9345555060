// Two runs in one ladder: what differs, and where they part.
import { differenceSigns } from '../../views/compare/difference.ts';
import type { Instant } from '../model/arrows.ts';
import { divergenceChip, divergenceY } from './divergence.ts';
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

/** A rule across the whole ladder, above the first record that differs. */
export function drawDivergence(
  { rule, divergence }: Layers,
  { scene, geometry, top }: View,
  at: Instant | undefined,
): void {
  const y = at === undefined ? undefined : divergenceY(at, scene) - top + geometry.head;
  const shown = y === undefined || y < geometry.head || y > geometry.height ? [] : [y];
  drawAcross(rule, geometry, shown);
  const chips = shown.map((at) => divergenceChip(geometry, at));
  divergence
    .selectAll('rect')
    .data(chips)
    .join('rect')
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
    .attr('rx', ({ height }) => height / 2);
  divergence
    .selectAll('text')
    .data(chips)
    .join('text')
    .attr('x', ({ x, width }) => x + width / 2)
    .attr('y', ({ y, height }) => y + height / 2 + 3.8)
    .text(({ text }) => text);
}
