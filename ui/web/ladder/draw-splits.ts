// The cuts of arrows at the window's edges: two strokes across the line, and the name of the end that lies beyond.
import { select } from 'd3';
import { px } from '../../views/markup.ts';
import { pointsFrom } from './arrow-line.ts';
import type { View } from './draw-lanes.ts';
import { type Layers, mark } from './layers.ts';
import type { ArrowPlace } from './scene.ts';
import { type Drawn, isCutSideways, type Split, splitsIn } from './splits.ts';

export function drawSplits({ splits, labels }: Layers, view: View, drawn: Drawn): void {
  mark<ArrowPlace>(labels, {
    cut: (place) => {
      const spot = drawn.labels.of(place);
      return spot !== undefined && isCutSideways(view, spot.box);
    },
  });
  splits
    .selectAll<SVGGElement, Split>(':scope > g')
    .data(splitsIn(view, drawn), ({ id, place }) => `${id} ${place.arrow.look}`)
    .join((enter) =>
      enter.append('g').each(function made({ place }) {
        const group = select(this).attr('class', `split look-${place.arrow.look}`);
        group.append('path').attr('class', 'gap');
        group.append('path').attr('class', 'cut');
        group.append('text');
      }),
    )
    .each(function moved(split) {
      move(this, split);
    });
}

/** In each frame a cut is elsewhere on its line. */
function move(group: SVGGElement, { at, angle, name }: Split): void {
  const [gap, cut, text] = group.children;
  const point = pointsFrom(at, angle);
  const stroke = (along: number): string => `M${point(along, 6)}L${point(along + 3, -6)}`;
  gap!.setAttribute('d', stroke(-1.5));
  cut!.setAttribute('d', stroke(-4) + stroke(1));
  const words = name?.text ?? '';
  if (text!.textContent !== words) text!.textContent = words;
  if (name !== undefined)
    text!.setAttribute('transform', `translate(${px(name.box.x)},${px(name.box.y + 3.4)})`);
}
