// The lifelines and their heads, which stay at the top while the ladder moves beneath them.
import { select } from 'd3';
import type { Instant } from '../model/arrows.ts';
import type { TimeMode } from '../model/time-modes.ts';
import { put } from './changes.ts';
import type { Geometry } from './geometry.ts';
import type { Layers } from './layers.ts';
import { type Caption, captionsOf, drawPlate, type Plate, platesOf } from './plate.ts';
import type { Scene } from './scene.ts';

const timesCaption = { absolute: 'sent, s ▾', relative: 'since, s ▾', selected: 'from it, s ▾' } as const;

export interface View {
  readonly scene: Scene;
  readonly geometry: Geometry;
  readonly top: number;
  readonly left: number;
  readonly times: TimeMode;
}

export function drawLifelines({ lifelines }: Layers, { scene, geometry, left }: View): void {
  lifelines
    .selectAll('line')
    .data(scene.model.lanes.map((_, lane) => geometry.x(lane) - left))
    .join('line')
    .attr('x1', (x) => x)
    .attr('x2', (x) => x)
    .attr('y1', geometry.head)
    .attr('y2', geometry.height);
}

/** What the plates of the lanes stand on, and what stands over the gutters. */
export function drawHeads({ head }: Layers, { geometry, times }: View): void {
  head
    .selectAll('.head-back')
    .data([0])
    .join('rect')
    .attr('class', 'head-back')
    .attr('width', geometry.width)
    .attr('height', geometry.head);
  head
    .selectAll('.head-rule')
    .data([0])
    .join('line')
    .attr('class', 'head-rule')
    .attr('x2', geometry.width)
    .attr('y1', geometry.head)
    .attr('y2', geometry.head);
  const captions = captionsOf(geometry, timesCaption[times]);
  head
    .selectAll<SVGRectElement, Caption>('.caption-back')
    .data(captions)
    .join('rect')
    .attr('class', 'caption-back')
    .attr('x', ({ anchor, x }) => (anchor === 'end' ? 0 : x - 12))
    .attr('width', ({ anchor }) => (anchor === 'end' ? geometry.times - 4 : geometry.notes))
    .attr('height', geometry.head - 1);
  head
    .selectAll<SVGTextElement, Caption>('.caption')
    .data(captions)
    .join('text')
    .attr('class', 'caption')
    .attr('x', ({ x }) => x)
    .attr('y', 40)
    .attr('text-anchor', ({ anchor }) => anchor)
    .text(({ text }) => text);
}

/** A plate for each lane: who it is, and the state of its leading machine at the playhead. */
export function drawPlates({ head }: Layers, { scene, geometry, left }: View, now: Instant): void {
  head
    .selectAll<SVGGElement, Plate>('.plate')
    .data(platesOf(scene.model, geometry, now), ({ id }) => id)
    .join((enter) =>
      // Captions stand over what moves beneath them sideways.
      enter.insert('g', '.caption-back').each(function drawn(plate) {
        drawPlate(select(this), plate, geometry);
      }),
    )
    .each(function moved({ x }) {
      put(this, 'transform', `translate(${x - left},12)`);
    });
}
