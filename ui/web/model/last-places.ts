// Where the last thing of each lane, or of each gap between two, stands: a table, since a long run asks a million times.

export type LastPlaces = Float64Array;

/** So many lanes, and those of no lane, have a place of their own; gaps are pairs of lanes. */
const lanesAtMost = 64;
/** Keys begin a little below zero: no lane, none at all. */
const below = 2;

/** What was never set stands infinitely far up. */
export function lastPlaces(): LastPlaces {
  return new Float64Array((lanesAtMost + below) * (lanesAtMost + below)).fill(Number.NEGATIVE_INFINITY);
}

/** The gap between two lanes, whichever comes first. */
export function gapOf(one: number, other: number): number {
  return (Math.min(one, other) + 1) * lanesAtMost + Math.max(one, other) + 1;
}

export function putLast(places: LastPlaces, key: number, y: number): void {
  places[key + below] = y;
}

/** So much beneath the last one. */
export function afterLast(places: LastPlaces, key: number, room: number): number {
  return (places[key + below] ?? Number.NEGATIVE_INFINITY) + room;
}
