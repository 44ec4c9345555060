import type { Us } from '../time.ts';
import { rawOf } from '../trace/raw.ts';
import type { MessageEntry, MessageFateEntry } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Label } from './types.ts';

/** A datagram on its way, as the trace knows it. */
export interface TracedMessage {
  readonly id: number;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly label: Label;
  /** The `seq` of its `message.sent`. */
  readonly sent: number;
}

/** What a record of a fate says more, where there is more to say. */
export interface FateDetails {
  readonly draw?: number | undefined;
  readonly byUs?: Us | undefined;
}

export function recordSent(trace: Trace, message: Omit<TracedMessage, 'sent'>, payload: Uint8Array): number {
  return trace.on ? trace.record(messageEntry(trace, 'message.sent', message.from, message, payload)) : -1;
}

export function recordReceived(trace: Trace, message: TracedMessage, payload: Uint8Array): number {
  if (!trace.on) return -1;
  return trace.record(messageEntry(trace, 'message.received', message.to, message, payload), message.sent);
}

/** Records what became of a message on its way. */
export function recordFate(
  trace: Trace,
  type: MessageFateEntry['type'],
  { id, key, from, to, sent }: TracedMessage,
  reason: string,
  more: FateDetails = {},
): void {
  if (!trace.on) return;
  const draw = more.draw === undefined ? {} : { draw: more.draw };
  const by = more.byUs === undefined ? {} : { byUs: more.byUs };
  trace.record({ type, id, key, link: `${from}>${to}`, reason, ...draw, ...by }, sent);
}

/** Its text is left out where nobody hears of it. */
function messageEntry(
  { silent }: Trace,
  type: MessageEntry['type'],
  node: string,
  { id, key, from, to, label }: Omit<TracedMessage, 'sent'>,
  payload: Uint8Array,
): MessageEntry {
  const { transaction, transmission, protocol, summary } = label;
  return {
    type,
    id,
    key,
    transaction,
    transmission,
    node,
    from,
    to,
    transport: 'udp',
    protocol,
    summary,
    raw: silent ? '' : rawOf(payload),
  };
}
