import type { Alarm } from '../time.ts';
import type { Timer } from './chart.ts';

/** A timer that runs. Those of one machine hang on each other in the order in which they were set: most machines have one or two. */
export class PendingTimer {
  readonly timer: Timer;
  readonly alarm: Alarm;
  /** The `seq` of its `timer.set`. */
  readonly set: number;
  next: PendingTimer | undefined = undefined;

  constructor(timer: Timer, alarm: Alarm, set: number) {
    this.timer = timer;
    this.alarm = alarm;
    this.set = set;
  }
}

/** A list with one more at its end. */
export function withLast(first: PendingTimer | undefined, added: PendingTimer): PendingTimer {
  if (first === undefined) return added;
  let last = first;
  while (last.next !== undefined) last = last.next;
  last.next = added;
  return first;
}

/** A list without one of its timers. */
export function without(first: PendingTimer | undefined, gone: PendingTimer): PendingTimer | undefined {
  if (first === gone) return gone.next;
  for (let each = first; each !== undefined; each = each.next) {
    if (each.next === gone) each.next = gone.next;
  }
  return first;
}
