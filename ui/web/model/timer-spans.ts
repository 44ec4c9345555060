// Timers as spans: set, and then fired, cleared, or still pending at the end.
import type { Stamped, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { quietTimers } from '../../views/quiet-timers.ts';
import type { Instant } from './arrows.ts';

export interface TimerSpan {
  readonly kind: 'timer';
  readonly node: string;
  readonly owner: string;
  /** `A`, `100`, `refresh`. */
  readonly name: string;
  readonly set: Instant;
  readonly end?: Instant;
  readonly outcome: 'fired' | 'cleared' | 'pending';
  readonly dueUs: number;
  /** Worth showing at first sight: it fired and something came of it, or its owner had such a timer. */
  readonly telling: boolean;
}

/** One pass; a timer is known by its node, owner and name, of which one is pending at a time. */
export function timerSpans(records: readonly TraceRecord[]): TimerSpan[] {
  const quiet = quietTimers(records);
  const pending = new Map<string, Stamped<TimerEntry>>();
  const ended: { set: Stamped<TimerEntry>; end?: Stamped<TimerEntry> }[] = [];
  const tellingOwners = new Set<string>();
  for (const record of records) {
    if (record.type !== 'timer.set' && record.type !== 'timer.fired' && record.type !== 'timer.cleared')
      continue;
    const key = `${record.node}/${record.owner}/${record.name}`;
    const set = pending.get(key);
    if (record.type === 'timer.set') {
      if (set !== undefined) ended.push({ set });
      pending.set(key, record);
      continue;
    }
    if (record.type === 'timer.fired' && !quiet.has(record.seq))
      tellingOwners.add(`${record.node}/${record.owner}`);
    if (set === undefined) continue;
    pending.delete(key);
    ended.push({ set, end: record });
  }
  for (const set of pending.values()) ended.push({ set });
  return ended
    .map(({ set, end }) => spanOf(set, end, quiet, tellingOwners))
    .sort((a, b) => a.set.seq - b.set.seq);
}

function spanOf(
  set: Stamped<TimerEntry>,
  end: Stamped<TimerEntry> | undefined,
  quiet: ReadonlySet<number>,
  tellingOwners: ReadonlySet<string>,
): TimerSpan {
  const loud = end?.type === 'timer.fired' && !quiet.has(end.seq);
  const beside = end?.type === 'timer.cleared' && tellingOwners.has(`${set.node}/${set.owner}`);
  return {
    kind: 'timer',
    node: set.node,
    owner: set.owner,
    name: set.name.replace(/^timer(?=[A-Z0-9])/, ''),
    set: { atUs: set.at, seq: set.seq },
    ...(end !== undefined && { end: { atUs: end.at, seq: end.seq } }),
    outcome: end === undefined ? 'pending' : end.type === 'timer.fired' ? 'fired' : 'cleared',
    dueUs: set.due,
    telling: loud || beside,
  };
}
