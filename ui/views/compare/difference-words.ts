// How a message differs between two runs, in a few words.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { MessageRow } from '../ladder-model.ts';
import { timerTitle } from '../record-words.ts';
import { duration, plain } from '../words.ts';
import type { Consequence } from './consequences.ts';
import type { Difference } from './difference.ts';
import { fatesOf, lateBy } from './fates.ts';

/** `+500 ms`, `only in B`, `lost: fault 1`, `other text`. */
export function differenceWords({ kind, a, b, movedUs, changed }: Difference): string {
  if (a === undefined || b === undefined) return kind === 'only a' ? 'only in A' : 'only in B';
  const text = changed && kind !== 'changed' ? ', other text' : '';
  if (kind === 'changed') return 'other text';
  if (kind === 'moved') return `${a.atUs === b.atUs ? 'arrives ' : ''}${signedDuration(movedUs)}${text}`;
  const moved = a.atUs === b.atUs ? '' : `, ${signedDuration(b.atUs - a.atUs)}`;
  return `${changedFate(a, b)}${moved}${text}`;
}

/** `+500 ms`, `−3 ms`. */
export function signedDuration(us: number): string {
  return `${us < 0 ? '−' : '+'}${duration(Math.abs(us))}`;
}

/** `lost: fault 1`; where B's just arrives, what became of A's. */
function changedFate(a: MessageRow, b: MessageRow): string {
  return fateWords(b) ?? `arrives, in A ${fateWords(a) ?? 'too'}`;
}

/** What became of a message; undefined where it just arrived. */
export function fateWords(message: MessageRow): string | undefined {
  const { lost, duplicated, delays } = message;
  const words = fatesOf(message).map((fate) => {
    if (fate === 'lost') return `lost: ${plain(lost?.reason ?? '')}`;
    if (fate === 'late')
      return `late by ${duration(lateBy(message) ?? 0)}: ${plain(delays.at(-1)?.reason ?? '')}`;
    if (fate === 'duplicated') return `doubled: ${plain(duplicated?.reason ?? '')}`;
    return fate === 'under way' ? 'under way at the end' : fate;
  });
  return words.length === 0 ? undefined : words.join(', ');
}

/** `core → bob ↻1 INVITE`. */
export function messageWords({ fromNode, toNode, summary, transmission }: MessageRow): string {
  const again = transmission > 0 ? `↻${transmission} ` : '';
  return plain(`${fromNode} → ${toNode} ${again}${summary}`);
}

/** `after 1, Timer A`: the number of the difference that it follows from, and what brought it about. */
export function consequenceWords({ cause, follows }: Consequence): string {
  const parts = [follows === undefined ? undefined : `after ${follows + 1}`, causeWords(cause)];
  return parts.filter((part) => part !== undefined).join(', ');
}

function causeWords(cause: TraceRecord | undefined): string | undefined {
  switch (cause?.type) {
    case 'timer.fired':
      return timerTitle(plain(cause.name));
    case 'message.received':
      return `on ${plain(cause.summary)}`;
    case 'act':
      return `by ${plain(cause.act)}`;
    default:
      return undefined;
  }
}
