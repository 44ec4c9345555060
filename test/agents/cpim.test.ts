import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CpimMessage,
  cpimHeader,
  cpimValue,
  formatCpim,
  formatCpimHead,
  mimeValue,
  parseCpim,
  requiredButUnknown,
} from '../../agents/cpim.ts';
import { cpimAddress, escapeCpim, unescapeCpim } from '../../agents/cpim-text.ts';
import { parseMsrp } from '../../agents/msrp/parse.ts';
import { mutations } from './msrp/mutate.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const rules = (text: string) => parseCpim(bytesOf(text)).errors.map((error) => error.rule);

// RFC 3862 §5.1, with its MIME header fields and content.
const EXAMPLE = [
  'From: MR SANDERS <im:piglet@100akerwood.com>',
  'To: Depressed Donkey <im:eeyore@100akerwood.com>',
  'DateTime: 2000-12-13T13:40:00-08:00',
  'Subject: the weather will be fine today',
  "Subject:;lang=fr beau temps prevu pour aujourd'hui",
  'NS: MyFeatures <mid:MessageFeatures@id.foo.com>',
  'Require: MyFeatures.VitalMessageOption',
  'MyFeatures.VitalMessageOption: Confirmation-requested',
  'MyFeatures.WackyMessageOption: Use-silly-font',
  '',
  'Content-type: text/xml; charset=utf-8',
  'Content-ID: <1234567890@foo.com>',
  '',
  '<body>\r\nHere is the text of my message.\r\n</body>',
].join('\r\n');

describe('the example of RFC 3862', () => {
  const { message, errors } = parseCpim(bytesOf(EXAMPLE));

  it('is read, and written as it was', () => {
    expect(errors).toEqual([]);
    expect(textOf(formatCpim(message!))).toBe(EXAMPLE);
    expect(cpimValue(message!, 'Subject')).toBe('the weather will be fine today');
    expect(message!.headers[4]).toEqual({
      name: 'Subject',
      parameters: ['lang=fr'],
      value: "beau temps prevu pour aujourd'hui",
    });
    expect(mimeValue(message!, 'content-TYPE')).toBe('text/xml; charset=utf-8');
    expect(cpimAddress(cpimValue(message!, 'From')!)).toEqual({
      name: 'MR SANDERS',
      uri: 'im:piglet@100akerwood.com',
    });
  });

  it('names what must be understood', () => {
    expect(requiredButUnknown(message!, new Set())).toEqual(['MyFeatures.VitalMessageOption']);
    expect(
      requiredButUnknown(message!, new Set(['mid:MessageFeatures@id.foo.com#VitalMessageOption'])),
    ).toEqual([]);
  });

  it('names are compared exactly: "From:" and "from:" are different headers', () => {
    expect(cpimValue(message!, 'from')).toBeUndefined();
    expect(rules(EXAMPLE.replace('From:', 'from:'))).toEqual(['RFC 4975 §13']);
  });
});

describe('without an empty line between the groups, as RFC 4975 and RFC 5547 print it', () => {
  const bodyOf = (name: string) => {
    const { message } = parseMsrp(readFileSync(new URL(`../vectors/${name}`, import.meta.url)));
    return message?.kind === 'request' ? message.body! : new Uint8Array(0);
  };

  it('RFC 4975 §11.4', () => {
    const { message, errors } = parseCpim(bodyOf('rfc4975/11.4-15-send-d93kswow.msrp'));
    expect(errors).toEqual([]);
    expect(message!.mime).toEqual([{ name: 'Content-Type', value: 'text/plain' }]);
    expect(textOf(message!.content)).toBe('ABCD');
  });

  it('RFC 5547 §9.1, with a folded field', () => {
    const { message, errors } = parseCpim(bodyOf('rfc5547/9.1-04-send-d93kswow.msrp'));
    expect(errors).toEqual([]);
    expect(mimeValue(message!, 'Content-Disposition')).toBe(
      'render; filename="My cool picture.jpg"; creation-date="Mon, 15 May 2006 15:01:31 +0300"; size=4092',
    );
    expect(textOf(formatCpim(message!))).toContain('-03:00\r\n\r\nContent-Disposition: render; ');
  });
});

describe('what is wrong is said', () => {
  const good = 'From: <sip:a@b>\r\nTo: <sip:c@d>\r\n\r\nContent-Type: a/b\r\n\r\nx';
  it.each([
    ['a good one', good, []],
    ['two spaces, as in the change request', good.replace('From: ', 'From:  '), ['RFC 3862 §2.2']],
    ['no space', good.replace('From: ', 'From:'), ['RFC 3862 §2.2']],
    ['a space at the end', good.replace('<sip:a@b>', '<sip:a@b> '), ['RFC 3862 §2.2']],
    ['no From', good.replace('From: <sip:a@b>\r\n', ''), ['RFC 4975 §13']],
    ['two of From', `From: <sip:a@b>\r\n${good}`, ['RFC 3862 §4']],
    ['many of To', `To: <sip:a@b>\r\n${good}`, []],
    ['an address without brackets', good.replace('<sip:a@b>', 'sip:a@b'), ['RFC 3862 §4 From']],
    ['a date of another kind', `DateTime: yesterday\r\n${good}`, ['RFC 3339 §5.6']],
    ['no Content-Type', good.replace('Content-Type', 'Content-ID'), ['RFC 3862 §2.4']],
    ['a prefix that nobody declared', `X.Y: z\r\n${good}`, ['RFC 3862 §3.4']],
    ['a namespace without brackets', `NS: x\r\n${good}`, ['RFC 3862 §4.6 NS']],
    ['a line that is no header', `hello\r\n${good}`, ['RFC 3862 §3.6 Header-name']],
    ['a control character', good.replace('a@b', 'a@\tb'), ['RFC 3862 §2.2']],
    ['lines that end with LF', good.replaceAll('\r\n', '\n'), Array(5).fill('RFC 3862 §2.2')],
    ['no end of the fields', good.slice(0, 40), ['RFC 3862 §2']],
    ['nothing', '', ['RFC 3862 §2']],
  ])('%s', (_, text, expected) => {
    expect(rules(text)).toEqual(expected);
  });
});

describe('escapes', () => {
  it('of §2.3.1', () => {
    expect(escapeCpim('a\\b\t\r\n\u0000\u007f"é')).toBe('a\\\\b\\t\\r\\n\\u0000\\u007f"é');
    expect(unescapeCpim('\\u0041\\\\n\\x\\"\\')).toBe('A\\nx"');
  });

  it('undo each other, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => unescapeCpim(escapeCpim(text)) === text),
      { numRuns: 1000 },
    );
  });
});

describe('round trips', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefgXYZ-_0123'), minLength: 1, maxLength: 8 });
  const header = fc
    .tuple(word, fc.string({ unit: 'grapheme', maxLength: 20 }))
    .map(([name, text]) => cpimHeader(`X-${name}`, text.replace(/^ +| +$/g, '')));
  const message: fc.Arbitrary<CpimMessage> = fc
    .tuple(fc.array(header, { maxLength: 4 }), fc.uint8Array({ maxLength: 100 }), fc.option(word))
    .map(([headers, content, description]) => ({
      headers: [
        cpimHeader('From', '<sip:a@example.com>'),
        cpimHeader('To', 'Bob <sip:b@example.com>'),
        ...headers.filter(({ value }) => value !== ''),
      ],
      mime: [
        ...(description === null ? [] : [{ name: 'Content-Description', value: description }]),
        { name: 'Content-Type', value: 'image/jpeg' },
      ],
      content,
    }));

  it('parse(format(m)) is m', () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(parseCpim(formatCpim(each))).toEqual({ message: each, errors: [] });
        const head = formatCpimHead(each);
        expect(formatCpim(each).subarray(0, head.length)).toEqual(head);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('hostile text', () => {
  it('100,000 mutations neither throw nor hang', () => {
    const samples = [
      EXAMPLE,
      EXAMPLE.replace('\r\n\r\nContent', '\r\nContent'),
      EXAMPLE.replaceAll('\r\n', '\n'),
    ].map(bytesOf);
    for (const bytes of mutations(samples, 100_000, 3862)) {
      for (const { offset } of parseCpim(bytes).errors)
        if (offset < 0 || offset > bytes.length) expect.fail(textOf(bytes));
    }
  });

  it.each([
    'X: y\r\n',
    'x\r\n',
    'NS: a <b:c>\r\n',
    ':',
    ';',
    '"',
    'Content-A: b\r\n c\r\n',
    ' a\r\n',
    '\\',
    'Require: a,b\r\n',
  ])(
    'a megabyte of %j takes no longer than a moment',
    (piece) => {
      for (const before of ['', 'From:', 'From:;a=', 'From: ', 'Content-Type: a/b\r\n']) {
        const { message } = parseCpim(
          bytesOf(`${before}${piece.repeat(1_000_000 / piece.length)}\r\n\r\n\r\n`),
        );
        if (message) for (const { value } of message.headers.slice(0, 10)) unescapeCpim(value);
      }
    },
    10_000,
  );
});
