// What stands in a picture, drawn by the functions that draw the page's ladder, layer by layer from back to front.

import type { Steps } from '../../../sim/steps.ts';
import { each } from '../../../sim/steps.ts';
import { differenceSigns } from '../../views/compare/difference.ts';
import { drawArrow, drawLabel } from '../ladder/draw-arrow.ts';
import {
  drawBreakChip,
  drawNote,
  drawPill,
  drawTime,
  drawTimer,
  drawTimerTag,
} from '../ladder/draw-marks.ts';
import { drawBar, drawBreak, drawZero } from '../ladder/draw-stretches.ts';
import { inLanes } from '../ladder/order.ts';
import type { Pen } from '../ladder/pen.ts';
import type { ArrowPlace, TimerPlace } from '../ladder/scene.ts';
import { tagsOf, timerFits } from '../ladder/timer-tags.ts';
import type { Span, SpanIndex } from '../model/in-view.ts';
import type { Picture } from './lay-out.ts';
import { MarkupPen } from './markup-pen.ts';
import { nameOf, storyOf, timerStory } from './stories.ts';

/** From back to front. */
export const layers = [...inLanes, 'chips', 'notes', 'differences'] as const;

/** Something drawn, in which layer, and how far it reaches. */
export interface Piece extends Span {
  readonly layer: (typeof layers)[number];
  readonly text: string;
}

/** So many are drawn at a time. */
const some = 50;

export function* drawingPieces(picture: Picture): Steps<Piece[]> {
  const { scene, geometry, labels, content } = picture;
  const pieces: Piece[] = [];
  function* draw<P extends Span>(
    layer: Piece['layer'],
    places: readonly P[],
    how: (pen: MarkupPen, place: P) => void,
  ): Steps<void> {
    yield* each(
      places,
      (place) => {
        const pen = new MarkupPen('g');
        how(pen, place);
        pieces.push({ layer, text: String(pen), ...reachOf(place) });
      },
      some,
    );
  }
  const arrows = all(scene.arrows);
  const timers = all(scene.timers).filter((place) => timerFits(place, geometry));
  yield* draw('zero-times', all(scene.zeroTimes), (pen, place) => drawZero(pen, place, geometry));
  yield* draw('breaks', all(scene.breaks), (pen, place) => drawBreak(pen, place, geometry));
  yield* draw('bars', all(scene.bars), (pen, place) => drawBar(pen, place, geometry));
  yield* draw('timers', timers, (pen, place) => {
    pen.append('title').text(timerStory(place.timer));
    drawTimer(pen, place, geometry);
  });
  const dimmed = (pen: MarkupPen, { arrow }: ArrowPlace): void => {
    if (content.dims?.(arrow.key)) pen.also('dim');
  };
  yield* draw('arrows', arrows, (pen, place) => {
    pen.append('title').text(nameOf(place, scene.model.lanes));
    pen.append('desc').text(storyOf(place.arrow));
    drawArrow(pen, place, geometry);
    dimmed(pen, place);
  });
  yield* draw('tags', tagsOf(timers, scene, geometry), drawTimerTag);
  yield* draw('labels', arrows, (pen, place) => {
    drawLabel(pen, place, labels);
    dimmed(pen, place);
  });
  yield* draw('pills', all(scene.pills), (pen, place) => drawPill(pen, place, geometry));
  yield* draw('chips', all(scene.breaks), (pen, place) => drawBreakChip(pen, place, geometry));
  yield* draw('chips', all(scene.times), (pen, place) => drawTime(pen, place, geometry, content.times));
  yield* draw('notes', all(scene.notes), (pen, place) => drawNote(pen, place, geometry));
  const other = arrows.filter(({ difference }) => difference !== undefined);
  yield* draw('differences', other, drawDifference);
  return pieces;
}

/** As the page has it in its gutter. */
function drawDifference(pen: Pen, { difference, startY }: ArrowPlace): void {
  pen
    .append('text')
    .attr('class', 'difference')
    .attr('x', 9)
    .attr('y', startY + 3.8)
    .text(differenceSigns[difference!]);
}

/** The end of a timer stands around its height. */
function reachOf(place: Span & { readonly timer?: TimerPlace['timer'] }): Span {
  const beyond = place.timer === undefined ? 0 : 8;
  return { fromY: place.fromY - beyond, toY: place.toY + beyond };
}

function all<T extends Span>(index: SpanIndex<T>): T[] {
  return index.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
}
