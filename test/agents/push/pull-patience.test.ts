import { describe, expect, it } from 'vitest';
import { ofType, outcomes, type Run, run, story } from '../../scenarios/runs/lab.ts';

// A puller whose sender says nothing more, at each stage of a pull: what it comes to, and that it comes to it by itself.

const results = (result: Run) =>
  ofType(result, 'store').flatMap(({ node, what, value }) =>
    what === 'pull' && node === 'bob' ? [(value as { outcome: unknown }).outcome] : [],
  );

const pulling = (faults: readonly string[]) =>
  run(
    story({
      links: '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }',
      sender: 'session-expires: 90, has: [{ name: a.jpg, type: image/jpeg, size: 400000 }]',
      bob: 'session-expires: 90',
      acts: [
        '{ at: 1s, do: pull, by: bob, to: sip:push@push-sender-agent.example.com, files: [{ name: a.jpg }] }',
      ],
      ...(faults.length > 0 && { faults }),
    }),
  );

it('a pull that nothing disturbs is delivered', () => {
  expect(results(pulling([]))).toEqual(['delivered']);
});

describe('a pull whose sender falls silent', () => {
  it.each([
    ['before it has the INVITE', ['{ crash: sender, at: 0.5s }']],
    ['when it has answered', ['{ crash: sender, at: 1.09s }']],
    ['in the middle of the file', ['{ crash: sender, at: 2s }']],
    ['for good, on the way of the media alone', ['{ partition: sender>bob, from: 2s, until: 400s }']],
    [
      'for its connection is refused',
      ['{ refuse: bob>sender, from: 0s, until: 400s }', '{ refuse: sender>bob, from: 0s, until: 400s }'],
    ],
    ['for a stall', ['{ stall: sender<>bob, from: 2s, until: 400s }']],
  ])('%s', (_, faults) => {
    const result = pulling(faults);
    expect(result.reason).toBe('idle');
    expect(results(result)).toEqual(['failed']);
    expect(ofType(result, 'verdict').filter(({ outcome }) => outcome === 'violated')).toEqual([]);
    expect(outcomes(result)).toEqual([]);
  });
});
