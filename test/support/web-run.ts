import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import type { SceneContent } from '../../ui/web/ladder/scene.ts';
import { type AxisMode, createAxis } from '../../ui/web/model/axis.ts';
import { type AxisScale, firstScale } from '../../ui/web/model/axis-scale.ts';
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

/** What of a run the ladder shows, where the reader has chosen nothing. */
export function contentOf(
  model: RunModel,
  mode: AxisMode = 'compressed',
  scale: AxisScale = firstScale,
): SceneContent {
  const timers = model.timers.filter(({ telling }) => telling);
  const axis = createAxis({ ...model, timers }, mode, 1, scale);
  return {
    model,
    axis,
    timers,
    showsStates: true,
    differences: undefined,
    tooMany: false,
    shows: () => true,
  };
}
