import type { Chance } from '../chance.ts';

/** A copy of `bytes` in which `octets` of them, at drawn places, have become others; and the places. An empty one stays as it is. */
export function corrupted(
  bytes: Uint8Array,
  octets: number,
  chance: Chance,
  name: string,
): { readonly bytes: Uint8Array; readonly places: readonly number[] } {
  const changed = bytes.slice();
  const places = new Set<number>();
  for (let n = 0; n < octets && bytes.length > 0; n++) {
    const place = chance.integer(`${name}/octet ${n}/place`, bytes.length);
    if (places.has(place)) continue;
    places.add(place);
    changed[place] = changed[place]! ^ (1 + chance.integer(`${name}/octet ${n}/bits`, 255));
  }
  return { bytes: changed, places: [...places] };
}
