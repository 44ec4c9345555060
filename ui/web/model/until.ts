// What is known of a run up to a moment: a lesson that asks for what comes next must not tell it elsewhere.
import type { Arrow, Instant } from './arrows.ts';
import { isBeyond } from './moments.ts';
import type { RunModel } from './run-model.ts';
import type { TimerSpan } from './timer-spans.ts';
import { rowOf } from './told-message.ts';

const cuts = new WeakMap<RunModel, { readonly limit: Instant; readonly run: RunModel }>();

/** The run as if it had been told up to the limit only; without one, the run. */
export function runUntil(run: RunModel, limit: Instant | undefined): RunModel {
  if (limit === undefined) return run;
  const before = cuts.get(run);
  if (before?.limit === limit) return before.run;
  const get = (seq: number): ReturnType<RunModel['bySeq']['get']> => {
    const record = run.bySeq.get(seq);
    return record !== undefined && isBeyond({ atUs: record.at, seq }, limit) ? undefined : record;
  };
  const part = {
    bySeq: { get, has: (seq: number) => get(seq) !== undefined },
    timers: run.timers.filter(({ set }) => !isBeyond(set, limit)).map((timer) => timerUntil(timer, limit)),
  };
  // The rest of the model is as it was; what is made when it is asked for must not be made for this.
  const cut = Object.assign(Object.create(run) as RunModel, part);
  cuts.set(run, { limit, run: cut });
  return cut;
}

function timerUntil(timer: TimerSpan, limit: Instant): TimerSpan {
  if (!isBeyond(timer.end, limit)) return timer;
  const { kind, node, owner, name, set, dueUs, telling } = timer;
  return { kind, node, owner, name, set, dueUs, telling, outcome: 'pending' };
}

/** A message that is still under way at the limit has no fate yet. */
export function arrowUntil(arrow: Arrow, limit: Instant | undefined): Arrow {
  if (limit === undefined || ![arrow.end, arrow.copy].some((one) => isBeyond(one, limit))) return arrow;
  const { kind, index, key, look, response, provisional, ack, label, short, sent, message } = arrow;
  const bare = { kind, index, key, look, response, provisional, ack, label, short, sent };
  if (!isBeyond(arrow.end, limit)) return { ...bare, message, ...(arrow.end && { end: arrow.end }) };
  const { arrivedUs, arrivedSeq, lost, duplicated, corrupted, ...told } = rowOf(message);
  return { ...bare, message: { ...told, delays: [] } };
}
