import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../ui/cli/reading/sequence.ts';
import { siplab } from '../../support/siplab.ts';
import { root } from '../../support/sources.ts';

// Files with several messages, and the change request's own example as its text has it: without the empty lines, and with what it breaks.

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const vector = (path: string): Uint8Array => readFileSync(join(root, 'test/vectors', path));

function sip(method: string, body = '', length: number | undefined = body.length): string {
  const lines = [
    `${method} sip:bob@example.com SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:bob@example.com>',
    'Call-ID: 1@192.0.2.1',
    `CSeq: 1 ${method}`,
    ...(body === '' ? [] : ['Content-Type: text/plain']),
    ...(length === undefined ? [] : [`Content-Length: ${length}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const paths = 'To-Path: msrp://192.0.2.2:8888/a;tcp\r\nFrom-Path: msrp://192.0.2.1:7777/b;tcp\r\n';
const msrp = (id: string, status = '200 OK') => `MSRP ${id} ${status}\r\n${paths}-------${id}$\r\n`;

interface Message {
  readonly offset: number;
  readonly kind: string;
  readonly valid: boolean;
}

const messages = (text: string) =>
  ((readFile(bytes(text)).messages ?? []) as readonly Message[]).map(({ offset, kind, valid }) => ({
    begins: text.slice(offset, offset + 12),
    kind,
    valid,
  }));

describe('a file with several messages', () => {
  it('of SIP is cut by Content-Length', () => {
    const text = sip('MESSAGE', 'one\r\n\r\ntwo') + sip('OPTIONS');
    expect(messages(text)).toEqual([
      { begins: 'MESSAGE sip:', kind: 'sip-request', valid: true },
      { begins: 'OPTIONS sip:', kind: 'sip-request', valid: true },
    ]);
  });

  it('of SIP without Content-Length is cut where an empty line and a start line follow', () => {
    const text = `${sip('OPTIONS', '', undefined)}\r\n${sip('BYE', '', undefined)}${sip('MESSAGE', 'one\r\n', undefined)}\r\n${sip('BYE')}`;
    expect(messages(text).map(({ begins }) => begins.split(' ')[0])).toEqual([
      'OPTIONS',
      'BYE',
      'MESSAGE',
      'BYE',
    ]);
    expect(readFile(bytes(text))).toMatchObject({ valid: true, kind: 'sip-request', method: 'OPTIONS' });
  });

  it('of MSRP is cut by end-lines', () => {
    const text = msrp('abcd1234') + msrp('efgh5678', '413 Stop') + msrp('ijkl9012');
    expect(messages(text).map(({ begins }) => begins)).toEqual([
      'MSRP abcd123',
      'MSRP efgh567',
      'MSRP ijkl901',
    ]);
  });

  it('may hold both kinds, parted by empty lines', () => {
    const text = `${sip('OPTIONS')}\r\n\r\n${msrp('abcd1234')}\r\n${sip('BYE')}\r\n`;
    expect(messages(text).map(({ kind, valid }) => [kind, valid])).toEqual([
      ['sip-request', true],
      ['msrp-response', true],
      ['sip-request', true],
    ]);
  });

  it('tells errors with their places in the file, and is valid only as a whole', () => {
    const broken = sip('BYE').replace('CSeq: 1', 'CSeq: x');
    const text = sip('OPTIONS') + broken;
    const { valid, errors } = readFile(bytes(text));
    expect(valid).toBe(false);
    expect(errors.map(({ offset }) => text.slice(offset, offset + 5))).toEqual(['x BYE']);
    const { status, stdout } = siplab(['parse', '-'], { input: text });
    expect(status).toBe(1);
    expect(stdout).toContain('-, message 1 of 2: SIP request, valid');
    expect(stdout).toContain('-, message 2 of 2: SIP request, not valid');
    expect(stdout).toMatch(/✘ 16:7 \(offset \d+\) RFC 3261 §20.16/);
    const json = JSON.parse(siplab(['parse', '-', '--json'], { input: text }).stdout);
    expect(json).toMatchObject([{ kind: 'sip-request', valid: false, messages: [{}, { valid: false }] }]);
  });

  it('goes on behind an MSRP message whose end-line is missing', () => {
    const lost = msrp('abcd1234').replace('-------abcd1234$\r\n', '');
    expect(messages(lost + msrp('efgh5678')).map(({ valid }) => valid)).toEqual([false, true]);
  });
});

describe('a file with one message', () => {
  it('is read as it always was: octets behind its Content-Length are left over', () => {
    expect(readFile(bytes(`${sip('OPTIONS')}garbage`))).toMatchObject({ valid: true, restBytes: 7 });
    expect(readFile(bytes(sip('MESSAGE', 'one', 2)))).toMatchObject({ valid: true, restBytes: 1 });
  });

  it('may carry a message as its body', () => {
    const inner = sip('INVITE').replaceAll('text/plain', 'message/sipfrag');
    const text = sip('NOTIFY', inner, undefined).replace('text/plain', 'message/sipfrag;version=2.0');
    expect(readFile(bytes(text)).messages).toBeUndefined();
    expect(readFile(bytes(sip('MESSAGE', inner))).messages).toBeUndefined();
  });

  it('is as valid in the middle of a file as alone', () => {
    const any = fc.constantFrom(
      sip('OPTIONS'),
      sip('MESSAGE', 'x'),
      msrp('abcd1234'),
      sip('BYE').replace('70', 'y'),
    );
    fc.assert(
      fc.property(fc.array(any, { minLength: 2, maxLength: 6 }), (all) => {
        const alone = all.map((text) => readFile(bytes(text)).valid);
        expect(messages(all.join('')).map(({ valid }) => valid)).toEqual(alone);
      }),
    );
  });
});

/** What is wrong with each piece of the document's example: line, column and rule, as a reader looks for it. */
const example: Readonly<Record<string, readonly string[]>> = {
  '01-invite.sip': [
    '1 RFC 3261 §7 CRLF',
    '9 RFC 3841 §9.2 Accept-Contact',
    '11 RFC 3261 §20.14 Content-Length',
    // From here on what should be the body, behind an empty line.
    '12 RFC 3261 §7.3.1 message-header',
    '39 RFC 3261 §7',
    '39 RFC 3261 §8.1.1',
  ],
  '02-answer.sdp': ['3 RFC 4566 §5.3 s=', '11 RFC 5547 §6 file-selector'],
  '04-send1.msrp': ['1 RFC 4975 §9', '12 RFC 4975 §9 headers', '13 RFC 4975 §9 header', '14 RFC 4975 §7.1'],
  '05-send2.msrp': ['1 RFC 4975 §9', '7 RFC 4975 §9 header', '8 RFC 4975 §7.1'],
  '06-200-1.msrp': ['1 RFC 4975 §9'],
  '07-200-2.msrp': ['1 RFC 4975 §9'],
  '08-report.msrp': ['1 RFC 4975 §9'],
};

/** `9 RFC 3841 §9.2 Accept-Contact`: the line of an error and its rule. */
function told(file: Uint8Array): string[] {
  return readFile(file).errors.map(({ offset, rule }) => {
    const line = new TextDecoder().decode(file.subarray(0, offset)).split('\n').length;
    return `${line} ${rule}`;
  });
}

describe('the change request’s own example, as its text has it', () => {
  it.each(Object.entries(example))('%s', (name, errors) => {
    const found = told(vector(`change-request/${name}`));
    expect(found).toEqual(expect.arrayContaining([...errors]));
    // What goes beyond these are lines of the INVITE's body, taken for headers.
    const beyond = found.filter((each) => !errors.includes(each) && Number.parseInt(each, 10) < 12);
    expect(beyond).toEqual([]);
    expect(readFile(vector(`change-request/${name}`))).toMatchObject({ valid: false });
  });

  it('names nothing but the lines’ ends where those alone are wrong', () => {
    for (const name of ['06-200-1.msrp', '07-200-2.msrp', '08-report.msrp']) {
      const text = new TextDecoder().decode(vector(`change-request/${name}`));
      expect(readFile(bytes(text.replaceAll('\n', '\r\n')))).toMatchObject({ valid: true, errors: [] });
    }
  });

  it('is a stream of five MSRP messages, each with the same errors as alone', () => {
    const names = Object.keys(example).filter((name) => name.endsWith('.msrp'));
    const pieces = names.map((name) => vector(`change-request/${name}`));
    const stream = Buffer.concat(pieces);
    const { messages: all, errors } = readFile(stream);
    expect(all).toHaveLength(5);
    let at = 0;
    const alone = pieces.flatMap((piece) => {
      const shifted = readFile(piece).errors.map((error) => ({ ...error, offset: error.offset + at }));
      at += piece.length;
      return shifted;
    });
    expect(errors).toEqual(alone);
  });
});
