// A part of a run: what begins between two times.

import { type Steps, those } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { countBefore } from '../../views/bisect.ts';
import { withParts } from './part-of.ts';
import type { RunModel } from './run-model.ts';

export interface TimeRange {
  readonly fromUs: Us;
  readonly untilUs: Us;
}

/** The run with only what begins in the range, its ends included; judged and known by its records it is whole. */
export function* narrowing(model: RunModel, range: TimeRange | undefined): Steps<RunModel> {
  if (range === undefined) return model;
  const within = ({ atUs }: { readonly atUs: Us }): boolean => atUs >= range.fromUs && atUs <= range.untilUs;
  return withParts(model, {
    arrows: yield* those(model.arrows, ({ sent }) => within(sent)),
    timers: yield* those(model.timers, ({ set }) => within(set)),
    pills: yield* those(model.pills, within),
    notes: yield* those(model.notes, within),
    endUs: Math.min(model.endUs, range.untilUs),
  });
}

/** How many records lie in a range; they stand in the order of their times. */
export function recordsWithin(records: readonly TraceRecord[], range: TimeRange | undefined): number {
  if (range === undefined) return records.length;
  const before = (us: Us): number => countBefore(records.length, (place) => records[place]!.at < us);
  return before(range.untilUs + 1) - before(range.fromUs);
}
