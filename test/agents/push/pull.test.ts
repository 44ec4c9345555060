import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { checkOffer } from '../../../agents/sdp/check-offer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { Sdp } from '../../../agents/sdp/types.ts';
import { breaches } from '../../scenarios/runs/invariants.ts';
import { ladder, ofType, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 5547 §8.2.2 and §8.3.2 in whole runs: a receiver asks for files, and their sender gives what it has.

const files = [
  '{ name: sunset.jpg, type: image/jpeg, size: 4092, content: text, date: { creation: 2006-05-15T15:01:31+03:00 } }',
  '{ name: news.txt, type: text/plain, text: The news of today }',
  '{ name: old.txt, type: text/plain, size: 400000 }',
];
const has = `has: [${files.join(', ')}]`;

const sender = 'sip:push@push-sender-agent.example.com';
const pulling = (wanted: string, more = '') =>
  `{ at: 1s, do: pull, by: bob, to: ${sender}, files: [${wanted}], ${more} }`;
const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';

function described(result: Run, summary: string, hop: string): Sdp[] {
  return sent(result, summary, hop).flatMap(
    ({ raw }) => parseSdp(String(raw).split('\r\n\r\n')[1] ?? '').sdp ?? [],
  );
}

const stored = (result: Run, what: string) =>
  ofType(result, 'store').flatMap((record) => (record.what === what ? [record.value] : []));

const ended = (result: Run) => stored(result, 'pull').map((value) => (value as { outcome: string }).outcome);

const pull = (wanted: string, parts: Parameters<typeof story>[0] = {}) =>
  run(story({ sender: has, acts: [pulling(wanted)], ...parts }));

describe('a file that is asked for', () => {
  it('is named by its selector alone; the answer gives its hash and type, and the sender closes the session', () => {
    const result = pull('{ name: sunset.jpg }');
    const [offer] = described(result, 'INVITE', 'bob>core');
    const [answer] = described(result, '200 INVITE', 'sender>core');
    const value = (sdp: Sdp | undefined, name: string) =>
      sdp?.media[0]?.attributes.find((attribute) => attribute.name === name)?.value;
    expect(value(offer, 'file-selector')).toBe('name:"sunset.jpg"');
    expect(value(answer, 'file-selector')).toMatch(
      /^name:"sunset.jpg" type:image\/jpeg hash:sha-1:(?:[0-9A-F]{2}:){19}[0-9A-F]{2}$/,
    );
    expect(value(answer, 'file-transfer-id')).toBe(value(offer, 'file-transfer-id'));
    expect(offer?.media[0]?.attributes).toContainEqual({ name: 'recvonly' });
    expect(answer?.media[0]?.attributes).toContainEqual({ name: 'sendonly' });
    expect([checkOffer(offer!), checkAnswer(offer!, answer!)]).toEqual([[], []]);
    expect(ended(result)).toEqual(['delivered']);
    expect(stored(result, 'file')).toMatchObject([
      {
        name: 'sunset.jpg',
        type: 'image/jpeg',
        bytes: 4092,
        dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300' },
      },
    ]);
    expect(ladder(result).filter((step) => /BYE/.test(step))[0]).toMatch(/^sender>core BYE/);
    expect(breaches(result.records)).toEqual([]);
  });

  it('comes over a connection that the receiver opened, which says something first (RFC 4975 §5.4)', () => {
    const result = pull('{ name: news.txt }');
    const msrp = ofType(result, 'message.sent').filter(({ protocol }) => protocol === 'msrp');
    expect(msrp.slice(0, 3).map(({ from, summary }) => `${from} ${summary}`)).toEqual([
      'bob SEND 1-0/0',
      'sender 200 SEND',
      expect.stringMatching(/^sender SEND 1-\d+\/\d+$/),
    ]);
  });

  it('comes over a connection of the sender, where the receiver can be reached and the sender cannot', () => {
    const result = run(story({ sender: `${has}, setup: active`, acts: [pulling('{ name: news.txt }')] }));
    const [first] = ofType(result, 'message.sent').filter(({ protocol }) => protocol === 'msrp');
    expect([first?.from, ended(result)]).toEqual(['sender', ['delivered']]);
  });

  it('can be named by its type, its size or its hash', () => {
    for (const wanted of ['{ type: image/jpeg }', '{ size: 4092 }', `{ hash: "${hashOfNews()}" }`])
      expect([wanted, ended(pull(wanted))]).toEqual([wanted, ['delivered']]);
  });

  it.each([
    ['that is not there', '{ name: nothing.txt }'],
    ['that fits several', '{ type: text/plain }'],
    ['whose hash is another', `{ name: news.txt, hash: "${'0'.repeat(40)}" }`],
    ['of which there are no such octets', '{ name: sunset.jpg, range: 4093-* }'],
  ])('%s is refused: 488 where it is the only stream', (_, file) => {
    const result = pull(file);
    expect(sent(result, '488 INVITE', 'sender>core')).toHaveLength(1);
    expect(ended(result)).toEqual(['failed']);
  });

  it('that is not there, beside one that is: port 0, selector and id mirrored', () => {
    const result = pull('{ name: nothing.txt }, { name: news.txt }');
    const [offer] = described(result, 'INVITE', 'bob>core');
    const [answer] = described(result, '200 INVITE', 'sender>core');
    expect(answer?.media.map(({ port }) => port)).toEqual([0, 7654]);
    expect(checkAnswer(offer!, answer!)).toEqual([]);
    expect(stored(result, 'pull')).toMatchObject([
      {
        files: [
          { name: 'nothing.txt', outcome: 'declined' },
          { name: 'news.txt', outcome: 'delivered' },
        ],
      },
    ]);
    expect([ended(result), stored(result, 'transfer')]).toEqual([
      ['declined'],
      [
        { file: 'nothing.txt', outcome: 'declined' },
        { file: 'news.txt', outcome: 'completed' },
      ],
    ]);
  });

  it('by a sender that has none: it takes no calls', () => {
    const result = run(story({ acts: [pulling('{ name: news.txt }')] }));
    expect(sent(result, '480 INVITE', 'sender>core')).toHaveLength(1);
    expect(ended(result)).toEqual(['failed']);
  });
});

describe('the session of a pull', () => {
  it('has each further offer of the sender answered with its own selector, and the receiver is silent after its BYE', () => {
    const result = pull('{ name: news.txt }, { name: old.txt }', { links: slow });
    const [offer] = described(result, 'INVITE', 'sender>core');
    const answer = described(result, '200 INVITE', 'bob>core').at(-1);
    const selector = ({ media }: Sdp) => media[1]?.attributes.find(({ name }) => name === 'file-selector');
    expect(selector(answer!)).toEqual(selector(offer!));
    const early = [pulling('{ name: old.txt }'), '{ at: 1.09s, do: release, by: bob }'];
    const released = run(story({ sender: has, acts: early }));
    const bye = sent(released, 'BYE', 'bob>core')[0]?.seq ?? 0;
    expect(sent(released, 'SEND', 'bob>sender').filter(({ seq }) => seq > bye)).toEqual([]);
    expect(ended(released)).toEqual(['failed']);
  });
});

describe('how a pull ends', () => {
  it.each([
    ['delivered', true],
    ['failed', false],
  ])('can be expected of its receiver: %s', (outcome, ok) => {
    const { verdict } = pull('{ name: news.txt }', { more: `expect: { outcome: { bob: ${outcome} } }` });
    expect(verdict.lines.map((line) => line.ok)).toEqual([ok]);
  });
});

describe('files that are asked for', () => {
  it('have a line each, closed one by one by their sender, the last by BYE', () => {
    const result = pull('{ name: news.txt }, { name: old.txt }', { links: slow });
    expect(
      described(result, 'INVITE', 'sender>core').map(({ media }) => media.map(({ port }) => port)),
    ).toEqual([[0, 7654]]);
    expect([ended(result), sent(result, 'BYE', 'sender>core').length]).toEqual([['delivered'], 1]);
  });

  it('are broken off by the receiver: 413, port 0, and the other goes on', () => {
    const acts = [
      pulling('{ name: sunset.jpg }, { name: old.txt }'),
      '{ at: 2s, do: abort, by: bob, file: old.txt }',
    ];
    const result = run(story({ links: slow, sender: has, acts }));
    expect(sent(result, '413 SEND', 'bob>sender').length).toBeGreaterThan(0);
    expect(ended(result)).toEqual(['aborted']);
    expect(stored(result, 'transfer')).toEqual([
      { file: 'sunset.jpg', outcome: 'completed' },
      { file: 'old.txt', outcome: 'aborted' },
    ]);
  });

  it.each(['abort', 'release'])('are broken off by their sender by %s: "#", its answer, BYE', (act) => {
    const acts = [pulling('{ name: old.txt }'), `{ at: 2s, do: ${act}, by: sender }`];
    const result = run(story({ links: slow, sender: has, acts }));
    const bye = sent(result, 'BYE', 'sender>core')[0]?.seq ?? 0;
    const last = sent(result, 'SEND', 'sender>bob').at(-1);
    expect(String(last?.raw)).toMatch(/#\r\n$/);
    expect(last?.seq).toBeLessThan(bye);
    expect(ended(result)).toEqual(['aborted']);
  });

  it.each([
    ['cancel', '1.005s', 'cancelled'],
    ['release', '2s', 'failed'],
    ['abort', '1.005s', 'cancelled'],
  ])('are given up by the receiver by %s at %s: %s', (act, at, outcome) => {
    const acts = [pulling('{ name: old.txt }', 'name: it'), `{ at: ${at}, do: ${act}, by: bob, push: it }`];
    expect(ended(run(story({ links: slow, sender: has, acts })))).toEqual([outcome]);
  });

  it('are lost with a connection that breaks: the sender ends the session', () => {
    const result = pull('{ name: old.txt }', { links: slow, faults: ['{ reset: sender<>bob, at: 2s }'] });
    expect(ended(result)).toEqual(['failed']);
    expect(sent(result, 'BYE', 'sender>core')).toHaveLength(1);
  });

  it('of a type that the receiver does not take are not given', () => {
    const result = pull('{ name: sunset.jpg }', { bob: 'accept-types: text/plain' });
    expect(ended(result)).toEqual(['failed']);
  });
});

/** The SHA-1 of a file as a run tells it. */
function hashOfNews(): string {
  const [file] = stored(pull('{ name: news.txt }'), 'file');
  return (file as { sha1: string }).sha1;
}
