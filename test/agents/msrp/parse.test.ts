import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMsrp } from '../../../agents/msrp/format.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { type ParsedMsrp, parseMsrp } from '../../../agents/msrp/parse.ts';
import { anyMessage } from './arbitrary.ts';
import { bytesOf, sendText, textOf } from './lab.ts';
import { published } from './vectors.ts';

/** Errors in short: `offset rule`. */
const faults = (parsed: ParsedMsrp) => parsed.errors.map((error) => `${error.offset} ${error.rule}`);
const faultsOf = (text: string) => faults(parseMsrp(bytesOf(text)));

describe('the published messages', () => {
  it.each(published)('$name is read whole', ({ name, bytes }) => {
    const parsed = parseMsrp(bytes);
    expect(parsed.consumed).toBe(bytes.length);
    expect(parsed.message).toBeDefined();
    // The snippets of §5.1 leave the paths out.
    const missing = ['24 RFC 4975 §9 To-Path', '24 RFC 4975 §9 From-Path'].map((text) =>
      text.replace('24', '20'),
    );
    expect(faults(parsed)).toEqual(name.includes('5.1-0') && name.startsWith('rfc4975') ? missing : []);
  });

  it.each(published.filter(({ name }) => !name.startsWith('rfc4975/5.1')))(
    '$name is written as it was',
    ({ bytes }) => {
      expect(textOf(formatMsrp(parseMsrp(bytes).message!))).toBe(textOf(bytes));
    },
  );

  it.each(published)('$name with bytes behind it leaves them', ({ bytes }) => {
    const more = new Uint8Array([...bytes, ...bytesOf('MSRP more')]);
    expect(parseMsrp(more)).toEqual(parseMsrp(bytes));
  });

  it('says of each part what it is', () => {
    const { message } = parseMsrp(published.find(({ name }) => name.includes('11.6-19'))!.bytes);
    expect(message).toEqual({
      kind: 'request',
      transactId: 'dkei38sd',
      method: 'REPORT',
      toPath: ['msrp://alicepc.example.com:7777/iau39soe2843z;tcp'],
      fromPath: ['msrp://bob.example.com:8888/9di4eae923wzd;tcp'],
      headers: [
        { name: 'Message-ID', value: '12339sdqwer' },
        { name: 'Byte-Range', value: '1-106/106' },
        { name: 'Status', value: '000 200 OK' },
      ],
      body: undefined,
      flag: '$',
    });
  });
});

describe('round trips', () => {
  it('parse(format(m)) is m', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const parsed = parseMsrp(formatMsrp(message));
        expect(parsed.errors).toEqual([]);
        expect(parsed.message).toEqual(message);
      }),
      { numRuns: 1000 },
    );
  });

  it('writes canonical names, MIME fields late and Content-Type last', () => {
    const { message } = parseMsrp(
      bytesOf(
        `MSRP abcd SEND\r\nto-path: msrp://b:1/b;tcp\r\nFROM-PATH: msrp://a:1/a;tcp\r\nmessage-id: abcd\r\ncontent-type: a/b\r\n\r\n\r\n-------abcd$\r\n`,
      ),
    );
    expect(message?.kind === 'request' && message.body).toEqual(new Uint8Array(0));
    const headers = [
      ...message!.headers,
      { name: 'x-own', value: '1' },
      { name: 'content-id', value: '<a@b>' },
    ];
    expect(textOf(formatMsrp({ ...message!, headers }))).toBe(
      'MSRP abcd SEND\r\nTo-Path: msrp://b:1/b;tcp\r\nFrom-Path: msrp://a:1/a;tcp\r\nMessage-ID: abcd\r\nx-own: 1\r\nContent-ID: <a@b>\r\nContent-Type: a/b\r\n\r\n\r\n-------abcd$\r\n',
    );
  });
});

describe('what is wrong is said with its place', () => {
  const good = sendText('abcd', 'Hi');
  it('a good one has no error', () => expect(faultsOf(good)).toEqual([]));

  /** Each error stands where the text given with it begins; an empty one at the end. */
  const wrong: readonly [what: string, text: string, ...errors: [at: string, rule: string][]][] = [
    ['no MSRP', 'HTTP/1.1 200 OK\r\n\r\n', ['HTTP', '§9 start line']],
    ['small letters', 'msrp abcd SEND\r\n', ['msrp', '§9 start line']],
    ['a short transact-id', 'MSRP abc SEND\r\n', ['abc', '§9 start line']],
    ['nothing', '', ['', '§9 start line']],
    ['a method in small letters', good.replace('SEND', 'send'), ['send', '§9 method']],
    ['no end', good.slice(0, -3), ['', '§9 end-line']],
    ['another transact-id at the end', good.replace('--abcd', '--abce'), ['', '§9 end-line']],
    ['no Message-ID', good.replace('Message-ID: message-1\r\n', ''), ['\r\nHi', '§7.1.1 Message-ID']],
    ['no space', good.replace('Message-ID: ', 'Message-ID:'), ['message-1', '§9 header']],
    ['two spaces', good.replace('Message-ID: ', 'Message-ID:  '), [' message-1', '§9 Message-ID']],
    [
      'a second Message-ID',
      good.replace('Content', 'Message-ID: abcd\r\nContent'),
      ['Message-ID: abcd', '§9 headers'],
    ],
    ['a bad Byte-Range', sendText('abcd', 'Hi', { 'Byte-Range': '0-5/6' }), ['0-5', '§9 Byte-Range']],
    [
      'a bad report',
      sendText('abcd', 'Hi', { 'Success-Report': 'partial' }),
      ['partial', '§9 Success-Report'],
    ],
    ['a bad URI', good.replace(';tcp', ''), ['\r\nFrom-Path', '§9 MSRP-URI']],
    ['a bad type', sendText('abcd', 'Hi', { 'Content-Type': 'text' }), ['text\r', '§9 Content-Type']],
    [
      'paths swapped',
      good.replace(/(To-P.*\r\n)(From-P.*\r\n)/, '$2$1'),
      ['From-P', '§9 headers'],
      ['To-P', '§9 headers'],
    ],
    ['an encoding', sendText('abcd', 'Hi', { 'Content-Transfer-Encoding': 'binary' }), ['binary', '§7.1.1']],
    ['a body without its type', good.replace('Content-Type: text/plain\r\n', ''), ['Hi', '§7.1']],
    ['a type without a body', good.replace('\r\nHi\r\n', ''), ['-------', '§7.1']],
    ['an empty line without a body', good.replace('Hi\r\n', ''), ['-------', '§7.1']],
    ['a field behind Content-Type', good.replace('\r\n\r\n', '\r\nX: y\r\n\r\n'), ['X: y', '§7.1']],
    ['a control character', sendText('abcd', 'Hi', { 'X-A': 'a\u0001b' }), ['\u0001', '§9 utf8text']],
    ['a response with a flag', good.replace('SEND', '200').replace('$', '+'), ['Hi', '§7.1'], ['Hi', '§7.1']],
  ];
  it.each(wrong)('%s', (_, text, ...errors) => {
    const at = (needle: string) => (needle === '' ? text.length : text.indexOf(needle));
    expect(faultsOf(text)).toEqual(errors.map(([needle, rule]) => `${at(needle)} RFC 4975 ${rule}`));
  });

  it('bytes that are not UTF-8, and characters of several bytes before an error', () => {
    const text = sendText('abcd', undefined, { 'X-A': 'é', 'Byte-Range': 'none' });
    const at = bytesOf(text.slice(0, text.indexOf('none'))).length;
    expect(faultsOf(text)).toEqual([`${at + 4} RFC 4975 §9 Byte-Range`]);
    const broken = Uint8Array.from(sendText('abcd', undefined, { 'X-A': 'é' }), (char) => char.charCodeAt(0));
    expect(faults(parseMsrp(broken))).toEqual(['0 RFC 4975 §9']);
  });

  it('a REPORT that asks for reports, or says nothing', () => {
    const text = sendText('abcd', undefined, { 'Success-Report': 'yes' }).replace('SEND', 'REPORT');
    expect(parseMsrp(bytesOf(text)).errors.map((error) => error.rule)).toEqual([
      'RFC 4975 §7.1.2 Status',
      'RFC 4975 §7.1.2',
    ]);
  });

  it('a long list of errors is cut short', () => {
    expect(faultsOf(sendText('abcd', 'Hi').replace('\r\n', `\r\n${'x\r\n'.repeat(1000)}`)).length).toBe(32);
  });
});

describe('text as documents print it', () => {
  // The change request's first chunk: LF alone, and no empty line before the body.
  const first = `MSRP d93kswow SEND
To-Path: msrp://bobpc.example.com:8888/9di4ea;tcp
From-Path: msrp://push-sender-agent.example.com:7654/iau39;tcp
Message-ID: 12339sdqwer
Byte-Range: 1-2048/4385
Success-Report: yes
Content-Type: message/cpim
To: Bob <sip:bob@example.com>
... first set of bytes of the JPEG image ...
-------d93kswow+
`;
  it('is read, with what is wrong with it', () => {
    const parsed = parseMsrp(bytesOf(first));
    expect(parsed.consumed).toBe(first.length);
    expect(headerValue(parsed.message!, 'byte-range')).toBe('1-2048/4385');
    expect(parsed.message!.flag).toBe('+');
    expect(faults(parsed)).toEqual([
      '18 RFC 4975 §9',
      `${first.indexOf('...')} RFC 4975 §9 header`,
      `${first.indexOf('To: Bob')} RFC 4975 §7.1`,
      `${first.indexOf('-------')} RFC 4975 §7.1`,
    ]);
  });

  it('a response of its own form', () => {
    const text =
      'MSRP d93kswow 200 OK\nTo-Path: msrp://a:1/a;tcp\nFrom-Path: msrp://b:1/b;tcp\nByte-Range: 1-2048/4385\n-------d93kswow$\n';
    const parsed = parseMsrp(bytesOf(text));
    expect(parsed.message).toMatchObject({ kind: 'response', status: 200, comment: 'OK', flag: '$' });
    expect(faults(parsed)).toEqual(['20 RFC 4975 §9']);
  });
});

describe('the name of a header field', () => {
  it('begins with a letter: hname = ALPHA *token (§9)', () => {
    const named = (name: string) => faultsOf(sendText('d93kswow', 'x', { [name]: 'y' }));
    expect(named('X-1')).toEqual([]);
    for (const name of ['1-X', '-X', '_X'])
      expect(named(name)).toEqual([expect.stringMatching(/§9 header$/)]);
  });
});
