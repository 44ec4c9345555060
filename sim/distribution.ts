import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import type { Chance } from './chance.ts';

/** A number that may be drawn. Parameters carry the unit of what they describe: µs for times. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  /** From `min` to below `max`. */
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** Truncated at 0: negative values are drawn again. */
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** From `min` upwards; its mean is infinite when `shape` is 1 or less. */
  | { readonly kind: 'pareto'; readonly min: number; readonly shape: number }
  /** Shares need not add up to 1: they are weighed against their sum. */
  | { readonly kind: 'table'; readonly values: readonly (readonly [share: number, value: number])[] };

/** Draws one number. A constant draws nothing; the others draw under `name`, or names that begin with it. */
export function sample(distribution: Distribution, chance: Chance, name: string): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * chance.draw(name);
    case 'normal':
      return truncatedNormal(distribution.mean, distribution.sd, chance, name);
    case 'exponential':
      return -distribution.mean * ln(1 - chance.draw(name));
    case 'pareto':
      return distribution.min * exp(-ln(1 - chance.draw(name)) / distribution.shape);
    case 'table':
      return fromTable(distribution.values, chance.draw(name));
  }
}

/** False when each sample is the same. */
export function varies(distribution: Distribution): boolean {
  return distribution.kind !== 'constant';
}

/** A distribution far below 0 would be drawn again for ever; then its nearest value, 0, has to do. */
const TRIES = 256;

/** Marsaglia's polar method: of all ways to a normal it needs logarithm and root alone, which every engine computes alike. */
function truncatedNormal(mean: number, sd: number, chance: Chance, name: string): number {
  for (let n = 0; n < TRIES; n++) {
    const u = 2 * chance.draw(`${name}/normal ${n}.u`) - 1;
    const v = 2 * chance.draw(`${name}/normal ${n}.v`) - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    const value = mean + sd * u * Math.sqrt((-2 * ln(s)) / s);
    if (value >= 0) return value;
  }
  return 0;
}

function fromTable(values: readonly (readonly [share: number, value: number])[], draw: number): number {
  let total = 0;
  for (const [share] of values) total += share;
  let left = draw * total;
  for (const [share, value] of values) {
    if (left < share) return value;
    left -= share;
  }
  return values.at(-1)?.[1] ?? 0;
}
