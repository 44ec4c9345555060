// One run of one scenario, at one go: from the scenario to its trace, its verdict and its fingerprint.
import { atOnce } from '../../sim/steps.ts';
import { judges } from './judges.ts';
import { type OpenRun, openRun, type RunOptions, type RunResult } from './open-run.ts';
import type { Scenario } from './scenario.ts';

export {
  type OpenRun,
  openRun,
  type RunOptions,
  type RunResult,
  ScenarioFault,
} from './open-run.ts';

/**
 * Runs a scenario to its end. Throws a `ScenarioFault` for what only the run could show to be wrong with the scenario, and a `LabDefect`
 * for what only a defect of the lab can cause.
 */
export function runScenario(scenario: Scenario, options: RunOptions): RunResult {
  const run = openRun(scenario, options);
  run.advance(Number.POSITIVE_INFINITY);
  return finish(run);
}

/** Judges a run and closes it. Once only. */
export function finish(run: OpenRun): RunResult {
  return atOnce(run.finishing(judges));
}
