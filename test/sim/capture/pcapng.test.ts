import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOctets } from '../../../sim/capture/address-octets.ts';
import { checksum, sum } from '../../../sim/capture/checksum.ts';
import { frameOf } from '../../../sim/capture/frame.ts';
import { createCapture } from '../../../sim/capture/pcapng.ts';
import type { Packet } from '../../../sim/net/types.ts';

const text = new TextEncoder();
const macOf = (node: string) => Uint8Array.of(2, 0, 0, 0, 0, node.charCodeAt(0));

function datagram(number: number, payload: string): Packet {
  return {
    number,
    from: 'a',
    to: 'b',
    source: { address: '192.0.2.1', port: 5060 },
    destination: { address: '192.0.2.2', port: 5061 },
    sizeBytes: 28 + payload.length,
    drawName: `${number}`,
    content: { kind: 'udp', payload: text.encode(payload) },
  };
}

/** The blocks of a file: type and body, both lengths checked. */
function blocksOf(file: Uint8Array): { type: number; body: DataView }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const blocks: { type: number; body: DataView }[] = [];
  for (let at = 0; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    const body = new DataView(file.buffer, file.byteOffset + at + 8, length - 12);
    blocks.push({ type: view.getUint32(at, true), body });
    at += length;
  }
  return blocks;
}

describe('the Internet checksum (RFC 1071)', () => {
  it('is as in the example of §3', () => {
    const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
    expect(sum(bytes)).toBe(0xddf2);
    expect(checksum(sum(bytes))).toBe(0x220d);
  });

  it('comes to zero over what carries it, in pieces or whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, cut) => {
        const even = (cut % (bytes.length + 1)) & ~1;
        const total = sum(bytes.subarray(even), sum(bytes.subarray(0, even)));
        expect(total).toBe(sum(bytes));
        expect(checksum(total + checksum(total))).toBe(0);
      }),
    );
  });
});

describe('addresses', () => {
  it('become octets', () => {
    expect([...addressOctets('192.0.2.255')]).toEqual([192, 0, 2, 255]);
    expect([...addressOctets('2001:db8::1a')]).toEqual([0x20, 1, 0x0d, 0xb8, ...Array(11).fill(0), 0x1a]);
    expect([...addressOctets('::')]).toEqual(Array(16).fill(0));
    expect([...addressOctets('1:2:3:4:5:6:7:8')]).toEqual([0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]);
  });

  it.each(['', '1.2.3', '1.2.3.256', '1.2.3.x', '1:2', '1::2::3', '1:2:3:4:5:6:7:8:9', 'x::1', '12345::'])(
    'are a defect when they are none: %s',
    (address) => {
      expect(() => addressOctets(address)).toThrow(/not an IP address/);
    },
  );
});

describe('frames', () => {
  it('have Ethernet, IPv4 and UDP around the payload', () => {
    expect(Buffer.from(frameOf(datagram(1, 'hi'), macOf)).toString('hex')).toBe(
      [
        '020000000062', // to b
        '020000000061', // from a
        '0800',
        '4500001e' + '00004000' + '4011' + 'b6cb' + 'c0000201' + 'c0000202',
        '13c413c5' + '000a' + 'ebe3',
        '6869',
      ].join(''),
    );
  });
});

describe('a pcapng file', () => {
  const names = () => new Map([['192.0.2.1', ['sender']]]);

  it('has a section, an interface, names and packets, in that order', () => {
    const capture = createCapture({ names });
    capture.packet(datagram(1, 'one'), 0, 5, undefined);
    const blocks = blocksOf(capture.bytes());
    expect(blocks.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 4, 6]);
    expect(blocks[0]!.body.getUint32(0, true)).toBe(0x1a2b3c4d);
  });

  it('dates packets in microseconds from the epoch on', () => {
    const epochUs = Date.UTC(2026, 0, 1) * 1_000;
    const capture = createCapture({ names, epochUs });
    capture.packet(datagram(1, 'one'), 1_500_001, undefined, undefined);
    const { body } = blocksOf(capture.bytes())[3]!;
    expect(body.getUint32(4, true) * 2 ** 32 + body.getUint32(8, true)).toBe(epochUs + 1_500_001);
  });

  it('shows each packet once, when it was sent, with the reason why it was lost, however late that is told', () => {
    const capture = createCapture({ names });
    capture.packet(datagram(2, 'two'), 20, 30, undefined);
    capture.packet(datagram(1, 'one'), 10, 40, undefined);
    capture.packet(datagram(2, 'two'), 20, 31, undefined);
    capture.packet(datagram(1, 'one'), 10, undefined, 'host down');
    const packets = blocksOf(capture.bytes()).slice(3);
    expect(packets.map(({ body }) => body.getUint32(8, true))).toEqual([10, 20]);
    const bytes = ({ body }: { body: DataView }) =>
      Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    expect(bytes(packets[0]!).includes('dropped: host down')).toBe(true);
    expect(bytes(packets[1]!).includes('dropped')).toBe(false);
  });

  it('keeps of a retransmission its headers', () => {
    const capture = createCapture({ names });
    const flags = { syn: false, isAck: true, fin: false, rst: false, psh: true } as const;
    const content = {
      kind: 'tcp',
      seq: 1,
      ack: 1,
      ...flags,
      window: 9,
      payload: text.encode('hello'),
    } as const;
    capture.packet({ ...datagram(1, ''), content }, 0, 1, undefined);
    capture.packet({ ...datagram(2, ''), content: { ...content, again: true } }, 2, 3, undefined);
    const lengths = blocksOf(capture.bytes())
      .slice(3)
      .map(({ body }) => [body.getUint32(12, true), body.getUint32(16, true)]);
    expect(lengths).toEqual([
      [59, 59],
      [54, 59],
    ]);
  });

  it('at a host has what that sent, when it left, and what it received, each copy, when it arrived', () => {
    const at = (host: string): number[] => {
      const capture = createCapture({ names, at: host });
      capture.packet(datagram(1, 'one'), 10, 40, undefined);
      capture.packet(datagram(1, 'one'), 10, 45, undefined);
      capture.packet(datagram(2, 'two'), 20, undefined, 'loss');
      capture.packet({ ...datagram(3, 'back'), from: 'b', to: 'a' }, 30, 50, undefined);
      capture.packet(datagram(4, 'four'), 60, 70, undefined);
      capture.packet(datagram(4, 'four'), 60, 80, undefined);
      capture.packet(datagram(4, 'four'), 60, 70, 'host down');
      return blocksOf(capture.bytes())
        .filter(({ type }) => type === 6)
        .map(({ body }) => body.getUint32(8, true));
    };
    expect(at('a')).toEqual([10, 20, 50, 60]);
    expect(at('b')).toEqual([30, 40, 45, 80]);
    expect(at('c')).toEqual([]);
  });

  it('at a host keeps the payload of a retransmission whose first transmission never came there', () => {
    const flags = { syn: false, isAck: true, fin: false, rst: false, psh: true, window: 9 } as const;
    const content = { kind: 'tcp', seq: 1, ack: 1, ...flags, payload: text.encode('hello') } as const;
    const lengthsAt = (host: string): number[] => {
      const capture = createCapture({ names, at: host });
      capture.packet({ ...datagram(1, ''), content }, 0, undefined, 'loss');
      capture.packet({ ...datagram(2, ''), content: { ...content, again: true } }, 2, 3, undefined);
      return blocksOf(capture.bytes())
        .filter(({ type }) => type === 6)
        .map(({ body }) => body.getUint32(12, true));
    };
    expect(lengthsAt('a')).toEqual([59, 54]);
    expect(lengthsAt('b')).toEqual([59]);
  });

  it('comes in blocks that together are the file', () => {
    const capture = createCapture({ names });
    capture.packet(datagram(1, 'one'), 0, 5, undefined);
    expect(Buffer.concat([...capture.blocks()]).equals(capture.bytes())).toBe(true);
  });
});
