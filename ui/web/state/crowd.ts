// Runs of more records than can be laid out one by one: of those the ladder draws how many there are, until the reader narrows the range.
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { recordsWithin } from '../model/narrow.ts';
import type { Sight } from '../model/sight.ts';

export interface Crowd {
  /** Of the run, and of the part of it that is shown. */
  readonly records: number;
  readonly shown: number;
  /** Still so many that only their density is drawn. */
  readonly tooMany: boolean;
}

export function createCrowd(sight: ReadonlySignal<Sight | undefined>) {
  const mostRecords = signal(1_000_000);
  return {
    /** More records than these are drawn as a density. */
    mostRecords,
    /** Undefined where the run is no crowd, and whole. */
    crowd: computed((): Crowd | undefined => {
      const { run, choices } = sight.value ?? {};
      const records = run?.data.records ?? [];
      if (records.length <= mostRecords.value && choices?.range === undefined) return undefined;
      const shown = recordsWithin(records, choices?.range);
      return { records: records.length, shown, tooMany: shown > mostRecords.value };
    }),
  };
}
