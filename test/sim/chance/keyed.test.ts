import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChance } from '../../../sim/chance/keyed.ts';
import { createKeyedHash } from '../../../sim/chance/keyed-hash.ts';
import { chiSquare } from '../statistics.ts';

describe('a draw', () => {
  const chance = createChance('42');

  it('depends on seed and name alone', () => {
    const before = chance.draw('sender/INVITE/0');
    for (let n = 0; n < 100; n++) chance.draw(`other ${n}`);
    expect(chance.draw('sender/INVITE/0')).toBe(before);
    expect(createChance('42').draw('sender/INVITE/0')).toBe(before);
    expect(createChance('43').draw('sender/INVITE/0')).not.toBe(before);
    expect(chance.draw('sender/INVITE/1')).not.toBe(before);
  });

  it('is known in advance: these values may never change', () => {
    expect([
      chance.draw(''),
      chance.draw('a'),
      chance.draw('core>bob/sender.1/INVITE/1/0/loss'),
    ]).toMatchInlineSnapshot(`
      [
        0.5593574374236642,
        0.9079602446661108,
        0.7499819871259678,
      ]
    `);
    expect(chance.integer('port', 65536)).toMatchInlineSnapshot(`2153`);
    expect(chance.token('sender/dialog 1/branch', 24)).toMatchInlineSnapshot(`"ku2vmm7h30ourpsmy8gni7dm"`);
  });

  it('lies in [0, 1) for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const draw = chance.draw(name);
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThan(1);
      }),
    );
  });

  it.each([
    ['names that count', (n: number) => `core>bob/sender.1/INVITE/${n}/0/loss`],
    ['names that differ at the front', (n: number) => `${n}>core/REGISTER/1/0/loss`],
    ['short names', (n: number) => n.toString(36)],
    ['one bit at a time', (n: number) => String.fromCharCode(n & 0xffff, n >>> 16)],
  ])('is uniform over %s', (_, name) => {
    const bins = new Array<number>(256).fill(0);
    const lowBins = new Array<number>(256).fill(0);
    const total = 200_000;
    for (let n = 0; n < total; n++) {
      const draw = chance.draw(name(n));
      bins[Math.floor(draw * 256)]!++;
      lowBins[Math.floor(draw * 2 ** 53) % 256]!++;
    }
    // 255 degrees of freedom: mean 255, standard deviation 22.6; this is five of them.
    expect(chiSquare(bins, total / 256)).toBeLessThan(370);
    expect(chiSquare(lowBins, total / 256)).toBeLessThan(370);
  });

  it('is independent of the draw of the next name, and of the same name under another seed', () => {
    const other = createChance('43');
    const total = 100_000;
    const next = new Array<number>(256).fill(0);
    const seeds = new Array<number>(256).fill(0);
    for (let n = 0; n < total; n++) {
      const here = Math.floor(chance.draw(`m ${n}`) * 16) * 16;
      next[here + Math.floor(chance.draw(`m ${n + 1}`) * 16)]!++;
      seeds[here + Math.floor(other.draw(`m ${n}`) * 16)]!++;
    }
    expect(chiSquare(next, total / 256)).toBeLessThan(370);
    expect(chiSquare(seeds, total / 256)).toBeLessThan(370);
  });
});

describe('the keyed hash', () => {
  const keyed = createKeyedHash([1, 2, 3, 4]);
  const bits = (text: string, block = 0) => {
    keyed.hash(text, block);
    return [keyed.high, keyed.low] as const;
  };

  it('turns half of its bits when one bit of the text turns', () => {
    const flips = new Array<number>(64).fill(0);
    const texts = 4000;
    for (let n = 0; n < texts; n++) {
      const text = `core>bob/sender.${n}/INVITE/1/0`;
      const place = n % text.length;
      const changed =
        text.slice(0, place) +
        String.fromCharCode(text.charCodeAt(place) ^ (1 << (n % 7))) +
        text.slice(place + 1);
      const [high, low] = bits(text);
      const [otherHigh, otherLow] = bits(changed);
      for (let bit = 0; bit < 32; bit++) {
        flips[bit]! += ((high ^ otherHigh) >>> bit) & 1;
        flips[32 + bit]! += ((low ^ otherLow) >>> bit) & 1;
      }
    }
    for (const flipped of flips) expect(Math.abs(flipped / texts - 0.5)).toBeLessThan(0.05);
  });

  it('meets no two names with the same 64 bits, of half a million', () => {
    const seen = new Set<bigint>();
    for (let n = 0; n < 500_000; n++) {
      const [high, low] = bits(`user.${n % 1000}>core/call ${Math.floor(n / 1000)}/INVITE`);
      seen.add((BigInt(high) << 32n) | BigInt(low));
    }
    expect(seen.size).toBe(500_000);
  });

  it('tells texts apart that differ in length alone, and blocks of one text', () => {
    expect(bits('a')).not.toEqual(bits('a\u0000'));
    expect(bits('')).not.toEqual(bits('\u0000\u0000'));
    expect(bits('a', 1)).not.toEqual(bits('a', 2));
  });
});

describe('tokens and integers', () => {
  const chance = createChance('tokens');

  it('have the asked length and alphabet', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(64), (name, length) => {
        expect(chance.token(name, length)).toMatch(new RegExp(`^[a-z0-9]{${length}}$`));
      }),
    );
  });

  it('use the whole alphabet evenly in each place', () => {
    const total = 36 * 1000;
    const places = Array.from({ length: 21 }, () => new Map<string, number>());
    for (let n = 0; n < total; n++) {
      for (const [place, character] of [...chance.token(`t ${n}`, 21)].entries()) {
        places[place]!.set(character, (places[place]!.get(character) ?? 0) + 1);
      }
    }
    // 35 degrees of freedom: mean 35, standard deviation 8.4.
    for (const counts of places) expect(chiSquare([...counts.values()], 1000)).toBeLessThan(80);
  });

  it('draw integers evenly below a bound', () => {
    const counts = new Array<number>(6).fill(0);
    for (let n = 0; n < 60_000; n++) counts[chance.integer(`die ${n}`, 6)]!++;
    expect(chiSquare(counts, 10_000)).toBeLessThan(25);
  });
});

describe('a seed', () => {
  it('has 1 to 256 characters', () => {
    expect(() => createChance('')).toThrow(RangeError);
    expect(() => createChance('x'.repeat(257))).toThrow(RangeError);
    const seeds = [...'0123456789', 'x'.repeat(256), `${'x'.repeat(255)}y`, 'å', ' '];
    expect(new Set(seeds.map((seed) => createChance(seed).draw('a'))).size).toBe(seeds.length);
  });
});
