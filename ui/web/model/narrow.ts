// A part of a run: what begins between two times.
import type { Us } from '../../../sim/time.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { RunModel } from './run-model.ts';

export interface TimeRange {
  readonly fromUs: Us;
  readonly untilUs: Us;
}

/** The run with only what begins in the range, its ends included; judged and known by its records it is whole. */
export function narrow(model: RunModel, range: TimeRange | undefined): RunModel {
  if (range === undefined) return model;
  const within = ({ atUs }: { readonly atUs: Us }): boolean => atUs >= range.fromUs && atUs <= range.untilUs;
  const part = {
    arrows: model.arrows.filter(({ sent }) => within(sent)),
    timers: model.timers.filter(({ set }) => within(set)),
    pills: model.pills.filter(within),
    notes: model.notes.filter(within),
    endUs: Math.min(model.endUs, range.untilUs),
  };
  // The rest of the model is as it was; what is made when it is asked for must not be made for this.
  return Object.assign(Object.create(model) as RunModel, part);
}

/** How many records lie in a range; they stand in the order of their times. */
export function recordsWithin(records: readonly TraceRecord[], range: TimeRange | undefined): number {
  if (range === undefined) return records.length;
  return firstAfter(records, range.untilUs) - firstAfter(records, range.fromUs - 1);
}

function firstAfter(records: readonly TraceRecord[], atUs: Us): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle]!.at <= atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
