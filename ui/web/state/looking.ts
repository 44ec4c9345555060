// How the ladder is looked at: which lanes, which messages stand out, how times are told. None of it changes the run.
import { computed, signal } from '@preact/signals-core';
import type { Instant } from '../model/arrows.ts';
import type { TimeRange } from '../model/narrow.ts';
import { type TimeMode, type TimeScale, timeModes } from '../model/time-modes.ts';
import type { LadderStore } from './sight.ts';

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
  /** The end of the run stays in view as it grows. */
  readonly following: boolean;
  /** The key of the message from which a time is measured. */
  readonly marked?: string;
  /** What was measured in the gutter of times. */
  readonly measured?: TimeRange;
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
  following: false,
};

export function createLooking() {
  const filter = signal('');
  const only = signal(false);
  const hidden = signal<ReadonlySet<string>>(new Set());
  const folded = signal(false);
  const times = signal<TimeMode>('absolute');
  const asTable = signal(false);
  const following = signal(false);
  const marked = signal<string | undefined>(undefined);
  const measured = signal<TimeRange | undefined>(undefined);
  /** The part of the run that is shown; undefined where all of it is. */
  const range = signal<TimeRange | undefined>(undefined);
  return {
    filter,
    only,
    hidden,
    folded,
    times,
    asTable,
    range,
    /** The key of the message under the pointer. */
    hovered: signal<string | undefined>(undefined),
    /** The key of the message from which a time is measured. */
    marked,
    measured,
    following,
    look: computed(
      (): Look => ({
        filter: filter.value,
        only: only.value,
        hidden: [...hidden.value],
        folded: folded.value,
        times: times.value,
        asTable: asTable.value,
        following: following.value,
        ...(marked.value !== undefined && { marked: marked.value }),
        ...(measured.value !== undefined && { measured: measured.value }),
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
      following.value = look.following;
      marked.value = look.marked;
      measured.value = look.measured;
      range.value = look.range;
    },
  };
}

/** From the selected message a time is measured; without one, no more. */
export function mark({ marked, selection }: LadderStore): void {
  const key = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  marked.value = key === marked.value ? undefined : key;
}

/** From when to when a time is measured: in the gutter, else from the marked message to the selected one. */
export function measuredIn({
  measured,
  marked,
  selection,
  run,
}: LadderStore): [Instant, Instant] | undefined {
  if (measured.value !== undefined) {
    const { fromUs, untilUs } = measured.value;
    return [
      { atUs: fromUs, seq: Number.MAX_SAFE_INTEGER },
      { atUs: untilUs, seq: Number.MAX_SAFE_INTEGER },
    ];
  }
  const key = selection.value?.kind === 'arrow' ? selection.value.key : '';
  const [from, to] = [marked.value ?? '', key].map((one) => run.value?.arrowByKey.get(one)?.sent);
  return from && to && [from, to];
}

/** How the gutter tells the times, and from which. */
export function timeScale({ times, selection, run }: LadderStore): TimeScale {
  const mode = times.value;
  const key = mode === 'selected' && selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  const zeroUs = key === undefined ? 0 : (run.value?.arrowByKey.get(key)?.sent.atUs ?? 0);
  return { mode, zeroUs };
}

/** How the gutter tells the times next. */
export function nextTimes({ times }: Pick<LadderStore, 'times'>): void {
  times.value = timeModes[(timeModes.indexOf(times.value) + 1) % timeModes.length] ?? 'absolute';
}
