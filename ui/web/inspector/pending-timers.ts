// The timers that a machine has pending at a moment, each with what is left of it.
import type { RunModel } from '../model/run-model.ts';
import type { TimerSpan } from '../model/timer-spans.ts';

export interface PendingTimer {
  readonly timer: TimerSpan;
  readonly leftUs: number;
  /** What is left of the whole, from 0 to 1. */
  readonly share: number;
}

/** Just after the record of this number, which was at this time. */
export function pendingTimers(
  { timers }: Pick<RunModel, 'timers'>,
  node: string,
  owner: string,
  { seq, atUs }: { readonly seq: number; readonly atUs: number },
): PendingTimer[] {
  return timers
    .filter((one) => one.owner === owner && one.node === node && one.set.seq <= seq)
    .filter(({ end }) => end === undefined || end.seq > seq)
    .map((timer) => {
      const leftUs = Math.max(0, timer.dueUs - atUs);
      const wholeUs = timer.dueUs - timer.set.atUs;
      return { timer, leftUs, share: wholeUs === 0 ? 0 : leftUs / wholeUs };
    })
    .sort((a, b) => a.leftUs - b.leftUs);
}
