import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { breaches } from './invariants.ts';
import { run } from './lab.ts';

// Groups of senders and receivers that push and pull, while links change, stall, refuse and break. Set SIPLAB_RUNS and SIPLAB_SEED to look further.
const numRuns = Number(process.env.SIPLAB_RUNS ?? 25);
const seed = Number(process.env.SIPLAB_SEED ?? 2976);

const ms = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}ms`);
const pair = fc.constantFrom('core<>bob', 'core<>sender', 'sender<>bob', 'sender>bob', 'bob>sender');
const span = fc
  .tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 1, max: 90_000 }))
  .map(([from, long]) => ({ from: `${from}ms`, until: `${from + long}ms` }));

const fault = fc.oneof(
  fc
    .tuple(fc.constantFrom('stall', 'refuse', 'partition', 'hold'), pair, span)
    .map(([kind, on, rest]) => ({ [kind]: on, ...rest })),
  fc
    .tuple(pair, span, ms(0, 900), fc.constantFrom('0%', '30%', '100%'))
    .map(([set, rest, latency, loss]) => ({
      set,
      ...rest,
      latency,
      loss,
    })),
  fc.tuple(pair, ms(0, 6000)).map(([reset, at]) => ({ reset, at })),
);

const act = fc.tuple(ms(1000, 4000), fc.boolean(), fc.integer({ min: 1, max: 3 })).map(([at, pulls, n]) =>
  pulls
    ? { at, do: 'pull', by: 'bob', to: 'sip:push1@example.com', files: [{ name: 'a.jpg' }] }
    : {
        at,
        do: 'push',
        by: 'sender',
        to: `sip:bob${n}@example.com`,
        files: [{ name: 'a.jpg', type: 'image/jpeg', size: 40_000 }],
      },
);

const groups = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    transport: fc.constantFrom('auto', 'udp', 'tcp'),
    senders: fc.integer({ min: 1, max: 3 }),
    receivers: fc.integer({ min: 1, max: 3 }),
    report: fc.constantFrom('yes', 'no', 'partial'),
    recover: fc.constantFrom(0, 2),
    setup: fc.constantFrom('active', 'passive'),
    acts: fc.array(act, { minLength: 1, maxLength: 3 }),
    faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
  })
  .map(({ transport, senders, receivers, report, recover, setup, acts, faults, seed: drawn }) =>
    JSON.stringify({
      title: 'Groups made by chance',
      seed: drawn,
      network: { links: { default: { transport, latency: '20ms', rate: '1Mbit/s' } } },
      core: { kind: 'sip', domain: 'example.com' },
      agents: {
        sender: {
          role: 'push-sender',
          uri: 'sip:push{n}@example.com',
          count: senders,
          'failure-report': report,
          recover,
          has: [{ name: 'a.jpg', type: 'image/jpeg', size: 40_000 }],
        },
        bob: {
          role: 'push-receiver',
          uri: 'sip:bob{n}@example.com',
          count: receivers,
          setup,
          features: ['+g.oma.lcsi.sip-push'],
        },
      },
      timeline: [
        { at: '0s', do: 'register', by: 'bob' },
        { at: '0s', do: 'register', by: 'sender' },
        ...acts,
      ],
      faults,
      limits: { events: 200_000, time: '2h' },
    }),
  );

describe('groups made by chance', () => {
  it('are scenarios', () => {
    const [text = ''] = fc.sample(groups, { numRuns: 1, seed });
    expect(loadScenario(text, 'groups.yaml').errors).toEqual([]);
  });

  it('come to an end by themselves, with a trace that is sound', () => {
    fc.assert(
      fc.property(groups, (text) => {
        const { records, reason } = run(text);
        expect(reason).toBe('idle');
        expect(breaches(records)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });
});
