import { scaleSymlog } from 'd3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logScale, roundTimes } from '../../ui/web/panels/log-scale.ts';

it('times stand along the line as on a symmetric logarithm, and are found again at their places', () => {
  const whole = fc.integer({ min: 1, max: 10_000_000_000 });
  fc.assert(
    fc.property(whole, whole, fc.double({ min: 0, max: 1, noNaN: true }), (endUs, evenUs, share) => {
      const scale = logScale(endUs, evenUs, [18, 700]);
      const other = scaleSymlog().constant(evenUs).domain([0, endUs]).range([18, 700]);
      const atUs = endUs * share;
      expect(scale(atUs)).toBeCloseTo(other(atUs), 6);
      expect(scale.invert(scale(atUs)) / endUs).toBeCloseTo(share, 6);
      expect([scale(0), scale(endUs)]).toEqual([18, 700]);
    }),
  );
});

it('round times stand along all of the line, each with room for its words, however long the run is', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.3, max: 100_000, noNaN: true }),
      fc.integer({ min: 350, max: 1_000 }),
      (endS, width) => {
        const endUs = endS * 1_000_000;
        const scale = logScale(endUs, endUs / 12, [18, width - 18]);
        const places = roundTimes(endUs, scale).map(scale);
        expect(places[0]).toBe(18);
        expect(places.at(-1)! / width).toBeGreaterThan(0.5);
        for (const [at, place] of places.slice(1).entries())
          expect(place - places[at]!).toBeGreaterThanOrEqual(52);
      },
    ),
  );
});
