// The lifelines and their heads, which stay at the top while the ladder moves beneath them.
import { shorten } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { Lane } from '../model/lanes.ts';
import type { RunModel } from '../model/run-model.ts';
import { lastPills, type StatePill } from '../model/state-pills.ts';
import type { TimeMode } from '../state/looking.ts';
import { visible } from '../visible.ts';
import type { Geometry } from './geometry.ts';
import type { Layers } from './layers.ts';
import type { Scene } from './scene.ts';
import { textWidth } from './text-width.ts';

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

/** A plate for each lane: who it is, and the state of its leading machine at the playhead. */
export function drawHeads({ head }: Layers, { scene, geometry, left, times }: View, now: Instant): void {
  const states = statesAt(scene.model, now);
  const width = Math.min(164, geometry.gap - 8, 2 * (geometry.x(0) - geometry.times) - 8);
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
  const plates = head
    .selectAll<SVGGElement, Lane>('.plate')
    .data(scene.model.lanes)
    .join((enter) => {
      const plate = enter.append('g').attr('class', 'plate');
      plate.append('line');
      plate.append('rect');
      plate.append('text').attr('class', 'name');
      plate.append('text').attr('class', 'state');
      plate.append('circle');
      return plate;
    })
    .attr('transform', (_, lane) => `translate(${geometry.x(lane) - left},12)`);
  plates
    .select('line')
    .attr('y1', 42)
    .attr('y2', geometry.head - 12);
  plates
    .select('rect')
    .attr('x', -width / 2)
    .attr('width', width)
    .attr('height', 42)
    .attr('rx', 10);
  plates
    .select('.name')
    .attr('y', 17.5)
    .text(({ title }) => fitting(title, width - 12));
  const stateText = ({ node, parts }: Lane, lane: number): string =>
    shorten(
      [visible(parts?.join('+') ?? node), states.get(lane)?.name].filter(Boolean).join(' · '),
      Math.floor(width / 6.6),
    );
  plates.select('.state').attr('x', 4).attr('y', 33).text(stateText);
  plates
    .select('circle')
    .attr('class', (_, lane) => `lamp ${states.get(lane)?.look ?? 'none'}`)
    .attr('cx', (one, lane) => 4 - stateText(one, lane).length * 3.05 - 7)
    .attr('cy', 29.5)
    .attr('r', 3.3);
  const captions = [
    { x: geometry.times - 9, text: geometry.times > 70 ? timesCaption[times] : 's', anchor: 'end' },
    ...(geometry.notes > 100
      ? [{ x: geometry.width - geometry.notes + 12, text: 'Clauses & faults', anchor: 'start' }]
      : []),
  ];
  head
    .selectAll<SVGRectElement, (typeof captions)[number]>('.caption-back')
    .data(captions)
    .join('rect')
    .attr('class', 'caption-back')
    .attr('x', ({ anchor, x }) => (anchor === 'end' ? 0 : x - 12))
    .attr('width', ({ anchor }) => (anchor === 'end' ? geometry.times - 4 : geometry.notes))
    .attr('height', geometry.head - 1);
  head
    .selectAll<SVGTextElement, (typeof captions)[number]>('.caption')
    .data(captions)
    .join('text')
    .attr('class', 'caption')
    .attr('x', ({ x }) => x)
    .attr('y', 40)
    .attr('text-anchor', ({ anchor }) => anchor)
    .text(({ text }) => text);
}

/** A title that is too long loses its first word before it is cut. */
function fitting(title: string, width: number): string {
  const short = [title, title.replace(/^\S+ /, '')].find((text) => textWidth(text, 12.6) <= width);
  return short ?? shorten(title, Math.floor(width / 7.6));
}

/** The last pill of each lane at a moment. */
function statesAt({ pills, laneOf }: RunModel, now: Instant): ReadonlyMap<number, StatePill> {
  return new Map(lastPills(pills, now).map((pill) => [laneOf.get(pill.node) ?? 0, pill]));
}
