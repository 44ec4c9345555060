import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';

/** A shipped scenario's run as the page models it. */
export function webRun(name: string, faults: readonly string[] = [], seed?: string): RunModel {
  const source = scenarioSource(name);
  const request = { name, text: source.text, faults, ...(seed !== undefined && { seed }) };
  const answer = simulate(request, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return createRunModel(answer.run);
}
