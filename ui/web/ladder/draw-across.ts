// A line across the whole ladder.
import type { Geometry } from './geometry.ts';
import type { SvgGroup } from './layers.ts';

/** At each of these heights of the window. */
export function drawAcross(layer: SvgGroup, { width }: Geometry, heights: readonly number[]): void {
  layer
    .selectAll('line')
    .data(heights)
    .join('line')
    .attr('x2', width)
    .attr('y1', (at) => at)
    .attr('y2', (at) => at);
}
