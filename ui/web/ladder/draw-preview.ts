// What a change would do, dotted, before it is made: nothing is simulated for it.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import type { FaultEdit, MessageEdit } from '../model/fault-edit.ts';
import type { Store } from '../state/store.ts';
import { lineOf, pointAt } from './arrow-line.ts';
import type { Point } from './boxes.ts';
import type { View } from './draw-lanes.ts';
import type { Layers } from './layers.ts';
import { type ArrowPlace, isGhost } from './scene.ts';

interface Mark {
  readonly d: string;
  /** A cross is drawn in full. */
  readonly cross: boolean;
}

/** Of the change that is pointed at in the bar of the selected message. */
export function drawPreview(
  { lanes }: Layers,
  view: View,
  arrows: readonly ArrowPlace[],
  store: Store,
): void {
  const previewed = store.previewed.value;
  const { selection } = store;
  const key = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  const selected = arrows.find((place) => place.arrow.key === key && !isGhost(place));
  const marks =
    previewed === undefined || previewed.key !== key || selected === undefined
      ? []
      : marksOf(previewed.edit, selected, view, arrows);
  lanes
    .selectAll<SVGPathElement, Mark>(':scope > .preview')
    .data(marks)
    .join('path')
    .attr('class', ({ cross }) => (cross ? 'preview cross' : 'preview'))
    .attr('d', ({ d }) => d);
}

function marksOf(edit: FaultEdit, selected: ArrowPlace, view: View, arrows: readonly ArrowPlace[]): Mark[] {
  switch (edit.deed) {
    case 'partition':
      return partition(selected, view, edit.untilUs);
    case 'crash':
    case 'restart':
      return [crossAt({ x: view.geometry.x(selected.to), y: view.scene.axis.yOfTime(edit.atUs) + 8 })];
    case 'network':
    case 'text':
    case 'rule':
      return [];
    default:
      return (edit.nth === undefined ? likeIt(edit, arrows) : [selected]).flatMap((place) =>
        onMessage(edit, place, view, arrows),
      );
  }
}

function likeIt({ message, from, to }: MessageEdit, arrows: readonly ArrowPlace[]): ArrowPlace[] {
  return arrows.filter(
    (place) =>
      !isGhost(place) &&
      place.arrow.message.fromNode === from &&
      place.arrow.message.toNode === to &&
      matchesSummary(message, place.arrow.message.summary),
  );
}

function onMessage(edit: MessageEdit, place: ArrowPlace, view: View, arrows: readonly ArrowPlace[]): Mark[] {
  const line = lineOf(place, view.geometry);
  const way = (toY: number): Mark => dotted(line.a, { x: line.b.x, y: toY });
  const { axis } = view.scene;
  switch (edit.deed) {
    case 'drop':
    case 'reset':
      return [crossAt(pointAt(line, 0.56))];
    case 'delay':
    case 'stall': {
      const arrivedUs = place.arrow.end?.atUs ?? place.arrow.sent.atUs;
      return [way(axis.yOfTime(arrivedUs + (edit.byMs ?? 0) * 1_000))];
    }
    case 'duplicate':
      return [way(line.b.y + 14)];
    case 'reorder': {
      const next = arrows.find(
        ({ from, to, startY }) => from === place.from && to === place.to && startY > place.startY,
      );
      return [way((next?.endY ?? line.b.y) + 8)];
    }
    case 'corrupt':
      return [{ d: ragged(pointAt(line, 0.6), line.b), cross: false }];
  }
}

/** Nothing passes between both lifelines until then. */
function partition({ from, to, startY }: ArrowPlace, { geometry, scene }: View, untilUs: number): Mark[] {
  const x = (geometry.x(from) + geometry.x(to)) / 2;
  const until = Math.max(startY + 24, scene.axis.yOfTime(untilUs));
  return [crossAt({ x, y: startY }), dotted({ x, y: startY + 8 }, { x, y: until })];
}

function dotted(a: Point, b: Point): Mark {
  return { d: `M${a.x},${a.y}L${b.x},${b.y}`, cross: false };
}

function crossAt({ x, y }: Point): Mark {
  return { d: `M${x - 6},${y - 6}l12,12m0,-12l-12,12`, cross: true };
}

function ragged(a: Point, b: Point): string {
  const teeth = [1, 2, 3, 4, 5].map((tooth) => {
    const share = tooth / 6;
    const aside = tooth % 2 === 0 ? -7 : 7;
    return `L${a.x + (b.x - a.x) * share},${a.y + (b.y - a.y) * share + aside}`;
  });
  return `M${a.x},${a.y}${teeth.join('')}L${b.x},${b.y}`;
}
