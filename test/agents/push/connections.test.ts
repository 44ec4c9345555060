import { describe, expect, it } from 'vitest';
import { readDisposition } from '../../../agents/content-disposition.ts';
import { mediaSets } from '../../../agents/media-sets.ts';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 6135 in whole runs: who opens the connection of an MSRP session. RFC 5547 §6: what is said of a file beside its selector.

const pushing = (files: string, more = '') =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files}], ${more} }`;

const picture = '{ name: a.jpg, type: image/jpeg, size: 4092 }';

const line = (result: Run, summary: string, hop: string, what: string) =>
  new RegExp(`^${what}.*$`, 'm').exec(String(sent(result, summary, hop)[0]?.raw))?.[0];

const stored = (result: Run, what: string) =>
  ofType(result, 'store').flatMap((record) => (record.what === what ? [record.value] : []));

/** What the open m= lines of each description that a host sent say of a=setup. */
const said = (result: Run, summary: string, host: string) =>
  sent(result, summary, `${host}>core`).map(({ raw }) =>
    String(raw)
      .split(/^m=/m)
      .slice(1)
      .filter((line) => !line.startsWith('message 0'))
      .flatMap((line) => /^a=setup:(\w+)/m.exec(line)?.[1] ?? []),
  );

/** Who sent the SYN of the MSRP connection. */
const opener = (result: Run) =>
  ofType(result, 'packet.sent').find(({ protocol, info }) => protocol === 'tcp' && /SYN/.test(info))?.from;

describe('the connection of an MSRP session', () => {
  it.each([
    // sender, bob: what the offer says, what the answer says, who opens.
    ['actpass', 'actpass', 'actpass', 'passive', 'sender'],
    ['passive', 'passive', 'actpass', 'passive', 'sender'],
    ['actpass', 'active', 'actpass', 'active', 'bob'],
    ['active', 'passive', 'active', 'passive', 'sender'],
    ['active', 'active', 'active', 'passive', 'sender'],
  ])(
    'of a sender that is %s and a receiver that is %s: %s, %s, opened by %s',
    (own, theirs, said, answer, by) => {
      const result = run(
        story({ sender: `setup: ${own}`, bob: `setup: ${theirs}`, acts: [pushing(picture)] }),
        {
          packetRecords: true,
        },
      );
      expect(line(result, 'INVITE', 'sender>core', 'a=setup')).toBe(`a=setup:${said}`);
      expect(line(result, '200 INVITE', 'bob>core', 'a=setup')).toBe(`a=setup:${answer}`);
      expect(opener(result)).toBe(by);
      expect(outcomes(result)).toEqual(['delivered']);
    },
  );

  it.each(
    ['actpass', 'active'].flatMap((own) =>
      ['actpass', 'active'].flatMap((theirs) =>
        ['sender', 'bob'].map((first) => [own, theirs, first] as const),
      ),
    ),
  )(
    'of a sender that is %s and a receiver that is %s, where %s offers again: as RFC 6135 §4.2.2 has it, and nothing moves',
    (own, theirs, first) => {
      // Both refresh by re-INVITE: the first five times, then the other closes a file.
      const two = `${picture}, { name: b.jpg, type: image/jpeg, size: 600000 }`;
      const other = first === 'sender' ? 'bob' : 'sender';
      const result = run(
        story({
          links:
            '{ default: { transport: udp, latency: 20ms }, "sender<>bob": { latency: 20ms, rate: 8kbit/s } }',
          sender: `setup: ${own}, session-expires: 90s, update: false, refresher: ${first === 'sender' ? 'uac' : 'uas'}`,
          bob: `setup: ${theirs}, update: false`,
          acts: [pushing(two, 'linger: 300s'), `{ at: 200s, do: abort, by: ${other}, file: b.jpg }`],
        }),
        { packetRecords: true },
      );
      expect(sent(result, 'INVITE', `${first}>core`).length).toBeGreaterThan(3);
      for (const [host, setup] of [
        ['sender', own],
        // Who answered "active" said where it can be reached after all.
        ['bob', own === 'active' ? 'actpass' : theirs],
      ] as const) {
        for (const offered of said(result, 'INVITE', host))
          expect(new Set(offered)).toEqual(new Set([setup]));
      }
      const opens = opener(result);
      for (const host of ['sender', 'bob']) {
        const asked = said(result, 'INVITE', host === 'bob' ? 'sender' : 'bob');
        const answers = said(result, '200 INVITE', host);
        expect(answers).toHaveLength(asked.length);
        answers.forEach((answer, i) => {
          for (const each of answer)
            expect(each).toBe(asked[i]?.[0] === 'active' || host !== opens ? 'passive' : 'active');
        });
      }
      const connections = ofType(result, 'packet.sent').filter(
        ({ protocol, info }) => protocol === 'tcp' && /SYN\b(?!.*ACK)/.test(info),
      );
      expect(connections).toHaveLength(1);
    },
  );

  it('of one who cannot be reached has port 9, and the side that opens says something first', () => {
    const result = run(story({ bob: 'setup: active', acts: [pushing(picture)] }));
    expect(line(result, '200 INVITE', 'bob>core', 'm=')).toBe('m=message 9 TCP/MSRP *');
    const [first] = ofType(result, 'message.sent').filter(({ protocol }) => protocol === 'msrp');
    expect([first?.from, first?.summary]).toEqual(['bob', 'SEND 1-0/0']);
    const offered = run(story({ sender: 'setup: active', acts: [pushing(picture)] }));
    expect(line(offered, 'INVITE', 'sender>core', 'm=')).toBe('m=message 9 TCP/MSRP *');
  });

  it('that the receiver was to open, and could not: it gives the line up, and the push ends', () => {
    const result = run(
      story({
        bob: 'setup: active',
        acts: [pushing(picture)],
        faults: ['{ refuse: bob>sender }'],
      }),
    );
    expect(line(result, 'INVITE', 'bob>core', 'm=')).toBe('m=message 0 TCP/MSRP *');
    expect(outcomes(result)).toEqual(['aborted']);
  });

  it('is one for two sessions also where the receiver opens it', () => {
    const files = `${picture}, { name: b.txt, type: text/plain, size: 9000 }`;
    const result = run(story({ bob: 'setup: active', acts: [pushing(files)] }), { packetRecords: true });
    const syns = ofType(result, 'packet.sent').filter(
      ({ protocol, info }) => protocol === 'tcp' && /SYN\b/.test(info),
    );
    expect(new Set(syns.map(({ source }) => source)).size).toBe(2);
    expect(outcomes(result)).toEqual(['delivered']);
  });
});

describe('what is said of a file', () => {
  const dated = `{ name: 'a "b".jpg', type: image/jpeg, size: 4092, content: text, disposition: attachment, date: { creation: 2006-05-15T15:01:31+03:00, read: 2006-05-16T09:12:27Z } }`;

  it('its dates stand in the offer and in Content-Disposition, not in the answer; the receiver keeps them', () => {
    const result = run(story({ acts: [pushing(dated)] }));
    const date = 'creation:"Mon, 15 May 2006 15:01:31 +0300" read:"Tue, 16 May 2006 09:12:27 +0000"';
    expect(line(result, 'INVITE', 'sender>core', 'a=file-date')).toBe(`a=file-date:${date}`);
    expect(line(result, '200 INVITE', 'bob>core', 'a=file-date')).toBeUndefined();
    const said = line(result, 'SEND', 'sender>bob', 'Content-Disposition')?.trim() ?? '';
    expect(readDisposition(said.slice('Content-Disposition: '.length))).toEqual({
      type: 'attachment',
      filename: 'a "b".jpg',
      dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300', read: 'Tue, 16 May 2006 09:12:27 +0000' },
    });
    expect(stored(result, 'file')).toMatchObject([
      { dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300', read: 'Tue, 16 May 2006 09:12:27 +0000' } },
    ]);
  });

  it('its icon is left out where a receiver knows no multipart; what is refused without one stays so', () => {
    const icon =
      '{ name: a.jpg, type: image/jpeg, size: 4092, icon: { type: image/png, size: 90, content: text } }';
    const auto = '{ default: { transport: auto, latency: 20ms } }';
    const result = run(story({ links: auto, bob: 'multipart: false', acts: [pushing(icon)] }));
    const [first, second] = sent(result, 'INVITE', 'sender>core').map(({ raw }) => String(raw));
    expect([first?.includes('a=file-icon:cid:'), second?.includes('a=file-icon:cid:')]).toEqual([
      true,
      false,
    ]);
    expect(second).toMatch(/^Content-Type: application\/sdp/m);
    expect(outcomes(result)).toEqual(['delivered']);
    const refused = run(story({ links: auto, bob: 'accept-types: text/plain', acts: [pushing(icon)] }));
    expect(sent(refused, '488 INVITE', 'bob>core')).toHaveLength(2);
    expect(outcomes(refused)).toEqual(['failed']);
  });

  it('a Content-Disposition that is none is read as far as it goes', () => {
    expect(readDisposition('')).toEqual({ type: '' });
    expect(readDisposition('Attachment; =; ; filename=a.b; filename="c')).toEqual({
      type: 'attachment',
      filename: 'a.b',
    });
    expect(readDisposition(`x${';'.repeat(100_000)}`)).toEqual({ type: 'x' });
  });
});

describe('the media of TS 26.141', () => {
  it('are taken by a receiver that says so, and others refused', () => {
    const push = (type: string) => [pushing(`{ name: a, type: ${type}, size: 4092 }`)];
    const of = (type: string, set = 'ts-26.141') =>
      outcomes(run(story({ bob: `accept-types: ${set}`, acts: push(type) })))[0];
    for (const type of mediaSets.get('ts-26.141') ?? [])
      expect([type, of(type)]).toEqual([type, 'delivered']);
    expect(of('application/smil', 'ts-26.141:scene')).toBe('delivered');
    expect(of('audio/dls', 'ts-26.141:scene')).toBe('failed');
    expect(of('application/zip')).toBe('failed');
    expect(of('image/jpeg', '["ts-26.141:image", text/plain]')).toBe('delivered');
    expect(of('video/3gpp', '["ts-26.141:image", text/plain]')).toBe('failed');
  });
});
