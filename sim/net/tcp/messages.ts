import { rawOf } from '../../trace/raw.ts';
import type { MessageEntry, MessageFateEntry, Raw } from '../../trace/records.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Label, messageKey } from '../types.ts';

/** One message on its way through a stream. */
export interface Message {
  readonly id: number;
  readonly key: string;
  readonly label: Label;
  readonly bytes: Uint8Array;
  /** The record that says it was sent; -1 when nobody looks. */
  readonly sentSeq: number;
  /** Its text in the trace, once somebody has looked. */
  raw: Raw | undefined;
  /** Not to be sent before: a fault holds it and all behind it. */
  readonly heldUntilUs: number;
  /** Who wants to know that the other end has all of it. */
  readonly acknowledged: (() => void) | undefined;
  /** Why a link lost a segment of it that was not sent again yet. */
  lost: { readonly reason: string; readonly draw?: number } | undefined;
}

/** The messages of one direction, from their writing to their arrival, as the trace tells them. */
export class Messages {
  readonly #trace: Trace;
  readonly #from: string;
  readonly #to: string;
  /** Neither arrived nor dropped, by id, in order of writing. */
  readonly #underWay = new Map<number, Message>();

  constructor(trace: Trace, from: string, to: string) {
    this.#trace = trace;
    this.#from = from;
    this.#to = to;
  }

  /** Some have neither arrived nor been dropped. */
  get underWay(): boolean {
    return this.#underWay.size > 0;
  }

  get(id: number): Message | undefined {
    return this.#underWay.get(id);
  }

  /** A message was written. */
  sent(id: number, bytes: Uint8Array, label: Label, heldUntilUs: number, acknowledged?: () => void): Message {
    const key = messageKey(this.#from, this.#to, label);
    const message = {
      id,
      key,
      label,
      bytes,
      sentSeq: -1,
      raw: undefined,
      heldUntilUs,
      acknowledged,
      lost: undefined,
    };
    message.sentSeq = this.#record('message.sent', message);
    this.#underWay.set(id, message);
    return message;
  }

  /** Its last byte has arrived in order. Returns the record's number. */
  received(message: Message): number {
    this.#underWay.delete(message.id);
    return this.#record('message.received', message, message.sentSeq);
  }

  /** A fault holds it. */
  delayed(message: Message, reason: string, byUs: number, draw?: number): void {
    const delayed = { ...this.#fate('message.delayed', message, reason), byUs };
    this.#trace.record(draw === undefined ? delayed : { ...delayed, draw }, message.sentSeq);
  }

  /** A link lost a segment. What that costs its message is known when the segment goes out again. */
  segmentLost(id: number | undefined, reason: string, draw: number | undefined): void {
    const message = id === undefined ? undefined : this.#underWay.get(id);
    if (message !== undefined) message.lost = draw === undefined ? { reason } : { reason, draw };
  }

  /** A segment goes out again, `afterUs` after it went out last. */
  segmentSentAgain(message: Message, afterUs: number): void {
    if (message.lost === undefined) return;
    const { reason, draw } = message.lost;
    message.lost = undefined;
    this.delayed(message, `segment lost: ${reason}`, afterUs, draw);
  }

  /** It will never arrive. */
  dropped(message: Message, reason: string): void {
    this.#underWay.delete(message.id);
    this.#trace.record(this.#fate('message.dropped', message, reason), message.sentSeq);
  }

  /** The connection is over: what is still under way is lost. */
  dropAll(reason: string): void {
    for (const message of this.#underWay.values()) this.dropped(message, reason);
  }

  #record(type: MessageEntry['type'], message: Message, cause?: number): number {
    if (!this.#trace.on) return -1;
    if (!this.#trace.silent) message.raw ??= rawOf(message.bytes);
    return this.#trace.record(this.#entry(type, message), cause);
  }

  #entry(type: MessageEntry['type'], { id, key, label, raw = '' }: Message): MessageEntry {
    const { transaction, transmission, protocol, summary } = label;
    const [from, to] = [this.#from, this.#to];
    const node = type === 'message.sent' ? from : to;
    return {
      type,
      id,
      key,
      transaction,
      transmission,
      node,
      from,
      to,
      transport: 'tcp',
      protocol,
      summary,
      raw,
    };
  }

  #fate(type: MessageFateEntry['type'], { id, key }: Message, reason: string): MessageFateEntry {
    return { type, id, key, link: `${this.#from}>${this.#to}`, reason };
  }
}
