import { describe, expect, it } from 'vitest';
import { createFingerprint } from '../../sim/trace/fingerprint.ts';
import { recordLine } from '../../sim/trace/ndjson.ts';
import type { Sink } from '../../sim/trace/trace.ts';
import { createWorld, type WorldOptions } from '../../sim/world.ts';
import { label, link, MS, S } from './lab.ts';

/** Ten hosts that pass a message on at random, over links that do everything that links do. */
function gossip(options: Partial<WorldOptions> & { extraHost?: boolean } = {}) {
  const lines: string[] = [];
  const fingerprint = createFingerprint();
  const memory: Sink = (record) => lines.push(recordLine(record));
  const world = createWorld({
    seed: 'gossip',
    sinks: [memory, fingerprint.sink],
    links: {
      default: link({
        latency: { kind: 'normal', mean: 20 * MS, sd: 5 * MS },
        jitter: { kind: 'pareto', min: MS, shape: 2 },
        loss: { model: 'gilbert-elliott', goodUs: S, badUs: 50 * MS, lossGood: 0.01, lossBad: 0.5 },
        duplicate: { share: 0.05 },
        rate: 1_000_000,
        queue: { packets: 5 },
      }),
      links: [],
    },
    faults: [
      { fault: 'drop', message: 'GOSSIP', nth: 2 },
      { fault: 'hold', a: 'h1', b: 'h2', both: true, fromUs: S, untilUs: 2 * S },
    ],
    limits: { maxEvents: 3000 },
    ...options,
  });
  const hosts = Array.from({ length: 10 }, (_, n) => world.network.addHost(`h${n}`));
  if (options.extraHost) world.network.addHost('unrelated');
  for (const host of hosts) {
    let sent = 0;
    const socket = host.bindDatagrams(1, (bytes) => tell(bytes));
    const tell = (bytes: Uint8Array) => {
      const name = `${host.name}/${sent++}`;
      const next = hosts[host.chance.integer(`${name}/next`, 10)]!;
      socket.send({ address: next.address, port: 1 }, bytes, label('GOSSIP', name));
    };
    world.kernel.after(0, () => tell(new TextEncoder().encode(`from ${host.name}`)));
  }
  const ending = world.run();
  return { world, ending, text: lines.join('\n'), fingerprint: fingerprint.full() };
}

describe('a world', () => {
  it('runs twice alike, to the byte', () => {
    const [one, two] = [gossip(), gossip()];
    expect(one.text === two.text).toBe(true);
    expect(one.fingerprint).toBe(two.fingerprint);
    expect(one.ending).toEqual(two.ending);
  });

  it('runs otherwise from another seed', () => {
    expect(gossip({ seed: 'other' }).fingerprint).not.toBe(gossip().fingerprint);
  });

  it('is not changed by a host that has no part in it, nor by who looks', () => {
    expect(gossip({ extraHost: true }).fingerprint).toBe(gossip().fingerprint);
    expect(gossip({ sinks: [] }).ending).toEqual(gossip().ending);
  });

  it('has times and numbers that never decrease', () => {
    const records = gossip()
      .text.split('\n')
      .map((line) => JSON.parse(line) as { seq: number; at: number; cause?: number });
    for (const [n, { seq, at, cause }] of records.entries()) {
      expect(seq).toBe(n);
      expect(at).toBeGreaterThanOrEqual(records[n - 1]?.at ?? 0);
      if (cause !== undefined) expect(cause).toBeLessThan(seq);
    }
  });

  it('ends at its limits and says so', () => {
    const world = createWorld({ seed: '1', links: { default: link(), links: [] }, limits: { maxUs: S } });
    const forever = () => world.kernel.after(100, forever);
    forever();
    expect(world.run(S / 2).reason).toBe('until');
    expect(world.run().reason).toBe('limit of virtual time');
    expect(world.kernel.nowUs).toBe(S);
  });

  it('has room for 100,000 hosts', () => {
    const world = createWorld({ seed: '1', links: { default: link({ loss: 0.01 }), links: [] } });
    const core = world.network.addHost('core');
    let received = 0;
    core.bindDatagrams(5060, () => received++);
    for (let n = 1; n < 100_000; n++) {
      const host = world.network.addHost(`bob.${n}`, { group: 'bob' });
      const socket = host.bindDatagrams(5060, () => {});
      socket.send({ address: core.address, port: 5060 }, new Uint8Array(300), label('REGISTER', `${n}`));
    }
    world.run();
    expect(received / 100_000).toBeCloseTo(0.99, 2);
  });
});
