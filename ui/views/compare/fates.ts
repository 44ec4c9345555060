// What can become of a message on its way, beside arriving.
import type { Us } from '../../../sim/time.ts';
import type { MessageRow } from '../ladder-model.ts';

/** `under way`: the run ended before it arrived. */
export type Fate = 'lost' | 'late' | 'duplicated' | 'corrupted' | 'under way';

/** Held up by this much or more, a message is late. */
const lateFromUs = 50_000;

/** How much a message was held up, where that makes it late. */
export function lateBy({ delays }: Pick<MessageRow, 'delays'>): Us | undefined {
  const us = delays.reduce((sum, { byUs = 0 }) => sum + byUs, 0);
  return us >= lateFromUs ? us : undefined;
}

/** In an order that is always the same; none for a message that just arrived. */
export function fatesOf(message: MessageRow): readonly Fate[] {
  if (message.lost === undefined && message.arrivedUs !== undefined && isPlain(message)) return none;
  const fates: Fate[] = [];
  if (message.lost !== undefined) fates.push('lost');
  else if (message.arrivedUs === undefined) fates.push('under way');
  if (lateBy(message) !== undefined) fates.push('late');
  if (message.duplicated !== undefined) fates.push('duplicated');
  if (message.corrupted === true) fates.push('corrupted');
  return fates;
}

const none: readonly Fate[] = [];

/** Nearly all of a long run are. */
function isPlain({ delays, duplicated, corrupted }: MessageRow): boolean {
  return delays.length === 0 && duplicated === undefined && corrupted !== true;
}
