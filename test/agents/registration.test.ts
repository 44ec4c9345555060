import { describe, expect, it } from 'vitest';
import { run, sent, story } from '../scenarios/runs/lab.ts';

const core = '{ kind: sip, domain: example.com, expires: { min: 1 } }';
const registering = (expires: number) =>
  run(story({ core, acts: [`{ at: 5s, do: register, by: bob, expires: ${expires} }`], more: 'until: 10s' }));

describe('the time that a registration is for', () => {
  it('is none: bob leaves, and refreshes nothing (RFC 3261 §10.2.2)', () => {
    const result = registering(0);
    expect(sent(result, 'REGISTER', 'bob>core')).toHaveLength(2);
    expect(sent(result, '200 REGISTER', 'core>bob')).toHaveLength(2);
  });

  it('is a second: it is refreshed at half of it, not at once', () => {
    const result = registering(1);
    // At 5 s, and half a second and a round trip of 40 ms later each time.
    const times = sent(result, 'REGISTER', 'bob>core').map(({ at }) => at / 1000);
    expect(times.slice(0, 4)).toEqual([0, 5000, 5540, 6080]);
  });
});
