// How the ladder is looked at: which lanes, which messages stand out, how times are told. None of it changes the run.
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Arrangement, arrange } from '../model/arrange.ts';
import { type Filter, parseFilter } from '../model/filter.ts';
import type { TimeRange } from '../model/narrow.ts';
import { withParts } from '../model/part-of.ts';
import type { RunModel } from '../model/run-model.ts';
import { createCrowd } from './crowd.ts';
import type { LadderStore } from './sight.ts';

/** How the gutter tells the times: since the run began, since the time above, or from the selected message. */
export const timeModes = ['absolute', 'relative', 'selected'] as const;
export type TimeMode = (typeof timeModes)[number];

/** What an address says of it. */
export interface Look {
  readonly filter: string;
  /** What the filter leaves out is not drawn, instead of stepping back. */
  readonly only: boolean;
  readonly hidden: readonly string[];
  readonly folded: boolean;
  readonly times: TimeMode;
  /** A table stands in the ladder's place. */
  readonly asTable: boolean;
  /** The part of the run that is shown; absent where all of it is. */
  readonly range?: TimeRange;
}

export const firstLook: Look = {
  filter: '',
  only: false,
  hidden: [],
  folded: false,
  times: 'absolute',
  asTable: false,
};

export interface Matching {
  readonly keys: ReadonlySet<string>;
  readonly total: number;
  readonly problems: Filter['problems'];
}

export function createLooking(run: ReadonlySignal<RunModel | undefined>) {
  const filter = signal('');
  const only = signal(false);
  const hidden = signal<ReadonlySet<string>>(new Set());
  const folded = signal(false);
  const times = signal<TimeMode>('absolute');
  const asTable = signal(false);
  const { range, ...crowding } = createCrowd(run);
  const laid = computed(() => {
    const arrangement: Arrangement = { folded: folded.value, hidden: hidden.value, range: range.value };
    return run.value && arrange(run.value, arrangement);
  });
  /** What the filter lets through; undefined where there is none. */
  const matching = computed(() => matchingIn(laid.value, filter.value));
  const arranged = computed(() => {
    const keys = only.value ? matching.value?.keys : undefined;
    // Where nothing matches all of it stays to be seen.
    if (laid.value === undefined || keys === undefined || keys.size === 0) return laid.value;
    return withParts(laid.value, { arrows: laid.value.arrows.filter(({ key }) => keys.has(key)) });
  });
  return {
    filter,
    only,
    hidden,
    folded,
    times,
    asTable,
    range,
    ...crowding,
    arranged,
    matching,
    /** The key of the message under the pointer. */
    hovered: signal<string | undefined>(undefined),
    /** The record from which a time is measured. */
    marked: signal<number | undefined>(undefined),
    /** The end of the run stays in view as it grows. */
    following: signal(false),
    look: computed(
      (): Look => ({
        filter: filter.value,
        only: only.value,
        hidden: [...hidden.value],
        folded: folded.value,
        times: times.value,
        asTable: asTable.value,
        ...(range.value !== undefined && { range: range.value }),
      }),
    ),
    setLook(look: Look): void {
      filter.value = look.filter;
      only.value = look.only;
      hidden.value = new Set(look.hidden);
      folded.value = look.folded;
      times.value = look.times;
      asTable.value = look.asTable;
      range.value = look.range;
    },
  };
}

/** What of a run a filter lets through. */
export function matchingIn(model: RunModel | undefined, filter: string): Matching | undefined {
  if (model === undefined || filter.trim() === '') return undefined;
  const { matches, problems } = parseFilter(filter);
  const { clauses, lanes, laneOf } = model;
  const titleOf = (node: string): string => lanes[laneOf.get(node) ?? -1]?.title ?? '';
  const found = model.arrows.filter((arrow) => matches(arrow, { clauses, titleOf }));
  return { keys: new Set(found.map(({ key }) => key)), total: model.arrows.length, problems };
}

/** From the selected message a time is measured; without one, no more. */
export function mark({ marked, selection, run }: LadderStore): void {
  const key = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  const seq = key === undefined ? undefined : run.value?.arrowByKey.get(key)?.sent.seq;
  marked.value = seq === marked.value ? undefined : seq;
}

/** How the gutter tells the times next. */
export function nextTimes({ times }: Pick<LadderStore, 'times'>): void {
  times.value = timeModes[(timeModes.indexOf(times.value) + 1) % timeModes.length] ?? 'absolute';
}
