import { describe, expect, it } from 'vitest';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 3261 §12.1.2 and §13.2.2.4: a 2xx whose Contact arrives unreadable makes no dialog, and a copy of it may.

const notes = (result: Run) => ofType(result, 'note').map(({ text }) => text);
const isLeftAside = (result: Run) => notes(result).some((text) => /^left aside a 200/.test(text));
const violated = (result: Run) => ofType(result, 'verdict').filter(({ outcome }) => outcome === 'violated');

/** The first seed with which the fault hits the Contact of the first 200 so that it cannot be read. */
function spoilt(...faults: readonly string[]): Run {
  const corrupt = '{ corrupt: 200 INVITE, from: core, to: sender, octets: 3, nth: 1 }';
  for (let seed = 0; seed < 200; seed++) {
    const result = run(story({ faults: [corrupt, ...faults], more: `seed: ${seed}` }));
    if (isLeftAside(result)) return result;
  }
  throw new Error('no seed spoils the Contact alone');
}

describe('a 200 to INVITE without a Contact that can be read', () => {
  it('is left aside, and its copy is acknowledged', () => {
    const result = spoilt();
    expect(sent(result, '200 INVITE', 'core>sender')).toHaveLength(2);
    expect(sent(result, 'ACK', 'sender>core')).toHaveLength(1);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(violated(result)).toEqual([]);
  });

  it('and without a copy: the call has failed when none can come any more', () => {
    const result = spoilt('{ drop: 200 INVITE, from: bob, to: core, between: [1.1s, 60s] }');
    expect(sent(result, 'ACK', 'sender>core')).toEqual([]);
    expect(outcomes(result)).toEqual(['failed']);
    expect(violated(result)).toEqual([]);
  });
});
