// A whole run as the page asks for it, from its text to its answer. The worker goes the same way step by step.
import { judges } from '../../../scenarios/lab/judges.ts';
import { atOnce } from '../../../sim/steps.ts';
import { load } from './load-request.ts';
import type { RunAnswer, WrittenRequest } from './messages.ts';
import { openSimulation, type ReadFile } from './open-simulation.ts';

/** Runs it; what is wrong with the scenario is an answer. Never throws. */
export function simulate(request: WrittenRequest, readFile: ReadFile): RunAnswer {
  const simulation = openSimulation(load(request), request, readFile);
  simulation.advance(Number.POSITIVE_INFINITY);
  return atOnce(simulation.answering(judges));
}
