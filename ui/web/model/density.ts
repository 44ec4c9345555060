// How many messages cross each gap between two lifelines at each height: counted once in fine bins, then halved level by level, so that any
// stretch of a long run is summed for any window in as many steps as the window has rows.
import { atOnce, type Steps, stretches } from '../../../sim/steps.ts';
import type { Lines } from './lines.ts';

/** What is told apart in a gap, and in this order in the counts. */
export const densityKinds = ['sip', 'msrp', 'failure'] as const;
const kinds = densityKinds.length;

export interface Density {
  readonly gaps: number;
  readonly height: number;
  /**
   * Counts of `rows` equal rows from one height to another, by row, gap and kind; and the most that one cell of that size holds
   * anywhere in the run.
   */
  between(fromY: number, toY: number, rows: number): { readonly counts: Uint32Array; readonly most: number };
}

interface Level {
  readonly bins: number;
  readonly counts: Uint32Array;
  /** The most messages of one gap in one bin. */
  readonly most: number;
}

const fewestBins = 1 << 8;
const mostBins = 1 << 15;

export function createDensity(lines: Lines, lanes: number, height: number): Density {
  return atOnce(makingDensity(lines, lanes, height));
}

/** The same step by step. */
export function* makingDensity(lines: Lines, lanes: number, height: number): Steps<Density> {
  const gaps = Math.max(1, lanes - 1);
  const levels = [yield* finest(lines, gaps, height)];
  for (let last = levels[0]!; last.bins > 1; levels.push(last)) last = yield* halved(last, gaps);
  return {
    gaps,
    height,
    between(fromY, toY, rows) {
      const rowHeight = (toY - fromY) / rows;
      const level = levels[levelFor(rowHeight, height / levels[0]!.bins, levels.length)]!;
      const binHeight = height / level.bins;
      const counts = new Uint32Array(rows * gaps * kinds);
      for (let row = 0; row < rows; row++) {
        const start = (fromY + row * rowHeight) / binHeight;
        const end = start + rowHeight / binHeight;
        // Each bin falls to one row; where rows are finer than bins, several rows show the same.
        const first = Math.max(0, binHeight > rowHeight ? Math.floor((start + end) / 2) : Math.round(start));
        const next = Math.min(level.bins, Math.max(first + 1, Math.round(end)));
        for (let bin = first; bin < next; bin++)
          add(counts, row * gaps * kinds, level.counts, bin * gaps * kinds, gaps * kinds);
      }
      return { counts, most: level.most };
    },
  };
}

/** The coarsest level whose bins are no higher than a row. */
function levelFor(rowHeight: number, finestHeight: number, levels: number): number {
  const level = Math.floor(Math.log2(rowHeight / finestHeight));
  return Math.max(0, Math.min(levels - 1, level));
}

/** A message counts once in each gap that it crosses, at the height where it crosses it. */
function* finest(lines: Lines, gaps: number, height: number): Steps<Level> {
  const bins = Math.max(fewestBins, Math.min(mostBins, 2 ** Math.ceil(Math.log2(lines.count + 1))));
  const counts = new Uint32Array(bins * gaps * kinds);
  const countOne = (index: number): void => {
    const [from, to] = [lines.from[index]!, lines.to[index]!];
    const [low, high] = from < to ? [from, to] : [to, from];
    const kind = [0, 0, 1, 2][lines.look[index]!]!;
    const startY = lines.startY[index]!;
    const perLane = (lines.endY[index]! - startY) / Math.max(1, high - low);
    for (let gap = Math.min(low, gaps - 1); gap < Math.max(high, low + 1) && gap < gaps; gap++) {
      const along = from < to ? gap - low + 0.5 : high - gap - 0.5;
      const bin = Math.floor(((startY + perLane * Math.max(0, along)) / height) * bins);
      const cell = (Math.max(0, Math.min(bins - 1, bin)) * gaps + gap) * kinds + kind;
      counts[cell] = counts[cell]! + 1;
    }
  };
  yield* stretches(lines.count, (first, until) => {
    for (let index = first; index < until; index++) countOne(index);
  });
  return { bins, counts, most: mostIn(counts) };
}

function* halved({ bins, counts }: Level, gaps: number): Steps<Level> {
  const cells = gaps * kinds;
  const half = new Uint32Array((bins / 2) * cells);
  yield* stretches(bins, (first, until) => {
    for (let bin = first; bin < until; bin++) add(half, (bin >> 1) * cells, counts, bin * cells, cells);
  });
  return { bins: bins / 2, counts: half, most: mostIn(half) };
}

function add(to: Uint32Array, toAt: number, from: Uint32Array, fromAt: number, cells: number): void {
  for (let cell = 0; cell < cells; cell++) to[toAt + cell] = to[toAt + cell]! + from[fromAt + cell]!;
}

function mostIn(counts: Uint32Array): number {
  let most = 0;
  for (let at = 0; at < counts.length; at += kinds)
    most = Math.max(most, counts[at]! + counts[at + 1]! + counts[at + 2]!);
  return most;
}
