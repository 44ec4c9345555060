import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import type { LinkParameters } from '../../../sim/net/link-parameters.ts';
import type { SegmentContent, Stream } from '../../../sim/net/types.ts';
import { duo, label, MS, ofType, S } from '../lab.ts';

const PORT = 2855;

interface Story {
  readonly rules?: FaultRule[];
  readonly link?: Partial<LinkParameters>;
  readonly seed?: string;
  /** Messages written by `a` at once, in bytes. */
  readonly messages: readonly number[];
  readonly extra?: (lab: ReturnType<typeof duo>) => void;
}

/** A connection between two hosts of the real network, on which `a` writes messages as soon as it is open. */
function story({ rules = [], link = {}, seed = 'tcp', messages, extra }: Story) {
  const lab = duo({ rules, link, seed });
  const log: string[] = [];
  const fates = new Map<string, string>();
  let arrived = 0;
  const note = (what: string) => log.push(`${lab.world.kernel.nowUs / MS} ${what}`);
  lab.world.network.tap({
    packet({ drawName, content }, _sentUs, arrivesUs, dropped) {
      if ((content as SegmentContent).payload.length === 0) return;
      fates.set(drawName, dropped ?? `${arrivesUs}`);
    },
  });
  lab.b.listen(PORT, () => ({
    received: (bytes) => {
      arrived += bytes.length;
    },
    closed: (reason) => note(`b ${reason}`),
  }));
  const stream: Stream = lab.a.connect(
    { address: lab.b.address, port: PORT },
    { received() {}, closed: (reason) => note(`a ${reason}`) },
  );
  messages.forEach((bytes, index) => {
    stream.write(new Uint8Array(bytes).fill(97), label('SEND', `SEND ${index}`));
  });
  extra?.(lab);
  lab.world.run();
  return { ...lab, stream, log, fates, arrived };
}

describe('TCP on the network', () => {
  it('takes the time that the line takes: 1 MB at 8 Mbit/s in little more than a second', () => {
    const { arrived, world } = story({ link: { rate: 8_000_000 }, messages: [1_000_000] });
    expect(arrived).toBe(1_000_000);
    const perByteUs = 1;
    const wireUs = 1_000_000 * (1_500 / 1_460) * perByteUs;
    expect(world.kernel.nowUs).toBeGreaterThan(wireUs);
    expect(world.kernel.nowUs).toBeLessThan(1.3 * wireUs);
  });

  it('finds the room of a short queue', () => {
    const { arrived, world, fates } = story({
      link: { rate: 8_000_000, queue: { packets: 20 } },
      messages: [1_000_000],
    });
    expect(arrived).toBe(1_000_000);
    expect([...fates.values()]).toContain('queue');
    expect(world.kernel.nowUs).toBeLessThan(6 * S);
  });

  it('waits out a partition shorter than 100 s', () => {
    const { arrived, log } = story({
      rules: [{ fault: 'partition', a: 'a', b: 'b', both: true, fromUs: 0, untilUs: 20 * S }],
      messages: [5_000],
    });
    expect(arrived).toBe(5_000);
    expect(log).toEqual([]);
  });

  it('times out on a longer one, and both ends hear it when they have something to say', () => {
    const { log, records } = story({
      rules: [{ fault: 'partition', a: 'a', b: 'b', both: true, fromUs: 50 * MS }],
      messages: [5_000],
    });
    expect(log).toEqual([`${123 * 1_000 + 40} a timeout`]);
    expect(ofType(records, 'message.dropped')).toMatchObject([{ reason: 'timeout' }]);
  });

  it('survives a held link without a word', () => {
    const { arrived, log } = story({
      rules: [{ fault: 'hold', a: 'a', b: 'b', both: true, fromUs: 50 * MS, untilUs: 30 * S }],
      messages: [5_000, 100],
    });
    expect([arrived, log]).toEqual([5_100, []]);
  });

  it('loses what a host that crashes had open, and finds the restarted host without memory', () => {
    const { log, records } = story({
      rules: [
        { fault: 'crash', host: 'b', atUs: 1 * S },
        { fault: 'restart', host: 'b', atUs: 2 * S },
      ],
      messages: [100],
      extra: (lab) =>
        lab.at(3 * S, () => {
          const late = lab.a.connect(
            { address: lab.b.address, port: PORT },
            { received() {}, closed: (reason) => expect(reason).toBe('refused') },
          );
          expect(late.id).toBe('a>b/connection 2');
        }),
    });
    expect(log).toEqual(['1000 b crash']);
    expect(ofType(records, 'message.dropped')).toEqual([]);
  });

  it('draws the same for a segment whether or not others were lost', () => {
    const link = { loss: 0.2 } as const;
    const messages = Array.from({ length: 30 }, () => 1_000);
    const first = story({ link, messages, seed: 'same' });
    // Another connection on the same link, and fewer messages on this one.
    const second = story({
      link,
      messages: messages.slice(0, 20),
      seed: 'same',
      extra: (lab) => {
        lab.b.connect({ address: lab.a.address, port: 9 }, { received() {}, closed() {} });
      },
    });
    let compared = 0;
    for (const [name, fate] of second.fates) {
      if (!name.endsWith('transmission 0')) continue;
      compared++;
      expect(fate === 'loss').toBe(first.fates.get(name) === 'loss');
    }
    expect(compared).toBe(20);
  });
});
