import type { TraceRecord } from './records.ts';
import type { Sink } from './trace.ts';

/** A sink that keeps all records. */
export function createMemory(): { readonly sink: Sink; readonly records: TraceRecord[] } {
  const records: TraceRecord[] = [];
  return { sink: (record) => records.push(record), records };
}
