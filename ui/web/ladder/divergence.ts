// Where two runs part: the height of the rule across the ladder, and what stands on it.
import type { Instant } from '../model/arrows.ts';
import type { Geometry } from './geometry.ts';
import type { Scene } from './scene.ts';

/** What stands on the rule, at its height: beside the first lifeline, where no arrow is. */
export function divergenceChip({ times }: Geometry, y: number) {
  const [width, height] = [84, 17];
  return { x: times + 3, y: y - height / 2, width, height, text: 'diverges here' };
}

/** So far above the record itself, so that its arrow stands below the rule. */
const above = 9;

/** The height of the rule. */
export function divergenceY(at: Instant, { axis }: Scene): number {
  return at.seq === Number.MAX_SAFE_INTEGER ? axis.bottom + above : axis.y(at) - above;
}
