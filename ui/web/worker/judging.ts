// A run that is over is judged in the background: piece by piece, so that the worker goes on hearing what it is asked for.
import type { Judges } from '../../../scenarios/lab/judges.ts';
import { sliceMs, type Task } from './background.ts';
import type { RunAnswer } from './messages.ts';
import type { OpenSimulation } from './open-simulation.ts';

/** Whether somebody still wants to know how a run is judged: no longer, or not even what it came to. */
export type Wanted = 'judged' | 'unjudged' | 'nothing';

/** `told` hears the answer once, also of what is no longer wanted. */
export function judgingTask(
  simulation: OpenSimulation,
  judges: Judges | undefined,
  wanted: () => Wanted,
  told: (answer: RunAnswer) => void,
): Task {
  let isJudged = judges !== undefined;
  let steps = simulation.answering(judges);
  return {
    work() {
      const now = wanted();
      if (now === 'nothing') {
        told({ ok: false, errors: ['another run was asked for instead'], defect: false });
        return false;
      }
      if (now === 'unjudged' && isJudged) {
        isJudged = false;
        steps = simulation.answering();
      }
      for (const from = performance.now(); performance.now() - from < sliceMs; ) {
        const step = steps.next();
        if (!step.done) continue;
        told(step.value);
        return false;
      }
      return true;
    },
  };
}
