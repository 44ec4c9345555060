// Long work done piece by piece: after each the page may draw, and listen.
import type { Steps } from '../../../sim/steps.ts';
import { breath } from '../breath.ts';

/** After so much work it makes a pause. */
const sliceMs = 8;

/** What it comes to, or undefined where it doesn't go on; `told` hears after each piece how many items have been looked at. */
export async function inSlices<T>(
  steps: Steps<T>,
  goesOn: () => boolean,
  told: (items: number) => void = () => undefined,
): Promise<T | undefined> {
  for (let items = 0; goesOn(); ) {
    const from = performance.now();
    while (performance.now() - from < sliceMs) {
      const step = steps.next();
      if (step.done) return step.value;
      items += step.value;
    }
    told(items);
    await breath();
  }
  return undefined;
}
