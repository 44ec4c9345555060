import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesOf, canonicalAddress } from '../../../sim/net/addresses.ts';

describe('the addresses of hosts', () => {
  it.each([
    [1, '192.0.2.1', '2001:db8::1'],
    [254, '192.0.2.254', '2001:db8::fe'],
    [255, '198.51.100.1', '2001:db8::ff'],
    [509, '203.0.113.1', '2001:db8::1fd'],
    [762, '203.0.113.254', '2001:db8::2fa'],
    [763, undefined, '2001:db8::2fb'],
    [65_535, undefined, '2001:db8::ffff'],
    [65_536, undefined, '2001:db8::1:0'],
    [100_000, undefined, '2001:db8::1:86a0'],
  ])('of host %d are %s and %s', (n, v4, v6) => {
    expect(addressesOf(n)).toEqual(v4 === undefined ? { v6 } : { v4, v6 });
  });

  it('are written as they are read, and no two are alike', () => {
    const all = new Set<string>();
    for (let n = 1; n <= 70_000; n++) {
      const { v6 } = addressesOf(n);
      expect(canonicalAddress(v6)).toBe(v6);
      all.add(v6);
    }
    expect(all.size).toBe(70_000);
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['2001:DB8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is written %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    'bob',
    'example.com',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.1.1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7::8',
    ':1',
    '1:',
    ':::',
    '12345::',
    '1.2.3.4::',
    '[192.0.2.1',
  ])('is not %s', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  it('in its canonical form stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const canonical = canonicalAddress(text);
        expect(canonical).toBeDefined();
        expect(canonicalAddress(canonical!)).toBe(canonical);
      }),
    );
  });

  it('is asked of any text without harm', () => {
    fc.assert(fc.property(fc.string(), (text) => void canonicalAddress(text)));
    expect(canonicalAddress(':'.repeat(100_000))).toBeUndefined();
  });
});
