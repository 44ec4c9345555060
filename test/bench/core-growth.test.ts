import { describe, expect, it } from 'vitest';
import { isHeld } from './core.bench.ts';

/** Offices of ever more users, by µs and bytes a user; each has taken 100 MiB unless told. */
const offices = (...costs: readonly (readonly [us: number, bytes: number, peakMiB?: number])[]) =>
  costs.map(([us, bytes, peakMiB = 100]) => ({ us, bytes, peakMiB }));

describe('the limit of the core in the bench', () => {
  it('takes what grows as the users do, or less, and noise', () => {
    expect(isHeld(offices([100, 4000], [80, 3000], [115, 4400]))).toBe(true);
  });

  it.each([
    ['time', offices([100, 4000], [100, 4000], [151, 4000])],
    ['memory', offices([100, 4000], [100, 6001], [100, 4000])],
    ['memory, behind what a small office pays once', offices([100, 9000], [100, 4000], [100, 6001])],
    ['the process, beyond 2 GiB', offices([100, 4000], [100, 4000], [100, 4000, 2049])],
  ])('fails %s', (_, costs) => {
    expect(isHeld(costs)).toBe(false);
  });
});
