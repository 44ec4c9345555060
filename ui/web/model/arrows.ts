// The messages of a run as the page draws them: where each begins, where it ends, what it is called and looks like.

import { each, type Steps } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { MessageEntry, Stamped, TraceRecord } from '../../../sim/trace/records.ts';
import { lateBy } from '../../views/compare/fates.ts';
import type { MessageRow } from '../../views/ladder-model.ts';
import { messageHints } from '../../views/message-hints.ts';
import { kindOf, statusOf } from '../../views/message-names.ts';
import { shorten } from '../../views/words.ts';
import { visible } from '../visible.ts';
import { GrowingColumns, keepColumns, wasCopied, wasLost } from './message-columns.ts';
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

type Arrival = Stamped<MessageEntry>;

/** Makes the arrows of a trace as it is told. */
export interface ArrowMaker {
  take(record: TraceRecord): void;
  /** All so far, in the order in which they were sent; those under way have no end yet. */
  readonly arrows: readonly Arrow[];
  readonly byKey: ReadonlyMap<string, Arrow>;
  /** Gives each message its lanes, and counts. */
  settling(laneOf: ReadonlyMap<string, number>): Steps<MessageCounts>;
}

export interface MessageCounts {
  readonly messages: number;
  readonly lost: number;
  /** Sent again: transmissions after the first of their message. */
  readonly again: number;
  /** Those that each lane sent or was sent. */
  readonly byLane: readonly number[];
}

export function createArrowMaker(): ArrowMaker {
  const arrows: OpenArrow[] = [];
  const columns = new GrowingColumns();
  keepColumns(arrows, columns);
  const byId = new Map<number, OpenArrow>();
  const byKey = new Map<string, OpenArrow>();
  /** Of what came again, by the number of its arrival. */
  const repeated = new Map<number, OpenArrow>();
  const counts = { lost: 0, again: 0 };
  return {
    arrows,
    byKey,
    take(record) {
      if (record.type === 'message.sent') {
        const arrow = new OpenArrow(new ToldMessage(record), arrows.length);
        if (record.transmission > 0) counts.again++;
        byId.set(record.id, arrow);
        byKey.set(record.key, arrow);
        arrows.push(arrow);
        columns.add(arrow.message, arrow);
      } else if (record.type === 'message.received') {
        const arrow = byId.get(record.id);
        if (arrow !== undefined) tellArrival(arrow, record, columns);
        if (arrow !== undefined && record.transmission > 0) repeated.set(record.seq, arrow);
      } else if (record.type === 'event.ignored') {
        const arrow = repeated.get(record.cause ?? -1);
        if (arrow !== undefined && isTransaction(record.machine)) arrow.message.absorb();
      } else if (record.type === 'fault' && record.fault === 'corrupt') {
        byKey.get(record.on)?.message.corrupt();
      } else if (
        record.type === 'message.dropped' ||
        record.type === 'message.delayed' ||
        record.type === 'message.duplicated'
      ) {
        const arrow = byId.get(record.id);
        arrow?.message.suffer(record);
        if (record.type !== 'message.dropped') return;
        counts.lost++;
        if (arrow === undefined) return;
        columns.end(arrow.index, record.at, record.seq);
        columns.mark(arrow.index, wasLost);
      }
    },
    *settling(laneOf) {
      const byLane: number[] = [];
      const count = (lane: number): void => {
        byLane[lane] = (byLane[lane] ?? 0) + 1;
      };
      const lanes = columns.nodes.map((node) => laneOf.get(node) ?? 0);
      yield* each(arrows, ({ message }, index) => {
        message.from = lanes[columns.from[index]!]!;
        message.to = lanes[columns.to[index]!]!;
        count(message.from);
        if (message.to !== message.from) count(message.to);
      });
      return { ...counts, messages: arrows.length, byLane };
    },
  };
}

/** The first time it is the message that arrives, which may be lost already; then a copy of it. */
function tellArrival({ message, index }: OpenArrow, record: Arrival, columns: GrowingColumns): void {
  if (message.arrivedUs !== undefined) columns.mark(index, wasCopied);
  else if (message.lost === undefined) columns.end(index, record.at, record.seq);
  message.arrive(record);
}

function isTransaction(machine: string): boolean {
  return /(?:Client|Server)$/.test(machine);
}

/** Names and moments are read from the message when they are asked for: of most of a long run, never. */
class OpenArrow implements Arrow {
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
