// The twenty worst shapes: each is parsed at one size and at twice that size; linear work takes about twice as long, and at most 2.3 times.
import { worstShapes as msrpShapes } from '../agents/msrp/worst-shapes.ts';
import { worstShapes as sipShapes } from '../core/sip/worst-shapes.ts';
import { leastMs, type Measured } from './measure.ts';

const limit = 2.3;

/** Half of what a datagram can carry and of what a stream's head may be: the doubled shape is as large as a peer can make it. */
const baseBytes = 32_768;
const rounds = 6;
const repetitions = 40;

export function shapesBench(): { readonly rows: Measured[]; readonly held: boolean } {
  const rows = [...sipShapes, ...msrpShapes].map(({ name, make, parse }) => {
    const single = make(baseBytes);
    const double = make(2 * baseBytes);
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

/** The least of several rounds of least times: noise only ever adds. Both are warm before anything counts. */
function steadyRatio(one: () => unknown, two: () => unknown): number {
  leastMs(one, repetitions);
  leastMs(two, repetitions);
  let ratio = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && ratio > 2.1; round++) {
    ratio = Math.min(ratio, leastMs(two, repetitions) / leastMs(one, repetitions));
  }
  return ratio;
}
