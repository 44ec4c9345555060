// What an address says of the run that it was made of, so that a later engine can tell whether its own is the same, and else from where on.
import type { TraceRecord } from '../../../sim/trace/records.ts';

export interface RunMark {
  /** The fingerprint's first eight digits. */
  readonly fingerprint: string;
  /** How many records there were, and two digits for each eighth of them, up to its end; absent of long runs. */
  readonly records?: number;
  readonly eighths?: readonly string[];
}

const parts = 8;
/** To look at more of them takes too long for each change of the address. */
const mostRecords = 5_000;

/** `fingerprint` is the run's; of a run that is under way there is none. */
export function markOf(fingerprint: string, records: readonly TraceRecord[]): RunMark | undefined {
  if (fingerprint === '') return undefined;
  const short = fingerprint.slice(0, 8);
  if (records.length > mostRecords) return { fingerprint: short };
  return { fingerprint: short, records: records.length, eighths: eighthsOf(records, records.length) };
}

export interface Divergence {
  /** So many records are the same for certain, and so many are not all the same; absent where that isn't known. */
  readonly after?: number;
  readonly before?: number;
}

/** How a run differs from the one that was marked; undefined where it doesn't. */
export function divergence(
  mark: RunMark,
  fingerprint: string,
  records: readonly TraceRecord[],
): Divergence | undefined {
  if (fingerprint.startsWith(mark.fingerprint)) return undefined;
  const { eighths, records: count } = mark;
  if (eighths === undefined || count === undefined || count > mostRecords) return {};
  const own = eighthsOf(records, count);
  const first = eighths.findIndex((one, index) => one !== own[index]);
  // All that was marked is the same: what differs comes after it.
  if (first < 0) return { after: count };
  return { after: endOf(first - 1, count), before: Math.min(endOf(first, count), records.length) };
}

/** Where a part ends, counted in records; part -1 ends where all begins. */
function endOf(part: number, count: number): number {
  return Math.floor(((part + 1) * count) / parts);
}

/** FNV-1a over the records' text, told at the end of each eighth: two digits are enough to see a difference. */
function eighthsOf(records: readonly TraceRecord[], count: number): readonly string[] {
  let hash = 0x811c9dc5;
  const found: string[] = [];
  for (let part = 0; part < parts; part++) {
    for (const record of records.slice(endOf(part - 1, count), endOf(part, count)))
      for (const char of JSON.stringify(record)) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
    const folded = hash ^ (hash >>> 16);
    found.push(((folded ^ (folded >>> 8)) & 0xff).toString(16).padStart(2, '0'));
  }
  return found;
}
