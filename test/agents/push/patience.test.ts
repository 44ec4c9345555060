import { describe, expect, it } from 'vitest';
import { fired, ofType, outcomes, push, run, sent, story } from '../../scenarios/runs/lab.ts';

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

describe('a receiver that says no', () => {
  const said = (bob: string, status: number) => {
    const result = run(story({ bob }));
    const at = (summary: string) => sent(result, summary, 'bob>core').map((message) => message.at / 1e6);
    return { rang: at('180 INVITE'), said: at(`${status} INVITE`), came: outcomes(result) };
  };
  const failed = ['failed'];

  it.each([
    ['busy', 486],
    ['unavailable', 480],
    ['decline', 603],
    ['out-of-resources', 503],
  ])('%s: at once, after it has rung, or when its user has made up their mind', (answer, status) => {
    const no = `answer: ${answer}`;
    expect(said(no, status)).toEqual({ rang: [], said: [1.04], came: failed });
    expect(said(`${no}, ring: true`, status)).toEqual({ rang: [1.04], said: [1.04], came: failed });
    expect(said(`${no}, think: 2s`, status)).toEqual({ rang: [], said: [3.04], came: failed });
    expect(said(`${no}, think: 2s, ring: true`, status)).toEqual({
      rang: [1.04],
      said: [3.04],
      came: failed,
    });
  });

  it('is taken at its word when it is cancelled while it thinks', () => {
    const acts = [push, '{ at: 2s, do: cancel, by: sender }'];
    const result = run(story({ bob: 'answer: decline, think: 5s', acts }));
    expect([sent(result, '487 INVITE', 'bob>core').length, sent(result, '603 INVITE').length]).toEqual([
      1, 0,
    ]);
    expect(outcomes(result)).toEqual(['cancelled']);
  });
});
