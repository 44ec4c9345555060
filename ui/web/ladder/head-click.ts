// What a click on the heads of the lanes does: the times are told otherwise, the core folds and unfolds.
import { nextTimes } from '../state/looking.ts';
import type { LadderStore } from '../state/sight.ts';
import type { Geometry } from './geometry.ts';

/** What there is to click at `x`, counted from the left of the window; undefined where nothing is. */
export function headClick(
  store: LadderStore,
  geometry: Geometry,
  x: number,
  left: number,
): (() => void) | undefined {
  if (x < geometry.times) return () => nextTimes(store);
  const lanes = store.arranged.value?.lanes ?? [];
  const near = Math.min(164, geometry.gap - 8) / 2;
  const hit = lanes.find((_, lane) => Math.abs(geometry.x(lane) - left - x) <= near);
  const parts = store.run.value?.lanes.filter(({ core }) => core).length ?? 0;
  if (!hit?.core || parts < 2) return undefined;
  return () => {
    store.folded.value = !store.folded.value;
  };
}
