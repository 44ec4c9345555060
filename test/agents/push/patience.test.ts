import { describe, expect, it } from 'vitest';
import { fired, ofType, outcomes, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 3261 §9.1 in whole runs: a caller whose callee rings, and who hears no more.

const ringing = (sender: string, faults: readonly string[], more: Parameters<typeof story>[0] = {}) =>
  run(story({ sender, bob: 'answer: manual, ring: true', faults, ...more }));

describe('a core that crashes while the callee rings', () => {
  it('is given up by the sender: by default after Timer C and 64*T1', () => {
    const result = ringing('', ['{ crash: core, at: 10s }']);
    // The 180 came 80 ms after the INVITE.
    expect(fired(result, 'sender', 'patience')).toEqual([214.08]);
    expect(sent(result, 'CANCEL', 'sender>core')[0]?.at).toBe(214_080_000);
    expect(outcomes(result)).toEqual(['failed']);
  });

  it.each([5, 40])('after the scenario’s own patience of %d s', (seconds) => {
    const result = ringing(`patience: ${seconds}s`, ['{ crash: core, at: 3s }']);
    expect(fired(result, 'sender', 'patience')).toEqual([1.08 + seconds]);
    expect(outcomes(result)).toEqual(['failed']);
  });

  it('is not waited for where the callee rings on, or the sender takes it back itself', () => {
    const again = run(
      story({ sender: 'patience: 40s', bob: 'answer: manual, ring: { again: 20s }', more: 'until: 150s' }),
    );
    expect([fired(again, 'sender', 'patience'), sent(again, 'CANCEL')]).toEqual([[], []]);
    const cancelled = ringing('patience: 40s', ['{ crash: core, at: 10s }'], {
      acts: [
        '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }',
        '{ at: 30s, do: cancel, by: sender }',
      ],
    });
    expect(fired(cancelled, 'sender', 'patience')).toEqual([]);
    expect(outcomes(cancelled)).toEqual(['cancelled']);
  });

  it('is nothing to a sender that has restarted meanwhile', () => {
    const result = ringing('patience: 40s', ['{ crash: core, at: 10s }'], {
      acts: [
        '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }',
        '{ at: 5s, do: restart, by: sender }',
      ],
    });
    expect(fired(result, 'sender', 'patience')).toEqual([]);
    expect(ofType(result, 'state').filter(({ machine }) => machine === 'patience')).toEqual([]);
    expect(outcomes(result)).toEqual([]);
  });
});
