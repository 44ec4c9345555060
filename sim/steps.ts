// Work that can be left and gone on with: whoever has a window to keep alive does it piece by piece, everybody else at one go.

/** Yields again and again how many items it has looked at since, and answers at its end. */
export type Steps<T> = Generator<number, T, undefined>;

/** So many items are a step: a few milliseconds at most. */
export const itemsAtOnce = 1_000;

/** Does all of it. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Looks at each item, some at a time: fewer where each takes its time. */
export function each<T>(
  items: readonly T[],
  look: (item: T, index: number) => void,
  some = itemsAtOnce,
): Steps<void> {
  const lookAt = (from: number, until: number): void => {
    for (let index = from; index < until; index++) look(items[index]!, index);
  };
  return stretches(items.length, lookAt, some);
}

/** Goes through so many places, a stretch of them at a time. */
export function* stretches(
  places: number,
  work: (from: number, until: number) => void,
  atOnce = itemsAtOnce,
): Steps<void> {
  for (let from = 0; from < places; from += atOnce) {
    const until = Math.min(places, from + atOnce);
    work(from, until);
    yield until - from;
  }
}

/** So many are a step where each takes next to no time. */
const cheapAtOnce = 16_384;

/** As `stretches`, of places that take next to no time. */
export function cheapStretches(places: number, work: (from: number, until: number) => void): Steps<void> {
  return stretches(places, work, cheapAtOnce);
}

/** The items that a test lets through, some at a time. */
export function* those<T>(items: readonly T[], test: (item: T) => boolean): Steps<T[]> {
  const found: T[] = [];
  yield* each(items, (item) => {
    if (test(item)) found.push(item);
  });
  return found;
}

/** Sorted, equals in their order; in proportion to the length where the items are a few sorted lists one after the other. */
export function* sorted<T>(items: readonly T[], compare: (one: T, other: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  yield* each(items, (item) => {
    const last = runs.at(-1);
    if (last === undefined || compare(last.at(-1)!, item) > 0) runs.push([item]);
    else last.push(item);
  });
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* mergedOf(runs[at]!, runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedOf<T>(
  one: readonly T[],
  other: readonly T[],
  compare: (one: T, other: T) => number,
): Steps<T[]> {
  const merged: T[] = [];
  let [at, atOther] = [0, 0];
  while (at < one.length || atOther < other.length) {
    const until = Math.min(merged.length + itemsAtOnce, one.length + other.length);
    const from = merged.length;
    while (merged.length < until) {
      const first = atOther === other.length || (at < one.length && compare(one[at]!, other[atOther]!) <= 0);
      merged.push(first ? one[at++]! : other[atOther++]!);
    }
    yield until - from;
  }
  return merged;
}
