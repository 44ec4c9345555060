import { describe, expect, it } from 'vitest';
import { createChance } from '../../../sim/chance/keyed.ts';
import type { LinkParameters } from '../../../sim/net/link-parameters.ts';
import { createLinks } from '../../../sim/net/links.ts';
import type { Packet } from '../../../sim/net/types.ts';
import { link, MS, S } from '../lab.ts';
import { mean } from '../statistics.ts';

/** One link, and the fate of packets that enter it, each with a name and at a time of its own. */
function linkWith(changes: Partial<LinkParameters>, seed = 'links') {
  const links = createLinks({
    config: { default: link({ latency: { kind: 'constant', value: 0 }, ...changes }), links: [] },
    chance: createChance(seed),
    groupOf: () => undefined,
    faultsBetween: () => [],
  });
  return {
    udp: (n: number, atUs: number, sizeBytes = 500) =>
      links.between('a', 'b').cross(packet('udp', `a>b/message ${n}/0`, sizeBytes), atUs),
    tcp: (n: number, atUs: number, connection = 1) =>
      links
        .between('a', 'b')
        .cross(packet('tcp', `connection ${connection}/segment ${n}`, 500, connection), atUs),
  };
}

function packet(kind: 'udp' | 'tcp', drawName: string, sizeBytes: number, port = 1): Packet {
  const payload = new Uint8Array();
  const flags = { syn: false, isAck: true, fin: false, rst: false, psh: false };
  return {
    number: 1,
    from: 'a',
    to: 'b',
    source: { address: '192.0.2.1', port },
    destination: { address: '192.0.2.2', port: 5060 },
    sizeBytes,
    drawName,
    content: kind === 'udp' ? { kind, payload } : { kind, seq: 0, ack: 0, window: 0, payload, ...flags },
  };
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('latency', () => {
  it('delays each packet', () => {
    const { udp } = linkWith({ latency: { kind: 'constant', value: 20 * MS } });
    expect(udp(1, 5 * MS)).toMatchObject({ arrivesUs: 25 * MS, delays: [], copies: [] });
  });

  it('is a whole number of µs, and never a longer time than a year', () => {
    const { udp } = linkWith({ latency: { kind: 'pareto', min: 1000, shape: 0.01 } });
    for (const n of range(100)) {
      const { arrivesUs } = udp(n, 0);
      expect(Number.isSafeInteger(arrivesUs)).toBe(true);
      expect(arrivesUs).toBeLessThanOrEqual(366 * 24 * 3600 * S);
    }
  });
});

describe('jitter', () => {
  const parameters = {
    latency: { kind: 'constant', value: 20 * MS },
    jitter: { kind: 'constant', value: 5 * MS },
  } as const;

  it('of 5 ms spreads packets over 5 ms', () => {
    const { udp } = linkWith(parameters);
    const delays = range(10_000).map((n) => udp(n, 0).arrivesUs!);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20 * MS);
    expect(Math.max(...delays)).toBeLessThanOrEqual(25 * MS);
    expect(mean(delays) / (22.5 * MS)).toBeCloseTo(1, 2);
  });

  it('lets datagrams overtake one another', () => {
    const { udp } = linkWith(parameters);
    const arrivals = range(100).map((n) => udp(n, n * 100).arrivesUs!);
    expect(arrivals).not.toEqual([...arrivals].sort((x, y) => x - y));
  });

  it('lets no segment overtake another of its connection, and holds up no other connection', () => {
    const { tcp } = linkWith(parameters);
    const one = range(200).map((n) => tcp(n, n * 100, 1).arrivesUs!);
    expect(one).toEqual([...one].sort((x, y) => x - y));
    const alone = linkWith(parameters).tcp(0, 10_000, 2).arrivesUs;
    const beside = linkWith(parameters);
    for (const n of range(100)) beside.tcp(n, n * 100, 1);
    expect(beside.tcp(0, 10_000, 2).arrivesUs).toBe(alone);
  });

  it('forgets connections whose segments have arrived', () => {
    const { tcp } = linkWith(parameters);
    for (const n of range(60_000)) tcp(1, n * MS, n + 1);
    expect(tcp(1, 61 * S, 1).arrivesUs).toBeGreaterThanOrEqual(61 * S + 20 * MS);
  });
});

describe('loss', () => {
  it('takes its share, each with the draw that decided it', () => {
    const { udp } = linkWith({ loss: 0.05 });
    const lost = range(20_000).flatMap((n) => udp(n, 0).dropped ?? []);
    expect(lost.length / 20_000).toBeCloseTo(0.05, 2);
    for (const { reason, draw } of lost) {
      expect(reason).toBe('loss');
      expect(draw).toBeLessThan(0.05);
    }
  });

  it('of 100% takes all, of 0% nothing', () => {
    expect(range(100).every((n) => linkWith({ loss: 1 }).udp(n, 0).dropped)).toBe(true);
    expect(range(100).some((n) => linkWith({ loss: 0 }).udp(n, 0).dropped)).toBe(false);
  });
});

describe('loss in bursts', () => {
  const bursty = (lossGood = 0, lossBad = 1) =>
    ({ loss: { model: 'gilbert-elliott', goodUs: 10 * S, badUs: 2 * S, lossGood, lossBad } }) as const;

  it('has the shares of time that its means say, in stretches of their length', () => {
    const { udp } = linkWith(bursty());
    const step = 20 * MS;
    const lost = range(1_000_000).map((n) => udp(0, n * step).dropped !== undefined);
    expect(lost.filter(Boolean).length / lost.length).toBeCloseTo(1 / 6, 1);
    const bursts = lost.filter((bad, n) => bad && !lost[n - 1]).length;
    const badUs = lost.filter(Boolean).length * step;
    expect(badUs / bursts / (2 * S)).toBeCloseTo(1, 0);
  });

  it('loses its shares in good and bad times', () => {
    const { udp } = linkWith(bursty(0.1, 0.5));
    const lost = range(200_000).filter((n) => udp(n, n * 10 * MS).dropped);
    expect(lost.length / 200_000).toBeCloseTo((10 * 0.1 + 2 * 0.5) / 12, 1);
  });

  it('turns by the clock: who else crosses changes nothing', () => {
    const sparse = linkWith(bursty(0.1, 0.9));
    const dense = linkWith(bursty(0.1, 0.9));
    for (const n of range(1000)) {
      for (const extra of range(3)) dense.udp(-1 - extra, n * 50 * MS);
      expect(dense.udp(n, n * 50 * MS).dropped).toEqual(sparse.udp(n, n * 50 * MS).dropped);
    }
  });
});

describe('duplication and reordering', () => {
  it('duplicate a share, the copy so long after the first', () => {
    const { udp } = linkWith({ duplicate: { share: 0.2, by: { kind: 'constant', value: 3 * MS } } });
    const copies = range(10_000).flatMap((n) => udp(n, 0).copies);
    expect(copies.length / 10_000).toBeCloseTo(0.2, 1);
    expect(copies[0]).toMatchObject({ reason: 'duplicate', byUs: 3 * MS });
    expect(copies.every(({ draw }) => draw !== undefined && draw < 0.2)).toBe(true);
  });

  it('hold a share back', () => {
    const { udp } = linkWith({ reorder: { share: 0.1, by: { kind: 'constant', value: 30 * MS } } });
    const passages = range(10_000).map((n) => udp(n, 0));
    const held = passages.filter(({ delays }) => delays.length > 0);
    expect(held.length / 10_000).toBeCloseTo(0.1, 1);
    expect(held[0]).toMatchObject({ arrivesUs: 30 * MS, delays: [{ reason: 'reorder', byUs: 30 * MS }] });
    expect(passages.filter(({ arrivesUs }) => arrivesUs === 0).length + held.length).toBe(10_000);
  });

  it('let segments of a connection overtake one that is held back, and it only', () => {
    const { tcp } = linkWith({ reorder: { share: 0.1, by: { kind: 'constant', value: 30 * MS } } });
    const arrivals = range(500).map((n) => ({ ...tcp(n, n * MS), n }));
    const held = arrivals.filter(({ delays }) => delays.length > 0);
    expect(held.length).toBeGreaterThan(20);
    for (const { arrivesUs, n, delays } of arrivals)
      expect(arrivesUs).toBe(n * MS + (delays.length > 0 ? 30 * MS : 0));
  });
});

describe('a rate', () => {
  it('puts one packet after another on the line', () => {
    const { udp } = linkWith({ rate: 8 * 500 * 100, latency: { kind: 'constant', value: 20 * MS } });
    expect(range(4).map((n) => udp(n, 0).arrivesUs)).toEqual([30 * MS, 40 * MS, 50 * MS, 60 * MS]);
    expect(udp(4, 100 * MS).arrivesUs).toBe(130 * MS);
  });

  it('is exact over many packets that take no whole number of µs', () => {
    const { udp } = linkWith({ rate: 30_000_000 });
    let last = 0;
    for (const n of range(3000)) last = udp(n, 0, 125).arrivesUs!;
    expect(last).toBe(100_000);
  });

  it('drops what finds the queue full of packets, and only that', () => {
    const { udp } = linkWith({ rate: 8 * 500 * 100, queue: { packets: 2 } });
    const fates = range(5).map((n) => udp(n, 0).dropped?.reason ?? 'passed');
    expect(fates).toEqual(['passed', 'passed', 'passed', 'queue', 'queue']);
    // At 10 ms the second takes the line, and leaves room for one.
    expect(udp(5, 10 * MS - 1).dropped?.reason).toBe('queue');
    expect(udp(6, 10 * MS).dropped).toBeUndefined();
    expect(udp(7, 10 * MS).dropped?.reason).toBe('queue');
  });

  it('drops what finds no room in a queue of bytes', () => {
    const { udp } = linkWith({ rate: 8 * 500 * 100, queue: { bytes: 1000 } });
    const sizes = [500, 600, 500, 400, 1];
    const fates = sizes.map((size, n) => udp(n, 0, size).dropped?.reason ?? 'passed');
    expect(fates).toEqual(['passed', 'passed', 'queue', 'passed', 'queue']);
  });

  it('with a queue of nothing carries what finds the line free', () => {
    const { udp } = linkWith({ rate: 8 * 500 * 100, queue: { packets: 0 } });
    expect([0, 5 * MS, 10 * MS].map((at, n) => udp(n, at).dropped?.reason)).toEqual([
      undefined,
      'queue',
      undefined,
    ]);
  });

  it('keeps a queue of many in constant time each', () => {
    const { udp } = linkWith({ rate: 1_000_000, queue: { packets: 200_000 } });
    for (const n of range(100_000)) udp(n, n);
    expect(udp(-1, 100_000).dropped).toBeUndefined();
  });
});

describe('which link it is', () => {
  const named = (name: string) => link({ latency: { kind: 'constant', value: Number(name) } });
  const groups = new Map([
    ['bob.1', 'bob'],
    ['bob.2', 'bob'],
    ['eve.1', 'eve'],
  ]);
  const links = createLinks({
    config: {
      default: named('1'),
      links: [
        { from: 'core', to: 'bob', parameters: named('2') },
        { from: 'core', to: 'bob.2', parameters: named('3') },
        { from: 'bob', to: 'core', parameters: named('4') },
        { from: 'bob', to: 'eve', parameters: named('5') },
      ],
    },
    chance: createChance('x'),
    groupOf: (host) => groups.get(host),
    faultsBetween: () => [],
  });

  it.each([
    ['core', 'bob.1', 2],
    ['core', 'bob.2', 3],
    ['bob.1', 'core', 4],
    ['bob.2', 'core', 4],
    ['bob.1', 'eve.1', 5],
    ['eve.1', 'bob.1', 1],
    ['core', 'alice', 1],
    ['bob.1', 'bob.1', 0],
  ])('from %s to %s', (from, to, latency) => {
    expect(links.between(from, to).cross(packet('udp', 'x', 100), 0).arrivesUs).toBe(latency);
    expect(links.between(from, to)).toBe(links.between(from, to));
  });
});
