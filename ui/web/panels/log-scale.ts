// Times along a line: the first moments of a run have most of the room, the long silence at its end has little.

export interface LogScale {
  /** The place of a time, in px. */
  (atUs: number): number;
  /** The time at a place. */
  invert(x: number): number;
}

/** Of times from 0 to `endUs`; up to about `evenUs` they stand evenly, beyond that by their logarithm. */
export function logScale(
  endUs: number,
  evenUs: number,
  [left, right]: readonly [left: number, right: number],
): LogScale {
  const whole = Math.log1p(endUs / evenUs);
  const place = (atUs: number): number => left + (right - left) * (Math.log1p(atUs / evenUs) / whole);
  const invert = (x: number): number => evenUs * Math.expm1((whole * (x - left)) / (right - left));
  return Object.assign(place, { invert });
}

const roundS = [
  0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 18_000, 36_000,
  86_400,
];

/** The round times up to `endUs` that have room for their words. */
export function roundTimes(endUs: number, place: (atUs: number) => number): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return roundS
    .map((s) => s * 1_000_000)
    .filter((us) => {
      if (us > endUs || place(us) - last < 52) return false;
      last = place(us);
      return true;
    });
}
