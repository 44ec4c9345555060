// Runs XState machines by tables that are made of them once: same traces as the reference runner, to the byte, in a fraction of its time.
import { compile } from './compile.ts';
import { CompiledMachine } from './compiled-machine.ts';
import { Household } from './household.ts';
import type { Runner, RunnerDeps } from './runner.ts';

/**
 * Makes the runner of one host; it does what `createRunner` says. A machine that goes beyond the subset (README.md) throws a
 * `LabDefect` when it is first started.
 */
export function createCompiledRunner(deps: RunnerDeps): Runner {
  const house = new Household(deps);
  return {
    now: deps.agenda.now,
    start(machine, options) {
      const chart = compile(machine);
      return deps.agenda.now(() => {
        const running = new CompiledMachine<typeof machine>(house, options);
        house.moveIn(running);
        running.start(chart, options.input);
        return running;
      });
    },
    stopAll() {
      house.stopAll();
    },
    get live() {
      return house.live;
    },
  };
}
