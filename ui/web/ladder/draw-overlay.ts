// What lies over and under the ladder: gutters, the band of the selection, signs of difference, the playhead.

import { seconds } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { Selection } from '../state/store.ts';
import { drawAcross } from './draw-across.ts';
import type { View } from './draw-lanes.ts';
import type { Geometry } from './geometry.ts';
import type { Layers } from './layers.ts';

export function drawGutters({ gutterBack }: Layers, { width, height, times, notes, head }: Geometry): void {
  const gutters = [
    { x: 0, width: times, edge: times },
    ...(notes > 0 ? [{ x: width - notes, width: notes, edge: width - notes }] : []),
  ];
  gutterBack
    .selectAll('rect')
    .data(gutters)
    .join('rect')
    .attr('x', ({ x }) => x)
    .attr('y', head)
    .attr('width', (one) => one.width)
    .attr('height', height);
  gutterBack
    .selectAll('line')
    .data(gutters)
    .join('line')
    .attr('x1', ({ edge }) => edge)
    .attr('x2', ({ edge }) => edge)
    .attr('y1', head)
    .attr('y2', height);
}

/** Where the selected thing stands, from edge to edge. */
export function selectedSpan(
  { scene }: Pick<View, 'scene'>,
  selection: Selection | undefined,
): { readonly fromY: number; readonly toY: number } | undefined {
  if (selection === undefined) return undefined;
  if (selection.kind === 'arrow') {
    const place =
      scene.placeOf(selection.key) ?? scene.ghosts.find(({ arrow }) => arrow.key === selection.key);
    if (place === undefined) return undefined;
    return { fromY: Math.min(place.startY, place.endY) - 14, toY: Math.max(place.startY, place.endY) + 8 };
  }
  const record = scene.model.bySeq.get(selection.seq);
  if (record === undefined) return undefined;
  const y = scene.axis.y({ atUs: record.at, seq: record.seq });
  return { fromY: y - 10, toY: y + 18 };
}

export function drawBand({ back, gutterBack }: Layers, view: View, selection: Selection | undefined): void {
  const span = selectedSpan(view, selection);
  const { geometry, top } = view;
  const bands =
    span === undefined ? [] : [{ y: span.fromY + geometry.head - top, height: span.toY - span.fromY }];
  back
    .selectAll('rect')
    .data(bands)
    .join('rect')
    .attr('class', 'band')
    .attr('width', geometry.width)
    .attr('y', ({ y }) => y)
    .attr('height', ({ height }) => height);
  gutterBack
    .selectAll('.band-mark')
    .data(bands)
    .join('path')
    .attr('class', 'band-mark')
    .attr('d', ({ y, height }) => `M0,${y}h3v${height}h-3z`);
}

/** What ends at the playhead reaches so far below it. */
const arrowReach = 9;

/**
 * A line at the playhead, and a veil over what has not happened yet. Arrows in flight end under it, where they are by then. While a lesson
 * asks for what comes next the veil lets nothing through, and leaves out what is selected.
 */
export function drawPlayhead(
  { front }: Layers,
  { scene, geometry, top }: View,
  now: Instant,
  asked: { readonly selection: Selection | undefined } | undefined,
): void {
  const atEnd = now.seq === Number.MAX_SAFE_INTEGER && now.atUs >= scene.model.endUs;
  const y =
    now.seq < 0
      ? 6
      : now.seq === Number.MAX_SAFE_INTEGER
        ? scene.axis.yOfTime(now.atUs)
        : scene.axis.y(now) + 1.5;
  const onPage = y - top + geometry.head;
  const shown = atEnd || onPage > geometry.height ? [] : [Math.max(geometry.head, onPage)];
  const chosen = asked && selectedSpan({ scene }, asked.selection);
  const reach = chosen === undefined ? 0 : chosen.toY - top + geometry.head;
  front
    .selectAll('.veil')
    .data(shown)
    .join('rect')
    .attr('class', asked ? 'veil asking' : 'veil')
    .attr('x', asked ? 0 : geometry.times)
    .attr('width', geometry.width)
    .attr('y', (at) => (asked ? Math.max(at + arrowReach, reach) : at + 1))
    .attr('height', geometry.height);
  drawAcross(front, geometry, shown);
  const width = Math.min(72, geometry.times);
  front
    .selectAll('.chip')
    .data(shown)
    .join('rect')
    .attr('class', 'chip')
    .attr('x', geometry.times - width)
    .attr('width', width)
    .attr('height', 18)
    .attr('rx', 5)
    .attr('y', (at) => at - 9);
  front
    .selectAll('text')
    .data(shown)
    .join('text')
    .attr('x', geometry.times - width / 2)
    .attr('y', (at) => at + 3.8)
    .text(playheadText(now.atUs));
}

/** What the playhead says: `1.620 s`. */
export function playheadText(atUs: number): string {
  return `${seconds(Math.round(atUs / 1000) * 1000)} s`;
}
