// A trace that was opened, not run: what it says of itself is all that is known of it.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { RunData } from '../worker/messages.ts';

/** `name` is what the page calls it where it has no title. */
export function traceData(name: string, records: readonly TraceRecord[]): RunData {
  const run = records[0];
  const end = records.at(-1);
  const title = run?.type === 'run' && run.title !== '' ? run.title : name;
  return {
    records,
    verdict: { ok: true, lines: [], warnings: [] },
    fingerprint: end?.type === 'end' ? end.fingerprint : '',
    reason: end?.type === 'end' ? end.reason : 'error',
    seed: run?.type === 'run' ? run.seed : '',
    title,
    description: `A trace that was opened from ${name}: it is shown as it is, and can not be run again.`,
    faults: [],
    ownFaults: 0,
    unmatched: [],
    tookMs: 0,
  };
}
