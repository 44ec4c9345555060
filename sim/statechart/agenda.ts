import type { Trace } from '../trace/trace.ts';

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

export function createAgenda(trace: Pick<Trace, 'current' | 'because'>): Agenda {
  let actions: (() => void)[] = [];
  let causes: number[] = [];
  let busy = false;

  function drain(): void {
    for (let i = 0; i < actions.length; i++) trace.because(causes[i]!, actions[i]!);
    forget();
  }

  function forget(): void {
    actions = [];
    causes = [];
  }

  function now<T>(action: () => T): T {
    if (busy) return action();
    busy = true;
    try {
      const result = action();
      drain();
      return result;
    } finally {
      // After an exception nothing that was queued makes sense any more.
      if (actions.length > 0) forget();
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
