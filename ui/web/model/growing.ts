// Columns of numbers that grow.
import type { Steps } from '../../../sim/steps.ts';
import { countBefore } from '../../views/bisect.ts';

type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The same numbers, and room for as many more. */
export function twiceAsLong<C extends Column>(column: C): C {
  const longer = new (column.constructor as new (length: number) => C)(2 * column.length);
  longer.set(column);
  return longer;
}

/** Gives columns the numbers of others, each in a place of its own. A column is a step. */
export function* copying<K extends string>(
  names: readonly K[],
  from: Readonly<Record<K, Column>>,
  to: Record<K, Column>,
): Steps<void> {
  for (const name of names) {
    to[name] = from[name].slice();
    yield from[name].length >> 7;
  }
}

/** How many of numbers in order are below a limit. */
export function countUnder(numbers: readonly number[], limit: number): number {
  return countBefore(numbers.length, (place) => numbers[place]! < limit);
}
