// From a height of one ladder to the height of another: messages that both runs have are where they agree, and in between it is measured out.

import { atOnce, each, type Steps, sorted } from '../../../sim/steps.ts';
import { countBefore } from '../../views/bisect.ts';

export interface Anchors {
  toB(heightInA: number): number;
  toA(heightInB: number): number;
}

type Pair = readonly [a: number, b: number];

/** Pairs of heights of the same message. Of those that changed places, the fewest are left out; before the first and after the last it is one to one. */
export function createAnchors(pairs: readonly Pair[]): Anchors {
  return atOnce(findingAnchors(pairs));
}

/** The same step by step. */
export function* findingAnchors(pairs: readonly Pair[]): Steps<Anchors> {
  const kept = yield* rising(yield* sorted(pairs, (one, other) => one[0] - other[0] || one[1] - other[1]));
  const [a, b] = [kept.map((pair) => pair[0]), kept.map((pair) => pair[1])];
  return { toB: (height) => along(a, b, height), toA: (height) => along(b, a, height) };
}

function along(from: readonly number[], to: readonly number[], height: number): number {
  const next = firstAbove(from, height);
  if (next === 0) return from.length === 0 ? height : to[0]! + height - from[0]!;
  if (next === from.length) return to[next - 1]! + height - from[next - 1]!;
  const share = (height - from[next - 1]!) / (from[next]! - from[next - 1]!);
  return to[next - 1]! + (to[next]! - to[next - 1]!) * share;
}

function firstAbove(values: readonly number[], wanted: number): number {
  return countBefore(values.length, (place) => values[place]! <= wanted);
}

/** The longest part of a list, sorted by its first heights, whose second heights rise too (patience sorting, n log n). */
function* rising(pairs: readonly Pair[]): Steps<Pair[]> {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  yield* each(pairs, ([, b], index) => {
    const low = countBefore(tails.length, (place) => pairs[tails[place]!]![1] < b);
    before[index] = low === 0 ? -1 : tails[low - 1]!;
    tails[low] = index;
  });
  const kept: Pair[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) kept.push(pairs[at]!);
  return kept.reverse();
}
