// The messages of a run as the page draws them: where each begins, where it ends, what it is called and looks like.
import type { Us } from '../../../sim/time.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Ladder, MessageRow } from '../../views/ladder-model.ts';
import { messageHints } from '../../views/message-hints.ts';
import { kindOf, statusOf } from '../../views/message-names.ts';
import { shorten } from '../../views/words.ts';

/** A moment of the trace: records of one time are told apart by their number. */
export interface Instant {
  readonly atUs: Us;
  readonly seq: number;
}

export interface Arrow {
  readonly kind: 'arrow';
  readonly index: number;
  readonly message: MessageRow;
  readonly key: string;
  readonly look: 'request' | 'response' | 'msrp' | 'failure';
  readonly response: boolean;
  readonly provisional: boolean;
  readonly ack: boolean;
  readonly label: string;
  readonly short: string;
  readonly sent: Instant;
  /** Where the drawing ends: the arrival, or the moment it was lost. Absent while under way at the end of the run. */
  readonly end?: Instant;
  readonly copy?: Instant;
  /** Held up by 50 ms or more. */
  readonly lateUs?: Us;
}

export function arrowsOf(ladder: Ladder, records: readonly TraceRecord[]): Arrow[] {
  const lostSeq = new Map<number, number>();
  const copies = new Map<number, Instant>();
  const arrived = new Set<number>();
  for (const record of records) {
    if (record.type === 'message.dropped') lostSeq.set(record.id, record.seq);
    if (record.type !== 'message.received') continue;
    if (arrived.has(record.id)) copies.set(record.id, { atUs: record.at, seq: record.seq });
    arrived.add(record.id);
  }
  const rows = ladder.rows.filter((row) => row.kind === 'message');
  return rows.map((message, index) =>
    arrowOf(message, index, lostSeq.get(message.id), copies.get(message.id)),
  );
}

function arrowOf(message: MessageRow, index: number, lostSeq = -1, copy?: Instant): Arrow {
  const status = statusOf(message.summary);
  const end = endOf(message, lostSeq);
  const lateUs = message.delays.reduce((sum, { byUs = 0 }) => sum + byUs, 0);
  return {
    kind: 'arrow',
    index,
    message,
    key: message.key,
    look: kindOf({ summary: message.summary, protocol: message.protocol }),
    response: status !== undefined,
    provisional: status !== undefined && status < 200,
    ack: message.summary === 'ACK',
    label: labelOf(message, status),
    short: shortOf(message, status),
    sent: { atUs: message.atUs, seq: message.seq },
    ...(end !== undefined && { end }),
    ...(copy !== undefined && { copy }),
    ...(lateUs >= 50_000 && { lateUs }),
  };
}

function endOf({ lost, arrivedUs, arrivedSeq }: MessageRow, lostSeq: number): Instant | undefined {
  if (lost !== undefined) return { atUs: lost.atUs, seq: lostSeq };
  return arrivedUs === undefined || arrivedSeq === undefined
    ? undefined
    : { atUs: arrivedUs, seq: arrivedSeq };
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
