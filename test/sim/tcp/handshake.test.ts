import { describe, expect, it } from 'vitest';
import { bytes, label, PORT, pair, party, story, tcpLab } from './lab.ts';

const S = 1_000_000;

describe('opening a connection', () => {
  it('takes SYN, SYN-ACK and ACK, and both ends hear of it', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    expect([a.stream!.id, a.stream!.open]).toEqual(['a>b/connection 1', false]);
    lab.run();
    expect(story(lab)).toEqual(['0 a syn seq 0', '20000 b syn seq 0 ack 1', '40000 a ack seq 1 ack 1']);
    expect(a.heard).toEqual([{ what: 'opened', atUs: 40_000 }]);
    expect(b.heard).toEqual([{ what: 'opened', atUs: 60_000 }]);
    expect([b.stream!.id, b.stream!.open, a.stream!.open]).toEqual(['a>b/connection 1', true, true]);
    expect(b.stream!.remote).toEqual(a.stream!.local);
  });

  it('offers the MSS of the MTU and a window scale, in IPv4 and IPv6', () => {
    const lab = tcpLab();
    pair(lab);
    lab.run();
    const options = ({
      mss,
      windowScale,
      window,
    }: {
      mss?: number;
      windowScale?: number;
      window: number;
    }) => [mss, windowScale, window];
    expect(lab.sent.map(({ content, packet }) => [...options(content), packet.sizeBytes])).toEqual([
      [1460, 5, 65_535, 48],
      [1460, 5, 65_535, 48],
      [undefined, undefined, 32_768, 40],
    ]);
    const six = tcpLab({ addresses: { a: '2001:db8::1', b: '2001:db8::2' } });
    pair(six);
    six.run();
    expect(six.sent.map(({ content, packet }) => [content.mss, packet.sizeBytes])).toEqual([
      [1440, 68],
      [1440, 68],
      [undefined, 60],
    ]);
  });

  it('takes ports and names in turn, and sequence numbers by chance', () => {
    const lab = tcpLab();
    pair(lab);
    const second = lab.tcp.connect('a', { address: '192.0.2.2', port: PORT }, '192.0.2.1', party(lab));
    lab.run();
    expect(second.id).toBe('a>b/connection 2');
    expect([second.local.port, lab.sent[0]!.packet.source.port]).toEqual([49_153, 49_152]);
    const initial = lab.sent.filter(({ content }) => content.syn).map(({ content }) => content.seq);
    expect(new Set(initial).size).toBe(4);
  });

  it('sends the SYN again after 1, 3, 7, 15 and 31 s and gives up at 63 s', () => {
    const lab = tcpLab({ fate: () => [] });
    const { a } = pair(lab);
    a.stream!.write(bytes(10), label('one'));
    lab.run();
    expect(lab.sent.map(({ atUs }) => atUs / S)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(a.heard).toEqual([{ what: 'timeout', atUs: 63 * S }]);
    expect(lab.records.at(-1)).toMatchObject({ type: 'message.dropped', reason: 'timeout', at: 63 * S });
  });

  it('survives a lost SYN, a lost SYN-ACK and a lost ACK', () => {
    for (const lost of [1, 2, 3]) {
      const lab = tcpLab({ fate: (packet) => (packet.number === lost ? [] : [20_000]) });
      const { a, b } = pair(lab);
      a.stream!.write(bytes(10), label('one'));
      lab.run();
      expect(b.pieces).toEqual([bytes(10)]);
      expect(a.heard[0]).toEqual({
        what: 'opened',
        atUs: lost === 3 ? 40_000 : lost === 1 ? S + 40_000 : S + 40_000,
      });
      expect(b.heard).toHaveLength(1);
    }
  });

  it('sends data in one segment first, with 3 s of patience, when the SYN had to be sent again', () => {
    const lab = tcpLab({
      fate: (packet, { payload }) => (packet.number === 1 || payload.length > 0 ? [] : [20_000]),
    });
    const { a } = pair(lab);
    a.stream!.write(bytes(3_000), label('one'));
    lab.run(10 * S);
    const data = lab.sent.filter(({ content }) => content.payload.length > 0).map(({ atUs }) => atUs);
    expect(data).toEqual([1_040_000, 4_040_000]);
  });

  it('is refused where nobody listens', () => {
    const lab = tcpLab();
    const a = party(lab);
    lab.tcp.connect('a', { address: '192.0.2.2', port: 9 }, '192.0.2.1', a);
    lab.run();
    expect(story(lab)).toEqual(['0 a syn seq 0', expect.stringContaining('20000 b rst')]);
    expect(a.heard).toEqual([{ what: 'refused', atUs: 40_000 }]);
  });

  it('is refused by a fault, by a closed listener and by an address that is nobody’s', () => {
    const lab = tcpLab();
    lab.refuses = true;
    const { a } = pair(lab);
    lab.run();
    expect(a.heard).toEqual([{ what: 'refused', atUs: 40_000 }]);
    const none = party(lab);
    const stream = lab.tcp.connect('a', { address: '192.0.2.77', port: PORT }, '192.0.2.1', none);
    expect(none.heard).toEqual([]);
    lab.run();
    expect([none.heard, stream.open]).toEqual([[{ what: 'refused', atUs: 40_000 }], false]);
    const closed = tcpLab();
    closed.tcp.listen('b', PORT, () => party(closed)).close();
    const late = party(closed);
    closed.tcp.connect('a', { address: '192.0.2.2', port: PORT }, '192.0.2.1', late);
    closed.run();
    expect(late.heard).toEqual([{ what: 'refused', atUs: 40_000 }]);
  });

  it('throws when a port is listened to twice: a defect of ours', () => {
    const lab = tcpLab();
    lab.tcp.listen('b', PORT, () => party(lab));
    expect(() => lab.tcp.listen('b', PORT, () => party(lab))).toThrow('listens on TCP port 2855 already');
  });
});
