// Exact fractions: scores are compared, and one third and two sixths have to be equal.

/** In lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

export function fraction(numerator: number | bigint, denominator: number | bigint): Fraction {
  return reduced(BigInt(numerator), BigInt(denominator));
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The arithmetic mean of at least one fraction. */
export function mean(fractions: readonly Fraction[]): Fraction {
  const sum = fractions.reduce(
    (total, each) =>
      reduced(
        total.numerator * each.denominator + each.numerator * total.denominator,
        total.denominator * each.denominator,
      ),
    zero,
  );
  return reduced(sum.numerator, sum.denominator * BigInt(fractions.length));
}

/** `5/6`; whole numbers as they are: `0`, `1`. */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

function reduced(numerator: bigint, denominator: bigint): Fraction {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
