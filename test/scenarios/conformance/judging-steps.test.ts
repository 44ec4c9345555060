import { describe, expect, it } from 'vitest';
import { judgeConformance, judging } from '../../../scenarios/lab/conformance/judge.ts';
import { judges } from '../../../scenarios/lab/judges.ts';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { finish, openRun, runScenario } from '../../../scenarios/lab/run.ts';
import { atOnce, type Steps } from '../../../sim/steps.ts';
import { push, story } from '../runs/lab.ts';

// Whoever has something else to do meanwhile judges a run piece by piece.

const pushes = Array.from({ length: 12 }, (_, n) => push.replace('at: 1s', `at: ${n + 1}s`));
const scenario = loadScenario(story({ acts: pushes }), 'many.yaml').scenario!;
const readFile = (): undefined => undefined;

function stepsOf<T>(work: Steps<T>): { readonly steps: number; readonly value: T } {
  for (let steps = 0; ; steps++) {
    const { done, value } = work.next();
    if (done) return { steps, value };
  }
}

describe('a run', () => {
  const { records, reason } = runScenario(scenario, { readFile });
  const told = records.filter(({ type }) => type !== 'verdict' && type !== 'end');

  it('is judged in the more steps the longer it is, and as at one go', () => {
    const { steps, value } = stepsOf(judging(told, reason));
    expect(value).toEqual(judgeConformance(told, reason));
    const half = stepsOf(judging(told.slice(0, told.length / 2), reason));
    expect(steps).toBeGreaterThan(value.length + 30);
    expect(steps - value.length).toBeGreaterThan(1.5 * (half.steps - half.value.length));
  });

  it('whose judges are sent away is closed without them, and its verdict says so', () => {
    const run = openRun(scenario, { readFile, after: records });
    run.advance(Number.POSITIVE_INFINITY);
    const judged = run.finishing(judges);
    for (let step = 0; step < 40; step++) expect(judged.next().done).toBe(false);
    const { records: unjudged, verdict, ...rest } = atOnce(run.finishing());
    expect(verdict.lines).toMatchObject([{ judged: false, text: 'the run was not judged' }]);
    expect(unjudged.slice(0, -1)).toEqual(told);
    const whole = openRun(scenario, { readFile });
    whole.advance(Number.POSITIVE_INFINITY);
    const { fingerprint, events } = finish(whole);
    expect(rest).toMatchObject({ fingerprint, events, reason });
  });
});
