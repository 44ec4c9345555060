// Finding a record by its number, without a table: records stand in the order of their numbers.
import type { TraceRecord } from '../../../sim/trace/records.ts';

export type RecordsBySeq = Pick<ReadonlyMap<number, TraceRecord>, 'get' | 'has'>;

/** Of a whole trace a record's number is its place; of a part of one it is found by bisection. The list may grow. */
export function recordsBySeq(records: readonly TraceRecord[]): RecordsBySeq {
  const get = (seq: number): TraceRecord | undefined => {
    const there = records[seq];
    if (there?.seq === seq) return there;
    let low = 0;
    let high = records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (records[middle]!.seq < seq) low = middle + 1;
      else high = middle;
    }
    const found = records[low];
    return found?.seq === seq ? found : undefined;
  };
  return { get, has: (seq) => get(seq) !== undefined };
}
