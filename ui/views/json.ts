import type { TraceRecord } from '../../sim/trace/records.ts';
import type { Verdict } from './text/closing.ts';

/** A run as one JSON document: its verdict, then every record of its trace. */
export function runJson(records: readonly TraceRecord[], verdict: Verdict | undefined): string {
  const head = verdict === undefined ? '' : `"verdict":${JSON.stringify(verdict)},\n`;
  return `{${head}"records":[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]}\n`;
}
