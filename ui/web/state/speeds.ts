// How fast it plays: virtual seconds a real one.

/** As fast as frames allow: at least an event a frame, and the longest run in some ten seconds. */
export const fastest = Number.POSITIVE_INFINITY;

export const speeds = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64, fastest];

/** `1/64`, `4`, `max`. */
export function writeSpeed(speed: number): string {
  if (speed === fastest) return 'max';
  return speed < 1 ? `1/${Math.round(1 / speed)}` : String(speed);
}

/** Undefined where there is no such speed. */
export function readSpeed(text: string): number | undefined {
  return speeds.find((speed) => writeSpeed(speed) === text);
}
