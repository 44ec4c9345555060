// RFC 3261 §20, §25.1 and the extensions: values of headers, good and bad.
import { describe, expect, test } from 'vitest';
import type { Codec } from '../../../../core/sip/codec.ts';
import { quote, unquote } from '../../../../core/sip/grammar.ts';
import * as table from '../../../../core/sip/header-table.ts';
import { codecs } from '../../../../core/sip/header-table.ts';
import { hasParam, param, withoutParam, withParam } from '../../../../core/sip/params.ts';
import { branchOf, sentBy } from '../../../../core/sip/via.ts';

const codecOf = (name: string): Codec<unknown> => codecs.get(name)!;

/** Each with the offset where it goes wrong, or none. */
const texts: Readonly<Record<string, readonly (readonly [string, number?])[]>> = {
  via: [
    ['SIP/2.0/UDP h'],
    ['SIP / 2.0 / UDP  h : 5060 ; branch = a'],
    ['SIP/2.0/UDP [::1]:5060;received=::1;rport'],
    ['SIP/2.0/UDP', 11],
    ['SIP/2.0 UDP h', 7],
    ['SIP/2.0/UDP h:x', 14],
    ['SIP/2.0/UDP h:70000', 14],
    ['SIP/2.0/UDP h;', 14],
    ['SIP/2.0/UDP h;a=', 16],
    ['SIP/2.0/UDP h;a=b:c', 16],
    ['SIP/2.0/UDP h;a;A', 13],
    ['SIP/2.0/UDP h_x', 13],
    ['', 0],
  ],
  from: [
    ['sip:a@h'],
    ['sip:a@h;tag=1'],
    ['<sip:a@h;x>;tag=1'],
    ['A B <sip:a@h>'],
    ['"A \\" B"<sip:a@h>'],
    ['<tel:+1>'],
    ['"A" sip:a@h', 4],
    ['A, B <sip:a@h>', 1],
    ['"A', 2],
    ['<sip:a@h', 8],
    ['< sip:a@h>', 1],
    ['<sip:a@h >', 8],
    ['sip:a@h?x=y', 7],
    ['<sip:a@h>x', 9],
    ['Ä <sip:a@h>', 0],
    ['<a@h>', 1],
  ],
  contact: [
    ['*'],
    ['<sip:a@h>;q=0.7;expires=60;+sip.instance="<urn:uuid:1>";methods="INVITE,BYE"'],
    ['*;q=1', 1],
  ],
  route: [['<sip:a@h;lr>;x=y'], ['sip:a@h', 0]],
  cseq: [
    ['1 A'],
    ['0009   INVITE'],
    ['2147483647 A'],
    ['2147483648 A', 0],
    ['1A', 1],
    ['1', 1],
    ['x A', 0],
    ['1 A B', 4],
  ],
  'call-id': [['a'], ['a@b'], ['a@', 2], ['a b', 2], ['a@b@c', 3]],
  'content-type': [['text/plain'], ['a / b ; c = "d"'], ['text', 4], ['text/', 5], ['a/b;c', 5], ['a/b;', 4]],
  accept: [['*/*'], ['text/*;q=0.5'], ['text', 4]],
  date: [
    ['Sat, 13 Nov 2010 23:29:00 GMT'],
    ['Thu, 29 Feb 2024 00:00:00 GMT'],
    ['Sat, 29 Feb 2025 00:00:00 GMT', 0],
    ['Sat, 13 Nov 2010 24:00:00 GMT', 0],
    ['Sat, 13 Nov 2010 23:29:00 EST', 25],
    ['13 Nov 2010', 0],
    ['Sat, 1 Nov 2010', 5],
    ['Sat, 13 nov 2010 23:29:00 GMT', 8],
  ],
  'session-expires': [['1800'], ['90;refresher=UAS'], ['90;refresher=me', 15], ['x', 0]],
  'retry-after': [['5'], ['5 (a \\) (b)) ; duration=3'], ['5 (a', 4], ['5 a', 2]],
  warning: [
    ['370 h:5060 "a"'],
    ['399 - ""'],
    ['37 h "a"', 0],
    ['3700 h "a"', 0],
    ['370 "a"', 4],
    ['370 h a', 6],
  ],
  'accept-contact': [['*'], ['*;+g.oma.push="<x>";explicit;require'], ['sip:a', 0], ['*x', 1]],
  authorization: [
    ['Digest a="b", c=d'],
    ['NoOneKnowsThisScheme opaque-data=here'],
    ['Digest', 6],
    ['Digest a', 7],
    ['D a=1,a=2', 2],
  ],
  rack: [['1 2 INVITE'], ['1 2', 3], ['1', 1]],
  privacy: [['none'], ['id;header ; critical'], ['id;', 3], ['', 0]],
  'p-asserted-service': [
    ['urn:urn-7:3gpp-service.ims.icsi.oma.x'],
    ['urn:', 0],
    ['sip:a@h', 0],
    ['urn:a b', 6],
  ],
  expires: [['4294967295'], ['4294967296', 0], ['', 0], ['1 2', 2]],
};

describe.each(Object.entries(texts))('%s', (key, cases) => {
  test.each(cases.map(([text, offset]) => ({ text, offset })))('$text', ({ text, offset }) => {
    const parsed = codecOf(key).parse(text);
    if (offset !== undefined) expect(parsed).toMatchObject({ ok: false, offset });
    else {
      expect(parsed).toMatchObject({ ok: true });
      if (parsed.ok) expect(codecOf(key).parse(codecOf(key).format(parsed.value))).toEqual(parsed);
    }
  });
});

test('values have their meaning', () => {
  const via = table.via.parse('SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK1');
  expect(via).toMatchObject({ ok: true, value: { transport: 'TCP', host: '2001:db8::1', port: 5070 } });
  if (via.ok) expect([branchOf(via.value), sentBy(via.value)]).toEqual(['z9hG4bK1', '[2001:db8::1]:5070']);
  expect(table.date.parse('Sat, 13 Nov 2010 23:29:00 GMT')).toEqual({ ok: true, value: 1_289_690_940 });
  expect(table.date.format(0)).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  expect(table.date.format(951_782_400)).toBe('Tue, 29 Feb 2000 00:00:00 GMT');
  expect(table.retryAfter.parse('5 (a (b));duration=3')).toMatchObject({
    value: { seconds: 5, comment: 'a (b)' },
  });
  expect(table.sessionExpires.parse('90;refresher=UAS;x')).toEqual({
    ok: true,
    value: { seconds: 90, refresher: 'uas', params: [{ name: 'x' }] },
  });
});

test('failures name the rule', () => {
  expect(table.expires.parse('x')).toMatchObject({ rule: 'RFC 3261 §20.19 Expires' });
  expect(table.from.parse('<sip:>')).toMatchObject({ rule: 'RFC 3261 §19.1.1 SIP-URI', offset: 5 });
  expect(table.from.parse('<sip:h>;a;a')).toMatchObject({ rule: 'RFC 3261 §7.3.1 parameter-name' });
});

describe('parameters', () => {
  const some = [{ name: 'Tag', value: '"a \\"b\\""' }, { name: 'lr' }];

  test('are found in any case, without quotes', () => {
    expect([param(some, 'tag'), param(some, 'LR'), param(some, 'x')]).toEqual(['a "b"', '', undefined]);
    expect([hasParam(some, 'Lr'), hasParam(some, 'x')]).toEqual([true, false]);
  });

  test('are set in their place, or at the end, and removed', () => {
    expect(withParam(some, 'TAG', 'x')).toEqual([{ name: 'TAG', value: 'x' }, { name: 'lr' }]);
    expect(withParam(some, 'y')).toEqual([...some, { name: 'y' }]);
    expect(withoutParam(some, 'tag')).toEqual([{ name: 'lr' }]);
  });

  test('more than a few are still once each', () => {
    const many = Array.from({ length: 20 }, (_, n) => `;p${n}`).join('');
    expect(table.from.parse(`<sip:h>${many}`)).toMatchObject({ ok: true });
    expect(table.from.parse(`<sip:h>${many};P3`)).toMatchObject({ ok: false });
  });
});

test('quoting', () => {
  expect(quote('a"b\\c\u0000')).toBe('"a\\"b\\\\c\\\u0000"');
  expect(quote('a\r\nb')).toBe('"a  b"');
  expect([unquote('"a\\\\\\""'), unquote('a'), unquote('"')]).toEqual(['a\\"', 'a', '"']);
});
