// Finding a moment among moments in order.
import type { Instant } from './arrows.ts';

/** How many of them lie at or before a moment. */
export function countUpTo(moments: readonly Instant[], now: Instant): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = moments[middle]!;
    if (one.atUs < now.atUs || (one.atUs === now.atUs && one.seq <= now.seq)) low = middle + 1;
    else high = middle;
  }
  return low;
}
