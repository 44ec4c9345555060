import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import type { LinkParameters } from '../../../sim/net/link-parameters.ts';
import { duo, label, MS } from '../lab.ts';

describe('a tap', () => {
  /** What it sees of one datagram: when it was sent, when it arrives, why it does not. */
  function seen(link: Partial<LinkParameters>, rules: FaultRule[] = []) {
    const lab = duo({ link, rules });
    const packets: unknown[] = [];
    lab.world.network.tap({
      packet: (_, sentUs, arrivesUs, dropped) =>
        packets.push([sentUs / MS, arrivesUs && arrivesUs / MS, dropped]),
    });
    lab.at(5 * MS, () => lab.say('X'));
    lab.world.run();
    return packets;
  }

  it('sees a packet that arrives', () => {
    expect(seen({})).toEqual([[5, 25, undefined]]);
  });

  it('sees a lost one with the reason', () => {
    expect(seen({ loss: 1 })).toEqual([[5, undefined, 'loss']]);
    expect(seen({}, [{ fault: 'drop', message: 'X' }])).toEqual([[5, undefined, 'fault 1']]);
    expect(seen({}, [{ fault: 'partition', a: 'a', b: 'b', both: true, fromUs: 0 }])).toEqual([
      [5, undefined, 'partition'],
    ]);
  });

  it('sees each copy, and when a delayed one arrives', () => {
    expect(seen({ duplicate: { share: 1 } })).toEqual([
      [5, 25, undefined],
      [5, 26, undefined],
    ]);
    expect(seen({}, [{ fault: 'delay', message: 'X', byUs: 30 * MS }])).toEqual([[5, 55, undefined]]);
  });
});

describe('a stream', () => {
  it('is opened by IPv6 from a host without IPv4', () => {
    const { world, b } = duo();
    for (let n = 3; n <= 762; n++) world.network.addHost(`host ${n}`);
    const late = world.network.addHost('late');
    const log: string[] = [];
    b.listen(2855, (stream) => {
      log.push(`${stream.local.address} from ${stream.remote.address}`);
      return { received: (bytes) => log.push(new TextDecoder().decode(bytes)), closed: () => {} };
    });
    const stream = late.connect({ address: b.v4!, port: 2855 }, { received: () => {}, closed: () => {} });
    stream.write(new TextEncoder().encode('hello'), label('SEND'));
    world.run();
    expect(log).toEqual([`${b.v6} from ${late.v6}`, 'hello']);
  });

  it('ends with the host, and is refused by a host that has restarted', () => {
    const { world, a, b, at } = duo();
    const log: string[] = [];
    b.listen(2855, () => ({ received: () => {}, closed: (reason) => log.push(`b ${reason}`) }));
    const open = () =>
      a.connect(
        { address: b.address, port: 2855 },
        { received: () => {}, closed: (reason) => log.push(`a ${reason}`) },
      );
    at(0, open);
    at(100 * MS, () => world.network.crash('b'));
    at(200 * MS, () => world.network.restart('b'));
    at(300 * MS, open);
    world.run();
    expect(log).toEqual(['b crash', 'a refused']);
  });
});

describe('a world of many rules', () => {
  it('asks thousands of them about each message in reasonable time', () => {
    const rules: FaultRule[] = Array.from({ length: 5000 }, (_, n) => ({
      fault: 'drop',
      message: `${200 + (n % 100)} X`,
      nth: n + 1,
    }));
    const lab = duo({ rules });
    for (let n = 0; n < 200; n++) lab.say('X', { name: `m${n}` });
    lab.world.run();
    expect(lab.heard.length).toBe(200);
    expect(lab.world.network.faultReport().every(({ matched }) => matched === 0)).toBe(true);
  });
});
