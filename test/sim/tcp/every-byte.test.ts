import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChance } from '../../../sim/chance/keyed.ts';
import { bytes, label, pair, party, type TcpLab, tcpLab } from './lab.ts';

/** A wire that loses, doubles and delays at random, so that packets overtake one another. */
function wild(seed: string, loss: number, duplicate: number, spreadUs: number): TcpLab['fate'] {
  const chance = createChance(seed);
  return ({ number }) => {
    if (chance.draw(`${number}/loss`) < loss) return [];
    const delay = (copy: string) => 5_000 + chance.integer(`${number}/${copy}`, spreadUs);
    return chance.draw(`${number}/twice`) < duplicate ? [delay('first'), delay('second')] : [delay('first')];
  };
}

const messages = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 12 });

describe('every byte', () => {
  it('arrives once, in order, in both directions, whatever the wire does', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.string({ minLength: 1, maxLength: 8 }),
          loss: fc.double({ min: 0, max: 0.35, noNaN: true }),
          duplicate: fc.double({ min: 0, max: 0.3, noNaN: true }),
          spreadUs: fc.integer({ min: 1, max: 80_000 }),
          forth: messages,
          back: messages,
          mtu: fc.constantFrom(1_280, 1_500, 9_000),
        }),
        ({ seed, loss, duplicate, spreadUs, forth, back, mtu }) => {
          const lab = tcpLab({ fate: wild(seed, loss, duplicate, spreadUs), mtu });
          const a = party(lab);
          const b = party(lab, { opened: () => write(b, back) });
          const write = (by: typeof a, sizes: number[]) => {
            sizes.forEach((size, index) => {
              by.stream!.write(bytes(size, index), label(`${index}`));
            });
            by.stream!.close();
          };
          pair(lab, a, b);
          write(a, forth);
          lab.run();
          const ends = [...a.heard, ...b.heard].map(({ what }) => what);
          // With bad luck a connection may give up; then nothing is promised but that both ends hear it.
          fc.pre(!ends.includes('timeout'));
          expect(ends.filter((what) => what === 'closed')).toHaveLength(2);
          expect(joined(b.pieces).equals(joined(forth.map((size, index) => bytes(size, index))))).toBe(true);
          expect(joined(a.pieces).equals(joined(back.map((size, index) => bytes(size, index))))).toBe(true);
          const count = (type: string) => lab.records.filter((record) => record.type === type).length;
          expect(count('message.received')).toBe(forth.length + back.length);
          expect(count('message.dropped')).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is accounted for when the connection breaks: each message arrived or was dropped, never both', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 8 }),
        fc.constantFrom('reset', 'crash', 'fault'),
        fc.integer({ min: 0, max: 400_000 }),
        messages,
        (seed, how, atUs, sizes) => {
          const lab = tcpLab({ fate: wild(seed, 0.1, 0.1, 30_000) });
          const { a, b } = pair(lab);
          sizes.forEach((size, index) => {
            a.stream!.write(bytes(size), label(`${index}`));
          });
          lab.at(atUs, () => {
            if (how === 'reset') a.stream!.reset();
            else if (how === 'crash') lab.tcp.crash('b');
            else lab.tcp.reset('a', 'b');
          });
          lab.run();
          const fateOf = (id: number) =>
            lab.records.filter(
              (record) =>
                (record.type === 'message.received' || record.type === 'message.dropped') && record.id === id,
            );
          for (let id = 1; id <= sizes.length; id++) expect(fateOf(id).length).toBeLessThanOrEqual(1);
          const ends = [...a.heard, ...b.heard].map(({ what }) => what);
          if (ends.includes('reset') && how !== 'crash') {
            for (let id = 1; id <= sizes.length; id++) expect(fateOf(id)).toHaveLength(1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function joined(pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat(pieces);
}
