import { describe, expect, it } from 'vitest';
import { createChance } from '../../sim/chance/keyed.ts';
import { type Distribution, sample } from '../../sim/distribution.ts';
import { deviation, mean, quantile } from './statistics.ts';

const chance = createChance('distributions');

function samples(distribution: Distribution, count = 40_000): number[] {
  return Array.from({ length: count }, (_, n) => sample(distribution, chance, `sample ${n}`));
}

describe('a distribution', () => {
  it('may be a constant', () => {
    expect(new Set(samples({ kind: 'constant', value: 20_000 }, 10))).toEqual(new Set([20_000]));
  });

  it('may be uniform', () => {
    const values = samples({ kind: 'uniform', min: 10_000, max: 30_000 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...values)).toBeLessThan(30_000);
    expect(mean(values)).toBeCloseTo(20_000, -3);
    expect(deviation(values) / (20_000 / Math.sqrt(12))).toBeCloseTo(1, 1);
  });

  it('may be normal', () => {
    const values = samples({ kind: 'normal', mean: 20_000, sd: 3000 });
    expect(Math.abs(mean(values) - 20_000)).toBeLessThan(60);
    expect(deviation(values) / 3000).toBeCloseTo(1, 1);
    expect(quantile(values, 0.8413) / 23_000).toBeCloseTo(1, 2);
  });

  it('is normal truncated at 0, not piled up there', () => {
    const values = samples({ kind: 'normal', mean: 0, sd: 1000 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(values.filter((value) => value === 0)).toEqual([]);
    // The mean of a half normal distribution is sd·√(2/π).
    expect(mean(values) / (1000 * Math.sqrt(2 / Math.PI))).toBeCloseTo(1, 1);
  });

  it('gives 0 where hardly anything is left of a normal one', () => {
    expect(sample({ kind: 'normal', mean: -1e9, sd: 1 }, chance, 'x')).toBe(0);
    expect(sample({ kind: 'normal', mean: 5, sd: 0 }, chance, 'x')).toBe(5);
  });

  it('may be exponential', () => {
    const values = samples({ kind: 'exponential', mean: 10_000 });
    expect(mean(values) / 10_000).toBeCloseTo(1, 1);
    expect(quantile(values, 0.5) / (10_000 * Math.LN2)).toBeCloseTo(1, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  });

  it('may be Pareto', () => {
    const values = samples({ kind: 'pareto', min: 10_000, shape: 3 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(10_000);
    expect(mean(values) / 15_000).toBeCloseTo(1, 1);
    expect(quantile(values, 0.9) / (10_000 * 10 ** (1 / 3))).toBeCloseTo(1, 1);
  });

  it('may be a table of shares', () => {
    const values = samples({
      kind: 'table',
      values: [
        [0.5, 10],
        [0.3, 20],
        [0.2, 40],
      ],
    });
    const share = (of: number) => values.filter((value) => value === of).length / values.length;
    expect([share(10), share(20), share(40)].map((s) => Math.round(s * 50) / 50)).toEqual([0.5, 0.3, 0.2]);
  });

  it('weighs the shares of a table against their sum', () => {
    const values = samples({
      kind: 'table',
      values: [
        [3, 1],
        [1, 2],
      ],
    });
    expect(mean(values)).toBeCloseTo(1.25, 1);
  });

  it('is the same to the last bit on every engine', () => {
    const kinds: Distribution[] = [
      { kind: 'normal', mean: 20_000, sd: 3000 },
      { kind: 'exponential', mean: 10_000 },
      { kind: 'pareto', min: 10_000, shape: 1.5 },
    ];
    expect(kinds.map((kind) => sample(kind, chance, 'known'))).toMatchInlineSnapshot(`
      [
        19914.91602373446,
        18913.50359904679,
        35285.96641567009,
      ]
    `);
  });
});
