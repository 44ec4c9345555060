// The reader's run compared with the baseline: short runs at once, long ones piece by piece, so that the page answers meanwhile.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Steps } from '../../../sim/steps.ts';
import { later } from '../later.ts';
import type { RunComparison } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import { inSlices } from './slices.ts';

/** So many messages of both runs are compared in a few milliseconds. */
const mostAtOnce = 4_000;

interface Runs {
  readonly baseline: ReadonlySignal<RunModel | undefined>;
  readonly altered: ReadonlySignal<RunModel | undefined>;
  readonly busy: ReadonlySignal<boolean>;
}

/** What compares comes when there are first two runs, or when it is asked for. */
const comparer = later(() => import('../model/compare-runs.ts'));

export function prepareComparison(): void {
  comparer();
}

export function createComparison({ baseline, altered, busy }: Runs) {
  /** What the pieces came to. */
  const made = signal<RunComparison | undefined>(undefined);
  /** How much of it is done, from 0 to 1. */
  const compareShare = signal(0);
  let turn = 0;

  /** Both runs, where there are two. */
  const pair = computed(() => {
    const [a, b] = [baseline.value, altered.value];
    return a === undefined || b === undefined ? undefined : { a, b };
  });
  const comparison = computed((): RunComparison | undefined => {
    const runs = pair.value;
    const compare = runs && comparer();
    if (runs === undefined || compare === undefined) return undefined;
    if (isShort(runs)) return compare.compareRuns(runs.a, runs.b);
    const long = made.value;
    return long?.runs.a === runs.a && long.runs.b === runs.b ? long : undefined;
  });
  /** There are two runs, and it is not known yet how they differ. */
  const isComparing = computed(() => pair.value !== undefined && comparison.value === undefined);

  // A run that is still being simulated is compared when it is over.
  effect(() => {
    const runs = pair.value;
    const compare = runs && comparer();
    const mine = ++turn;
    if (runs === undefined || isShort(runs)) made.value = undefined;
    else if (compare !== undefined && !busy.value && comparison.peek() === undefined)
      void compareLong(compare.comparingRuns(runs.a, runs.b), compare.itemsIn(runs.a, runs.b), mine);
  });

  async function compareLong(steps: Steps<RunComparison>, items: number, mine: number): Promise<void> {
    const told = (done: number): void => {
      compareShare.value = Math.min(0.99, done / items);
    };
    const found = await inSlices(steps, () => mine === turn, told);
    if (found !== undefined) made.value = found;
  }

  return {
    comparison,
    isComparing,
    compareShare,
    /** What it comes to, when that is known. */
    compareSettled: (): Promise<RunComparison | undefined> =>
      new Promise((resolve) => {
        const stop = effect(() => {
          if (isComparing.value) return;
          resolve(comparison.peek());
          queueMicrotask(() => stop());
        });
      }),
  };
}

function isShort({ a, b }: { readonly a: RunModel; readonly b: RunModel }): boolean {
  return a.arrows.length + b.arrows.length <= mostAtOnce;
}
