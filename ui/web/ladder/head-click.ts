// What a click on the heads of the lanes does: the times are told otherwise, the core folds and unfolds.
import { nextTimes } from '../state/looking.ts';
import type { Store } from '../state/store.ts';
import type { Geometry } from './geometry.ts';

/** `x` counts from the left of the window. True where something was there to click. */
export function clickHead(store: Store, geometry: Geometry, x: number, left: number): boolean {
  if (x < geometry.times) {
    nextTimes(store);
    return true;
  }
  const lanes = store.arranged.value?.lanes ?? [];
  const hit = lanes.find(
    (_, lane) => Math.abs(geometry.x(lane) - left - x) <= Math.min(164, geometry.gap - 8) / 2,
  );
  const parts = store.run.value?.lanes.filter(({ core }) => core).length ?? 0;
  if (!hit?.core || parts < 2) return false;
  store.folded.value = !store.folded.value;
  return true;
}
