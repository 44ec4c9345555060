// The cuts of arrows at the window's edges: two strokes across the line, and the name of the end that lies beyond.
import { select } from 'd3';
import type { View } from './draw-lanes.ts';
import type { Layers } from './layers.ts';
import type { ArrowPlace } from './scene.ts';
import { type Drawn, isCutSideways, type Split, splitsIn } from './splits.ts';

export function drawSplits({ splits, labels }: Layers, view: View, drawn: Drawn): void {
  labels.selectAll<SVGGElement, ArrowPlace>(':scope > g').classed('cut', (place) => {
    const spot = drawn.labels.of(place);
    return spot !== undefined && isCutSideways(view, spot.box);
  });
  splits
    .selectAll<SVGGElement, Split>(':scope > g')
    .data(splitsIn(view, drawn), ({ id }) => id)
    .join('g')
    .each(function cut(split) {
      drawSplit(this, split);
    });
}

function drawSplit(node: SVGGElement, { place, at, angle, name }: Split): void {
  const group = select(node).attr('class', `split look-${place.arrow.look}`);
  group.selectAll('*').remove();
  const turn = `translate(${at.x.toFixed(1)},${at.y.toFixed(1)}) rotate(${((angle * 180) / Math.PI).toFixed(1)})`;
  group.append('path').attr('class', 'gap').attr('transform', turn).attr('d', 'M-1.5,6l3,-12');
  group.append('path').attr('class', 'cut').attr('transform', turn).attr('d', 'M-4,6l3,-12M1,6l3,-12');
  if (name === undefined) return;
  const { text, box } = name;
  group
    .append('text')
    .attr('x', box.x.toFixed(1))
    .attr('y', (box.y + 3.4).toFixed(1))
    .text(text);
}
