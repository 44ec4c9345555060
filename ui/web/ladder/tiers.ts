// How much of a stretch of the run can be drawn: everything, lines alone, or only how many there are.
import type { Lines } from '../model/lines.ts';

/** From the most detail to the least. */
export type Tier = 'full' | 'lines' | 'density';

/** So many messages can be drawn in full (with all that stands beside them the document keeps below 2,500 elements), or as lines. */
export const most = { full: 110, lines: 900 } as const;

/** `hurried`: it moves so fast that nothing could be read. */
export function tierOf(lines: Lines, fromY: number, toY: number, hurried: boolean): Tier {
  const begin = lines.firstFrom(toY) - lines.firstFrom(fromY);
  if (begin > most.lines) return 'density';
  return begin > most.full || hurried ? 'lines' : 'full';
}
