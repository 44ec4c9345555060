// The messages of a run as the page draws them: where each begins, where it ends, what it is called and looks like.

import { type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { MessageEntry, MessageFateEntry, Stamped, TraceRecord } from '../../../sim/trace/records.ts';
import { lateBy } from '../../views/compare/fates.ts';
import type { MessageRow } from '../../views/ladder-model.ts';
import { messageHints } from '../../views/message-hints.ts';
import { kindOf, statusOf } from '../../views/message-names.ts';
import type { RecordsBySeq } from '../../views/records-by-seq.ts';
import { shorten } from '../../views/words.ts';
import { visible } from '../visible.ts';
import { GrowingColumns, keepColumns, wasAgain, wasCopied, wasLost } from './message-columns.ts';
import { ToldMessage } from './told-message.ts';

/** A moment of the trace: records of one time are told apart by their number. */
export interface Instant {
  readonly atUs: Us;
  readonly seq: number;
}

/** What a message looks like: shape and colour. */
export const arrowLooks = ['request', 'response', 'msrp', 'failure'] as const;

export interface Arrow {
  readonly kind: 'arrow';
  readonly index: number;
  readonly message: MessageRow;
  readonly key: string;
  readonly look: (typeof arrowLooks)[number];
  readonly response: boolean;
  readonly provisional: boolean;
  readonly ack: boolean;
  readonly label: string;
  readonly short: string;
  readonly sent: Instant;
  /** Where the drawing ends: the arrival, or the moment it was lost. Absent while under way at the end of the run. */
  readonly end?: Instant | undefined;
  readonly copy?: Instant | undefined;
  /** Held up by 50 ms or more. */
  readonly lateUs?: Us | undefined;
  /** Came again, and the transaction layer kept it to itself. */
  readonly absorbed?: boolean | undefined;
  /** How many lanes that are not shown it was passed on by. */
  readonly passed?: number;
}

/** By their keys. */
export type ArrowsByKey = Pick<ReadonlyMap<string, Arrow>, 'get' | 'has'>;

/** Makes the arrows of a trace as it is told. */
export interface ArrowMaker {
  take(record: TraceRecord): void;
  /** Gives each message its lanes, and counts. */
  settling(laneOf: ReadonlyMap<string, number>): Steps<MessageCounts>;
}

/** What has been told of the messages so far: all in the order in which they were sent; those under way have no end yet. */
export interface ToldArrows {
  readonly arrows: OpenArrow[];
  readonly columns: GrowingColumns;
  readonly byKey: ArrowsByKey & { set(key: string, arrow: Arrow): unknown };
  /** The numbers of the records that tell of a loss. */
  readonly losses: number[];
  /** So many messages have been given the lanes that these of the columns' nodes had. */
  settled: { readonly lanes: readonly number[]; readonly count: number };
}

/** Messages that another run has, too. What is told of them in this one is told of copies. */
export interface SharedArrows {
  /** The one that this record sent, if it is among them. */
  sent(seq: number | undefined): Arrow | undefined;
  /** The message at this place, of this run alone. */
  own(index: number): OpenArrow;
}

export interface MessageCounts {
  readonly messages: number;
  readonly lost: number;
  /** Sent again: transmissions after the first of their message. */
  readonly again: number;
  /** Those that each lane sent or was sent. */
  readonly byLane: readonly number[];
}

export function noArrows(): ToldArrows {
  const settled = { lanes: [], count: 0 };
  return { arrows: [], columns: new GrowingColumns(), byKey: new Map(), losses: [], settled };
}

export function createArrowMaker(told: ToldArrows, bySeq: RecordsBySeq, shared?: SharedArrows): ArrowMaker {
  const { arrows, columns, byKey, losses } = told;
  keepColumns(arrows, columns);
  const byId = new Map<number, OpenArrow>();
  const own = (index: number): OpenArrow => shared?.own(index) ?? arrows[index]!;

  function send(record: Stamped<MessageEntry>): void {
    const arrow = new OpenArrow(new ToldMessage(record), arrows.length);
    byId.set(record.id, arrow);
    byKey.set(record.key, arrow);
    arrows.push(arrow);
    columns.add(arrow.message, arrow);
  }

  const ofMessage = ({ id, cause }: Stamped<MessageEntry | MessageFateEntry>): Arrow | undefined =>
    byId.get(id) ?? shared?.sent(cause);

  /** The message that a record tells more of. */
  function subjectOf(record: TraceRecord): Arrow | undefined {
    switch (record.type) {
      case 'message.received':
      case 'message.dropped':
      case 'message.delayed':
      case 'message.duplicated':
        return ofMessage(record);
      case 'fault':
        return record.fault === 'corrupt' ? byKey.get(record.on) : undefined;
      case 'event.ignored': {
        const cause = isTransaction(record.machine) ? bySeq.get(record.cause ?? -1) : undefined;
        return cause?.type === 'message.received' && cause.transmission > 0 ? ofMessage(cause) : undefined;
      }
      default:
        return undefined;
    }
  }

  return {
    take(record) {
      if (record.type === 'message.sent') return send(record);
      if (record.type === 'message.dropped') losses.push(record.seq);
      const subject = subjectOf(record);
      if (subject !== undefined) tell(own(subject.index), record, columns);
    },
    *settling(laneOf) {
      const lanes = columns.nodes.map((node) => laneOf.get(node) ?? 0);
      const { settled } = told;
      const asBefore = settled.lanes.every((lane, place) => lane === lanes[place]);
      const byLane: number[] = [];
      const count = (lane: number): void => {
        byLane[lane] = (byLane[lane] ?? 0) + 1;
      };
      let again = 0;
      yield* stretches(arrows.length, (first, until) => {
        for (let index = first; index < until; index++) {
          const [from, to] = [lanes[columns.from[index]!]!, lanes[columns.to[index]!]!];
          count(from);
          if (to !== from) count(to);
          if ((columns.looks[index]! & wasAgain) !== 0) again++;
          if (asBefore && index < settled.count) continue;
          const { message } = arrows[index]!;
          if (message.from !== from || message.to !== to) own(index).message.stand(from, to);
        }
      });
      told.settled = { lanes, count: arrows.length };
      return { messages: arrows.length, lost: losses.length, again, byLane };
    },
  };
}

function tell({ message, index }: OpenArrow, record: TraceRecord, columns: GrowingColumns): void {
  columns.told[index] = record.seq;
  if (record.type === 'message.received') {
    // The first time it is the message that arrives, which may be lost already; then a copy of it.
    if (message.arrivedUs !== undefined) columns.mark(index, wasCopied);
    else if (message.lost === undefined) columns.end(index, record.at, record.seq);
    message.arrive(record);
  } else if (record.type === 'event.ignored') message.absorb();
  else if (record.type === 'fault') message.corrupt();
  else if (
    record.type === 'message.dropped' ||
    record.type === 'message.delayed' ||
    record.type === 'message.duplicated'
  ) {
    message.suffer(record);
    if (record.type !== 'message.dropped') return;
    columns.end(index, record.at, record.seq);
    columns.mark(index, wasLost);
  }
}

function isTransaction(machine: string): boolean {
  return /(?:Client|Server)$/.test(machine);
}

/** Names and moments are read from the message when they are asked for: of most of a long run, never. */
export class OpenArrow implements Arrow {
  readonly message: ToldMessage;
  readonly index: number;
  #label: string | undefined = undefined;

  constructor(message: ToldMessage, index: number) {
    this.message = message;
    this.index = index;
  }

  get kind(): 'arrow' {
    return 'arrow';
  }

  get sent(): Instant {
    return { atUs: this.message.atUs, seq: this.message.seq };
  }

  get end(): Instant | undefined {
    return this.message.end;
  }

  get copy(): Instant | undefined {
    return this.message.copy;
  }

  get lateUs(): Us | undefined {
    return lateBy(this.message);
  }

  get absorbed(): boolean | undefined {
    return this.message.absorbed;
  }

  get key(): string {
    return this.message.key;
  }

  get look(): Arrow['look'] {
    const { summary, protocol } = this.message;
    return kindOf({ summary, protocol });
  }

  get response(): boolean {
    return statusOf(this.message.summary) !== undefined;
  }

  get provisional(): boolean {
    return (statusOf(this.message.summary) ?? 200) < 200;
  }

  get ack(): boolean {
    return this.message.summary === 'ACK';
  }

  get label(): string {
    this.#label ??= visible(labelOf(this.message, statusOf(this.message.summary)));
    return this.#label;
  }

  get short(): string {
    return visible(shortOf(this.message, statusOf(this.message.summary)));
  }
}

/** `200 OK (INVITE) · SDP`, `↻1 INVITE`, `SEND 1–2048 / 4287`. */
function labelOf(message: MessageRow, status: number | undefined): string {
  const { summary, transmission, protocol, raw } = message;
  const again = transmission > 0 ? `↻${transmission} ` : '';
  if (status === undefined) {
    const range = /^SEND (\d+)-(\d+|\*)\/(\d+|\*)$/.exec(summary);
    const name = range === null ? summary : `SEND ${range[1]}–${range[2]} / ${range[3]}`;
    return `${again}${name}${sdpMark(message)}`;
  }
  const { reason } = messageHints(raw, protocol);
  const method = summary.slice(4);
  const of = method === 'INVITE' || protocol === 'msrp' ? '' : ` (${method})`;
  return `${again}${status}${reason === '' ? '' : ` ${shorten(reason, 28)}`}${of}${sdpMark(message)}`;
}

function shortOf({ summary, transmission }: MessageRow, status: number | undefined): string {
  const name = status === undefined ? (summary.split(' ', 1)[0] ?? '') : String(status);
  return transmission > 0 ? `↻${transmission} ${name}` : name;
}

function sdpMark({ raw, protocol }: MessageRow): string {
  if (protocol !== 'sip') return '';
  return messageHints(raw, protocol).remarks[0]?.startsWith('SDP') ? ' · SDP' : '';
}
