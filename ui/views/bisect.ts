// Finding a place in what is in order.

/** How many of `count` places from the first on are before what is looked for: `isBefore` holds for all of those, and for none after them. */
export function countBefore(count: number, isBefore: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
