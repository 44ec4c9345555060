// Finding a moment among moments in order.
import { countBefore } from '../../views/bisect.ts';
import type { Instant } from './arrows.ts';

/** Whether one moment lies after another. Those of one time are in the order of their numbers. */
export function isAfter(one: Instant, other: Instant): boolean {
  return one.atUs > other.atUs || (one.atUs === other.atUs && one.seq > other.seq);
}

/** Whether a moment lies after a limit; where there is none, none does. */
export function isBeyond(moment: Instant | undefined, limit: Instant | undefined): boolean {
  return moment !== undefined && limit !== undefined && isAfter(moment, limit);
}

/** How many of them lie at or before a moment. */
export function countUpTo(moments: readonly Instant[], now: Instant): number {
  return countBefore(moments.length, (place) => !isAfter(moments[place]!, now));
}
