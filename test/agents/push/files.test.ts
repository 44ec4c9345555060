import { describe, expect, it } from 'vitest';
import { numberedLines, ranged, scrambled, sha1Of } from '../../../agents/content.ts';
import { isRendered } from '../../../agents/content-disposition.ts';
import type { PushedFile } from '../../../agents/push-options.ts';
import { ReceivedContent } from '../../../agents/received-content.ts';
import { fileSelector } from '../../../agents/sdp/file-selector.ts';
import type { FileRange, FileSelector } from '../../../agents/sdp/types.ts';
import { found } from '../../../agents/shelf.ts';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 5547 §5, §6 and §8, cell by cell: which file is meant, which octets of it, and what its receiver keeps of what is said.

const stored = (result: Run, what: string) =>
  ofType(result, 'store').flatMap((record) => (record.what === what ? [record.value as object] : []));

const pushing = (files: string, more = '') =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files}], ${more} }`;
const pulling = (files: string, from = 'sip:push@push-sender-agent.example.com') =>
  `{ at: 1s, do: pull, by: bob, to: ${from}, files: [${files}] }`;

describe('a selector', () => {
  const file = (name: string, type: string, key: number): PushedFile => ({
    name,
    type,
    content: scrambled(100 * key, key),
    disposition: 'render',
  });
  const a = file('a "ü" 100%.txt', 'text/plain; charset=utf-8', 1);
  const b = file('b.txt', 'text/plain', 2);
  const c = file('b.txt', 'image/png', 3);
  const hash = (one: PushedFile) =>
    `hash:sha-1:${sha1Of(one.content)
      .toUpperCase()
      .replace(/..(?=.)/g, '$&:')}`;
  const meant = (text: string | undefined, range?: FileRange) => {
    const read = fileSelector.parse(text, 'rfc');
    if (!read.ok) throw new Error(read.text);
    return found([a, b, c], read.value, range);
  };

  it.each([
    ['name:"a %22ü%22 100%25.txt"', a],
    ['name:"a %22%C3%BC%22 100%25.txt" type:text/plain', a],
    ['name:"b.txt"', 'several'],
    ['name:"b.txt" type:IMAGE/png', c],
    ['name:"b.txt" size:200', b],
    ['name:"B.txt"', 'none'],
    ['size:300', c],
    ['type:text/plain', 'several'],
    ['type:text/plain;charset="utf-8" size:100', a],
    [hash(b), b],
    [`hash:sha-256:AB:CD ${hash(b)}`, b],
    [`${hash(a)} hash:sha-1:${'00:'.repeat(19)}00`, a],
    [`${hash(b)} size:300`, 'none'],
    [`hash:sha-1:${'00:'.repeat(19)}00`, 'none'],
    // What nobody can compute tells nothing; and neither does a selector without any.
    ['hash:sha-256:AB:CD', 'none'],
    ['hash:sha-256:AB:CD size:300', c],
    [undefined, 'none'],
  ])('%s means one file, none or several', (text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  it('of hashes alone that nobody computes means no file, though there is but one', () => {
    const unknown: FileSelector = { hashes: [{ algorithm: 'sha-512', hex: 'ABCD' }] };
    expect(found([a], unknown, undefined)).toBe('none');
    expect(found([a], { hashes: [] }, undefined)).toBe('none');
  });

  it.each([
    [{ start: 1, stop: '*' }, true],
    [{ start: 100, stop: 100 }, true],
    [{ start: 100, stop: '*' }, true],
    [{ start: 101, stop: '*' }, false],
    [{ start: 1, stop: 101 }, false],
  ] as const)('with the range %o has those octets or not', (range, there) => {
    const asked = meant('size:100', range);
    expect(asked).toEqual(there ? { ...a, range } : 'no such octets');
  });
});

describe('what comes of a file', () => {
  const content = numberedLines(500);
  const hashes = [{ algorithm: 'sha-1', hex: sha1Of(content).toUpperCase() }];
  const arrived = (start: number, stop: number, earlier?: ReceivedContent) => {
    const received = new ReceivedContent(earlier?.part, start);
    const head = 'From: <sip:a@x>\r\nTo: <sip:b@x>\r\n\r\nContent-Type: text/plain\r\n\r\n';
    received.push(new TextEncoder().encode(head));
    const piece = ranged(content, start, stop);
    received.push(piece.read(0, piece.sizeBytes));
    received.end();
    return received;
  };

  it('from its middle on is counted and digested by itself, and is no part to go on from', () => {
    const middle = arrived(201, 300);
    expect([middle.first, middle.sizeBytes, middle.part]).toEqual([201, 100, undefined]);
    expect(middle.sha1).toBe(sha1Of(ranged(content, 201, 300)));
    expect(middle.mismatch({ size: 500, hashes }, 300)).toBeUndefined();
    expect(middle.mismatch({ size: 500, hashes }, 301)).toBe('octets up to 300, not 301');
    // To its end: it is as long as it should be, and the hash of the whole says nothing of it.
    expect(arrived(201, 500).mismatch({ size: 500, hashes })).toBeUndefined();
    expect(arrived(201, 499).mismatch({ size: 500, hashes })).toBe('499 octets, not 500');
  });

  it('that an earlier part does not reach is not joined to it', () => {
    const first = arrived(1, 100);
    expect(arrived(102, 200, first).first).toBe(102);
    const joined = arrived(101, 500, first);
    expect([joined.first, joined.sizeBytes, joined.mismatch({ size: 500, hashes })]).toEqual([
      1,
      500,
      undefined,
    ]);
  });

  it('is held against each thing that was said of it', () => {
    const whole = arrived(1, 500);
    expect(whole.mismatch(undefined)).toBeUndefined();
    expect(whole.mismatch({ hashes: [] })).toBeUndefined();
    expect(whole.mismatch({ size: 499, hashes })).toBe('500 octets, not 499');
    expect(whole.mismatch({ type: 'image/jpeg', hashes })).toBe('text/plain, not image/jpeg');
    expect(whole.mismatch({ type: 'TEXT/plain;charset="utf-8"', hashes })).toBeUndefined();
    const wrong = { algorithm: 'sha-1', hex: '0'.repeat(40) };
    expect(whole.mismatch({ hashes: [wrong] })).toMatch(/^SHA-1 /);
    // Several: one that fits will do, and one that nobody computes is passed over.
    expect(whole.mismatch({ hashes: [wrong, ...hashes] })).toBeUndefined();
    expect(whole.mismatch({ hashes: [{ algorithm: 'sha-256', hex: 'AB' }] })).toBeUndefined();
  });
});

describe('of a file its receiver keeps', () => {
  const file = (more: string) => `{ name: a.txt, type: text/plain, size: 3000, content: text, ${more} }`;

  it('its name, whatever is in it, and its type with parameters', () => {
    const odd = `{ name: 'a%2F "ü"; b/c\\d:e.txt', type: 'text/plain; name="50% off; x"', size: 30, description: 'für dich' }`;
    const result = run(story({ acts: [pushing(odd)] }));
    expect(String(sent(result, 'INVITE', 'sender>core')[0]?.raw)).toContain(
      'name:"a%252F %22ü%22; b%2Fc%5Cd%3Ae.txt" type:text/plain;name="50%25 off; x"',
    );
    expect(stored(result, 'file')).toMatchObject([
      { name: 'a%2F "ü"; b/c\\d:e.txt', type: 'text/plain;name="50% off; x"', description: 'für dich' },
    ]);
    expect(outcomes(result)).toEqual(['delivered']);
  });

  it('that it is not to be shown by itself, where it is not', () => {
    const kept = (more: string) => stored(run(story({ acts: [pushing(file(more))] })), 'file')[0];
    expect(kept('disposition: attachment')).toMatchObject({ disposition: 'attachment' });
    expect(kept('disposition: render')).not.toHaveProperty('disposition');
    expect(
      ['render', 'inline', 'Render', 'attachment', 'icon', 'x-unheard-of'].map((type) => isRendered(type)),
    ).toEqual([true, true, true, false, false, false]);
    expect(isRendered()).toBe(true);
  });

  it('nothing of one that came with another hash: it has failed, and is asked for from its first octet again', () => {
    const has = `has: [${file('')}], misbehave: [other-octets]`;
    const acts = [pulling('{ name: a.txt }'), '{ at: 20s, do: resume, by: bob }'];
    const result = run(story({ sender: has, acts }));
    expect(stored(result, 'file')).toMatchObject([{ mismatch: expect.stringMatching(/^SHA-1/) }, {}]);
    expect(stored(result, 'transfer')).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
    const [, again] = sent(result, 'INVITE', 'bob>core');
    expect(String(again?.raw)).not.toContain('a=file-range');
  });

  it('only the octets that it asked for, and knows which they are', () => {
    const asked = (range: string) =>
      run(story({ sender: `has: [${file('')}]`, acts: [pulling(`{ name: a.txt, range: ${range} }`)] }));
    for (const [range, bytes] of [
      ['1-*', 3000],
      ['7-7', 1],
      ['3000-3000', 1],
      ['2001-*', 1000],
      ['2-3000', 2999],
    ] as const) {
      const result = asked(range);
      expect([range, stored(result, 'file')]).toMatchObject([range, [{ bytes, range }]]);
      expect(stored(result, 'transfer')).toMatchObject([{ outcome: 'completed' }]);
      expect(String(sent(result, '200 INVITE', 'sender>core')[0]?.raw)).toContain(
        `a=file-range:${range}\r\n`,
      );
    }
    expect(sent(asked('3001-*'), '488 INVITE', 'sender>core')).toHaveLength(1);
    expect(sent(asked('2999-3001'), '488 INVITE', 'sender>core')).toHaveLength(1);
  });

  it('no part of its middle, which a later push could not join', () => {
    const acts = [
      pulling('{ name: a.txt, range: 1001-2000 }'),
      pushing(file('range: 2001-*')).replace('1s', '20s'),
    ];
    const result = run(story({ sender: `has: [${file('')}]`, acts }));
    expect(stored(result, 'part')).toEqual([]);
    expect(stored(result, 'part missing')).toMatchObject([{ start: 2001 }]);
    expect(outcomes(result)).toEqual(['declined']);
  });
});

describe('who has no files', () => {
  it('refuses those who ask it for one', () => {
    const carol = `carol: { role: push-receiver, uri: sip:carol@example.com, features: [+g.oma.lcsi.sip-push] }`;
    const text = story({
      acts: ['{ at: 0s, do: register, by: carol }', pulling('{ name: a.txt }', 'sip:carol@example.com')],
    }).replace(/^( +)bob: \{/m, `$1${carol}\n$1bob: {`);
    const result = run(text);
    expect(sent(result, '488 INVITE', 'carol>core')).toHaveLength(1);
    expect(stored(result, 'pull')).toMatchObject([{ outcome: 'failed' }]);
  });
});

describe('a transfer under way', () => {
  const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
  const two =
    '{ name: a.txt, type: text/plain, size: 1000 }, { name: b.txt, type: text/plain, size: 200000 }';
  const answers = (result: Run) =>
    sent(result, '200 INVITE', 'bob>core').map(({ raw }) => ({
      ports: [...String(raw).matchAll(/^m=message (\d+)/gm)].map(([, port]) => port),
      ids: [...String(raw).matchAll(/^a=file-transfer-id:(\S+)/gm)].map(([, id]) => id),
      paths: [...String(raw).matchAll(/^a=path:(\S+)/gm)].map(([, path]) => path),
    }));

  it('that is offered again by a new id is given up, and begun anew at a path of its own', () => {
    const text = story({ links: slow, sender: 'misbehave: [renames-transfers]', acts: [pushing(two)] });
    const result = run(text);
    const [first, second] = answers(result);
    expect(second?.ports).toEqual(['0', '8888']);
    expect(second?.ids.map((id) => id?.endsWith('begun-anew'))).toEqual([true, true]);
    expect(first?.paths).not.toContain(second?.paths[0]);
    expect(stored(result, 'transfer')).toMatchObject([
      { file: 'a.txt', outcome: 'completed' },
      { file: 'b.txt', outcome: 'aborted' },
      { file: 'b.txt', outcome: 'failed' },
    ]);
  });

  it('whose id is said to be that of another file is given up: port 0', () => {
    const text = story({ links: slow, sender: 'misbehave: [reuses-transfer-ids]', acts: [pushing(two)] });
    const result = run(text);
    expect(answers(result)[1]?.ports).toEqual(['0', '0']);
    expect(stored(result, 'transfer')).toMatchObject([{ outcome: 'completed' }, { outcome: 'aborted' }]);
    expect(outcomes(result)).toEqual(['failed']);
  });
});
