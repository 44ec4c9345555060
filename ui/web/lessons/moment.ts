// Moments of a run by what happens in them, never by a number or a time: another seed moves them, and they are found all the same.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Selection } from '../state/store.ts';

interface Nth {
  /** From 1, of those that fit. */
  readonly nth?: number;
}

export interface MessageMoment extends Nth {
  /** As a fault rule names it: `INVITE`, `200 INVITE`, `SEND`. */
  readonly message: string;
  readonly from: string;
  readonly to: string;
  readonly is: 'sent' | 'arrived' | 'lost';
}

export interface TimerMoment extends Nth {
  /** As the trace has it: `timerA`, `sessionRefresh`. */
  readonly timer: string;
  readonly node: string;
  readonly is: 'set' | 'fired' | 'cleared';
}

export interface StateMoment extends Nth {
  readonly machine: string;
  readonly node: string;
  /** The state that is entered, or the outermost part of it. */
  readonly state: string;
}

export type Moment = MessageMoment | TimerMoment | StateMoment;

export interface Found extends Instant {
  /** What to point at. */
  readonly selection: Selection;
}

/** The first moment of a run that fits, or the nth. */
export function findMoment(run: RunModel, moment: Moment): Found | undefined {
  let left = moment.nth ?? 1;
  for (const record of run.data.records) {
    const selection = fits(record, moment, run);
    if (selection !== undefined && --left === 0) return { atUs: record.at, seq: record.seq, selection };
  }
  return undefined;
}

/** The message of a moment. */
export function messageAt(run: RunModel, moment: MessageMoment): Arrow | undefined {
  const selection = findMoment(run, moment)?.selection;
  return selection?.kind === 'arrow' ? run.arrowByKey.get(selection.key) : undefined;
}

/** What a record that fits points at. */
function fits(record: TraceRecord, moment: Moment, run: RunModel): Selection | undefined {
  if ('message' in moment) return messageFits(record, moment, run);
  if ('timer' in moment)
    return record.type === `timer.${moment.is}` &&
      'name' in record &&
      record.name === moment.timer &&
      record.node === moment.node
      ? { kind: 'timer', seq: record.seq }
      : undefined;
  return record.type === 'state' &&
    record.machine === moment.machine &&
    record.node === moment.node &&
    `${record.to}.`.startsWith(`${moment.state}.`)
    ? { kind: 'state', seq: record.seq }
    : undefined;
}

const happens = { sent: 'message.sent', arrived: 'message.received', lost: 'message.dropped' } as const;

function messageFits(record: TraceRecord, moment: MessageMoment, run: RunModel): Selection | undefined {
  if (record.type !== happens[moment.is] || !('key' in record)) return undefined;
  const arrow = run.arrowByKey.get(record.key);
  return arrow !== undefined && isOn(arrow, moment) ? { kind: 'arrow', key: arrow.key } : undefined;
}

/** Whether a message has this name and goes this way. */
export function isOn({ message }: Arrow, hop: Pick<MessageMoment, 'message' | 'from' | 'to'>): boolean {
  return (
    message.fromNode === hop.from && message.toNode === hop.to && matchesSummary(hop.message, message.summary)
  );
}
