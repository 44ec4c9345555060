// Everything that is to be told of two runs side by side: what `siplab diff` prints, as data.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { buildLadder } from '../build-ladder.ts';
import type { MessageRow } from '../ladder-model.ts';
import { compareMessages } from './compare-messages.ts';
import { type Consequence, consequencesOf } from './consequences.ts';
import type { Comparison } from './difference.ts';
import { type Divergence, firstDivergence } from './divergence.ts';
import { type ToldDifference, toldDifferently } from './told.ts';

/** One of the two runs. */
export interface ReportedRun {
  /** As the caller named it. */
  readonly name: string;
  readonly title: string;
  readonly seed: string;
  /** Absent in a trace that was cut off. */
  readonly fingerprint?: string;
  readonly records: number;
  readonly messages: number;
}

export interface DiffReport {
  readonly a: ReportedRun;
  readonly b: ReportedRun;
  readonly told: readonly ToldDifference[];
  /** Absent where the same happened in both. */
  readonly divergence?: Divergence;
  readonly comparison: Comparison;
  /** One for each difference. */
  readonly consequences: readonly Consequence[];
}

export interface NamedTrace {
  readonly name: string;
  readonly records: readonly TraceRecord[];
}

export function diffReport(a: NamedTrace, b: NamedTrace): DiffReport {
  const [one, other] = [reported(a), reported(b)];
  const comparison = compareMessages(one.messages, other.messages);
  const divergence = firstDivergence(a.records, b.records);
  return {
    a: one.run,
    b: other.run,
    told: toldDifferently(a.records, b.records),
    ...(divergence !== undefined && { divergence }),
    comparison,
    consequences: consequencesOf(comparison, a.records, b.records),
  };
}

function reported({ name, records }: NamedTrace): {
  readonly run: ReportedRun;
  readonly messages: readonly MessageRow[];
} {
  const { title, seed, end, rows } = buildLadder(records, { detail: 'brief' });
  const messages = rows.filter((row) => row.kind === 'message');
  const fingerprint = end === undefined ? {} : { fingerprint: end.fingerprint };
  return {
    run: { name, title, seed, ...fingerprint, records: records.length, messages: messages.length },
    messages,
  };
}
