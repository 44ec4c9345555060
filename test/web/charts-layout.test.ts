import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machines } from '../../scenarios/lab/machines.ts';
import { type MachineOutline, outlineOf, type TransitionOutline } from '../../sim/statechart/outline.ts';
import { type ChartLayout, layOut } from '../../ui/web/charts/layout/chart-layout.ts';
import { clear, distanceTo, herePlace } from '../../ui/web/charts/layout/here-place.ts';
import type { Box } from '../../ui/web/charts/layout/place.ts';
import { type Detail, headSize } from '../../ui/web/charts/layout/sizes.ts';

// What makes a chart readable, checked on every machine of the lab and on random ones.

const details: readonly Detail[] = ['full', 'mini'];
const cases = machines.flatMap(({ machine }) =>
  details.map((detail) => ({ id: machine.id, detail, machine })),
);

describe.each(cases)('the $detail chart of $id', ({ machine, detail }) => {
  const outline = outlineOf(machine);
  const chart = layOut(outline, detail);

  it('has every state and every transition, each once', () => {
    const inner = chart.states.flatMap(({ state }) => state.inner);
    const drawn = [...inner, ...chart.bundles.flatMap(({ bundle }) => bundle.transitions)];
    expect(new Set(drawn)).toEqual(new Set(outline.transitions));
    expect(drawn).toHaveLength(outline.transitions.length);
    const paths = outline.states.map(({ path }) => path).filter((path) => path !== '');
    expect(chart.states.map(({ state }) => state.path).filter((path) => path !== '')).toEqual(paths);
  });

  it('can be read: nothing covers anything else', () => {
    expect(faultsOf(chart, detail)).toEqual([]);
  });

  it('has room on each state for the mark that machines are in it', () => {
    const lines = [...chart.bundles.flatMap((bundle) => bundle.lines), ...chart.dots.map(({ line }) => line)];
    const covered = chart.states.filter(({ box }) => distanceTo(lines, herePlace(box, chart)) < clear);
    expect(covered.map(({ state }) => state.path)).toEqual([]);
  });

  it('is the same each time', () => {
    expect(JSON.stringify(linesOf(layOut(outlineOf(machine), detail)))).toBe(JSON.stringify(linesOf(chart)));
  });
});

it('any machine can be read', () => {
  fc.assert(
    fc.property(anyOutline(), fc.constantFrom(...details), (outline, detail) => {
      expect(faultsOf(layOut(outline, detail), detail)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** Boxes that overlap, states outside of those around them, lines that run through boxes or end nowhere. */
function faultsOf(chart: ChartLayout, detail: Detail): string[] {
  const faults: string[] = [];
  const boxes = new Map(chart.states.map(({ state, box }) => [state, box]));
  const solid = [
    ...chart.states.map(({ state, box }) => ({
      name: state.path || 'the frame',
      box: state.children.length === 0 ? box : { ...box, height: headSize(state, detail).height },
    })),
    ...chart.bundles.flatMap(({ label, bundle }) =>
      label === undefined ? [] : [{ name: `${bundle.from.path} > ${bundle.to.path}`, box: label }],
    ),
    ...chart.dots.map(({ box }) => ({ name: 'a dot', box })),
  ];
  solid.forEach((one, index) => {
    for (const other of solid.slice(index + 1))
      if (overlap(one.box, other.box)) faults.push(`${one.name} covers ${other.name}`);
    if (!within(one.box, { x: 0, y: 0, ...chart.size })) faults.push(`${one.name} is cut off`);
  });
  for (const { state, box } of chart.states) {
    const around = state.parent && boxes.get(state.parent);
    if (around !== undefined && !within(box, around)) faults.push(`${state.path} leaves its state`);
  }
  for (const { bundle, label, lines } of chart.bundles) {
    const name = `${bundle.from.path} > ${bundle.to.path}`;
    const stops = [
      ...(boxes.get(bundle.from) ? [boxes.get(bundle.from)!] : []),
      ...(label ? [label] : []),
      boxes.get(bundle.to)!,
    ];
    if (lines.length !== (label === undefined ? 1 : 2)) faults.push(`${name} has ${lines.length} lines`);
    for (const line of lines) {
      for (const end of [line[0]!, line.at(-1)!])
        if (!stops.some((box) => onBorder(end, box))) faults.push(`${name} ends in the air`);
      line.slice(1).forEach((to, index) => {
        const from = line[index]!;
        if (from[0] !== to[0] && from[1] !== to[1]) faults.push(`${name} is askew`);
        for (const { name: hit, box } of solid)
          if (crosses(from, to, box)) faults.push(`${name} runs through ${hit}`);
      });
    }
  }
  return faults;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function within(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

type At = readonly [number, number];

function onBorder([x, y]: At, box: Box): boolean {
  const across = x >= box.x && x <= box.x + box.width;
  const down = y >= box.y && y <= box.y + box.height;
  return (
    across && down && (x === box.x || x === box.x + box.width || y === box.y || y === box.y + box.height)
  );
}

function crosses(from: At, to: At, box: Box): boolean {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  return left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y;
}

function linesOf(chart: ChartLayout): unknown {
  return [chart.states.map(({ box }) => box), chart.bundles.map(({ label, lines }) => [label, lines])];
}

/** Up to nine states on up to three levels, and up to fourteen transitions between any of them. */
function anyOutline(): fc.Arbitrary<MachineOutline> {
  const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 9 });
  const ends = fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: undefined })), { maxLength: 14 });
  return fc.tuple(parents, ends).map(([from, moves]) => {
    const paths = [''];
    for (const [index, pick] of from.entries()) {
      const shallow = paths.filter((path) => path.split('.').length < 3);
      const parent = shallow[pick % shallow.length] ?? '';
      paths.push(parent === '' ? `s${index}` : `${parent}.s${index}`);
    }
    const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const ordered = depthFirst(paths);
    const states = ordered.map((path) => ({
      path,
      final: false,
      initial: path !== '' && ordered.find((one) => one !== '' && parentOf(one) === parentOf(path)) === path,
      entry: [],
    }));
    const transitions = moves.map(([a, b], index): TransitionOutline => {
      const target = b === undefined ? '' : (paths[1 + (b % (paths.length - 1))] ?? '');
      return {
        from: paths[a % paths.length] ?? '',
        event: `event${index}`,
        to: target,
        kind: 'event',
        reenter: false,
        ways: [{ actions: [] }],
      };
    });
    return { id: 'any', states, transitions };
  });
}

function depthFirst(paths: readonly string[]): string[] {
  const inside = (path: string): string[] =>
    paths
      .filter((one) => one !== '' && one.slice(0, Math.max(0, one.lastIndexOf('.'))) === path)
      .flatMap((one) => [one, ...inside(one)]);
  return ['', ...inside('')];
}
