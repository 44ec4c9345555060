// RFC 2046 §5.1, RFC 2387, RFC 2392: bodies of several parts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentType, type MediaType } from '../../../../core/sip/header-table.ts';
import { withBody } from '../../../../core/sip/headers.ts';
import type { SipRequest } from '../../../../core/sip/message.ts';
import {
  bodyParts,
  boundaryFits,
  cidUrl,
  formatMultipart,
  type Part,
  parseMultipart,
  partByCid,
  partHeader,
  partType,
  root,
} from '../../../../core/sip/mime.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { decode, encode, options } from './vectors.ts';

function typeOf(text: string): MediaType {
  const parsed = contentType.parse(text);
  if (!parsed.ok) throw new Error(parsed.text);
  return parsed.value;
}

const split = (body: string, type = 'multipart/mixed;boundary=b') =>
  parseMultipart(encode(body), typeOf(type));
const part = (body: string, ...headers: [string, string][]): Part => ({
  headers: headers.map(([name, value]) => ({ name, value })),
  body: encode(body),
});

describe('reading', () => {
  test('preamble, padding, folds and epilogue', () => {
    const parts = split(
      'before\r\n--b \t\r\nContent-Type: a/b;\r\n c=d\r\n\r\none\r\n--b\r\n\r\n\r\ntwo\r\n\r\n--b-- \r\nafter\r\n--b\r\n',
    );
    expect(parts).toEqual({
      ok: true,
      value: [part('one', ['Content-Type', 'a/b; c=d']), part('\r\ntwo\r\n')],
    });
  });

  test('a line that only begins like the boundary is content', () => {
    expect(split('--b\r\n\r\nx\r\n--bb\r\n-- b\r\n--b-\r\n--b--')).toEqual({
      ok: true,
      value: [part('x\r\n--bb\r\n-- b\r\n--b-')],
    });
  });

  test.each([
    ['', 'boundary not found'],
    ['--b--', 'no part'],
    ['--b\r\n\r\nx', 'no closing boundary'],
    ['--b\r\nno header\r\n\r\nx\r\n--b--', 'part header: header-name and a colon expected'],
  ])('%j: %s', (body, text) => {
    expect(split(body)).toMatchObject({ ok: false, text });
  });

  test('needs a boundary of 1 to 70 characters', () => {
    for (const type of [
      'multipart/mixed',
      'multipart/mixed;boundary=""',
      `multipart/mixed;boundary=${'b'.repeat(71)}`,
    ]) {
      expect(split('--b\r\n\r\n\r\n--b--', type)).toMatchObject({ ok: false, text: 'no usable boundary' });
    }
  });
});

describe('writing', () => {
  test('what can be built can be read', () => {
    const header = fc.record({
      name: fc.constantFrom('Content-Type', 'X'),
      value: fc.constantFrom('', 'a/b', 'ü'),
    });
    const parts = fc.array(
      fc.record({
        headers: fc.array(header, { maxLength: 2 }),
        body: fc.oneof(
          fc.uint8Array({ maxLength: 20 }),
          fc.constantFrom('\r\n', '--b', '\r\n-', '').map(encode),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('b', 'a b', '=_x:1'), (built, boundary) => {
        fc.pre(boundaryFits(built, boundary));
        const { contentType: type, bytes } = formatMultipart('mixed', built, boundary);
        expect(parseMultipart(bytes, typeOf(type))).toEqual({ ok: true, value: built });
      }),
    );
  });

  test('a boundary that stands in a part is a defect of whoever chose it', () => {
    expect(boundaryFits([part('x\r\n--bee')], 'b')).toBe(false);
    expect(() => formatMultipart('mixed', [part('--b')], 'b')).toThrow('does not fit');
    expect(() => formatMultipart('mixed', [part('', ['X', 'a\r\nb'])], 'b')).toThrow('line break');
  });
});

describe('in a message', () => {
  const base = parseMessage(options()).message as SipRequest;

  test('related parts, their root and their names', () => {
    const sdp = part('v=0\r\n', ['Content-Type', 'application/sdp'], ['Content-ID', '<sdp@h>']);
    const icon = part(
      'png',
      ['content-type', 'image/png'],
      ['Content-ID', '<i%c@h>'],
      ['Content-Disposition', 'icon'],
    );
    const { contentType: type, bytes } = formatMultipart('related', [icon, sdp], 'edge', [
      { name: 'type', value: '"application/sdp"' },
      { name: 'start', value: '"<sdp@h>"' },
    ]);
    expect(type).toBe('multipart/related;type="application/sdp";start="<sdp@h>";boundary=edge');
    const parts = bodyParts(withBody(base, type, bytes));
    expect(parts).toEqual([icon, sdp]);
    expect(root(parts, typeOf(type))).toEqual(sdp);
    expect(root(parts, typeOf('multipart/related;boundary=edge'))).toEqual(icon);
    expect(cidUrl('<i%c@h>')).toBe('cid:i%25c@h');
    expect(partByCid(parts, 'cid:i%25c@h')).toEqual(icon);
    expect(partByCid(parts, 'http://h')).toBeUndefined();
    expect(partType(icon)).toMatchObject({ type: 'image', subtype: 'png' });
    expect(partHeader(icon, 'CONTENT-DISPOSITION')).toBe('icon');
  });

  test('a body of one kind is one part; none, or a broken multipart, has no parts', () => {
    const [only] = bodyParts(withBody(base, 'text/plain', encode('hello')));
    expect(only).toEqual(part('hello', ['Content-Type', 'text/plain']));
    expect(decode(only!.body)).toBe('hello');
    expect(bodyParts(base)).toEqual([]);
    expect(bodyParts(withBody(base, 'multipart/mixed;boundary=b', encode('x')))).toEqual([]);
    expect(partType(part('x'))).toMatchObject({ type: 'text', subtype: 'plain' });
  });
});
