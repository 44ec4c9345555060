import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../sim/net/types.ts';
import { duo, label, link, MS, ofType } from '../lab.ts';

const seen = (records: readonly { readonly type: string }[]) => records.map(({ type }) => type);

describe('a datagram', () => {
  it('arrives once, after the latency, and the trace has both ends of it', () => {
    const { say, world, heard, records } = duo();
    say('INVITE', { name: 'a.1/INVITE/1' });
    expect(world.run()).toEqual({ reason: 'idle', events: 1 });
    expect(heard).toEqual(['20 INVITE']);
    const common = {
      id: 1,
      key: 'a>b/a.1/INVITE/1/0',
      transaction: 'a.1/INVITE/1',
      transmission: 0,
      from: 'a',
      to: 'b',
      transport: 'udp',
      protocol: 'test',
      summary: 'INVITE',
      raw: 'INVITE',
    };
    expect(records).toEqual([
      { type: 'message.sent', seq: 0, at: 0, node: 'a', ...common },
      { type: 'message.received', seq: 1, at: 20 * MS, cause: 0, node: 'b', ...common },
    ]);
  });

  it('is the cause of what is recorded while it is handled', () => {
    const { a, b, world, records } = duo();
    const echo = b.bindDatagrams(9, (bytes, from) => echo.send(from, bytes, label('pong')));
    const socket = a.bindDatagrams(9, () => {});
    socket.send({ address: b.address, port: 9 }, new Uint8Array(), label('ping'));
    world.run();
    expect(records.map(({ cause }) => cause)).toEqual([undefined, 0, 1, 2]);
  });

  it.each([
    [
      'a port that nobody listens on',
      'port closed',
      (d: ReturnType<typeof duo>) => ({ address: d.b.address, port: 1 }),
    ],
    ['an address that nobody has', 'no such host', () => ({ address: '192.0.2.200', port: 5060 })],
  ])('to %s is dropped: %s', (_, reason, to) => {
    const lab = duo();
    lab.socket.send(to(lab), new Uint8Array(3), label('X'));
    lab.world.run();
    expect(ofType(lab.records, 'message.dropped')).toMatchObject([{ id: 1, reason, cause: 0 }]);
  });

  it('to a host that is down is dropped where it arrives', () => {
    const { say, world, records, heard } = duo();
    say('INVITE');
    world.network.crash('b');
    world.run();
    expect(heard).toEqual([]);
    expect(ofType(records, 'message.dropped')).toMatchObject([{ at: 20 * MS, reason: 'host down' }]);
  });

  it('comes by IPv6 to a host without IPv4', () => {
    const { world, a, b } = duo();
    for (let n = 3; n <= 762; n++) world.network.addHost(`host ${n}`);
    const late = world.network.addHost('late');
    expect([late.v4, late.address]).toEqual([undefined, '2001:db8::2fb']);
    const froms: string[] = [];
    b.bindDatagrams(7, (_, from) => froms.push(from.address));
    const socket = late.bindDatagrams(7, (_, from) => froms.push(from.address));
    socket.send({ address: b.address, port: 7 }, new Uint8Array(1), label('up'));
    a.bindDatagrams(7, () => {}).send({ address: late.address, port: 7 }, new Uint8Array(1), label('down'));
    world.run();
    expect(froms).toEqual([late.v6, a.v6]);
  });

  it('to oneself takes no time and no chance', () => {
    const { a, world } = duo({ link: { loss: 1 } });
    const heard: number[] = [];
    const socket = a.bindDatagrams(7, () => heard.push(world.kernel.nowUs));
    socket.send({ address: a.address, port: 7 }, new Uint8Array(1), label('self'));
    world.run();
    expect(heard).toEqual([0]);
  });

  it('is not sent from a closed socket', () => {
    const { a, b, world, records } = duo();
    const socket = a.bindDatagrams(7, () => {});
    expect(() => a.bindDatagrams(7, () => {})).toThrow('already bound');
    socket.close();
    const next = a.bindDatagrams(7, () => {});
    socket.send({ address: b.address, port: 7 }, new Uint8Array(), label('X'));
    socket.close();
    next.send({ address: b.address, port: 7 }, new Uint8Array(), label('Y'));
    world.run();
    expect(ofType(records, 'message.sent').map(({ summary }) => summary)).toEqual(['Y']);
  });
});

describe('what a link does to a datagram', () => {
  it('is a loss, with the draw behind it', () => {
    const { say, world, records, heard } = duo({ link: { loss: 1 } });
    say('INVITE');
    world.run();
    expect(heard).toEqual([]);
    const [dropped] = ofType(records, 'message.dropped');
    expect(dropped).toMatchObject({
      at: 0,
      cause: 0,
      link: 'a>b',
      reason: 'loss',
    });
    expect(dropped?.draw).toBeLessThan(1);
  });

  it('is a copy', () => {
    const { say, world, records, heard } = duo({ link: { duplicate: { share: 1 } } });
    say('INVITE');
    world.run();
    expect(heard).toEqual(['20 INVITE', '21 INVITE']);
    expect(seen(records)).toEqual([
      'message.sent',
      'message.duplicated',
      'message.received',
      'message.received',
    ]);
    expect(records[1]).toMatchObject({ reason: 'duplicate', byUs: MS });
    expect(ofType(records, 'message.received').map(({ id }) => id)).toEqual([1, 1]);
  });

  it('is holding it back', () => {
    const { say, world, records } = duo({ link: { reorder: { share: 1 } } });
    say('INVITE');
    world.run();
    expect(records[1]).toMatchObject({ type: 'message.delayed', reason: 'reorder', byUs: 10 * MS });
    expect(records[2]).toMatchObject({ type: 'message.received', at: 30 * MS });
  });
});

describe('a datagram larger than the MTU', () => {
  /** Its packets, as a capture sees them. */
  function packets(bytes: number, mtu: number, ipv6 = false): Packet[] {
    const { world, a, b, socket } = duo({ link: { mtu } });
    const found: Packet[] = [];
    world.network.tap({ packet: (packet) => found.push(packet) });
    socket.send({ address: ipv6 ? b.v6 : b.v4!, port: 5060 }, new Uint8Array(bytes), label('X'));
    world.run();
    expect(a.mtuTo(b.address)).toBe(mtu);
    return found;
  }

  it('is not fragmented while it fits', () => {
    expect(packets(1472, 1500)).toMatchObject([{ sizeBytes: 1500, content: { kind: 'udp' } }]);
    expect(packets(1452, 1500, true)).toMatchObject([{ sizeBytes: 1500 }]);
  });

  it('is cut into fragments of IPv4', () => {
    const found = packets(3000, 1500);
    expect(found.map(({ sizeBytes }) => sizeBytes)).toEqual([1500, 1500, 68]);
    expect(found.map(({ content }) => content.kind === 'udp' && content.fragment)).toEqual([
      { id: 1, offset: 0, length: 1480, last: false },
      { id: 1, offset: 1480, length: 1480, last: false },
      { id: 1, offset: 2960, length: 48, last: true },
    ]);
    expect(found.map(({ drawName }) => drawName)).toEqual([1, 2, 3].map((n) => `a>b/X/0/fragment ${n}`));
  });

  it('is cut into fragments of IPv6, each with a fragment header', () => {
    const found = packets(1453, 1500, true);
    expect(found.map(({ sizeBytes }) => sizeBytes)).toEqual([40 + 8 + 1448, 40 + 8 + 13]);
  });

  it('arrives when its last fragment arrives', () => {
    const rate = 8 * 1500 * 100;
    const { say, world, heard } = duo({ link: { rate } });
    say('X', { bytes: 1480 * 2 - 8 });
    world.run();
    expect(heard.map((line) => Number.parseInt(line, 10))).toEqual([40]);
  });

  it('is lost with one of its fragments, which the reason names', () => {
    const { say, world, records, heard, at } = duo({ link: { loss: 0.2 } });
    for (let n = 0; n < 500; n++) at(n * MS, () => say('X', { name: `m${n}`, bytes: 4000 }));
    world.run();
    const dropped = ofType(records, 'message.dropped');
    expect(heard.length + dropped.length).toBe(500);
    // Three fragments, each lost with 20%.
    expect(dropped.length / 500).toBeCloseTo(1 - 0.8 ** 3, 1);
    for (const { reason } of dropped) expect(reason).toMatch(/^loss \(fragment [123] of 3\)$/);
  });

  it('is not doubled by a copy of a fragment', () => {
    const { say, world, heard, records } = duo({ link: { duplicate: { share: 1 } } });
    say('X', { bytes: 4000 });
    world.run();
    expect(heard.length).toBe(1);
    expect(ofType(records, 'message.duplicated')).toEqual([]);
  });

  it('is lost once, also where several fragments find the host down', () => {
    for (const loss of [0, 0.5]) {
      const { say, world, records } = duo({ link: { loss } });
      for (let n = 0; n < 20; n++) say('X', { name: `m${n}`, bytes: 6000 });
      world.network.crash('b');
      world.run();
      expect(
        ofType(records, 'message.dropped')
          .map(({ id }) => id)
          .sort((x, y) => x - y),
      ).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    }
  });

  it('has the whole payload', () => {
    const payload = Uint8Array.from({ length: 60_000 }, (_, n) => n * 7);
    const { a, b, world } = duo();
    let got: Uint8Array | undefined;
    b.bindDatagrams(9, (bytes) => {
      got = bytes;
    });
    a.bindDatagrams(9, () => {}).send({ address: b.address, port: 9 }, payload, label('X'));
    world.run();
    expect(got).toEqual(payload);
  });

  it('of more than UDP can carry is dropped, and a note says so', () => {
    const { say, world, records } = duo();
    say('whole', { bytes: 65_507 });
    say('more', { bytes: 65_508 });
    world.run();
    expect(ofType(records, 'message.received').map(({ summary }) => summary)).toEqual(['whole']);
    expect(ofType(records, 'message.dropped')).toMatchObject([{ reason: 'mtu' }]);
    expect(ofType(records, 'note')).toMatchObject([
      { node: 'a', text: 'a datagram of 65508 bytes: UDP takes 65507 at most' },
    ]);
  });
});

describe('packet records', () => {
  it('are there when they are asked for, and change nothing else', () => {
    const run = (packetRecords: boolean) => {
      const { say, world, records } = duo({ packetRecords, link: { loss: 0.3 } });
      for (let n = 0; n < 5; n++) say('X', { name: `m${n}`, bytes: 2000 });
      return { ending: world.run(), types: seen(records) };
    };
    const without = run(false);
    const with_ = run(true);
    expect(with_.ending).toEqual(without.ending);
    expect(with_.types.filter((type) => !type.startsWith('packet.'))).toEqual(without.types);
    const count = (type: string) => with_.types.filter((one) => one === type).length;
    expect(count('packet.sent')).toBe(10);
    expect(count('packet.received') + count('packet.dropped')).toBe(10);
  });

  it('say what a sniffer would', () => {
    const { say, world, records } = duo({ packetRecords: true });
    say('X', { bytes: 10 });
    world.run();
    expect(ofType(records, 'packet.sent')).toMatchObject([
      { packet: 1, source: '192.0.2.1:5060', destination: '192.0.2.2:5060', bytes: 38, info: 'len=10' },
    ]);
  });
});

describe('a host', () => {
  it('knows names, addresses and itself', () => {
    const { a, b, world } = duo({ resolve: (name) => (name === 'elsewhere' ? '203.0.113.9' : undefined) });
    world.network.addName('Example.com', b.address);
    expect(a.resolve('b')).toBe('192.0.2.2');
    expect(a.resolve('example.COM')).toBe('192.0.2.2');
    expect(a.resolve('[2001:DB8::2]')).toBe('2001:db8::2');
    expect(a.resolve('elsewhere')).toBe('203.0.113.9');
    expect(a.resolve('nobody')).toBeUndefined();
    expect(world.network.nodeOf('2001:0db8::2')).toBe('b');
    expect(() => world.network.addHost('b')).toThrow('two hosts');
  });

  it('takes the transport that it wishes, or its peer, or the link', () => {
    const { a, world } = duo({
      links: {
        default: link({ transport: 'udp' }),
        links: [{ from: 'a', to: 'd', parameters: link({ transport: 'auto', mtu: 9000 }) }],
      },
    });
    const c = world.network.addHost('c', { transport: 'tcp' });
    const d = world.network.addHost('d');
    expect(a.transportTo('192.0.2.2')).toBe('udp');
    expect(a.transportTo(c.address)).toBe('tcp');
    expect(c.transportTo(a.address)).toBe('tcp');
    expect(a.transportTo(d.address)).toBe('auto');
    expect([a.mtuTo(d.address), a.mtuTo(d.v6), a.mtuTo(c.address), a.mtuTo('192.0.2.99')]).toEqual([
      9000, 9000, 1500, 1500,
    ]);
  });

  it('loses what it has open when it crashes, and has nothing open when it restarts', () => {
    const { say, world, heard, records, at } = duo();
    const told: string[] = [];
    world.network.onCrash((host) => told.push(`crash ${host}`));
    world.network.onRestart((host) => told.push(`restart ${host}`));
    at(0, () => world.network.restart('b'));
    at(100 * MS, () => world.network.crash('b'));
    at(110 * MS, () => world.network.crash('b'));
    at(200 * MS, () => world.network.restart('b'));
    for (const ms of [10, 90, 150, 190]) at(ms * MS, () => say('X', { name: `at ${ms}` }));
    world.run();
    expect(told).toEqual(['crash b', 'restart b']);
    expect(heard.map((line) => Number.parseInt(line, 10))).toEqual([30, 210]);
    expect(ofType(records, 'message.dropped').map(({ key }) => key)).toEqual(['a>b/at 90/0', 'a>b/at 150/0']);
  });
});
