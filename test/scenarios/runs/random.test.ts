import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../scenarios/lab/run.ts';
import { runners } from '../../../sim/statechart/runners.ts';
import { breaches } from './invariants.ts';
import { run } from './lab.ts';
import { randomStory } from './random-story.ts';

// Set SIPLAB_RUNS and SIPLAB_SEED to look further than the suite does.
const numRuns = Number(process.env.SIPLAB_RUNS ?? 200);
const seed = Number(process.env.SIPLAB_SEED ?? 2976);

/** A fault that only the run can show to be impossible, as a drop of what goes by TCP: the scenario is wrong, not the lab. */
function runOrRefusal(text: string, options: Partial<RunOptions> = {}): ReturnType<typeof run> | string {
  try {
    return run(text, options);
  } catch (error) {
    if (error instanceof Error && error.name === 'ScenarioFault') return error.message;
    throw error;
  }
}

describe('any scenario', () => {
  it('runs to its end without a defect, its trace is sound, and a second run, by XState itself, is the same', () => {
    let refused = 0;
    fc.assert(
      fc.property(randomStory, (text) => {
        const first = runOrRefusal(text);
        const second = runOrRefusal(text, { runner: runners.xstate });
        if (typeof first === 'string' || typeof second === 'string') {
          refused += 1;
          expect(second).toBe(first);
          return;
        }
        expect(breaches(first.records)).toEqual([]);
        expect(first.reason).toBe('idle');
        expect(second.fingerprint).toBe(first.fingerprint);
      }),
      { numRuns, seed },
    );
    expect(refused).toBeLessThan(numRuns / 4);
  });
});
