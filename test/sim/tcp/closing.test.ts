import { describe, expect, it } from 'vitest';
import { bytes, fates, label, pair, party, story, tcpLab } from './lab.ts';

const S = 1_000_000;

/** The packets after the handshake. */
const after = (lab: ReturnType<typeof tcpLab>) => story(lab).slice(3);

describe('closing a connection', () => {
  it('takes a FIN each way; an owner without `ended` closes its own direction then', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.at(S, () => a.stream!.close());
    lab.run();
    expect(after(lab)).toEqual([
      '1000000 a fin seq 1 ack 1',
      '1020000 b fin seq 1 ack 2',
      '1040000 a ack seq 2 ack 2',
    ]);
    expect(a.heard.at(-1)).toEqual({ what: 'closed', atUs: 1_040_000 });
    expect(b.heard.at(-1)).toEqual({ what: 'closed', atUs: 1_060_000 });
  });

  it('sends what is queued first', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    a.stream!.write(bytes(20_000), label('one'));
    a.stream!.close();
    a.stream!.write(bytes(10), label('too late'));
    expect(a.stream!.open).toBe(false);
    lab.run();
    expect(fates(lab).map(({ key, reason }) => [key, reason])).toEqual([['a>b/a.1/too late/0', 'closed']]);
    expect(b.pieces.reduce((sum, piece) => sum + piece.length, 0)).toBe(20_000);
    expect([a.heard.at(-1)!.what, b.heard.at(-1)!.what]).toEqual(['closed', 'closed']);
  });

  it('leaves the other direction open', () => {
    const lab = tcpLab();
    const b = party(lab, {
      ended() {
        lab.at(lab.nowUs() + S, () => {
          b.stream!.write(bytes(100), label('late'));
          b.stream!.close();
        });
      },
    });
    const { a } = pair(lab, party(lab), b);
    lab.at(S, () => a.stream!.close());
    lab.run();
    expect(b.heard.map(({ what }) => what)).toEqual(['opened', 'ended', 'closed']);
    expect(a.pieces).toEqual([bytes(100)]);
    expect(after(lab)).toEqual([
      '1000000 a fin seq 1 ack 1',
      '1020000 b ack seq 1 ack 2',
      '2020000 b psh 100 seq 1 ack 2',
      '2020000 b fin seq 101 ack 2',
      '2040000 a ack seq 2 ack 101',
      '2040000 a ack seq 2 ack 102',
    ]);
  });

  it('may begin at both ends at once', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.at(S, () => {
      a.stream!.close();
      b.stream!.close();
    });
    lab.run();
    expect(after(lab)).toHaveLength(4);
    expect([a.heard.at(-1), b.heard.at(-1)]).toEqual([
      { what: 'closed', atUs: 1_040_000 },
      { what: 'closed', atUs: 1_040_000 },
    ]);
  });

  it('survives the loss of any of its segments', () => {
    for (const lost of [4, 5, 6]) {
      const lab = tcpLab({ fate: (packet) => (packet.number === lost ? [] : [20_000]) });
      const { a, b } = pair(lab);
      lab.at(S, () => a.stream!.close());
      lab.run();
      expect([a.heard.at(-1)!.what, b.heard.at(-1)!.what]).toEqual(['closed', 'closed']);
    }
  });

  it('waits anew for each FIN that comes again, and a reset after all has arrived is no reset (RFC 9293 §3.10.7.4)', () => {
    // All acknowledgements of b's FIN are lost: b sends it again at 1, 3, 7, 15, 31, 63 s and gives up.
    const lost = tcpLab();
    const { a, b } = pair(lost);
    lost.at(S, () => {
      lost.fate = (_packet, { syn, fin, payload }) => (syn || fin || payload.length > 0 ? [20_000] : []);
      a.stream!.close();
    });
    lost.run();
    expect([a.heard.at(-1)!.what, b.heard.at(-1)!.what]).toEqual(['closed', 'timeout']);
    expect(lost.sent.some(({ content }) => content.rst)).toBe(false);
    // Here a forgets the connection meanwhile, as after a restart, and answers with a reset.
    const forgotten = tcpLab();
    const other = pair(forgotten);
    forgotten.at(S, () => {
      forgotten.fate = (_packet, { fin, rst }) => (fin || rst ? [20_000] : []);
      other.a.stream!.close();
    });
    forgotten.at(1_500_000, () => forgotten.tcp.crash('a'));
    forgotten.run();
    expect(forgotten.sent.some(({ content }) => content.rst)).toBe(true);
    expect([other.a.heard.at(-1)!.what, other.b.heard.at(-1)!.what]).toEqual(['closed', 'closed']);
  });

  it('does not keep the run alive in TIME-WAIT', () => {
    const lab = tcpLab();
    const { a } = pair(lab);
    lab.at(S, () => a.stream!.close());
    lab.run();
    expect(lab.nowUs()).toBe(1_060_000);
  });
});

describe('breaking a connection', () => {
  it('resets it at once, loses what was in flight, and tells both ends', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.at(S, () => {
      a.stream!.write(bytes(3_000), label('lost'));
      a.stream!.reset();
      expect(a.heard.at(-1)!.what).toBe('opened');
    });
    lab.run();
    expect(b.pieces).toEqual([]);
    expect(a.heard.at(-1)).toEqual({ what: 'reset', atUs: S });
    expect(b.heard.at(-1)).toEqual({ what: 'reset', atUs: S + 20_000 });
    expect(lab.records.at(-1)).toMatchObject({
      type: 'message.dropped',
      link: 'a>b',
      reason: 'reset',
      cause: 0,
    });
  });

  it('breaks every connection between two nodes by a fault, and both ends hear it at once', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    let broken = 0;
    lab.at(S, () => {
      b.stream!.write(bytes(10), label('lost'));
      broken = lab.tcp.reset('b', 'a');
    });
    lab.run();
    expect(broken).toBe(1);
    expect([a.heard.at(-1), b.heard.at(-1)]).toEqual([
      { what: 'reset', atUs: S },
      { what: 'reset', atUs: S },
    ]);
    // One from each end, and one in answer to the data that arrives where nobody knows of it any more.
    expect(lab.sent.filter(({ content }) => content.rst).map(({ atUs, from }) => [atUs, from])).toEqual([
      [S, 'a'],
      [S, 'b'],
      [S + 20_000, 'a'],
    ]);
    expect(lab.tcp.reset('a', 'b')).toBe(0);
  });

  it('makes the streams of a node vanish when it crashes; the other end finds out by a reset when it sends', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.at(S, () => lab.tcp.crash('b'));
    lab.at(2 * S, () => a.stream!.write(bytes(10), label('to nobody')));
    lab.run();
    expect(b.heard.at(-1)).toEqual({ what: 'crash', atUs: S });
    expect(a.heard.at(-1)).toEqual({ what: 'reset', atUs: 2 * S + 40_000 });
    expect(lab.records.at(-1)).toMatchObject({ type: 'message.dropped', reason: 'reset' });
  });

  it('gives up a node that stays down after 100 s without progress: at 1, 3, 7, 15, 31, 63 s, and at 123 s it is over', () => {
    const lab = tcpLab();
    const { a } = pair(lab);
    lab.at(S, () => {
      lab.tcp.crash('b');
      lab.down.add('b');
      a.stream!.write(bytes(10), label('to nobody'));
    });
    lab.run();
    const data = lab.sent.filter(({ content }) => content.payload.length > 0);
    expect(data.map(({ atUs }) => atUs / S - 1)).toEqual([0, 1, 3, 7, 15, 31, 63]);
    expect(a.heard.at(-1)).toEqual({ what: 'timeout', atUs: 124 * S });
  });

  it('loses the messages of a node that crashes', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.at(S, () => {
      a.stream!.write(bytes(10), label('last words'));
      lab.tcp.crash('a');
    });
    lab.run();
    expect(b.pieces).toEqual([]);
    expect(lab.records.at(-1)).toMatchObject({ type: 'message.dropped', reason: 'crash' });
    expect(a.stream!.open).toBe(false);
  });
});
