import { describe, expect, it } from 'vitest';
import { checkOrigin } from '../../../agents/sdp/check-offer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { Sdp } from '../../../agents/sdp/types.ts';
import { ladder, ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 3261 §14, RFC 3264 §8, RFC 5547 §8.4 in whole runs: files closed, declined and broken off one by one, and offers that collide.

const files = (...sizes: readonly number[]) =>
  sizes.map((size, i) => `{ name: ${'abc'[i]}.jpg, type: image/jpeg, size: ${size} }`).join(', ');

const pushing = (what: string, more = '') =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${what}], ${more} }`;

const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';

/** The session descriptions that a host sent with messages of a name. */
function described(result: Run, summary: string, hop: string): Sdp[] {
  return sent(result, summary, hop).flatMap(
    ({ raw }) => parseSdp(String(raw).split('\r\n\r\n')[1] ?? '').sdp ?? [],
  );
}

const ports = (sdp: Sdp | undefined) => sdp?.media.map(({ port }) => port);
const transfers = (result: Run) =>
  ofType(result, 'store')
    .filter(({ what }) => what === 'transfer')
    .map(({ value }) => Object.values(value as object).join(' '));

/** What the record of the push tells of each of its files. */
const each = (result: Run) =>
  ofType(result, 'store')
    .filter(({ what }) => what === 'push')
    .flatMap(({ value }) => (value as { files?: object[] }).files ?? [])
    .map((file) => Object.values(file).join(' '));

/** What the sender sent by MSRP after its BYE. */
function afterTheBye(result: Run): string[] {
  const [bye] = sent(result, 'BYE', 'sender>core');
  return ofType(result, 'message.sent').flatMap(({ seq, from, protocol, summary }) =>
    protocol === 'msrp' && from === 'sender' && seq > (bye?.seq ?? 0) ? [summary] : [],
  );
}

describe('several files', () => {
  it('are closed one by one, each by a re-INVITE that zeroes its port, the last by BYE', () => {
    const result = run(story({ links: slow, acts: [pushing(files(4092, 40_000, 400_000))] }));
    const offers = described(result, 'INVITE', 'sender>core');
    expect(offers.map(ports)).toEqual([
      [7654, 7654, 7654],
      [0, 7654, 7654],
      [0, 0, 7654],
    ]);
    offers.forEach((offer, i) => {
      expect(checkOrigin(offer, offers[i - 1])).toEqual([]);
    });
    expect(sent(result, 'BYE', 'sender>core')).toHaveLength(1);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(transfers(result)).toEqual(['a.jpg completed', 'b.jpg completed', 'c.jpg completed']);
  });

  it('share one TCP connection', () => {
    const result = run(story({ acts: [pushing(files(4092, 40_000))] }), { packetRecords: true });
    const streams = new Set(
      ofType(result, 'message.sent')
        .filter(({ protocol }) => protocol === 'msrp')
        .map(({ from, to }) => [from, to].sort().join()),
    );
    expect(streams.size).toBe(1);
    expect(
      ofType(result, 'state').filter(({ machine, from }) => machine === 'msrpSession' && from === ''),
    ).toHaveLength(4);
  });

  it('that are over go with the same re-INVITE, though they would linger longer', () => {
    const result = run(story({ links: slow, acts: [pushing(files(4092, 20_000, 400_000), 'linger: 1s')] }));
    expect(described(result, 'INVITE', 'sender>core').map(ports)).toEqual([
      [7654, 7654, 7654],
      [0, 0, 7654],
    ]);
    expect(outcomes(result)).toEqual(['delivered']);
  });

  it('one after the other: no SEND of the second before the last 200 of the first', () => {
    const result = run(story({ acts: [pushing(files(9000, 9000), 'order: in-turn')] }));
    const sends = sent(result, 'SEND', 'sender>bob');
    const second = sends.findIndex(({ summary }, i) => i > 0 && summary.includes(' 1-'));
    const answers = sent(result, '200 SEND', 'bob>sender').slice(0, second);
    expect(sends[second]?.at).toBeGreaterThan(answers.at(-1)?.at ?? Number.NaN);
    expect(outcomes(result)).toEqual(['delivered']);
  });

  it('of which one is declined: port 0, its selector and id mirrored', () => {
    const result = run(story({ bob: 'files: { decline: b.jpg }', acts: [pushing(files(4092, 9000))] }));
    const [offer] = described(result, 'INVITE', 'sender>core');
    const [answer] = described(result, '200 INVITE', 'bob>core');
    expect(ports(answer)).toEqual([8888, 0]);
    const of = (sdp: Sdp | undefined, name: string) =>
      sdp?.media[1]?.attributes.find((attribute) => attribute.name === name)?.value;
    for (const name of ['file-selector', 'file-transfer-id']) expect(of(answer, name)).toBe(of(offer, name));
    expect([outcomes(result), transfers(result)]).toEqual([['declined'], ['a.jpg completed']]);
    expect(each(result)).toEqual(['a.jpg delivered', 'b.jpg declined']);
  });

  it('each with its own end: declined, given up, delivered; what was decided for all is that of each', () => {
    const three = pushing(files(4092, 9000, 400_000));
    const abort = '{ at: 1.5s, do: abort, by: sender, file: c.jpg }';
    const bob = 'files: { decline: b.jpg }';
    const stopped = run(story({ links: slow, bob, acts: [three, abort] }));
    expect([outcomes(stopped), each(stopped)]).toEqual([
      ['aborted'],
      ['a.jpg delivered', 'b.jpg declined', 'c.jpg aborted'],
    ]);
    const busy = run(story({ bob: 'answer: busy', acts: [three] }));
    expect(each(busy)).toEqual(['a.jpg failed', 'b.jpg failed', 'c.jpg failed']);
  });

  it('of which one is empty: its selector has no size, and it comes whole', () => {
    const result = run(story({ acts: [pushing(files(0, 4092))] }));
    const [offer] = described(result, 'INVITE', 'sender>core');
    const selectors = offer?.media.map(({ attributes }) =>
      attributes.find(({ name }) => name === 'file-selector')?.value?.includes('size:'),
    );
    expect([selectors, outcomes(result)]).toEqual([[false, true], ['delivered']]);
    expect(each(result)).toEqual(['a.jpg delivered', 'b.jpg delivered']);
  });

  it('all declined: nothing is sent, the session ends', () => {
    const result = run(story({ bob: 'files: { decline: "*" }', acts: [pushing(files(4092, 9000))] }));
    expect([
      outcomes(result),
      sent(result, 'SEND').length,
      sent(result, 'BYE', 'sender>core').length,
    ]).toEqual([['declined'], 0, 1]);
  });

  it('already there by its hash, declined or taken again', () => {
    const twice = [
      pushing('{ name: a.txt, type: text/plain, text: the same }'),
      '{ at: 10s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: b.txt, type: text/plain, text: the same }] }',
    ];
    expect(outcomes(run(story({ acts: twice, bob: 'known-files: decline' })))).toEqual([
      'delivered',
      'declined',
    ]);
    const again = run(story({ acts: twice }));
    expect(outcomes(again)).toEqual(['delivered', 'delivered']);
    expect(ofType(again, 'store').filter(({ what }) => what === 'known file')).toHaveLength(1);
  });
});

describe('a file broken off', () => {
  const two = pushing(files(400_000, 300_000), 'chunking: whole');

  it('by the sender ends with "#" and port 0 under the same id; the other arrives', () => {
    const result = run(story({ links: slow, acts: [two, '{ at: 2s, do: abort, by: sender, file: a.jpg }'] }));
    const offers = described(result, 'INVITE', 'sender>core');
    expect(offers.map(ports)).toEqual([
      [7654, 7654],
      [0, 7654],
    ]);
    const ids = offers.map(
      ({ media }) => media[0]?.attributes.find(({ name }) => name === 'file-transfer-id')?.value,
    );
    expect(ids[1]).toBe(ids[0]);
    expect(transfers(result)).toEqual(['a.jpg aborted', 'b.jpg completed']);
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it('by the receiver is refused by 413 and closed by its own re-INVITE; the other arrives', () => {
    const acts = [pushing(files(400_000, 300_000)), '{ at: 2s, do: abort, by: bob, file: a.jpg }'];
    const result = run(story({ links: slow, acts }));
    expect(sent(result, '413 SEND', 'bob>sender').length).toBeGreaterThan(0);
    expect(described(result, 'INVITE', 'bob>core').map(ports)[0]).toEqual([0, 8888]);
    expect(transfers(result)).toEqual(['a.jpg aborted', 'b.jpg completed']);
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it.each([
    ['one of two', ', file: a.jpg', ['a.jpg aborted', 'b.jpg completed'], [0, 8888]],
    ['all of them', '', ['a.jpg aborted', 'b.jpg aborted'], [0, 0]],
  ])('by the receiver before the ACK is closed once that is there: %s', (_, file, came, closed) => {
    const acts = [pushing(files(400_000, 300_000)), `{ at: 1.06s, do: abort, by: bob${file} }`];
    const result = run(story({ acts }));
    const [offer] = ofType(result, 'message.sent').filter(
      ({ node, summary }) => node === 'bob' && summary === 'INVITE',
    );
    const [acked] = ofType(result, 'message.received').filter(
      ({ node, summary }) => node === 'bob' && summary === 'ACK',
    );
    expect(acked!.at).toBeGreaterThan(1_060_000);
    expect(offer!.seq).toBeGreaterThan(acked!.seq);
    expect(described(result, 'INVITE', 'bob>core').map(ports)[0]).toEqual(closed);
    expect(transfers(result).sort()).toEqual(came);
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it('nor does a receiver that leaves before the ACK send its BYE before that (RFC 3261 §15)', () => {
    const result = run(story({ acts: [pushing(files(400_000)), '{ at: 1.06s, do: release, by: bob }'] }));
    const at = (type: 'message.sent' | 'message.received', name: string) =>
      ofType(result, type).find(({ node, summary }) => node === 'bob' && summary === name)!.seq;
    expect(at('message.sent', 'BYE')).toBeGreaterThan(at('message.received', 'ACK'));
    expect(sent(result, 'BYE', 'sender>core')).toEqual([]);
    expect(outcomes(result)).toEqual(['failed']);
  });

  it('though Failure-Report is "no": the re-INVITE alone says so', () => {
    const acts = [pushing(files(400_000, 300_000)), '{ at: 2s, do: abort, by: bob, file: a.jpg }'];
    const result = run(story({ links: slow, sender: 'failure-report: no', acts }));
    expect(sent(result, '413 SEND')).toEqual([]);
    expect(sent(result, 'INVITE', 'bob>core').length).toBeGreaterThan(0);
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it('all of them, by either side: the session ends', () => {
    const ends = (by: string) => {
      const result = run(story({ links: slow, acts: [two, `{ at: 2s, do: abort, by: ${by} }`] }));
      return [outcomes(result), new Set(transfers(result))];
    };
    expect(ends('sender')).toEqual([['aborted'], new Set(['a.jpg aborted', 'b.jpg aborted'])]);
    expect(ends('bob')).toEqual([['aborted'], new Set(['a.jpg aborted', 'b.jpg aborted'])]);
  });

  it.each(
    ['abort', 'release'].flatMap((act) =>
      ['yes', 'partial', 'no'].flatMap((reports) =>
        ['whole', 'pieces', 'figure'].map((chunking) => [act, reports, chunking] as const),
      ),
    ),
  )('by %s, Failure-Report %s, chunking %s: the BYE comes after the last "#"', (act, reports, chunking) => {
    const acts = [
      pushing(files(400_000, 300_000), `chunking: ${chunking}`),
      `{ at: 2s, do: ${act}, by: sender }`,
    ];
    const result = run(story({ links: slow, sender: `failure-report: ${reports}`, acts }));
    expect(afterTheBye(result)).toEqual([]);
    expect(ofType(result, 'message.sent').some(({ raw }) => String(raw).endsWith('#\r\n'))).toBe(true);
    expect(outcomes(result)).toEqual([act === 'abort' ? 'aborted' : 'failed']);
  });

  it.each(
    ['yes', 'partial', 'no'].flatMap((reports) =>
      ['whole', 'pieces', 'figure', 'change-request'].map((chunking) => [reports, chunking] as const),
    ),
  )(
    'by the receiver, Failure-Report %s, chunking %s: the BYE comes after the last SEND',
    (reports, chunking) => {
      const isOldForm = chunking === 'change-request';
      const acts = [
        pushing(files(400_000), isOldForm ? '' : `chunking: ${chunking}`),
        '{ at: 2s, do: abort, by: bob }',
      ];
      const more = isOldForm ? 'dialect: change-request' : '';
      const result = run(story({ links: slow, sender: `failure-report: ${reports}`, acts, more }));
      expect(afterTheBye(result)).toEqual([]);
      expect(outcomes(result)).toEqual(['aborted']);
    },
  );

  it('by 413 alone: a chunk that cannot be interrupted goes out whole, then the BYE', () => {
    const result = run(
      story({
        links: slow,
        sender: 'misbehave: [ignores-max-size]',
        bob: 'max-size: 3000',
        acts: [pushing(files(400_000))],
        more: 'dialect: change-request',
      }),
    );
    const refusals = sent(result, '413 SEND', 'bob>sender');
    const [firstSlice] = sent(result, 'SEND-body');
    expect(refusals).not.toEqual([]);
    expect(refusals[0]?.seq).toBeLessThan(firstSlice?.seq ?? 0);
    expect(afterTheBye(result)).toEqual([]);
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it('before its turn has come: it is closed like one that was sent, and the session does not hang', () => {
    const acts = [
      pushing(files(400_000, 300_000), 'order: in-turn'),
      '{ at: 2s, do: abort, by: sender, file: b.jpg }',
    ];
    const result = run(story({ links: slow, acts }));
    expect(described(result, 'INVITE', 'sender>core').map(ports).at(-1)).toEqual([7654, 0]);
    expect(transfers(result)).toEqual(['b.jpg aborted', 'a.jpg completed']);
    expect(outcomes(result)).toEqual(['aborted']);
    // Nothing of it was ever sent, and the third does not overtake the first.
    const three = [pushing(files(400_000, 300_000, 9_000), 'order: in-turn'), acts[1] ?? ''];
    const sends = sent(run(story({ links: slow, acts: three })), 'SEND', 'sender>bob').map(({ summary }) =>
      Number(/\/(\d+)$/.exec(summary)?.[1]),
    );
    expect(sends.map((total) => Math.floor(total / 1000))).toEqual(
      sends.map((total) => (total > 400_000 ? 400 : 9)),
    );
    expect(sends).toEqual(sends.toSorted((one, other) => other - one));
  });
});

describe('offers that collide', () => {
  const glare = story({
    links: slow,
    acts: [
      pushing(files(4092, 900_000, 900_000), 'linger: 800ms'),
      '{ at: 2.1s, do: abort, by: bob, file: c.jpg }',
    ],
  });

  it('are both answered 491 and made again: by the caller after 2.1 to 4 s, by the other after at most 2, in steps of 10 ms', () => {
    for (const seed of ['1', '2', '3', '4', '5']) {
      const result = run(glare, { seed });
      const waits = ['sender', 'bob'].map((node) => {
        const [set] = ofType(result, 'timer.set').filter(
          ({ node: at, name }) => at === node && name === 'glare',
        );
        return (set?.due ?? 0) - (set?.at ?? 0);
      });
      const [caller = 0, callee = 0] = waits;
      expect([caller >= 2_100_000 && caller <= 4_000_000, callee >= 0 && callee <= 2_000_000]).toEqual([
        true,
        true,
      ]);
      expect(waits.map((us) => us % 10_000)).toEqual([0, 0]);
      expect(sent(result, '491 INVITE', 'bob>core')).toHaveLength(1);
      expect(sent(result, '491 INVITE', 'sender>core')).toHaveLength(1);
      expect(outcomes(result)).toEqual(['aborted']);
    }
  });

  it('leave the session as it was, and no version of o= stands for two descriptions', () => {
    const result = run(glare);
    for (const host of ['sender', 'bob']) {
      const sdps = ['INVITE', '200 INVITE'].flatMap((name) =>
        sent(result, name, `${host}>core`).map(({ raw }) => String(raw).split('\r\n\r\n')[1] ?? ''),
      );
      const texts = new Map<string, Set<string>>();
      for (const sdp of sdps.filter((text) => text !== '')) {
        const version = /^o=(.*)\r$/m.exec(sdp)?.[1] ?? '';
        texts.set(version, (texts.get(version) ?? new Set()).add(sdp));
      }
      expect([...texts.values()].map(({ size }) => size).filter((size) => size > 1)).toEqual([]);
    }
  });
});

describe('a session', () => {
  it('is ended by the caller’s BYE only after the ACK of a re-INVITE', () => {
    const steps = ladder(run(story({ acts: [pushing(files(4092, 9000, 20_000), 'linger: 1s')] })));
    expect(steps.indexOf('sender>core BYE')).toBeGreaterThan(steps.lastIndexOf('sender>core ACK'));
  });

  it('whose 200 to a re-INVITE is lost gets it again, and acknowledges each', () => {
    const result = run(
      story({
        links: slow,
        acts: [pushing(files(4092, 400_000))],
        faults: ['{ drop: 200 INVITE, from: bob, to: core, nth: 2 }'],
      }),
    );
    expect(sent(result, '200 INVITE', 'bob>core')).toHaveLength(3);
    expect(outcomes(result)).toEqual(['delivered']);
  });

  it('whose re-INVITE is never answered is ended', () => {
    const acts = [pushing(files(4092, 9000, 400_000), 'linger: 500ms')];
    const result = run(
      story({
        links: slow,
        acts,
        faults: ['{ drop: INVITE, from: sender, to: core, between: [1.5s, 40s] }'],
      }),
    );
    expect(sent(result, 'BYE', 'sender>core').length).toBeGreaterThan(0);
    expect(outcomes(result)).toHaveLength(1);
  });
});
