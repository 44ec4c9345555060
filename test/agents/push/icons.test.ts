import { describe, expect, it } from 'vitest';
import { iconOf } from '../../../agents/file-icons.ts';
import type { PushReceiver } from '../../../agents/push-receiver.ts';
import { withBody } from '../../../core/sip/headers.ts';
import type { SipRequest } from '../../../core/sip/message.ts';
import { formatMultipart } from '../../../core/sip/mime.ts';
import { ofType, outcomes, type Run, run, story } from '../../scenarios/runs/lab.ts';

// RFC 5547 §6 and §8.8: the preview that comes along with a file, at its receiver.

const links = '{ default: { transport: auto, latency: 20ms } }';
const file = (name: string, more = '') => `{ name: ${name}, type: image/jpeg, size: 4092, ${more} }`;
const icon = (type: string, size: number) => `icon: { type: ${type}, size: ${size} }`;
const push = (...files: readonly string[]) =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files.join(', ')}] }`;
const stored = (result: Run, what: string) =>
  ofType(result, 'store').flatMap((record) =>
    record.node === 'bob' && record.what === what ? [record.value as object] : [],
  );
const notes = (result: Run) =>
  ofType(result, 'note').flatMap(({ text }) => (text.startsWith('file-icon') ? [text] : []));

describe('an icon that comes along', () => {
  const files = [file('a.jpg', icon('image/png', 90)), file('b.jpg'), file('c.jpg', icon('image/gif', 120))];
  const result = run(story({ links, bob: 'files: { decline: [c.jpg] }', acts: [push(...files)] }));

  it('is told of before its file is taken or not, by type and size', () => {
    expect(stored(result, 'icon')).toEqual([
      { name: 'a.jpg', type: 'image/png', bytes: 90 },
      { name: 'c.jpg', type: 'image/gif', bytes: 120 },
    ]);
    expect(notes(result)).toEqual([]);
  });

  it('stands in the record of its file, and of no other', () => {
    const [a, b] = stored(result, 'file');
    expect(a).toMatchObject({ name: 'a.jpg', icon: { type: 'image/png', bytes: 90 } });
    expect(b).toMatchObject({ name: 'b.jpg' });
    expect(b).not.toHaveProperty('icon');
  });
});

it('a cid that no part of the body has is noted, and the file taken without', () => {
  const sender = 'misbehave: [icon-without-a-part]';
  const result = run(story({ links, sender, acts: [push(file('a.jpg', icon('image/png', 90)))] }));
  expect(outcomes(result)).toEqual(['delivered']);
  expect([stored(result, 'icon'), notes(result)]).toEqual([
    [],
    ['file-icon passed over: no part of the body is cid:nowhere@siplab.invalid'],
  ]);
  expect(stored(result, 'file')[0]).not.toHaveProperty('icon');
});

describe('icons as strangers send them', () => {
  const told: unknown[] = [];
  const agent = {
    ua: { note: (text: string) => told.push(text) },
    store: (_: string, value: unknown) => told.push(value),
  } as unknown as PushReceiver;
  const part = (headers: Readonly<Record<string, string>>, text: string) => ({
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: new TextEncoder().encode(text),
  });
  const sdp = part({ 'Content-Type': 'application/sdp' }, 'v=0\r\n');
  const request: SipRequest = {
    kind: 'request',
    method: 'INVITE',
    uri: 'sip:bob@example.com',
    headers: [],
    body: new Uint8Array(0),
  };
  const found = (id: string, ...parts: ReturnType<typeof part>[]) => {
    const { contentType, bytes } = formatMultipart('related', [sdp, ...parts], 'b');
    return iconOf(agent, { selector: { hashes: [] }, icon: id }, withBody(request, contentType, bytes));
  };

  it.each([
    ['by base64', { 'Content-Transfer-Encoding': 'BASE64', 'Content-ID': '<a@b>' }, 'AAEC\r\nAw==\r\n', 4],
    ['by no encoding that is told', { 'content-id': '<a@b>' }, 'AAEC', 4],
  ])('%s', (_, headers, text, bytes) => {
    expect(found('a@b', part({ 'Content-Type': 'image/png', ...headers }, text))).toEqual({
      type: 'image/png',
      bytes,
    });
  });

  it('by an escaped name (RFC 2392 §2), or without a type', () => {
    expect(found('a%25b@c', part({ 'Content-ID': '<a%b@c>' }, 'x'))).toEqual({
      type: 'text/plain',
      bytes: 1,
    });
  });

  it('none where there is no multipart at all', () => {
    expect(iconOf(agent, { selector: { hashes: [] }, icon: 'a@b' }, request)).toBeUndefined();
    expect(told.at(-1)).toContain('cid:a@b');
  });
});
