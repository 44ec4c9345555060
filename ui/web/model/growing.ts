// Columns of numbers that grow.
import { cheapStretches, type Steps } from '../../../sim/steps.ts';
import { countBefore } from '../../views/bisect.ts';

type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
type ColumnOf<C> = new (length: number) => C;

/** The same numbers, and room for as many more. */
export function twiceAsLong<C extends Column>(column: C): C {
  const longer = new (column.constructor as ColumnOf<C>)(2 * column.length);
  longer.set(column);
  return longer;
}

/** Gives columns the numbers of others, each in a place of its own. */
export function* copying<K extends string>(
  names: readonly K[],
  from: Readonly<Record<K, Column>>,
  to: Record<K, Column>,
): Steps<void> {
  for (const name of names) {
    const column = from[name];
    const copy = new (column.constructor as ColumnOf<Column>)(column.length);
    // Memory that nobody has written to yet costs most: some of it at a time.
    yield* cheapStretches(column.length, (first, until) => copy.set(column.subarray(first, until), first));
    to[name] = copy;
  }
}

/** How many of numbers in order are below a limit. */
export function countUnder(numbers: readonly number[], limit: number): number {
  return countBefore(numbers.length, (place) => numbers[place]! < limit);
}
