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
    const { cause } = record;
    const owner = cause === undefined ? undefined : owners.get(cause);
    if (cause === undefined || owner === undefined) continue;
    if (innerLifeOf(record) !== owner) {
      loud.add(cause);
      quiet.delete(cause);
    } else if (!loud.has(cause)) quiet.add(cause);
  }
  return quiet;
}

/** The machine of whose inner life a record speaks; undefined for all that reaches beyond it. */
export function innerLifeOf(record: TraceRecord): string | undefined {
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
