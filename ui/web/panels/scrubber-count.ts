// How much happened when in a run: what the bars over the slider show.
import { each, type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import { findingColumns, isMsrp, type MessageColumns, wasLost } from '../model/message-columns.ts';
import type { RunModel } from '../model/run-model.ts';
import type { LogScale } from './log-scale.ts';
import { type Flag, flagsOf } from './scrubber-flags.ts';

/** What the bars tell apart, from below. */
export const kinds = ['sip', 'msrp', 'timer'] as const;

export interface Counted {
  /** By bin, how many of each of `kinds`. */
  readonly bins: readonly (readonly number[])[];
  readonly losses: readonly Us[];
  readonly flags: readonly Flag[];
  /** When a requirement was violated. */
  readonly violations: readonly Us[];
}

type Told = Pick<RunModel, 'arrows' | 'timers' | 'notes' | 'clauses' | 'bySeq'>;
type Ends = readonly [left: number, right: number];

/** So many px a bin. */
const binWidth = 7;
/** Losses, or violations, nearer than this, in px, are one mark. */
const markGap = 7;

/** Messages sent and arrived, and timers that fired, along a line between two ends, in px. */
export function* counting(run: Told, x: LogScale, ends: Ends): Steps<Counted> {
  const count = Math.max(20, Math.min(130, Math.floor((ends[1] - ends[0]) / binWidth)));
  const bins = Array.from({ length: count }, () => [0, 0, 0]);
  const binOf = binFinder(count, x, ends);
  const add = (us: Us, kind: number): void => {
    bins[binOf(us)]![kind]! += 1;
  };
  const columns = yield* findingColumns(run.arrows);
  const { atUs, endUs, looks } = columns;
  yield* stretches(run.arrows.length, (from, until) => {
    for (let index = from; index < until; index++) {
      const kind = (looks[index]! & isMsrp) === 0 ? 0 : 1;
      add(atUs[index]!, kind);
      if (!Number.isNaN(endUs[index]!)) add(endUs[index]!, kind);
    }
  });
  yield* each(run.timers, ({ telling, outcome, end }) => {
    if (telling && outcome === 'fired' && end !== undefined) add(end.atUs, 2);
  });
  const flags = flagsOf(run.notes, x);
  const losses = yield* findingLosses(run.arrows, columns, x);
  const unflagged = losses.filter((us) => flags.every((flag) => Math.abs(x(flag.us) - x(us)) > 2 * markGap));
  return { bins, losses: unflagged, flags, violations: violationsOf(run, x) };
}

/**
 * The bin of each time, later ones in the last. The scale computes a logarithm for each; of a long run's hundreds of thousands of times nearly
 * each falls into the bin of the one before or the next, so the scale is asked for the bins' edges only.
 */
function binFinder(count: number, x: LogScale, [left, right]: Ends): (us: Us) => number {
  const binAt = (us: Us): number => Math.floor(((x(us) - left) / (right - left)) * count);
  const edges = Float64Array.from({ length: count }, (_, bin) => {
    let edge = Math.round(x.invert(left + ((right - left) * bin) / count));
    while (binAt(edge) < bin) edge++;
    while (edge > 0 && binAt(edge - 1) >= bin) edge--;
    return edge;
  });
  let bin = 0;
  return (us) => {
    while (bin > 0 && us < edges[bin]!) bin--;
    while (bin + 1 < count && us >= edges[bin + 1]!) bin++;
    return bin;
  };
}

/** Verdicts are few, however long the run is. */
function violationsOf({ clauses, bySeq }: Told, x: (us: Us) => number): Us[] {
  const times = [...clauses].flatMap(([seq, here]) => {
    const record = here.some(({ held }) => !held) ? bySeq.get(seq) : undefined;
    return record === undefined ? [] : [record.at];
  });
  const marks: Us[] = [];
  for (const us of times.sort((a, b) => a - b)) if (hasRoom(marks, us, x)) marks.push(us);
  return marks;
}

function hasRoom(marks: readonly Us[], us: Us, x: (us: Us) => number): boolean {
  const last = marks.at(-1);
  return last === undefined || x(us) - x(last) >= markGap;
}

function* findingLosses(
  arrows: RunModel['arrows'],
  { looks }: MessageColumns,
  x: (us: Us) => number,
): Steps<Us[]> {
  const losses: Us[] = [];
  yield* stretches(arrows.length, (from, until) => {
    for (let index = from; index < until; index++) {
      const lost = (looks[index]! & wasLost) === 0 ? undefined : arrows[index]!.message.lost;
      if (lost === undefined) continue;
      if (hasRoom(losses, lost.atUs, x)) losses.push(lost.atUs);
    }
  });
  return losses;
}
