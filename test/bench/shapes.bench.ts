// The twenty worst shapes: each is parsed at one size and at twice that size; linear work takes about twice as long, and at most 2.3 times.
import { worstShapes as msrpShapes } from '../agents/msrp/worst-shapes.ts';
import { worstShapes as sipShapes } from '../core/sip/worst-shapes.ts';
import { leastMs, type Measured } from './measure.ts';

const limit = 2.3;

export function shapesBench(): { readonly rows: Measured[]; readonly held: boolean } {
  const rows = [...sipShapes, ...msrpShapes].map(({ name, make, parse }) => {
    const size = sizeFor(make, parse);
    const single = make(size);
    const double = make(2 * size);
    const ratio = steadyRatio(
      () => parse(single),
      () => parse(double),
    );
    return {
      name: `worst shape: ${name}, doubled`,
      value: ratio,
      unit: 'times as long',
      ratioTo: { limit: ratio / limit },
    };
  });
  return { rows, held: rows.every(({ value }) => value <= limit) };
}

/** Large enough that a parse takes a few milliseconds, so that the clock's grain does not count. */
function sizeFor(make: (size: number) => Uint8Array, parse: (bytes: Uint8Array) => unknown): number {
  let size = 1024;
  while (size < 4_000_000 && leastMs(() => parse(make(size)), 3) < 4) size *= 2;
  return size;
}

/** The least of several rounds of least times: noise only ever adds. */
function steadyRatio(one: () => unknown, two: () => unknown): number {
  let ratio = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5 && ratio > 2.1; round++)
    ratio = Math.min(ratio, leastMs(two, 7) / leastMs(one, 7));
  return ratio;
}
