// How the gutter tells the times.
import type { Us } from '../../../sim/time.ts';

/** Since the run began, since the time above, or from the selected message. */
export const timeModes = ['absolute', 'relative', 'selected'] as const;
export type TimeMode = (typeof timeModes)[number];

export interface TimeScale {
  readonly mode: TimeMode;
  /** When the selected message was sent. */
  readonly zeroUs: Us;
}
