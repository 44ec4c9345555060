// A statechart laid out: from a machine's outline to boxes, labels and lines. Pure, and the same for the same machine.
import type { MachineOutline } from '../../../../sim/statechart/outline.ts';
import { type Bundle, type ChartState, chartTree } from './chart-tree.ts';
import { type Box, placesOf } from './place.ts';
import { type End, type Point, Router } from './route.ts';
import { type Detail, headSize, type Size } from './sizes.ts';

export interface ChartLayout {
  readonly size: Size;
  /** Outer states before those within them. */
  readonly states: readonly PlacedState[];
  readonly dots: readonly Dot[];
  readonly bundles: readonly PlacedBundle[];
}

export interface PlacedState {
  readonly state: ChartState;
  readonly box: Box;
}

export interface Dot {
  readonly box: Box;
  readonly line: readonly Point[];
}

export interface PlacedBundle {
  readonly bundle: Bundle;
  /** Absent in the mini chart. */
  readonly label?: Box;
  /** To the label and from it to the arrow's head; one line where there is no label. */
  readonly lines: readonly (readonly Point[])[];
}

export function layOut(outline: MachineOutline, detail: Detail = 'full'): ChartLayout {
  const tree = chartTree(outline);
  const places = placesOf(tree, detail);
  const boxOf = (state: ChartState): Box => places.states.get(state)!;
  const heads = tree.boxed.map((state) => {
    const { x, y, width, height } = boxOf(state);
    return { x, y, width, height: state.children.length === 0 ? height : headSize(state, detail).height };
  });
  const dotBoxes = [...places.dots.values()];
  const router = new Router(places.size, [...heads, ...places.labels.values(), ...dotBoxes]);
  const way = (from: End, to: End): readonly Point[] => router.route(from, to) ?? straight(from, to);

  const dots = [...places.dots].map(([level, box]): Dot => {
    const first = level.children.find(({ outline: { initial } }) => initial)!;
    return { box, line: way({ box, inside: false }, { box: boxOf(first), inside: false }) };
  });
  const bundles = tree.bundles.map((bundle): PlacedBundle => {
    const { from, to, within } = bundle;
    const start = { box: boxOf(from), inside: within === from && from !== to };
    const end = { box: boxOf(to), inside: within === to && from !== to };
    const label = detail === 'full' ? places.labels.get(bundle) : undefined;
    if (label === undefined) return { bundle, lines: [way(start, end)] };
    const there = { box: label, inside: false };
    return { bundle, label, lines: [way(start, there), way(there, end)] };
  });
  return {
    size: places.size,
    states: tree.boxed.map((state) => ({ state, box: boxOf(state) })),
    dots,
    bundles,
  };
}

/** Boxes leave room for lines around them, so that there is always a way; were there none, this would show what belongs together. */
function straight({ box: a }: End, { box: b }: End): Point[] {
  return [
    [a.x + a.width / 2, a.y + a.height / 2],
    [b.x + b.width / 2, b.y + b.height / 2],
  ];
}
