// RFC 3261 §18.3, RFC 5626 §3.5.1: messages out of a stream.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../../core/sip/format.ts';
import { type Frame, type FramerLimits, SipFramer } from '../../../../core/sip/framing.ts';
import { message } from './arbitraries.ts';
import { decode, encode, options } from './vectors.ts';

const good = (body = ''): Uint8Array =>
  encode(decode(options('Content-Type: text/plain', `Content-Length: ${body.length}`)) + body);

function feed(bytes: Uint8Array, step: number, limits?: FramerLimits): Frame[] {
  const framer = new SipFramer(limits);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += step) frames.push(...framer.push(bytes.subarray(at, at + step)));
  return frames;
}

/** Whole, in pieces and octet by octet: always the same frames. */
function framesOf(bytes: Uint8Array, limits?: FramerLimits): Frame[] {
  const whole = feed(bytes, bytes.length, limits);
  for (const step of [1, 2, 3, 7, 100]) expect(feed(bytes, step, limits)).toEqual(whole);
  return whole;
}

const kinds = (frames: readonly Frame[]): string[] => frames.map(({ kind }) => kind);
const statusOf = (frame: Frame | undefined): number | undefined =>
  frame?.kind === 'broken' ? frame.error.status : undefined;

test('messages one after another, with their own octets', () => {
  const bytes = encode(`${decode(good('one'))}${decode(good())}\r\n${decode(good('three'))}`);
  const frames = framesOf(bytes);
  expect(kinds(frames)).toEqual(['message', 'message', 'message']);
  const bodies = frames.map((frame) => (frame.kind === 'message' ? decode(frame.parsed.message!.body) : ''));
  expect(bodies).toEqual(['one', '', 'three']);
  expect(frames[0]?.kind === 'message' && frames[0].raw).toEqual(good('one'));
});

test('an incomplete message waits', () => {
  const framer = new SipFramer();
  expect(framer.push(good('hello').subarray(0, -1))).toEqual([]);
  expect(framer.pendingBytes).toBe(good('hello').length - 1);
  expect(kinds(framer.push(encode('o')))).toEqual(['message']);
  expect(framer.pendingBytes).toBe(0);
});

test('two CRLFs are a ping, one is nothing', () => {
  expect(kinds(framesOf(encode(`\r\n\r\n${decode(good())}\r\n\r\n\r\n\r\n\r\n${decode(good())}`)))).toEqual([
    'keepalive',
    'message',
    'keepalive',
    'keepalive',
    'message',
  ]);
});

test('an error in a header breaks the message, not the stream', () => {
  const frames = framesOf(encode(decode(good()).replace('From: <', 'From: ')));
  expect(kinds(frames)).toEqual(['message']);
  expect(frames[0]?.kind === 'message' && frames[0].parsed.errors[0]?.essential).toBe(true);
});

describe('a stream that cannot be followed is broken, with what can be answered', () => {
  const broken = (bytes: Uint8Array, limits?: FramerLimits): Frame => {
    const frames = framesOf(encode(decode(bytes) + decode(good())), limits);
    expect(kinds(frames)).toEqual(['broken']);
    return frames[0]!;
  };

  test.each([
    ['no Content-Length', options()],
    ['a negative one', options('Content-Length: -1')],
    ['two', options('Content-Length: 0', 'l: 0')],
  ])('%s', (_, bytes) => {
    const frame = broken(bytes);
    expect(statusOf(frame)).toBe(400);
    expect(frame.kind === 'broken' && frame.parsed?.message).toMatchObject({ method: 'OPTIONS' });
  });

  test('no start line', () => {
    expect(statusOf(broken(encode('hello\r\nworld: 1\r\nl: 0\r\n\r\n')))).toBe(400);
  });

  test('bare LFs', () => {
    expect(statusOf(broken(encode(decode(good()).replaceAll('\r\n', '\n'))))).toBe(400);
  });

  test('a head without end', () => {
    const frame = broken(options(`Subject: ${'a'.repeat(2000)}`, 'Content-Length: 0'), {
      maxHeadBytes: 1000,
    });
    expect(statusOf(frame)).toBe(513);
    expect(frame.kind === 'broken' && frame.parsed?.message).toMatchObject({ method: 'OPTIONS' });
  });

  test('a body beyond the limit', () => {
    expect(statusOf(broken(options('Content-Length: 11'), { maxBodyBytes: 10 }))).toBe(413);
  });

  test('and nothing is read any more', () => {
    const framer = new SipFramer();
    framer.push(options());
    expect(framer.broken).toBe(true);
    expect(framer.push(good())).toEqual([]);
  });
});

test('any messages, cut anywhere', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 3 }), fc.integer({ min: 1, max: 50 }), (messages, step) => {
      const bytes = new Uint8Array(messages.flatMap((each) => [...formatMessage(each)]));
      const read = feed(bytes, step).map((frame) => frame.kind === 'message' && frame.parsed.message);
      expect(read).toEqual(messages);
    }),
  );
});
