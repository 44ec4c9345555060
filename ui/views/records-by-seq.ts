// Finding a record by its number, without a table: records stand in the order of their numbers.
import type { TraceRecord } from '../../sim/trace/records.ts';

export type RecordsBySeq = Pick<ReadonlyMap<number, TraceRecord>, 'get' | 'has'>;

/** Of a whole trace a record's number is its place; of a part of one it is found by bisection. The list may grow. */
export function recordsBySeq(records: readonly TraceRecord[]): RecordsBySeq {
  const get = (seq: number): TraceRecord | undefined => records[placeOfSeq(records, seq)];
  return { get, has: (seq) => get(seq) !== undefined };
}

/** Where a record of this number stands; -1 where none does. */
export function placeOfSeq(records: readonly TraceRecord[], seq: number): number {
  if (records[seq]?.seq === seq) return seq;
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return records[low]?.seq === seq ? low : -1;
}
