import type { TraceRecord } from '../../sim/trace/records.ts';

/**
 * The timers that fired and brought about nothing but a change of their own machine: Timer K letting go of a transaction long after the
 * story is over. Readers are spared them; a timer of which the trace says nothing further is not among them.
 */
export function quietTimers(records: readonly TraceRecord[]): ReadonlySet<number> {
  const owners = new Map<number, string>();
  const quiet = new Set<number>();
  const loud = new Set<number>();
  for (const record of records) {
    if (record.type === 'timer.fired') owners.set(record.seq, record.owner);
    if (record.cause === undefined) continue;
    const owner = owners.get(record.cause);
    if (owner === undefined) continue;
    if (ownerOf(record) === owner) quiet.add(record.cause);
    else loud.add(record.cause);
  }
  for (const seq of loud) quiet.delete(seq);
  return quiet;
}

/** The machine that a record of its inner life speaks of; undefined for all that reaches beyond it. */
function ownerOf(record: TraceRecord): string | undefined {
  switch (record.type) {
    case 'state':
      return record.id;
    case 'timer.set':
    case 'timer.cleared':
      return record.owner;
    default:
      return undefined;
  }
}
