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
  /** Queues `action` with the trace cause of this moment; drains the list if nobody is at it. */
  later(action: () => void): void;
}

/** More than this at one instant is two machines that answer each other for ever. */
const MOST_AT_ONCE = 1_000_000;

export function createAgenda(trace: Pick<Trace, 'current' | 'because'>): Agenda {
  const actions: (() => void)[] = [];
  const causes: number[] = [];
  let busy = false;

  function drain(): void {
    for (let i = 0; i < actions.length; i++) {
      if (i >= MOST_AT_ONCE)
        throw new LabDefect('the machines never come to rest: they send each other events for ever');
      trace.because(causes[i]!, actions[i]!);
    }
  }

  function now<T>(action: () => T): T {
    if (busy) return action();
    busy = true;
    try {
      const result = action();
      drain();
      return result;
    } finally {
      // All is done, or after an exception nothing that was queued makes sense any more.
      actions.length = 0;
      causes.length = 0;
      busy = false;
    }
  }

  return {
    now,
    later(action) {
      actions.push(action);
      causes.push(trace.current);
      if (!busy) now(() => {});
    },
  };
}
