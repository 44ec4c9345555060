import { describe, expect, it } from 'vitest';
import type { SegmentContent } from '../../../sim/net/types.ts';
import { type Dissection, dissect, summarize } from '../../support/tshark.ts';
import { ofType } from '../lab.ts';
import { pushFile, sipByDatagram, sipByStream, type Talk, talk } from './talk.ts';

const MS = 1_000;

function sentMessages({ records }: Talk): number {
  return ofType(records, 'message.sent').length;
}

/** Nothing that a capture of the lab's may ever show. */
function expectSound(seen: Dissection): void {
  expect(seen.malformed).toBe(0);
  expect(seen.badChecksums).toBe(0);
  expect(seen.experts.filter(({ severity }) => severity === 'Error')).toEqual([]);
}

describe('Wireshark on a file pushed by MSRP', () => {
  it.each([0, 1 * MS, 20 * MS, 400 * MS])('sees every message and nothing to flag at %i µs', (value) => {
    const lab = talk({ link: { latency: { kind: 'constant', value } } });
    pushFile(lab, 40_000);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.frames).toBe(lab.packets.length);
    expect(seen.msrp).toHaveLength(sentMessages(lab));
    expect(seen.msrp).toHaveLength(20 + 20 + 1);
    expect(seen.tcpFlags).toEqual([]);
  });

  it('sees all of it over IPv6', () => {
    const lab = talk();
    pushFile(lab, 20_000, 'v6');
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.msrp).toHaveLength(sentMessages(lab));
    expect(seen.tcpFlags).toEqual([]);
    expect(summarize(lab.capture.bytes())).toContain('2001:db8::1 → 2001:db8::2');
  });

  it.each(['one', 'two', 'three', 'four', 'five', 'six'])('flags only what losses did: seed %s', (seed) => {
    const latency = { kind: 'constant', value: seed.length * 4 * MS } as const;
    const lab = talk({ seed, link: { latency, loss: 0.06 } });
    pushFile(lab, 100_000);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.frames).toBe(lab.packets.length);
    expect(seen.msrp).toHaveLength(sentMessages(lab));
    // What is flagged was sent again, or is an acknowledgement that says again what it said before.
    const contents = lab.packets.map(({ packet }) => packet.content as SegmentContent);
    const flagged = new Set(seen.tcpFlags.map(({ frame }) => frame));
    for (const frame of flagged) {
      const content = contents[frame - 1]!;
      const repeats = content.again === true || (content.payload.length === 0 && content.isAck);
      expect(repeats, `frame ${frame}`).toBe(true);
    }
    contents.forEach(({ again }, index) => {
      if (again === true) expect(flagged.has(index + 1), `frame ${index + 1}`).toBe(true);
    });
    const lost = lab.packets.flatMap(({ dropped }, index) =>
      dropped === undefined ? [] : [{ frame: index + 1, text: `dropped: ${dropped}` }],
    );
    expect(lost.length).toBeGreaterThan(0);
    expect(seen.comments).toEqual(lost);
  });

  it('is content with jitter, copies and a slow line', () => {
    const link = {
      jitter: { kind: 'constant', value: 30 * MS },
      duplicate: { share: 0.1 },
      reorder: { share: 0.05 },
      rate: 2_000_000,
      queue: { packets: 10 },
    } as const;
    const lab = talk({ link });
    pushFile(lab, 200_000);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.msrp).toHaveLength(sentMessages(lab));
  });

  it('sees a reset as a reset, and the connection that was refused', () => {
    const lab = talk({ rules: [{ fault: 'reset streams', a: 'sender', b: 'receiver', atUs: 90 * MS }] });
    pushFile(lab, 100_000);
    lab.a.connect({ address: lab.b.address, port: 9 }, { received() {}, closed() {} });
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.tcpFlags).toEqual([]);
    const resets = lab.packets.filter(({ packet }) => (packet.content as SegmentContent).rst);
    expect(seen.experts.filter(({ severity }) => severity === 'Warning')).toHaveLength(resets.length);
  });
});

describe('Wireshark on SIP', () => {
  it('sees every datagram, whole and in fragments', () => {
    const lab = talk();
    sipByDatagram(lab, [10, 1_000, 3_000, 9_001]);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.sip).toEqual(
      Array.from({ length: 4 }, () => ['MESSAGE sip:receiver@192.0.2.2 SIP/2.0', 'SIP/2.0 200 OK']).flat(),
    );
    expect(seen.frames).toBe(lab.packets.length);
  });

  it('sees them over IPv6, too, fragment headers and all', () => {
    const lab = talk();
    sipByDatagram(lab, [1_000, 5_000], 'v6');
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.sip).toHaveLength(4);
  });

  it('sees what was lost, with the reason as a comment', () => {
    const lab = talk({ rules: [{ fault: 'drop', message: 'MESSAGE', nth: 2 }] });
    sipByDatagram(lab, [10, 20, 30]);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.sip).toHaveLength(sentMessages(lab));
    expect(seen.comments).toEqual([{ frame: 3, text: 'dropped: fault 1' }]);
  });

  it('sees a datagram of which a fragment was lost: it was sent', () => {
    const lab = talk({ link: { loss: 0.2 }, seed: 'fragments' });
    sipByDatagram(lab, [4_000, 4_000, 4_000, 4_000, 4_000]);
    lab.world.run();
    const lost = lab.packets.filter(({ dropped }) => dropped !== undefined);
    expect(lost.some(({ packet }) => packet.content.kind === 'udp' && packet.content.fragment)).toBe(true);
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.sip).toHaveLength(sentMessages(lab));
    expect(seen.comments).toHaveLength(lost.length);
  });

  it('sees every message of a connection, also those in several segments', () => {
    const lab = talk({ link: { loss: 0.02 }, seed: 'sip' });
    sipByStream(lab, [10, 5_000, 10, 2_000, 20, 1_200, 700]);
    lab.world.run();
    const seen = dissect(lab.capture.bytes());
    expectSound(seen);
    expect(seen.sip).toHaveLength(14);
  });

  it('knows hosts by their names and the time of day', () => {
    const lab = talk();
    sipByDatagram(lab, [10]);
    lab.world.run();
    const names = summarize(lab.capture.bytes(), true);
    expect(names).toContain('sender.example.com → receiver.example.com');
    expect(names).toContain('2026-01-02 03:04:05.020000');
  });
});
