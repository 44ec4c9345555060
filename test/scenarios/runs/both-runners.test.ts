// Every scenario that ships and others made up by chance, by tables and by XState itself: the same trace, to the byte.
import { relative } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunOptions } from '../../../scenarios/lab/run.ts';
import { type RunnerName, runners } from '../../../sim/statechart/runners.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import { scenariosFolder, shippedScenarios } from '../../../ui/cli/shipped.ts';
import { type Run, run, runShipped } from './lab.ts';
import { randomStory } from './random-story.ts';

const files = shippedScenarios().map(({ path }) => relative(scenariosFolder(), path));

/** Its trace, and the transitions that its machines took; or that the run refused the scenario. */
function lived(runner: RunnerName, go: (options: Partial<RunOptions>) => Run) {
  const transitions: string[] = [];
  try {
    const { records } = go({
      runner: runners[runner],
      onTransition: (...names) => void transitions.push(names.join(' ')),
    });
    return { trace: records.map(recordLine), transitions };
  } catch (error) {
    if (error instanceof Error && error.name === 'ScenarioFault') return error.message;
    throw error;
  }
}

it.each(files)('%s', (file) => {
  const by = (runner: RunnerName) => lived(runner, (options) => runShipped(file, options));
  const reference = by('xstate');
  expect(reference).toMatchObject({ transitions: expect.arrayContaining([expect.any(String)]) });
  expect(by('compiled')).toEqual(reference);
});

it('random scenarios', () => {
  fc.assert(
    fc.property(randomStory, (text) => {
      const by = (runner: RunnerName) => lived(runner, (options) => run(text, options));
      expect(by('compiled')).toEqual(by('xstate'));
    }),
    { numRuns: 60 },
  );
});
