// RFC 3261 §19.1, RFC 3966: URIs read, written and compared.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalAor,
  escapeUser,
  formatUri,
  parseUri,
  sameUri,
  type Uri,
  unescape as unescapeUri,
} from '../../../../core/sip/uri.ts';
import { token, uri } from './arbitraries.ts';

/** §19.1.4: "The URIs within each of the following sets are equivalent". */
const equivalent = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;security=on'],
  ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
  ],
  [
    'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
    'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
  ],
  // IPv6 in all its forms.
  ['sip:a@[2001:DB8::1]', 'sip:a@[2001:db8:0:0:0:0:0:1]'],
  ['sip:a@[::ffff:192.0.2.1]:5060', 'sip:a@[::FFFF:c000:201]:5060'],
  ['sip:a@h;maddr=[2001:db8::1]', 'sip:a@h;maddr=[2001:DB8:0::1]'],
  ['sip:a;b=1@h', 'sip:a;b=1@H'],
  ['sip:%d0%bf@h', 'sip:%D0%BF@h'],
  // RFC 3966 §4.
  ['tel:+1-201-555-0123', 'tel:+12015550123'],
  ['tel:+1(201)5550123;ext=1-2', 'TEL:+12015550123;EXT=12'],
  ['tel:7042;phone-context=Example.COM', 'tel:70-42;phone-context=example.com'],
  ['tel:863-1234;phone-context=+1-914-555', 'tel:8631234;phone-context=+1914555'],
  ['tel:+1;isub=1;ext=2', 'tel:+1;ext=2;isub=1'],
  ['urn:service:sos', 'URN:service:sos'],
] as const;

/** "The URIs within each of the following sets are not equivalent". */
const different = [
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
  ['sip:a@h', 'sips:a@h'],
  ['sip:h', 'sip:a@h'],
  ['sip:a@h', 'sip:a:@h'],
  ['sip:a:p@h', 'sip:a:P@h'],
  ['sip:a@h;user=phone', 'sip:a@h'],
  ['sip:a@h;ttl=1', 'sip:a@h'],
  ['sip:a@h;method=INVITE', 'sip:a@h'],
  ['sip:a@h;maddr=192.0.2.1', 'sip:a@h'],
  ['sip:a@h;lr', 'sip:a@h;lr=on'],
  ['sip:a@h?x=1', 'sip:a@h?x=1&x=1'],
  // A reserved character is not its escape.
  ['sip:a%3Bb@h', 'sip:a;b@h'],
  ['sip:a@[2001:db8::1]', 'sip:a@[2001:db8::2]'],
  ['tel:+12015550123', 'tel:2015550123;phone-context=+1'],
  ['tel:+1;ext=1', 'tel:+1'],
  ['urn:service:sos', 'urn:service:SOS'],
  ['nonsense', 'other nonsense'],
] as const;

describe('§19.1.4', () => {
  test.each(equivalent)('%s equals %s', (a, b) => {
    expect(sameUri(a, b)).toBe(true);
    expect(sameUri(b, a)).toBe(true);
  });

  test.each(different)('%s differs from %s', (a, b) => {
    expect(sameUri(a, b)).toBe(false);
    expect(sameUri(b, a)).toBe(false);
  });

  test('every URI equals itself, however its host is spelt', () => {
    fc.assert(
      fc.property(uri, (one) => {
        const written = formatUri(one);
        expect(sameUri(written, written)).toBe(true);
        if ('host' in one)
          expect(sameUri(formatUri({ ...one, host: one.host.toUpperCase() }), written)).toBe(true);
      }),
    );
  });
});

describe('reading', () => {
  test('what can be written can be read', () => {
    fc.assert(
      fc.property(uri, (one: Uri) => {
        expect(parseUri(formatUri(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  test('the parts of a SIP URI', () => {
    expect(parseUri('sips:a:b@[2001:db8::1]:5061;lr;x=%20?Subject=&Route=%3Csip:h%3E')).toEqual({
      ok: true,
      value: {
        scheme: 'sips',
        user: 'a',
        password: 'b',
        host: '2001:db8::1',
        port: 5061,
        params: [{ name: 'lr' }, { name: 'x', value: '%20' }],
        headers: [
          { name: 'Subject', value: '' },
          { name: 'Route', value: '%3Csip:h%3E' },
        ],
      },
    });
  });

  test.each([
    ['', 0],
    ['sip', 0],
    [':x', 0],
    ['1a:x', 0],
    ['sip:', 4],
    ['sip:@h', 4],
    ['sip:a@', 6],
    ['sip:a b@h', 5],
    ['sip:a@h:', 8],
    ['sip:a@h:65536', 8],
    ['sip:a@h;', 8],
    ['sip:a@h;x=', 10],
    ['sip:a@h?', 8],
    ['sip:a@h?x', 9],
    ['sip:a@-h', 6],
    ['sip:a@h-', 6],
    ['sip:a@1.2.3', 6],
    ['sip:a@256.1.1.1', 6],
    ['sip:a@[::1', 6],
    ['sip:a@[1]', 6],
    ['sip:a@h..x', 6],
    ['sip:a%4@h', 5],
    ['sip:a@h x', 7],
    ['sip:a@h;x;X', 7],
    ['sip:a@b@h', 7],
    ['tel:', 4],
    ['tel:+', 5],
    ['tel:123', 4],
    ['tel:+1x', 6],
    ['urn:', 4],
    ['urn:a b', 5],
  ])('"%s" is wrong at %i', (text, offset) => {
    expect(parseUri(text)).toMatchObject({ ok: false, offset });
  });

  test('host names and addresses', () => {
    for (const host of [
      'h',
      'a-b.c',
      'x.1.a',
      '1.a.',
      '192.0.2.1',
      '[::]',
      '[1:2:3:4:5:6:7:8]',
      '[1::192.0.2.1]',
    ]) {
      expect(parseUri(`sip:${host}`), host).toMatchObject({ ok: true });
    }
    for (const host of [
      '[:]',
      '[1:2:3:4:5:6:7:8:9]',
      '[1::2::3]',
      '[::g]',
      '[12345::]',
      '[1:2:3:4:5:6:7::8]',
      '1',
    ]) {
      expect(parseUri(`sip:${host}`), host).toMatchObject({ ok: false });
    }
  });
});

describe('escapes', () => {
  test('stand for UTF-8, or stay', () => {
    expect(unescapeUri('%D0%BF%20%')).toBe('п %');
    expect(unescapeUri('a%ff%FEb%zz')).toBe('a%FF%FEb%zz');
    expect(unescapeUri('%00')).toBe('\0');
  });

  test('any text can be a user part', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (user) => {
        const text = formatUri({ scheme: 'sip', user: escapeUser(user), host: 'h', params: [], headers: [] });
        const read = parseUri(text);
        expect(read.ok && 'user' in read.value && unescapeUri(read.value.user!)).toBe(user);
      }),
    );
  });
});

describe('§10.3 the canonical address-of-record', () => {
  test.each([
    ['sip:Bob@Biloxi.COM;user=phone;transport=tcp?x=y', 'sip:Bob@biloxi.com'],
    ['sip:%62ob@biloxi.com:5070', 'sip:bob@biloxi.com:5070'],
    ['sips:bob@[2001:DB8::1]', 'sips:bob@[2001:db8::1]'],
    ['SIP:biloxi.com', 'sip:biloxi.com'],
    ['tel:+1-201', 'tel:+1-201'],
    ['no uri', 'no uri'],
  ])('%s is %s', (text, aor) => {
    expect(canonicalAor(text)).toBe(aor);
  });
});

test('tokens are no URIs', () => {
  fc.assert(
    fc.property(token, (text) => {
      expect(parseUri(text).ok).toBe(false);
    }),
  );
});
