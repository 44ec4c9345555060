import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { finish, openRun, runScenario } from '../../../scenarios/lab/run.ts';
import { scenarioSource } from '../../../ui/cli/scenario-source.ts';

const source = scenarioSource('lost-200-ok');
const scenario = loadScenario(source.text, source.name).scenario!;
const whole = runScenario(scenario, source);

describe('a run in slices', () => {
  it('comes to the same, however it is cut up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), (slices) => {
        const run = openRun(scenario, source);
        for (let turn = 0; !run.advance(slices[turn % slices.length] ?? 1); turn++);
        expect(finish(run)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('tells how far it is, and ends where it is stopped', () => {
    const run = openRun(scenario, source);
    expect(run.advance(10)).toBe(false);
    expect(run.events).toBe(10);
    const sofar = [...run.records];
    const { reason, events, records, fingerprint } = finish(run);
    expect({ reason, events }).toEqual({ reason: 'limit of events', events: 10 });
    expect(records.slice(0, sofar.length)).toEqual(whole.records.slice(0, sofar.length));
    expect(records.at(-1)).toMatchObject({ type: 'end', reason: 'limit of events', fingerprint });
  });
});
