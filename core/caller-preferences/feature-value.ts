// RFC 3840 §9 tag-value, RFC 3841 §7.2.4 and §8: what one feature tag is said to be, and whether two sayings can be true at once.
// A saying stands for a set of values (RFC 2533): tokens, strings and numbers never fall together.
import { compareFractions, type Fraction, fraction } from './fraction.ts';

/** Numbers between two bounds, inclusive; a bound that is missing is infinite. */
interface Range {
  readonly low?: Fraction;
  readonly high?: Fraction;
}

/** Values, each of its kind. */
interface Values {
  /** In lower case. */
  readonly tokens: Set<string>;
  readonly strings: Set<string>;
  /** In `plain`: by their lower bounds, none of them empty. */
  readonly ranges: Range[];
}

/** The tag-values of one feature parameter: one of `plain` holds, or one of `not` does not. */
export interface FeatureValues {
  readonly plain: Values;
  readonly not: Values;
}

/**
 * Reads what stands between the quotes: a tag-value-list or one string in `<>`. Never fails: text of no known form, as in
 * `type="text/plain"`
 * with its forbidden slash, is a token, since that is how it can still be compared.
 */
export function parseFeatureValues(text: string): FeatureValues {
  const values = { plain: noValues(), not: noValues() };
  if (text.startsWith('<') && text.endsWith('>')) {
    values.plain.strings.add(text.slice(1, -1));
    return values;
  }
  for (const each of text.split(',')) {
    const value = each.trim();
    if (value.startsWith('!')) put(values.not, value.slice(1));
    else put(values.plain, value, holdsSome);
  }
  values.plain.ranges.sort((a, b) => compareLow(a.low, b.low));
  return values;
}

/**
 * Whether something can be true of both: the match of two terms with the same tag. `!a` goes with `b` and with `!b`, not with
 * `a`. RFC 4596 §6.3
 * would have `!a` and `!b` fail; RFC 2533 has no such rule, and something that is neither satisfies both. Time is linear but for
 * sorting.
 */
export function overlap(one: FeatureValues, other: FeatureValues): boolean {
  return (
    meet(one.plain, other.plain) ||
    goesBeyond(one.plain, other.not) ||
    goesBeyond(other.plain, one.not) ||
    (!isEmpty(one.not) && !isEmpty(other.not))
  );
}

function noValues(): Values {
  return { tokens: new Set(), strings: new Set(), ranges: [] };
}

function isEmpty({ tokens, strings, ranges }: Values): boolean {
  return tokens.size + strings.size + ranges.length === 0;
}

function put(values: Values, text: string, counts: (range: Range) => boolean = () => true): void {
  const range = text.startsWith('#') ? parseNumeric(text.slice(1)) : undefined;
  if (range === undefined) values.tokens.add(text.toLowerCase());
  else if (counts(range)) values.ranges.push(range);
}

/** A range that ends before it begins holds nothing; its negation holds everything. */
function holdsSome(range: Range): boolean {
  return !endsBefore(range, range);
}

/**
 * "Quoted strings are always matched using a case-sensitive matching operation. Tokens are matched using case-insensitive
 * matching."
 */
function meet(one: Values, other: Values): boolean {
  return (
    share(one.tokens, other.tokens) ||
    share(one.strings, other.strings) ||
    rangesMeet(one.ranges, other.ranges)
  );
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const each of one) if (other.has(each)) return true;
  return false;
}

/** Two lists by their lower bounds: of two ranges that do not meet, the earlier one meets nothing further on either. */
function rangesMeet(one: readonly Range[], other: readonly Range[]): boolean {
  for (let at = 0, there = 0; at < one.length && there < other.length; ) {
    const a = one[at]!;
    const b = other[there]!;
    if (endsBefore(a, b)) at++;
    else if (endsBefore(b, a)) there++;
    else return true;
  }
  return false;
}

/** Whether, for some value of `nots`, there is one in `plain` that it does not cover. */
function goesBeyond(plain: Values, nots: Values): boolean {
  const { tokens, strings, ranges } = plain;
  const texts = tokens.size + strings.size;
  for (const token of nots.tokens) if (texts + ranges.length > Number(tokens.has(token))) return true;
  for (const string of nots.strings) if (texts + ranges.length > Number(strings.has(string))) return true;
  if (nots.ranges.length === 0) return false;
  return texts > 0 || nots.ranges.some((not) => ranges.some((range) => !within(range, not)));
}

function within(inner: Range, outer: Range): boolean {
  const lowest = compareLow(outer.low, inner.low) <= 0;
  return lowest && (outer.high === undefined || (inner.high !== undefined && atMost(inner.high, outer.high)));
}

function endsBefore(a: Range, b: Range): boolean {
  return a.high !== undefined && b.low !== undefined && !atMost(b.low, a.high);
}

/** By lower bound, a missing one first. */
function compareLow(a: Fraction | undefined, b: Fraction | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareFractions(a, b);
}

function atMost(a: Fraction, b: Fraction): boolean {
  return compareFractions(a, b) <= 0;
}

/** numeric-relation number: `>=5`, `<=5`, `=5`, `1:5`. Both inequalities include their bound. */
function parseNumeric(text: string): Range | undefined {
  const colon = text.indexOf(':');
  if (colon >= 0) return range(decimal(text.slice(0, colon)), decimal(text.slice(colon + 1)));
  if (text.startsWith('=')) return range(decimal(text.slice(1)), decimal(text.slice(1)));
  const bound = decimal(text.slice(2));
  if (bound === undefined) return undefined;
  if (text.startsWith('>=')) return { low: bound };
  return text.startsWith('<=') ? { high: bound } : undefined;
}

function range(low: Fraction | undefined, high: Fraction | undefined): Range | undefined {
  return low === undefined || high === undefined ? undefined : { low, high };
}

/**
 * number = [ "+" / "-" ] 1*DIGIT ["." 0*DIGIT]. "Any numbers present in a feature parameter MUST be representable using an ANSI
 * C double":
 * longer ones are no numbers, which also bounds the work that a peer can cause.
 */
function decimal(text: string): Fraction | undefined {
  if (text.length > 330 || !/^[+-]?\d+(?:\.\d*)?$/.test(text)) return undefined;
  const [whole = '', part = ''] = text.replace('+', '').split('.');
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length));
}
