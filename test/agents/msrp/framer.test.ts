import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMsrp, join } from '../../../agents/msrp/format.ts';
import { type MsrpFrame, MsrpFramer } from '../../../agents/msrp/framer.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { anyMessage } from './arbitrary.ts';
import { bytesOf, octets, sendText } from './lab.ts';
import { published } from './vectors.ts';

/** All frames of a stream that comes in pieces, with neighbouring pieces of one body joined. */
function frames(pieces: Iterable<Uint8Array>, framer = new MsrpFramer()): MsrpFrame[] {
  const all: MsrpFrame[] = [];
  let body: Uint8Array[] = [];
  for (const piece of pieces) {
    for (const frame of framer.push(piece)) {
      if (frame.kind === 'body') body.push(frame.bytes);
      else {
        if (body.length > 0) all.push({ kind: 'body', bytes: join(body) });
        body = [];
        all.push(frame);
      }
    }
  }
  return all;
}

function* cut(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const longMessage = (body: Uint8Array) =>
  join([
    bytesOf(sendText('abcd1234', '').split('\r\n-------')[0]!),
    body,
    bytesOf('\r\n-------abcd1234+\r\n'),
  ]);

describe('a stream of messages', () => {
  it('gives the published messages one after the other, as they are read alone', () => {
    const whole = frames([join(published.map(({ bytes }) => bytes))]);
    expect(whole).toEqual(
      published.map(({ bytes }) => {
        const { message, errors } = parseMsrp(bytes);
        return { kind: 'message', message, errors };
      }),
    );
  });

  it('cut anywhere, and byte by byte, it gives the same as whole', () => {
    const stream = join(published.map(({ bytes }) => bytes));
    const whole = frames([stream]);
    for (const size of [1, 2, 3, 7, 44, 1000]) expect(frames(cut(stream, size))).toEqual(whole);
  });

  it('the same for messages that are made up, cut at random', () => {
    fc.assert(
      fc.property(
        fc.array(anyMessage, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 60 }),
        (messages, size) => {
          const stream = join(messages.map(formatMsrp));
          const expected = messages.map((message) => ({ kind: 'message', message, errors: [] }));
          expect(frames([stream])).toEqual(expected);
          expect(frames(cut(stream, size))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a long body in pieces, whichever way it is cut', () => {
    const body = octets(100_000);
    const stream = join([longMessage(body), bytesOf(sendText('wxyz', 'after'))]);
    for (const size of [1, 1460, 65_536, 400_000]) {
      const all = frames(cut(stream, size));
      expect(all.map((frame) => frame.kind)).toEqual(['head', 'body', 'end', 'message']);
      expect(all[1]).toEqual({ kind: 'body', bytes: body });
      expect(all[2]).toEqual({ kind: 'end', flag: '+', errors: [] });
    }
  });

  it('draws the line between whole and pieces at the same size however it is cut', () => {
    for (const size of [99, 100, 101, 102, 160]) {
      const stream = longMessage(octets(size));
      const kinds = [1, 5, 1000].map((step) => {
        return frames(cut(stream, step), new MsrpFramer({ wholeBytes: 100 })).map((frame) => frame.kind);
      });
      const expected = size <= 100 ? ['message'] : ['head', 'body', 'end'];
      expect(kinds).toEqual([expected, expected, expected]);
    }
  });

  it('gives the head of one that may get long at once, though it ends early, whichever way it is cut', () => {
    const head = (range: string) =>
      bytesOf(sendText('abcd1234', '', { 'Byte-Range': range }).split('\r\n-------')[0]!);
    const stream = (range: string, body: string) =>
      join([head(range), bytesOf(`${body}\r\n-------abcd1234+\r\n`)]);
    const kinds = (range: string, body: string) =>
      [1, 5, 1000].map((step) => frames(cut(stream(range, body), step)).map(({ kind }) => kind));
    const pieces = ['head', 'body', 'end'];
    expect(kinds('1-*/65537', 'x')).toEqual([pieces, pieces, pieces]);
    expect(kinds('10001-*/75537', 'x'.repeat(70))).toEqual([pieces, pieces, pieces]);
    // Too short to get long, of a length that is told, without octets.
    for (const [range, body] of [
      ['1-*/65536', 'x'],
      ['10002-*/75537', 'x'],
      ['1-1/65537', 'x'],
      ['1-*/65537', ''],
    ] as const)
      expect(kinds(range, body)).toEqual([['message'], ['message'], ['message']]);
    const framer = new MsrpFramer();
    const given = framer.push(stream('1-*/400000', 'x'.repeat(100)).subarray(0, -60));
    expect(given.map(({ kind }) => kind)).toEqual(['head', 'body']);
  });

  it('holds no more than it must', () => {
    const framer = new MsrpFramer({ wholeBytes: 1000 });
    const stream = longMessage(octets(1_000_000));
    let most = 0;
    for (const piece of cut(stream, 1460)) {
      framer.push(piece);
      most = Math.max(most, framer.heldBytes);
    }
    expect(most).toBeLessThan(3000);
    expect(framer.heldBytes).toBe(0);
  });
});

describe('end-lines', () => {
  it('one within the body that lacks CRLF, flag or its own line is body', () => {
    const body =
      'x-------abcd$\r\n x-------abcd$\r\n-------abcd\r\n-------abcd!\r\n-------abcde$\r\n-------abcd$x';
    expect(frames(cut(bytesOf(sendText('abcd', body)), 1))).toEqual(
      frames([bytesOf(sendText('abcd', body))]),
    );
    const [frame] = frames([bytesOf(sendText('abcd', body))]);
    expect(frame?.kind === 'message' && frame.message.kind === 'request' && frame.message.body).toEqual(
      bytesOf(body),
    );
  });

  it('the first whole one ends the message, even if the sender meant it as body', () => {
    const [first, second] = frames([bytesOf(sendText('abcd', 'one\r\n-------abcd+\r\ntwo'))]);
    expect(first).toMatchObject({ kind: 'message', message: { body: bytesOf('one'), flag: '+' } });
    expect(second).toMatchObject({ kind: 'lost', error: { offset: 0 } });
  });
});

describe('a stream that is no MSRP', () => {
  it('is lost once, and nothing comes after', () => {
    const framer = new MsrpFramer();
    expect(framer.push(bytesOf('GET / HTTP/1.1\r\n\r\n')).map((frame) => frame.kind)).toEqual(['lost']);
    expect(framer.push(bytesOf(sendText('abcd', 'Hi')))).toEqual([]);
    expect(framer.heldBytes).toBe(0);
  });

  it('a head without end is given up, at the same place however it is cut', () => {
    const endless = bytesOf(`MSRP abcd SEND\r\n${'X: y\r\n'.repeat(100)}`);
    for (const size of [1, 100, 1000]) {
      expect(
        frames(cut(endless, size), new MsrpFramer({ headBytes: 300 })).map((frame) => frame.kind),
      ).toEqual(['lost']);
    }
    expect(frames([endless])).toEqual([]);
  });
});
