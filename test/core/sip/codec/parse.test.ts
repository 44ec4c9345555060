// RFC 3261 §7, §18.3, §25.1: what parsing says about what is wrong, where, and with which status.
import { describe, expect, test } from 'vitest';
import { header } from '../../../../core/sip/headers.ts';
import { type Carrier, parseMessage } from '../../../../core/sip/parse.ts';
import { decode, encode, lines, minimal, options } from './vectors.ts';

/** `offset status rule: text`, with `?` where only the user of the header refuses. */
const errorsOf = (bytes: Uint8Array, carrier: Carrier = 'datagram'): string[] =>
  parseMessage(bytes, carrier).errors.map(
    ({ offset, status, rule, text, essential }) =>
      `${offset} ${status}${essential ? '' : '?'} ${rule}: ${text}`,
  );

/** What stands at the offset of the first error. */
function atError(bytes: Uint8Array): string {
  const { errors } = parseMessage(bytes);
  return decode(bytes.subarray(errors[0]?.offset ?? bytes.length)).split('\r\n')[0]!;
}

test('a good message has no errors', () => {
  expect(errorsOf(options())).toEqual([]);
});

describe('start lines', () => {
  const first = (line: string) => parseMessage(lines(line, ...minimal));

  test.each([
    ['OPTIONS sip:b@example.com SIP/3.0', 505],
    ['OPTIONS sip:b@example.com SIP/2.00', 505],
    ['OPTIONS sip:b@example.com sip/2.0', undefined],
    ['OPTIONS sip:b@example.com SIP/2', 400],
    ['OPTI(ONS sip:b@example.com SIP/2.0', 400],
    ['OPTIONS sip:b@exa mple.com SIP/2.0', 400],
    ['OPTIONS sip: SIP/2.0', 400],
    ['OPTIONS foo:anything SIP/2.0', undefined],
    ['OPTIONS tel:+1-201 SIP/2.0', undefined],
    ['OPTIONS sip:b@example.com?a=b SIP/2.0', 400],
    ['OPTIONS sip:b@[2001:db8::1]:5060;lr SIP/2.0', undefined],
  ])('%s: %s', (line, status) => {
    const { message, errors } = first(line);
    expect(errors[0]?.status).toBe(status);
    expect(message?.kind).toBe('request');
  });

  test.each([
    'OPTIONS',
    'OPTIONS sip:b@example.com',
    'OPTIONS sip:b@example.com HTTP/1.1',
    'hello world',
    'SIP/2.0 20 OK',
    'SIP/2.0 700 X',
    'SIP/2.0',
  ])('"%s" is no start line', (line) => {
    const { message, errors } = first(line);
    expect(message).toBeUndefined();
    expect(errors[0]?.status).toBe(400);
  });

  test('a status line', () => {
    const { message } = parseMessage(lines('SIP/2.0 486 Busy  Here', ...minimal));
    expect(message).toMatchObject({ kind: 'response', status: 486, reason: 'Busy  Here' });
    expect(errorsOf(lines('SIP/2.0 486', ...minimal))[0]).toBe(
      '11 400 RFC 3261 §7.2 Status-Line: SP expected',
    );
    expect(errorsOf(lines('SIP/2.0 486 a\u0001', ...minimal))[0]).toContain('control character');
  });
});

describe('where an error is', () => {
  test('counts octets, not characters', () => {
    const bytes = options('Subject: Grüße 🙂', 'Expires: später');
    expect(atError(bytes)).toBe('später');
  });

  test('finds its place in a folded value', () => {
    const bytes = options('Contact: <sip:a@example.com>,', '  <sip:b@example.com>;', '\tq=0.5;;x');
    expect(atError(bytes)).toBe(';x');
  });

  test('finds its place in a list', () => {
    expect(atError(options('Route: <sip:a>, "b, c" <sip:d>, sip:e'))).toBe('sip:e');
  });

  test('counts what was skipped before the message', () => {
    const bytes = encode(`\r\n\r\n${decode(options('Expires: x'))}`);
    expect(atError(bytes)).toBe('x');
  });

  test('missing headers are missing at the end of the head', () => {
    const bytes = lines('OPTIONS sip:b@example.com SIP/2.0', ...minimal.slice(0, 4));
    expect(errorsOf(bytes)).toEqual([
      `${bytes.length - 2} 400 RFC 3261 §8.1.1: Call-ID is missing`,
      `${bytes.length - 2} 400 RFC 3261 §8.1.1: CSeq is missing`,
    ]);
  });
});

describe('lines', () => {
  test('end with CR and LF; a bare LF is read on, and said to be wrong', () => {
    const bytes = encode(decode(options()).replaceAll('\r\n', '\n'));
    const { message, errors } = parseMessage(bytes);
    expect(message?.headers).toHaveLength(minimal.length);
    expect(errors).toEqual([
      expect.objectContaining({ offset: 33, rule: 'RFC 3261 §7 CRLF', essential: true }),
    ]);
  });

  test('a CR inside a value becomes a space, so that nothing can be smuggled on', () => {
    const { message, errors } = parseMessage(options('Subject: a\rRoute: <sip:evil>'));
    expect(header(message!, 'Subject')).toBe('a Route: <sip:evil>');
    expect(errors[0]?.rule).toBe('RFC 3261 §7 CRLF');
  });

  test('must have a name and a colon', () => {
    for (const line of ['no colon here', ': no name', 'na(me: x', '<sip:h>']) {
      expect(errorsOf(options(line))[0]).toContain('header-name and a colon expected');
    }
  });

  test('may not begin with white space after the start line', () => {
    expect(errorsOf(lines('OPTIONS sip:b@example.com SIP/2.0', ' Subject: x', ...minimal))).toHaveLength(1);
  });

  test('the head ends with an empty line', () => {
    const bytes = options().subarray(0, -2);
    expect(errorsOf(bytes)).toEqual([`${bytes.length} 400 RFC 3261 §7: no empty line after the headers`]);
  });
});

describe('characters', () => {
  test('octets that are not UTF-8 are an error, and the rest can be read', () => {
    const bytes = options('Subject: abc', 'Expires: x');
    const at = decode(bytes).indexOf('abc');
    bytes[at + 1] = 0xff;
    const { message, errors } = parseMessage(bytes);
    expect(header(message!, 'Subject')).toBe('a\uFFFDc');
    expect(errors.map(({ offset, essential }) => [offset, essential])).toEqual([
      [at + 1, true],
      [decode(options('Subject: abc', 'Expires: x')).indexOf('x\r\n\r\n'), false],
    ]);
  });

  test.each([
    [0xc0, 0x80],
    [0xed, 0xa0],
    [0xf5, 0x80],
    [0xe0, 0x80],
    [0xf8, 0x88],
  ])('overlong forms, surrogates and what lies beyond Unicode are no UTF-8: %i %i', (one, two) => {
    const bytes = options('Subject: abcdef');
    const at = decode(bytes).indexOf('abcdef');
    bytes.set([one, two], at);
    expect(parseMessage(bytes).errors[0]?.offset).toBe(at);
  });

  test('U+FFFD itself is UTF-8, also beside octets that are not', () => {
    expect(errorsOf(options('Subject: \uFFFD'))).toEqual([]);
    const bytes = options('Subject: \uFFFD@', 'Expires: x');
    bytes[bytes.indexOf(0x40, 200)] = 0xff;
    const { message, errors } = parseMessage(bytes);
    expect(header(message!, 'Subject')).toBe('\uFFFD\uFFFD');
    expect(decode(bytes.subarray(errors[1]!.offset))).toBe('x\r\n\r\n');
  });

  test('control characters may stand in a quoted-pair only', () => {
    expect(errorsOf(options('Contact: "a\\\u0000" <sip:h>'))).toEqual([]);
    expect(errorsOf(options('X-New: "a\\\u0007"'))).toEqual([]);
    expect(errorsOf(options('X-New: a\u0007'))[0]).toContain('400? RFC 3261 §25.1 header-value');
    expect(errorsOf(options('Contact: "a\u0000" <sip:h>'))[0]).toContain('400?');
    expect(errorsOf(lines('OPTIONS sip:\u0000b@h SIP/2.0', ...minimal))).toHaveLength(1);
  });
});

describe('headers', () => {
  test('that may stand once and stand twice', () => {
    expect(errorsOf(options('CSeq: 1 OPTIONS'))[0]).toContain('400 RFC 3261 §7.3.1: CSeq more than once');
    expect(errorsOf(options('Expires: 1', 'Expires: 1'))[0]).toContain(
      '400? RFC 3261 §7.3.1: Expires more than once',
    );
    expect(errorsOf(options('i: 2@h'))[0]).toContain('Call-ID more than once');
  });

  test('Max-Forwards may be missing, and is at most 255', () => {
    const without = minimal.filter((each) => !each.startsWith('Max'));
    const start = 'OPTIONS sip:b@example.com SIP/2.0';
    expect(errorsOf(lines(start, ...without))).toEqual([]);
    expect(errorsOf(lines(start, ...without, 'Max-Forwards: 256'))[0]).toContain(
      '400 RFC 3261 §20.22 Max-Forwards',
    );
  });

  test('the method of CSeq is that of the request, to the case', () => {
    const other = minimal.map((each) => each.replace('OPTIONS', 'Options'));
    expect(errorsOf(lines('OPTIONS sip:b@h SIP/2.0', ...other))[0]).toContain('CSeq says Options');
    expect(errorsOf(lines('Options sip:b@h SIP/2.0', ...other))).toEqual([]);
  });

  test('empty lists where the grammar allows them', () => {
    expect(errorsOf(options('Supported:', 'Accept: ', 'Allow:', 'Subject:'))).toEqual([]);
    expect(errorsOf(options('Require:'))).toHaveLength(1);
    expect(errorsOf(options('Supported: timer,,path'))).toHaveLength(1);
  });

  test('broken ones that a proxy does not use leave the message to be forwarded', () => {
    const { errors } = parseMessage(
      options('Contact: <', 'Date: now', 'Expires: -1', 'Accept: x', 'Warning: 1'),
    );
    expect(errors.map(({ essential }) => essential)).toEqual([false, false, false, false, false]);
  });
});

test('of a message that consists of errors a hundred are told, and the one that decides', () => {
  const many = Array.from({ length: 300 }, () => 'Route: x');
  const { errors } = parseMessage(options(...many, 'Call-ID: second@h'));
  expect(errors).toHaveLength(101);
  expect(errors.at(-1)).toMatchObject({ essential: true, text: 'Call-ID more than once' });
  expect(errorsOf(options(...many.map(() => 'no header')))).toHaveLength(100);
});

describe('Content-Length', () => {
  const withBody = (length: string, body: string, ...more: string[]) =>
    encode(
      decode(
        options(`Content-Type: text/plain`, ...(length === '' ? [] : [`Content-Length: ${length}`]), ...more),
      ) + body,
    );

  test('ends the body in a datagram; the rest is not part of the message', () => {
    const { message, rest, errors } = parseMessage(withBody('3', 'abcdef'));
    expect([decode(message!.body), decode(rest), errors]).toEqual(['abc', 'def', []]);
  });

  test('may be missing in a datagram, and not in a stream', () => {
    expect(decode(parseMessage(withBody('', 'abc')).message!.body)).toBe('abc');
    expect(errorsOf(withBody('', 'abc'), 'stream')[0]).toContain('Content-Length is missing on a stream');
  });

  test('beyond the end of the datagram is an error, with what is there', () => {
    const { message, errors } = parseMessage(withBody('9', 'abc'));
    expect(decode(message!.body)).toBe('abc');
    expect(errors[0]).toMatchObject({
      status: 400,
      essential: true,
      text: 'Content-Length is 9, only 3 octets follow',
    });
  });

  test.each(['-1', 'x', '1 2', '99999999999999999999', ''])('"%s" is no length', (length) => {
    expect(errorsOf(withBody(length === '' ? ' ' : length, 'abc'))[0]).toContain('400 RFC 3261 §20.14');
  });

  test('twice is an error even when both say the same', () => {
    expect(errorsOf(withBody('3', 'abc', 'l: 3'))[0]).toContain('Content-Length more than once');
  });

  test('a body needs a Content-Type', () => {
    expect(errorsOf(encode(`${decode(options())}abc`))[0]).toContain('400? RFC 3261 §20.15');
  });
});
