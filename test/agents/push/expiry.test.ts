import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fired, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';
import { root } from '../../support/sources.ts';

// RFC 4028 §7.4, §8 and §10 in whole runs: when sessions are refreshed, and when they end for want of it.

interface Expiry {
  readonly sessionExpires: number;
  readonly refreshAtS: number;
  readonly nonRefresherByeAtS: number;
}

const { expiry }: { readonly expiry: readonly Expiry[] } = JSON.parse(
  readFileSync(join(root, 'test/vectors/timers/session-timers.json'), 'utf8'),
);

/** A push that lingers, between two hosts that know timers. */
function lingering(seconds: number, parts: Parameters<typeof story>[0] = {}): Run {
  const sender = `session-expires: ${seconds}s, linger: 3h, ${parts.sender ?? ''}`;
  const bob = `session-expires: ${seconds}s, ${parts.bob ?? ''}`;
  return run(story({ ...parts, sender, bob, more: parts.more ?? `until: ${2 * seconds}s` }));
}

/** The first instant of a message, in s. */
const at = (result: Run, summary: string, hop: string) =>
  (sent(result, summary, hop)[0]?.at ?? Number.NaN) / 1e6;

describe('a session that nobody refreshes any more', () => {
  it.each(expiry)('$sessionExpires s: BYE of the other side at $nonRefresherByeAtS s', (row) => {
    // The sender refreshes, and falls silent once the session stands.
    const result = lingering(row.sessionExpires, { faults: ['{ partition: sender<>core, from: 10s }'] });
    const began = at(result, '200 INVITE', 'bob>core');
    const byeS = at(result, 'BYE', 'bob>core') - began;
    expect(byeS).toBeCloseTo(row.nonRefresherByeAtS, 4);
    expect(fired(result, 'bob', 'sessionExpiry')).toHaveLength(1);
    expect(
      (fired(result, 'sender', 'sessionRefresh')[0] ?? 0) - at(result, 'ACK', 'sender>core'),
    ).toBeCloseTo(row.refreshAtS, 6);
  });
});

describe('a refresh', () => {
  it('goes by UPDATE without SDP where the peer allows it, each at half the interval after the last 2xx', () => {
    const result = lingering(90, { more: 'until: 200s' });
    const updates = sent(result, 'UPDATE', 'sender>core');
    expect(updates.map(({ at: us }) => us / 1e6)).toEqual([46.08, 91.16, 136.24, 181.32]);
    for (const { raw } of updates) {
      expect(raw).toMatch(/^Session-Expires: 90;refresher=uac\r$/m);
      expect(raw).toMatch(/^Content-Length: 0\r$/m);
    }
    expect(sent(result, 'BYE')).toEqual([]);
  });

  it.each(['sender', 'bob'])(
    'goes by re-INVITE where %s knows no UPDATE: the same SDP, the same o=',
    (without) => {
      const result = lingering(90, { [without]: 'update: false', more: 'until: 100s' });
      const [first, ...refreshes] = sent(result, 'INVITE', 'sender>core');
      expect(refreshes).toHaveLength(2);
      const sdp = (raw: unknown) => String(raw).split('\r\n\r\n')[1];
      for (const { raw } of refreshes) expect(sdp(raw)).toBe(sdp(first?.raw));
      const answers = sent(result, '200 INVITE', 'bob>core').map(({ raw }) => sdp(raw));
      expect(new Set(answers).size).toBe(1);
      expect(sent(result, 'ACK', 'sender>core')).toHaveLength(3);
      expect(sent(result, 'UPDATE')).toEqual([]);
    },
  );

  it('is the UAS’s where the caller leaves it to the UAS, which then is the "uac" of its refreshes', () => {
    const result = lingering(90, { sender: 'refresher: open', bob: 'refresher: uas', more: 'until: 100s' });
    expect(sent(result, '200 INVITE', 'bob>core')[0]?.raw).toMatch(/Session-Expires: 90;refresher=uas\r/);
    const updates = sent(result, 'UPDATE', 'bob>core');
    expect(updates.map(({ at: us }) => us / 1e6)).toEqual([46.04, 91.12]);
    expect(updates[0]?.raw).toMatch(/Session-Expires: 90;refresher=uac\r/);
    expect(sent(result, 'UPDATE', 'sender>core')).toEqual([]);
  });

  it('that is not answered ends the session by a BYE, after Timer F', () => {
    const result = lingering(180, { faults: ['{ drop: UPDATE }'], more: 'until: 200s' });
    expect(fired(result, 'sender', 'timerF')).toHaveLength(1);
    expect(at(result, 'BYE', 'sender>core') - at(result, 'UPDATE', 'sender>core')).toBe(32);
  });

  it('that is answered 481 ends it at once', () => {
    const result = lingering(180, {
      acts: [
        '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }',
        '{ at: 50s, do: restart, by: bob }',
      ],
      more: 'until: 200s',
    });
    expect(sent(result, '481 UPDATE', 'bob>core')).toHaveLength(1);
    expect(at(result, 'BYE', 'sender>core')).toBeCloseTo(at(result, 'UPDATE', 'sender>core') + 0.08, 6);
  });
});

describe('who takes no part in session timers', () => {
  it('as receiver sends a 200 without Session-Expires: the session does not expire', () => {
    const result = run(
      story({ sender: 'session-expires: 90s, linger: 3h', bob: 'session-expires: 0', more: 'until: 500s' }),
    );
    expect(sent(result, '200 INVITE', 'bob>core')[0]?.raw).not.toMatch(/Session-Expires|^Require/m);
    expect([sent(result, 'UPDATE'), sent(result, 'BYE')]).toEqual([[], []]);
  });

  it('as sender gets a session that expires all the same, if the receiver begins a timer by itself', () => {
    const result = run(
      story({
        sender: 'session-expires: 0, linger: 3h',
        bob: 'session-expires: 90s, refresher: uas',
        more: 'until: 100s',
      }),
    );
    const [ok] = sent(result, '200 INVITE', 'bob>core');
    expect(ok?.raw).toMatch(/Session-Expires: 90;refresher=uas\r/);
    expect(ok?.raw).toMatch(/^Require: timer\r$/m);
    expect(sent(result, 'UPDATE', 'bob>core')).toHaveLength(2);
  });
});

describe('an interval below the receiver’s Min-SE', () => {
  it('is refused by 422, and asked for again with it', () => {
    const result = run(story({ sender: 'session-expires: 120s', bob: 'min-se: 600s' }));
    expect(sent(result, '422 INVITE', 'bob>core')[0]?.raw).toMatch(/^Min-SE: 600\r$/m);
    const [first, second, ...more] = sent(result, 'INVITE', 'sender>core').map(({ raw }) => String(raw));
    expect(more).toEqual([]);
    const line = (raw: string | undefined, name: string) =>
      new RegExp(`^${name}: (.*)\r$`, 'm').exec(raw ?? '')?.[1];
    expect(['CSeq', 'Session-Expires', 'Min-SE'].map((name) => line(second, name))).toEqual([
      '2 INVITE',
      '600;refresher=uac',
      '600',
    ]);
    for (const name of ['Call-ID', 'From', 'To']) expect(line(second, name)).toBe(line(first, name));
    expect(outcomes(result)).toEqual(['delivered']);
  });
});
