// What is known of two runs that are shown together, as the ladder, the inspector and the list read it.
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Difference } from '../../views/compare/difference.ts';
import type { MessageRow } from '../../views/ladder-model.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { differenceOf, divergesIn, type RunComparison, shownIn } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import type { CompareMode } from './page-state.ts';
import type { Selection } from './store.ts';

/** A message and the run that it is of. */
export interface Chosen {
  readonly run: RunModel;
  readonly arrow: Arrow;
}

/** What says how runs differ; it comes when two are first compared. */
export interface Teller {
  differenceWords(difference: Difference): string;
  messageWords(message: MessageRow): string;
}

interface Known {
  readonly comparing: ReadonlySignal<CompareMode | undefined>;
  readonly comparison: ReadonlySignal<RunComparison | undefined>;
  readonly baseline: ReadonlySignal<RunModel | undefined>;
  readonly altered: ReadonlySignal<RunModel | undefined>;
  readonly run: ReadonlySignal<RunModel | undefined>;
  readonly selection: ReadonlySignal<Selection | undefined>;
}

export function createCompared({ comparing, comparison, baseline, altered, run, selection }: Known) {
  /** While B is shown beside A, or over it. */
  const compared = computed(() =>
    comparing.value !== undefined && run.value === altered.value ? comparison.value : undefined,
  );
  const telling = signal<Teller | undefined>(undefined);
  const divergence = computed(() => compared.value?.divergence);
  return {
    compared,
    /** What of the comparison B's ladder shows. */
    differences: computed(
      () => compared.value && shownIn(compared.value, 'b', comparing.value === 'overlay'),
    ),
    /** Where B parts from A. */
    diverges: computed((): Instant | undefined => divergesIn(divergence.value, 'b')),
    divergence,
    telling,
    /** The message that is selected; of the baseline where it alone has it and both are shown. */
    chosen: computed((): Chosen | undefined => {
      const key = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
      if (key === undefined || run.value === undefined) return undefined;
      const arrow = run.value.arrowByKey.get(key);
      if (arrow !== undefined) return { run: run.value, arrow };
      const gone = differenceOf(compared.value, 'a', key)?.kind === 'only a';
      const there = gone ? baseline.value?.arrowByKey.get(key) : undefined;
      return there && baseline.value && { run: baseline.value, arrow: there };
    }),
    /** The key of a message of the run that others are laid beside. */
    beside: signal<string | undefined>(undefined),
  };
}
