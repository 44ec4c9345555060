import type { Trace } from '../trace/trace.ts';
import { LabDefect } from './lab-defect.ts';

/**
 * What is still to be carried out at this instant: one list for the whole world, first in, first out. Whoever comes from outside (the
 * kernel, a timeline) drains it to empty before he returns; what is asked for from within queues behind what is there. So a machine
 * never hears an event in the middle of its own step, and the order is the same in every run.
 */
export interface Agenda {
  /** Runs `action` at once; if nobody outside is at it, drains the list afterwards. The way in for all that the world brings. */
  now<T>(action: () => T): T;
  /** Queues `action` with the trace cause of this moment; if nobody is at it, runs it at once and drains the list. */
  later(action: () => void): void;
}

/** More than this at one instant is two machines that answer each other for ever. */
const MOST_AT_ONCE = 1_000_000;

/** A longer list is not kept for the next time. */
const MOST_KEPT = 1024;

export function createAgenda(trace: Pick<Trace, 'on' | 'current' | 'because'>): Agenda {
  // Emptied by counting, not by `length`: an array whose length was set to 0 has to grow anew.
  let actions: ((() => void) | undefined)[] = [];
  let causes: number[] = [];
  let queued = 0;
  let busy = false;

  function drain(): void {
    for (let i = 0; i < queued; i++) {
      if (i >= MOST_AT_ONCE)
        throw new LabDefect('the machines never come to rest: they send each other events for ever');
      const action = actions[i]!;
      actions[i] = undefined;
      if (trace.on) trace.because(causes[i]!, action);
      else action();
    }
  }

  /** All is done, or after an exception nothing that was queued makes sense any more. */
  function clear(): void {
    if (queued > MOST_KEPT) {
      actions = [];
      causes = [];
    }
    queued = 0;
    busy = false;
  }

  function now<T>(action: () => T): T {
    if (busy) return action();
    busy = true;
    try {
      const result = action();
      drain();
      return result;
    } finally {
      clear();
    }
  }

  return {
    now,
    later(action) {
      if (!busy) return now(action);
      actions[queued] = action;
      if (trace.on) causes[queued] = trace.current;
      queued++;
    },
  };
}
