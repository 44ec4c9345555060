import { describe, expect, it } from 'vitest';
import { read } from '../../../ui/cli/reading/read.ts';
import { kindOf } from '../../../ui/cli/reading/reading.ts';
import { readingText } from '../../../ui/cli/reading/text.ts';
import { siplab } from '../../support/siplab.ts';

const lines = (...all: readonly string[]): string => all.join('\r\n');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const sdp = lines(
  'v=0',
  'o=a 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=message 7654 TCP/MSRP *',
  'a=sendonly',
  '',
);
const options = lines(
  'OPTIONS sip:bob@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: <sip:a@example.com>;tag=1',
  'To: <sip:bob@example.com>',
  'Call-ID: 1@192.0.2.1',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
);
const response = options.replace('OPTIONS sip:bob@example.com SIP/2.0', 'SIP/2.0 486 Busy Here');
const paths = [
  'To-Path: msrp://192.0.2.2:8888/9di4eae923wzd;tcp',
  'From-Path: msrp://192.0.2.1:7777/iau39soe2843z;tcp',
];
const send = lines(
  'MSRP d93kswow SEND',
  ...paths,
  'Message-ID: 12339sdqwer',
  'Byte-Range: 1-2/2',
  'Content-Type: text/plain',
  '',
  'Hi',
  '-------d93kswow$',
  '',
);
const sent = lines('MSRP d93kswow 200 OK', ...paths, '-------d93kswow$', '');
const cpim = lines(
  'From: A <im:a@example.com>',
  'To: B <im:b@example.com>',
  '',
  'Content-Type: text/plain',
  '',
  'Hi',
);

describe('reading a text', () => {
  it.each([
    ['sip-request', options, { method: 'OPTIONS', uri: 'sip:bob@example.com', bodyBytes: 0 }],
    ['sip-response', response, { status: 486, reason: 'Busy Here' }],
    ['msrp-request', send, { transactId: 'd93kswow', method: 'SEND', flag: '$', bodyBytes: 2 }],
    ['msrp-response', sent, { transactId: 'd93kswow', status: 200, comment: 'OK' }],
    ['sdp', sdp, { sdp: expect.objectContaining({ media: [expect.objectContaining({ port: 7654 })] }) }],
    ['cpim', cpim, { mime: [{ name: 'Content-Type', value: 'text/plain' }], contentBytes: 2 }],
    ['cpim', `Content-Type: Message/CPIM\r\n\r\n${cpim}`, { contentBytes: 2 }],
  ])('says that it is %s', (kind, text, structure) => {
    expect(read(bytes(text))).toMatchObject({ kind, valid: true, errors: [], ...structure });
  });

  it('knows a broken message by what it was meant to be', () => {
    const firstLines = {
      'INVITE sip:bob SIP/7.0': 'sip-request',
      'SIP/2.0 abc': 'sip-response',
      'MSRP x 2000': 'msrp-response',
    };
    for (const [line, kind] of Object.entries(firstLines)) {
      expect(kindOf(bytes(`${line}\r\n\r\n`))).toBe(kind);
      expect(read(bytes(`${line}\r\n\r\n`)).valid).toBe(false);
    }
  });

  it('tells an error with its offset in bytes, its rule and its status', () => {
    const broken = options.replace('CSeq: 1 OPTIONS', 'CSeq: one OPTIONS');
    const { valid, errors } = read(bytes(broken));
    expect(valid).toBe(false);
    expect(errors[0]).toMatchObject({ status: 400, rule: expect.stringContaining('CSeq') });
    expect(errors[0]?.offset).toBeGreaterThanOrEqual(broken.indexOf('CSeq'));
    expect(readingText({ name: 'x', bytes: bytes(broken), reading: read(bytes(broken)) }, false)).toMatch(
      /✘ 7:\d+ \(offset \d+\) RFC 3261/,
    );
  });

  it('counts bytes, not characters, in an SDP', () => {
    const text = sdp.replace('s=-', 's=äöü\r\n!').replace('t=0 0', 't=x');
    const { errors } = read(bytes(text));
    const places = errors.map(({ offset }) =>
      new TextDecoder().decode(bytes(text).subarray(offset)).charAt(0),
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(places).not.toContain('\ufffd');
    expect(new TextDecoder().decode(bytes(text).subarray(errors[0]?.offset))).toMatch(/^!/);
  });

  it('reads anything at all without a fuss', () => {
    for (const text of [
      '',
      '\r\n',
      '\0',
      'v=',
      'MSRP ',
      'SIP/2.0',
      'From:',
      'hello world',
      '\ud800 SIP/2.0',
    ]) {
      expect(read(bytes(text)).valid).toBe(false);
    }
    expect(read(Uint8Array.of(0xff, 0xfe, 0x00))).toMatchObject({ kind: 'unknown', valid: false });
  });
});

describe('siplab parse', () => {
  it('prints an array for scripts and answers whether all are valid', () => {
    const good = siplab(['parse', '-', '--json'], { input: send });
    expect(good).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(good.stdout)).toMatchObject([{ kind: 'msrp-request', valid: true, errors: [] }]);
    const bad = siplab(['parse', '-', '--json'], { input: 'hello' });
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject([
      { kind: 'unknown', valid: false, errors: [{ offset: 0 }] },
    ]);
  });

  it('prints the structure for people', () => {
    const { status, stdout } = siplab(['parse', '-'], { input: options });
    expect(status).toBe(0);
    expect(stdout).toContain(
      '-: SIP request, valid\n  method: OPTIONS\n  uri: sip:bob@example.com\n  headers\n    Via: SIP/2.0/UDP',
    );
  });
});
