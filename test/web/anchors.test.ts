import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnchors } from '../../ui/web/compare/anchors.ts';

const height = fc.integer({ min: 0, max: 10_000 });
const pairs = fc.array(fc.tuple(height, height), { maxLength: 40 });

describe('from a height of one ladder to that of another', () => {
  it('is one to one where nothing is in common, and beyond the first and the last', () => {
    expect(createAnchors([]).toB(70)).toBe(70);
    const { toA, toB } = createAnchors([
      [100, 150],
      [200, 350],
    ]);
    expect([toB(40), toB(100), toB(150), toB(200), toB(230)]).toEqual([90, 150, 250, 350, 380]);
    expect([toA(90), toA(150), toA(250), toA(350), toA(380)]).toEqual([40, 100, 150, 200, 230]);
  });

  it('leaves out the one that changed places, not those that it passed', () => {
    const anchors = createAnchors([
      [10, 10],
      [20, 900],
      [30, 30],
      [40, 45],
      [50, 50],
    ]);
    expect([10, 30, 40, 50].map(anchors.toB)).toEqual([10, 30, 45, 50]);
  });

  it('never goes back, whichever way', () => {
    fc.assert(
      fc.property(pairs, fc.array(height, { minLength: 2, maxLength: 20 }), (all, heights) => {
        const { toA, toB } = createAnchors(all);
        const sorted = heights.sort((one, other) => one - other);
        for (const map of [toA, toB]) {
          const mapped = sorted.map(map);
          for (const [index, value] of mapped.entries()) {
            expect(Number.isFinite(value)).toBe(true);
            if (index > 0) expect(value).toBeGreaterThanOrEqual(mapped[index - 1]! - 1e-6);
          }
        }
      }),
    );
  });

  it('comes back to where it began, where both ladders go on', () => {
    const rising = fc
      .uniqueArray(height, { minLength: 2, maxLength: 30 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(rising, rising, height, (a, b, at) => {
        const { toA, toB } = createAnchors(
          a.slice(0, b.length).map((one, index) => [one, b[index]!] as const),
        );
        expect(toA(toB(at))).toBeCloseTo(at, 3);
      }),
    );
  });
});
