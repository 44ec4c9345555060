import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { run, runShipped, story } from '../runs/lab.ts';
import { randomStory } from '../runs/random-story.ts';
import { chosenIn } from './chosen.ts';
import { again, header, without } from './doctor.ts';

// The monitors against runs that nobody arranged for them. Set SIPLAB_RUNS and SIPLAB_SEED to look further than the suite does.
const numRuns = Number(process.env.SIPLAB_RUNS ?? 60);
const seed = Number(process.env.SIPLAB_SEED ?? 2976);

/** What a story broke that it did not choose to. */
function unchosen(text: string, records: readonly TraceRecord[]): string[] {
  const chosen = chosenIn(text);
  return breaches(records).filter((one) => !chosen.has(one.split(':')[0] ?? ''));
}

function breaches(records: readonly TraceRecord[]): string[] {
  return judgeConformance(records.filter(({ type }) => type !== 'verdict')).flatMap((one) =>
    one.outcome === 'violated' ? [`${one.requirement}: ${one.detail} (${one.because.join(', ')})`] : [],
  );
}

/** The trace of a story; `undefined` where a fault asks what its link cannot do, which the loader or only the run can show. */
function runOrRefusal(text: string): readonly TraceRecord[] | undefined {
  if (loadScenario(text, 'chance.yaml').errors.length > 0) return undefined;
  try {
    return run(text).records;
  } catch (error) {
    if (error instanceof Error && error.name === 'ScenarioFault') return undefined;
    throw error;
  }
}

describe('a story made by chance', () => {
  it('violates nothing but what it chose to, whatever is lost, late, doubled or restarted', () => {
    fc.assert(
      fc.property(randomStory, (text) => {
        const records = runOrRefusal(text);
        if (records === undefined) return;
        expect(unchosen(text, records)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });
});

describe('a request that reaches the proxy again when its transaction is over', () => {
  const udp = '{ transport: udp, latency: 20ms }';
  it.each([
    ['by UDP to and fro', `{ default: ${udp} }`],
    ['by TCP from there on', `{ default: ${udp}, core<>bob: { transport: tcp, latency: 20ms } }`],
  ])('is another transaction, of the same branch: %s', (_, links) => {
    const { records } = run(
      story({ links, faults: ['{ duplicate: BYE, from: sender, to: core, by: 40s }'] }),
    );
    const went = records.filter(
      (record) => record.type === 'message.sent' && record.node === 'core' && record.summary === 'BYE',
    );
    expect(went.map(({ at }) => Math.floor(at / 1_000_000))).toEqual([1, 41]);
    expect(breaches(records)).toEqual([]);
  });
});

describe.each(['udp', 'tcp'])('a story made by chance, where 40 % is lost, by %s', (transport) => {
  /** Whatever the story says of its network, this is what it is like. */
  const stormy = randomStory.map((text) => {
    const story = JSON.parse(text);
    const agents = Object.fromEntries(
      Object.entries<object>(story.agents).map(([name, agent]) => [name, { ...agent, transport: 'auto' }]),
    );
    const links = { default: { ...story.network.links.default, transport, loss: '40%' } };
    return JSON.stringify({ ...story, network: { links }, agents });
  });

  it('violates nothing but what it chose to', () => {
    fc.assert(
      fc.property(stormy, (text) => {
        const ran = runOrRefusal(text);
        if (ran === undefined) return;
        expect(unchosen(text, ran)).toEqual([]);
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
  });
});

describe('a scenario that ships, with one message tampered with', () => {
  const names = [
    'figure-1',
    'agents/three-files',
    'agents/refresh-by-the-receiver',
    'requirements/q-22-when-to-close',
    'lossy-link',
  ] as const;
  const ids = (records: readonly TraceRecord[]) => breaches(records).map((one) => one.split(':')[0]);

  it.each(names)('%s: an ACK that never left is missed', (name) => {
    const { records } = runShipped(name);
    expect(ids(without('sender>core ACK')(records))).toContain('RFC3261-13.2.2.4');
  });

  it.each(names)('%s: an o= version that goes on by two, or goes back, is seen', (name) => {
    const { records } = runShipped(name);
    const second = again('sender>core INVITE', ({ raw }) => ({
      raw: String(raw)
        .replace(/^CSeq: \d+/m, 'CSeq: 99')
        .replace('z9hG4bK', 'z9hG4bK99')
        .replace(/^(o=\S+ \d+ )(\d+)/m, (_, before, version) => `${before}${BigInt(version) + 2n}`),
    }));
    expect(ids(second(records))).toContain('RFC3264-8');
  });

  it.each([...names, 'icon-in-the-invite'])(
    '%s: a BYE that counts from the beginning again is seen',
    (name) => {
      const { records } = runShipped(name);
      const astray = header('sender>core BYE', 'CSeq', '1 BYE');
      expect(ids(astray(records))).toContain('RFC3261-8.1.1.5');
    },
  );
});

describe('a chunk that is written in pieces', () => {
  const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
  const file =
    '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 400000 }] }';
  const go = (more: readonly string[], faults: readonly string[] = []) =>
    run(
      story({
        links: slow,
        sender: 'chunking: whole',
        acts: [file, ...more],
        ...(faults.length > 0 && { faults }),
      }),
    );

  it.each([
    ['is carried whole', []],
    ['is stopped by its receiver, while it comes', ['{ at: 2s, do: abort, by: bob }']],
    ['is given up by its sender', ['{ at: 2s, do: abort, by: sender }']],
  ])('%s, and violates nothing', (_, acts) => {
    expect(breaches(go(acts).records)).toEqual([]);
  });

  it('never ends, for its connection is reset, and violates nothing', () => {
    expect(breaches(go([], ['{ reset: sender<>bob, at: 2s }']).records)).toEqual([]);
  });

  it('whose last pieces leave after the BYE is media after the BYE', () => {
    const { records } = go([]);
    const bye = records.findIndex(
      (record) => record.type === 'message.sent' && record.summary === 'BYE' && record.node === 'sender',
    );
    const piece = records.findIndex(
      (record) => record.type === 'message.sent' && record.summary.startsWith('SEND-body'),
    );
    const moved = [
      ...records.slice(0, piece),
      records[bye]!,
      ...records.slice(piece, bye),
      ...records.slice(bye + 1),
    ];
    const renumbered = moved.map((record, seq) => ({ ...record, seq }));
    expect(breaches(renumbered).map((one) => one.split(':')[0])).toContain('RFC3261-15.1.1');
  });
});
