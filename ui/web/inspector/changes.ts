// What a moment changed in the machines: their states before and after, their timers.
import type { Stamped, StateEntry, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import type { RunModel } from '../model/run-model.ts';

export interface Changes {
  readonly node: string;
  readonly title: string;
  readonly states: readonly Stamped<StateEntry>[];
  readonly timers: readonly Stamped<TimerEntry>[];
}

/** What happened in the node that sent it, in the same step, and in the node where it arrived. */
export function changesAround(sentSeq: number, arrivedSeq: number | undefined, run: RunModel): Changes[] {
  const sent = run.bySeq.get(sentSeq);
  const arrived = arrivedSeq === undefined ? undefined : run.bySeq.get(arrivedSeq);
  const groups: Changes[] = [];
  if (sent?.type === 'message.sent' && sent.cause !== undefined)
    groups.push(changesOf(sent.cause, sent.from, `${sent.from}, as it was sent`, run));
  if (arrived?.type === 'message.received')
    groups.push(changesOf(arrived.seq, arrived.to, `${arrived.to}, as it arrived`, run));
  return groups;
}

/** All that one cause brought about in a node. */
export function changesOf(cause: number, node: string, title: string, run: RunModel): Changes {
  const states: Stamped<StateEntry>[] = [];
  const timers: Stamped<TimerEntry>[] = [];
  for (const record of atOnce(cause, run)) {
    if (record.cause !== cause || !('node' in record) || record.node !== node) continue;
    if (record.type === 'state') states.push(record);
    else if (record.type === 'timer.set' || record.type === 'timer.cleared') timers.push(record);
  }
  return { node, title, states, timers };
}

/** The records of the same instant that follow a record. */
export function* atOnce(seq: number, { bySeq }: Pick<RunModel, 'bySeq'>): Generator<TraceRecord> {
  const first = bySeq.get(seq);
  if (first === undefined) return;
  for (let next = seq + 1; ; next++) {
    const record = bySeq.get(next);
    if (record === undefined || record.at !== first.at) return;
    yield record;
  }
}
