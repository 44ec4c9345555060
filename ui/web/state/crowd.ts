// Runs of more records than can be laid out one by one: of those the ladder draws how many there are, until the reader narrows the range.
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { recordsWithin, type TimeRange } from '../model/narrow.ts';
import type { RunModel } from '../model/run-model.ts';

export interface Crowd {
  /** Of the run, and of the part of it that is shown. */
  readonly records: number;
  readonly shown: number;
  /** Still so many that only their density is drawn. */
  readonly tooMany: boolean;
}

export function createCrowd(run: ReadonlySignal<RunModel | undefined>) {
  const mostRecords = signal(1_000_000);
  const range = signal<TimeRange | undefined>(undefined);
  return {
    /** More records than these are drawn as a density. */
    mostRecords,
    /** The part of the run that is shown; undefined where all of it is. */
    range,
    /** Undefined where the run is no crowd, and whole. */
    crowd: computed((): Crowd | undefined => {
      const records = run.value?.data.records ?? [];
      if (records.length <= mostRecords.value && range.value === undefined) return undefined;
      const shown = recordsWithin(records, range.value);
      return { records: records.length, shown, tooMany: shown > mostRecords.value };
    }),
  };
}
