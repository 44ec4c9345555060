import { describe, expect, it } from 'vitest';
import { bytes, fates, LATENCY_US, label, pair, party, story, tcpLab } from './lab.ts';

const S = 1_000_000;
const MSS = 1_460;

/** Loses the `nth` transmissions, counted from 1, of segments of data from `a`. */
function losing(...nth: number[]) {
  let count = 0;
  return (_packet: unknown, { payload }: { payload: Uint8Array }) =>
    payload.length > 0 && nth.includes(++count) ? [] : [LATENCY_US];
}

/** When each segment of data left, in µs after the connection stood, and its offset in segments. */
function segments(lab: ReturnType<typeof tcpLab>, fromUs = 0): string[] {
  return story(lab)
    .filter((line) => / a (ack|psh) \d+ seq/.test(line))
    .map((line) => {
      const [atUs, , , , , seq] = line.split(' ');
      return `${Number(atUs) - fromUs}:${(Number(seq) - 1) / MSS}${line.endsWith('lost') ? ' lost' : ''}`;
    });
}

describe('messages in segments', () => {
  it('starts a segment with each message and pushes its last', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    a.stream!.write(bytes(2_048), label('one'));
    a.stream!.write(bytes(100), label('two'));
    a.stream!.write(bytes(1_460), label('three'));
    lab.run();
    const data = lab.sent.filter(({ content }) => content.payload.length > 0);
    expect(
      data.map(({ content, packet }) => [content.payload.length, content.psh, packet.label!.name]),
    ).toEqual([
      [1460, false, 'a.1/one'],
      [588, true, 'a.1/one'],
      [100, true, 'a.1/two'],
      [1460, true, 'a.1/three'],
    ]);
    expect(b.pieces.map((piece) => piece.length)).toEqual([1460, 588, 100, 1460]);
  });

  it('names segments and acknowledgements for chance, by connection, direction, segment and transmission', () => {
    const lab = tcpLab({ fate: losing(2) });
    const { a } = pair(lab);
    a.stream!.write(bytes(2_048), label('one'));
    lab.run();
    expect(lab.sent.map(({ packet }) => packet.drawName.replace('a>b/connection 1/', ''))).toEqual([
      'forth/segment 0/transmission 0',
      'back/segment 0/transmission 0',
      'back/segment 0/transmission 0/ack',
      'forth/segment 1/transmission 0',
      'forth/segment 2/transmission 0',
      'forth/segment 1/transmission 0/ack',
      'forth/segment 2/transmission 1',
      'forth/segment 2/transmission 1/ack',
    ]);
  });

  it('records the sending, and the arrival of the last byte before its owner gets it', () => {
    const lab = tcpLab();
    const seen: unknown[] = [];
    const b = party(lab, {
      received: () => seen.push([lab.records.length, lab.wire.trace.current]),
    });
    const { a } = pair(lab, party(lab), b);
    a.stream!.write(new TextEncoder().encode('x'.repeat(2_000)), label('one'));
    lab.run();
    expect(lab.records).toEqual([
      expect.objectContaining({
        type: 'message.sent',
        seq: 0,
        at: 0,
        id: 1,
        key: 'a>b/a.1/one/0',
        node: 'a',
      }),
      expect.objectContaining({
        type: 'message.received',
        seq: 1,
        cause: 0,
        id: 1,
        node: 'b',
        transport: 'tcp',
      }),
    ]);
    expect(lab.records[1]).toMatchObject({ at: 60_000, from: 'a', to: 'b', raw: 'x'.repeat(2_000) });
    expect(seen).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('carries the acknowledgement with an answer', () => {
    const lab = tcpLab();
    const b = party(lab, { received: () => b.stream!.write(bytes(50), label('answer')) });
    const { a } = pair(lab, party(lab), b);
    a.stream!.write(bytes(100), label('one'));
    lab.run();
    expect(story(lab).slice(3)).toEqual([
      '40000 a psh 100 seq 1 ack 1',
      '60000 b psh 50 seq 1 ack 101',
      '80000 a ack seq 101 ack 51',
    ]);
  });

  it('holds a message, and all behind it, for a fault', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.faults = ({ name }) =>
      name.endsWith('two')
        ? { delayUs: 2 * S, rule: 4 }
        : name.endsWith('three')
          ? { stallUs: S, rule: 5 }
          : undefined;
    lab.at(S, () => {
      for (const name of ['one', 'two', 'three']) a.stream!.write(bytes(10), label(name));
    });
    lab.run();
    expect(segments(lab, S).map((line) => line.split(':')[0])).toEqual(['0', '2000000', '2000000']);
    expect(fates(lab)).toMatchObject([
      { type: 'message.delayed', key: 'a>b/a.1/two/0', reason: 'fault 4', byUs: 2 * S },
      { type: 'message.delayed', key: 'a>b/a.1/three/0', reason: 'fault 5', byUs: S },
    ]);
    expect(b.pieces).toHaveLength(3);
    expect(a.heard.at(-1)).toEqual({ what: 'drained', atUs: 3 * S });
  });

  it('breaks the connection instead of sending, for a fault', () => {
    const lab = tcpLab();
    const { a, b } = pair(lab);
    lab.faults = ({ name }) => (name.endsWith('two') ? { reset: true, rule: 7 } : undefined);
    lab.at(S, () => {
      for (const name of ['one', 'two', 'three']) a.stream!.write(bytes(10), label(name));
    });
    lab.run();
    expect(fates(lab).map(({ key, reason }) => [key, reason])).toEqual([
      ['a>b/a.1/two/0', 'fault 7'],
      ['a>b/a.1/one/0', 'reset'],
      ['a>b/a.1/three/0', 'reset'],
    ]);
    expect([a.heard.at(-1), b.heard.at(-1)]).toEqual([
      { what: 'reset', atUs: S },
      { what: 'reset', atUs: S },
    ]);
  });

  it('tells who asks when the other end has a message whole, once, in order, after what was lost went again', () => {
    let drops = 1;
    const lab = tcpLab({
      fate: (_, { payload }) => (payload.length === MSS && drops-- > 0 ? [] : [LATENCY_US]),
    });
    const heard: string[] = [];
    const { a } = pair(lab);
    const tell = (name: string) => () => heard.push(`${name} ${lab.nowUs() / 1000}`);
    lab.at(S, () => {
      a.stream!.write(bytes(MSS + 10), label('one'), tell('one'));
      a.stream!.write(bytes(10), label('two'));
      a.stream!.write(bytes(10), label('three'), tell('three'));
      expect(heard).toEqual([]);
    });
    lab.run();
    // The first segment goes again after a second, and comes back as an acknowledgement of all three.
    expect(heard).toEqual(['one 2040', 'three 2040']);
  });

  it('tells nobody of what the other end never had', () => {
    const lab = tcpLab();
    const heard: string[] = [];
    const { a } = pair(lab);
    lab.at(S, () => a.stream!.write(bytes(10), label('one'), () => heard.push('one')));
    lab.at(S + LATENCY_US / 2, () => a.stream!.reset());
    lab.run();
    expect(heard).toEqual([]);
    expect(fates(lab).map(({ key, reason }) => [key, reason])).toEqual([['a>b/a.1/one/0', 'reset']]);
  });

  it('tells the writer when it has room again', () => {
    const lab = tcpLab();
    let left = 200;
    const a = party(lab, {
      opened: () => a.drained?.(),
      drained() {
        while (left > 0 && a.stream!.bufferedBytes === 0) a.stream!.write(bytes(MSS), label(`${left--}`));
      },
    });
    const { b } = pair(lab, a);
    lab.run();
    expect(b.pieces).toHaveLength(200);
    expect(a.heard.filter(({ what }) => what === 'drained').length).toBeGreaterThan(20);
  });

  it('throws for an empty message: a defect of ours', () => {
    const lab = tcpLab();
    const { a } = pair(lab);
    expect(() => a.stream!.write(bytes(0), label('none'))).toThrow('an empty message');
  });
});

describe('pace', () => {
  it('doubles the window each round trip in slow start', () => {
    const lab = tcpLab();
    const { a } = pair(lab);
    a.stream!.write(bytes(MSS * 45), label('one'));
    lab.run();
    const perTrip = new Map<number, number>();
    for (const line of segments(lab, 40_000)) {
      const trip = Number(line.split(':')[0]) / (2 * LATENCY_US);
      perTrip.set(trip, (perTrip.get(trip) ?? 0) + 1);
    }
    expect([...perTrip]).toEqual([
      [0, 3],
      [1, 6],
      [2, 12],
      [3, 24],
    ]);
  });

  it('never has more in flight than the other end can hold', () => {
    const lab = tcpLab({ latencyUs: 250_000 });
    const { a, b } = pair(lab);
    a.stream!.write(bytes(6 << 20), label('one'));
    lab.run();
    const sizes = new Map<number, number>();
    for (const { atUs, content } of lab.sent) {
      sizes.set(atUs, (sizes.get(atUs) ?? 0) + content.payload.length);
    }
    const most = Math.max(...sizes.values());
    expect(most).toBeLessThanOrEqual(1 << 20);
    expect(most).toBeGreaterThan((1 << 20) - MSS);
    expect(b.pieces.reduce((sum, { length }) => sum + length, 0)).toBe(6 << 20);
  });

  it('sends a single lost segment again after 1 s, then 2, 4 and 8 s, and says what it cost', () => {
    const lab = tcpLab({ fate: losing(1, 2, 3, 4) });
    const { a } = pair(lab);
    lab.at(S, () => a.stream!.write(bytes(100), label('one')));
    lab.run();
    expect(segments(lab, S)).toEqual([
      '0:0 lost',
      '1000000:0 lost',
      '3000000:0 lost',
      '7000000:0 lost',
      '15000000:0',
    ]);
    expect(fates(lab).map(({ reason, byUs, draw }) => [reason, byUs, draw])).toEqual([
      ['segment lost: loss', S, 0.25],
      ['segment lost: loss', 2 * S, 0.25],
      ['segment lost: loss', 4 * S, 0.25],
      ['segment lost: loss', 8 * S, 0.25],
    ]);
  });

  it('waits three round trips of the first measurement when that is more than 1 s', () => {
    const lab = tcpLab({ latencyUs: 250_000, fate: () => [250_000] });
    const { a } = pair(lab);
    lab.fate = (_packet, { payload }) => (payload.length > 0 ? [] : [250_000]);
    lab.at(S, () => a.stream!.write(bytes(100), label('one')));
    lab.run(4 * S);
    expect(segments(lab, S)).toEqual(['0:0 lost', '1500000:0 lost']);
  });

  it('sends a lost segment again at the third duplicate, without waiting for the timer', () => {
    // Of ten segments the fourth is lost, the first of the second round trip.
    const lab = tcpLab({ fate: losing(4) });
    const { a, b } = pair(lab);
    a.stream!.write(bytes(MSS * 10), label('one'));
    lab.run();
    const lines = segments(lab, 40_000);
    expect(lines).toContain('40000:3 lost');
    expect(lines.at(-1)).toBe('80000:3');
    expect(b.pieces).toHaveLength(10);
    expect(story(lab).filter((line) => line.includes(`b ack seq 1 ack ${3 * MSS + 1}`))).toHaveLength(7);
    expect(fates(lab)).toMatchObject([{ reason: 'segment lost: loss', byUs: 40_000 }]);
  });

  it('fills a hole a round trip in fast recovery', () => {
    const lab = tcpLab({ fate: losing(10, 12, 14) });
    const { a, b } = pair(lab);
    a.stream!.write(bytes(MSS * 60), label('one'));
    lab.run();
    const again = segments(lab, 40_000).filter((line, index, all) =>
      all.slice(0, index).some((earlier) => earlier.split(':')[1]!.startsWith(`${line.split(':')[1]} lost`)),
    );
    expect(again).toEqual(['120000:9', '160000:11', '200000:13']);
    expect(b.pieces).toHaveLength(60);
    expect(lab.nowUs()).toBeLessThan(S);
  });

  it('goes back after a timeout, and skips what an acknowledgement jumps over', () => {
    // One duplicate is too few for fast retransmit, so the timer must help.
    const one = tcpLab({ fate: losing(1, 2) });
    const { a, b } = pair(one);
    a.stream!.write(bytes(MSS * 3), label('one'));
    one.run();
    // Segment 2 goes out again in slow start before anybody can know that it was held.
    expect(segments(one, 40_000)).toEqual([
      '0:0 lost',
      '0:1 lost',
      '0:2',
      '1000000:0',
      '1040000:1',
      '1040000:2',
    ]);
    expect(b.pieces).toHaveLength(3);
    const other = tcpLab({ fate: losing(1) });
    pair(other).a.stream!.write(bytes(MSS * 3), label('one'));
    other.run();
    expect(segments(other, 40_000)).toEqual(['0:0 lost', '0:1', '0:2', '1000000:0']);
  });

  it('takes a segment that comes twice once', () => {
    const lab = tcpLab({ fate: () => [20_000, 21_000] });
    const { a, b } = pair(lab);
    a.stream!.write(bytes(5_000), label('one'));
    a.stream!.close();
    lab.run();
    expect(b.pieces.reduce((sum, { length }) => sum + length, 0)).toBe(5_000);
    expect(b.heard.map(({ what }) => what)).toEqual(['opened', 'closed']);
  });
});
