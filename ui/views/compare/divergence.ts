// The first record in which two traces differ. Up to there the runs are one and the same; all that differs later follows from it, or from what
// the runs were told.

import { atOnce, itemsAtOnce, type Steps } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';

export interface Divergence {
  /** How many records the runs have in common before it. */
  readonly common: number;
  /** Undefined where a trace has nothing more. */
  readonly a: TraceRecord | undefined;
  readonly b: TraceRecord | undefined;
}

/**
 * Of two traces in their own order, (time, number). What the runs were told, and fingerprints over it, is no event; packets count where both traces
 * have them. Undefined where the same happened in both.
 */
export function firstDivergence(
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): Divergence | undefined {
  return atOnce(findingDivergence(a, b));
}

/** The same step by step. */
export function* findingDivergence(
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): Steps<Divergence | undefined> {
  const packets = (yield* findingPackets(a)) === (yield* findingPackets(b));
  const [one, other] = [walker(a, packets), walker(b, packets)];
  for (let common = 0; ; common++) {
    const [left, right] = [one(), other()];
    if (left === undefined && right === undefined) return undefined;
    if (left === undefined || right === undefined || !sameRecord(left, right, packets))
      return { common, a: left, b: right };
    if ((common + 1) % itemsAtOnce === 0) yield itemsAtOnce;
  }
}

/** Whether there are any. */
function* findingPackets(records: readonly TraceRecord[]): Steps<boolean> {
  for (let from = 0; from < records.length; from += itemsAtOnce) {
    const until = Math.min(records.length, from + itemsAtOnce);
    for (let place = from; place < until; place++) if (isPacket(records[place]!)) return true;
    yield until - from;
  }
  return false;
}

function isPacket({ type }: TraceRecord): boolean {
  return type.startsWith('packet.');
}

/** Answers one event after the other, and then undefined. */
function walker(records: readonly TraceRecord[], packets: boolean): () => TraceRecord | undefined {
  let next = 0;
  return () => {
    for (;;) {
      const record = records[next++];
      if (record === undefined || (record.type !== 'run' && (packets || !isPacket(record)))) return record;
    }
  };
}

/** Where the packets of one trace alone are left out, its numbers say nothing. */
const numbers = new Set(['seq', 'cause', 'id', 'because', 'events']);

function sameRecord(a: TraceRecord, b: TraceRecord, numbered: boolean): boolean {
  const counts = (key: string): boolean => key !== 'fingerprint' && (numbered || !numbers.has(key));
  return sameValue(a, b, counts);
}

function sameValue(a: unknown, b: unknown, counts: (key: string) => boolean = () => true): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  for (const key in one) if (counts(key) && !sameValue(one[key], other[key])) return false;
  for (const key in other)
    if (counts(key) && other[key] !== undefined && one[key] === undefined) return false;
  return true;
}
