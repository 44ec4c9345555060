// Finding a record by its number, without a table: records stand in the order of their numbers.
import type { TraceRecord } from '../../sim/trace/records.ts';
import { countBefore } from './bisect.ts';

export type RecordsBySeq = Pick<ReadonlyMap<number, TraceRecord>, 'get' | 'has'>;

/** Of a whole trace a record's number is its place; of a part of one it is found by bisection. The list may grow. */
export function recordsBySeq(records: readonly TraceRecord[]): RecordsBySeq {
  const get = (seq: number): TraceRecord | undefined => records[placeOfSeq(records, seq)];
  return { get, has: (seq) => get(seq) !== undefined };
}

/** Where a record of this number stands; -1 where none does. */
export function placeOfSeq(records: readonly TraceRecord[], seq: number): number {
  if (records[seq]?.seq === seq) return seq;
  const place = countBefore(records.length, (one) => records[one]!.seq < seq);
  return records[place]?.seq === seq ? place : -1;
}
