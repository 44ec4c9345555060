// What the page shows at the moment, to be drawn elsewhere.
import type { Steps } from '../../../sim/steps.ts';
import type { Shown } from '../picture/content.ts';
import { timeScale } from '../state/looking.ts';
import { inSlices } from '../state/slices.ts';
import type { Store } from '../state/store.ts';

/** Undefined before the first run. */
export function shownNow(store: Store): Shown | undefined {
  const { sight, zoom, differences, diverges, limit } = store;
  return (
    sight.value && {
      sight: sight.value,
      zoom: zoom.value,
      times: timeScale(store),
      differences: differences.value,
      diverges: diverges.value,
      limit: limit.value,
    }
  );
}

/** Does all of it while the page goes on answering. */
export async function bitByBit<T>(steps: Steps<T>): Promise<T> {
  return (await inSlices(steps, () => true)) as T;
}
