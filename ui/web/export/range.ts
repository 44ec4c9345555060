// What of a run an export holds: all of it, what is in the window, one call, what lies between two marks.
import type { Us } from '../../../sim/time.ts';
import type { Ladder, LadderCounts, MessageRow, Row } from '../../views/ladder-model.ts';
import { seconds } from '../../views/words.ts';

export type ExportRange =
  | { readonly kind: 'time'; readonly fromUs: Us; readonly untilUs: Us }
  | { readonly kind: 'call'; readonly call: string };

/** The call of a message's key: `sender.1` of `core>bob/sender.1/INVITE/1/0`. */
export function callOf(key: string): string {
  return key.split('/')[1] ?? '';
}

/** The ladder with what belongs to the range, counted anew; a message that is under way in it belongs to it. */
export function ladderWithin(ladder: Ladder, range: ExportRange): Ladder {
  const messages = new Set(
    ladder.rows.filter((row): row is MessageRow => row.kind === 'message' && holds(range, row)),
  );
  const rows = ladder.rows.filter((row) => {
    if (row.kind === 'message') return messages.has(row);
    if (row.kind === 'arrival') return messages.has(row.message);
    return range.kind === 'time' && row.atUs >= range.fromUs && row.atUs <= range.untilUs;
  });
  return {
    ...ladder,
    title: `${ladder.title}: ${partName(range)}`,
    rows,
    counts: counted(rows, ladder.counts),
  };
}

/** `call sender.1`, `1.000 to 1.210 s`. */
export function partName(range: ExportRange): string {
  return range.kind === 'call'
    ? `call ${range.call}`
    : `${seconds(range.fromUs)} to ${seconds(range.untilUs)} s`;
}

/** Whether what lasts from one time to another does so in the range, its ends included. */
export function underWayIn(range: ExportRange & { readonly kind: 'time' }, fromUs: Us, untilUs: Us): boolean {
  return fromUs <= range.untilUs && untilUs >= range.fromUs;
}

function holds(range: ExportRange, { atUs, arrivedUs, lost, key }: MessageRow): boolean {
  if (range.kind === 'call') return callOf(key) === range.call;
  return underWayIn(range, atUs, arrivedUs ?? lost?.atUs ?? atUs);
}

function counted(rows: readonly Row[], whole: LadderCounts): LadderCounts {
  const messages = rows.filter((row) => row.kind === 'message');
  const timersFired = rows.filter((row) => row.kind === 'timer' && row.change === 'fired').length;
  return {
    messages: messages.length,
    lost: messages.filter(({ lost }) => lost !== undefined).length,
    again: messages.filter(({ transmission }) => transmission > 0).length,
    duplicated: messages.filter(({ duplicated }) => duplicated !== undefined).length,
    timersFired,
    timersQuiet: Math.min(timersFired, whole.timersQuiet),
  };
}
