// What a moment changed in the machines: their states before and after, their timers.
import type { Stamped, StateEntry, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';

export interface Changes {
  readonly node: string;
  readonly title: string;
  readonly states: readonly Stamped<StateEntry>[];
  readonly timers: readonly Stamped<TimerEntry>[];
}

/** What happened in the node that sent it, in the same step, and in the node where it arrived. */
export function changesAround(
  sentSeq: number,
  arrivedSeq: number | undefined,
  records: readonly TraceRecord[],
): Changes[] {
  const sent = records.find(({ seq }) => seq === sentSeq);
  const arrived = records.find(({ seq }) => seq === arrivedSeq);
  const groups: Changes[] = [];
  if (sent?.type === 'message.sent' && sent.cause !== undefined)
    groups.push(changesOf(sent.cause, sent.from, `${sent.from}, as it was sent`, records));
  if (arrived?.type === 'message.received')
    groups.push(changesOf(arrived.seq, arrived.to, `${arrived.to}, as it arrived`, records));
  return groups;
}

/** All that one cause brought about in a node. */
export function changesOf(
  cause: number,
  node: string,
  title: string,
  records: readonly TraceRecord[],
): Changes {
  const states: Stamped<StateEntry>[] = [];
  const timers: Stamped<TimerEntry>[] = [];
  for (const record of records) {
    if (record.cause !== cause || !('node' in record) || record.node !== node) continue;
    if (record.type === 'state') states.push(record);
    else if (record.type === 'timer.set' || record.type === 'timer.cleared') timers.push(record);
  }
  return { node, title, states, timers };
}
