// What the worker does while nobody waits for it: a little at a time, and whatever is asked of it goes first.
import { breath } from '../breath.ts';

/** After so much work at once it looks for orders. */
export const sliceMs = 15;

export interface Task {
  /** Does some of it, for a few ms; false where there is nothing left to do. */
  work(): boolean;
}

export interface Background {
  /** Somebody would like to know what comes of it: it goes before all that nobody asked for. */
  asked(task: Task): void;
  /** There is something again that may be of use one day. */
  foreseen(): void;
}

/** `free` resolves when nothing is under way that somebody waits for; `useful` is what may be of use one day. */
export function createBackground(free: () => Promise<unknown>, useful: () => Task | undefined): Background {
  const asked: Task[] = [];
  let isWorking = false;

  async function goOn(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    for (let goes = true; goes; ) {
      await breath();
      await free();
      const [first] = asked;
      if (first === undefined) goes = useful()?.work() ?? false;
      else if (!first.work()) asked.shift();
    }
    isWorking = false;
  }

  return {
    asked(task) {
      asked.push(task);
      void goOn();
    },
    foreseen: () => void goOn(),
  };
}
