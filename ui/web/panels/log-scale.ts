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
