// How the compressed axis shortens time: which lengths it tells apart best, and from how long a silence it is cut.
import type { Us } from '../../../sim/time.ts';

export interface AxisScale {
  /** Steps of about this length are told apart best; `auto`: a tenth of how far apart events are in the mean, as OMNeT++ has it. */
  readonly focusUs: Us | 'auto';
  /** A longer silence is cut and marked; `Infinity`: none is. */
  readonly cutUs: Us;
}

/** What stays as it is while a run grows. */
export const firstScale: AxisScale = { focusUs: 150_000, cutUs: 200_000 };

/** The focus of so many events from the first to the last. */
export function focusOf({ focusUs }: AxisScale, spanUs: Us, events: number): Us {
  return focusUs === 'auto' ? Math.max(1, spanUs / (10 * events)) : focusUs;
}
