// A message as a long run keeps it: what was recorded of it is read from its records when it is asked for, so that each costs a few words only.
import type { Us } from '../../../sim/time.ts';
import type { MessageEntry, MessageFateEntry, Raw, Stamped } from '../../../sim/trace/records.ts';
import type { MessageRow } from '../../views/ladder-model.ts';
import { type OpenFate, tellFate } from '../../views/message-row.ts';
import type { Instant } from './arrows.ts';

type MessageRecord = Stamped<MessageEntry>;

/** What becomes of few: absent for a message that was sent once and arrived once. */
interface Fate extends OpenFate {
  dropped?: Instant;
  /** The arrival of a copy. */
  copy?: MessageRecord;
  corrupted?: true;
  absorbed?: boolean;
}

export class ToldMessage implements MessageRow {
  from = -1;
  to = -1;
  readonly record: MessageRecord;
  arrival: MessageRecord | undefined = undefined;
  #fate: Fate | undefined = undefined;

  constructor(record: MessageRecord) {
    this.record = record;
  }

  /** What is told of one is not told of the other. */
  copied(): ToldMessage {
    const copy = new ToldMessage(this.record);
    copy.arrival = this.arrival;
    copy.#fate = this.#fate && { ...this.#fate };
    copy.stand(this.from, this.to);
    return copy;
  }

  /** Between these lanes. */
  stand(from: number, to: number): void {
    this.from = from;
    this.to = to;
  }

  /** The first time it is the message that arrives, then a copy of it. */
  arrive(record: MessageRecord): void {
    if (this.arrival === undefined) this.arrival = record;
    else this.#open().copy = record;
  }

  suffer(record: Stamped<MessageFateEntry>): void {
    const fate = this.#open();
    tellFate(fate, record);
    if (record.type === 'message.dropped') fate.dropped = { atUs: record.at, seq: record.seq };
  }

  corrupt(): void {
    this.#open().corrupted = true;
  }

  /** It came again, and the transaction layer kept it to itself. */
  absorb(): void {
    this.#open().absorbed = true;
  }

  #open(): Fate {
    this.#fate ??= { delays: undelayed };
    return this.#fate;
  }

  get kind(): 'message' {
    return 'message';
  }

  get seq(): number {
    return this.record.seq;
  }

  get atUs(): Us {
    return this.record.at;
  }

  get id(): number {
    return this.record.id;
  }

  get key(): string {
    return this.record.key;
  }

  get transaction(): string {
    return this.record.transaction;
  }

  get transmission(): number {
    return this.record.transmission;
  }

  get fromNode(): string {
    return this.record.from;
  }

  get toNode(): string {
    return this.record.to;
  }

  get transport(): MessageRow['transport'] {
    return this.record.transport;
  }

  get protocol(): string {
    return this.record.protocol;
  }

  get summary(): string {
    return this.record.summary;
  }

  get raw(): Raw {
    return this.record.raw;
  }

  get arrivedUs(): Us | undefined {
    return this.arrival?.at;
  }

  get arrivedSeq(): number | undefined {
    return this.arrival?.seq;
  }

  get lost(): MessageRow['lost'] {
    return this.#fate?.lost;
  }

  get delays(): MessageRow['delays'] {
    return this.#fate?.delays ?? undelayed;
  }

  get duplicated(): MessageRow['duplicated'] {
    return this.#fate?.duplicated;
  }

  get corrupted(): true | undefined {
    return this.#fate?.corrupted;
  }

  get absorbed(): boolean | undefined {
    return this.#fate?.absorbed;
  }

  /** Where its drawing ends: where it was lost, or else arrived. */
  get end(): Instant | undefined {
    return this.#fate?.dropped ?? instantOf(this.arrival);
  }

  get copy(): Instant | undefined {
    return instantOf(this.#fate?.copy);
  }
}

/** Most messages share it. */
const undelayed: readonly never[] = [];

function instantOf(record: MessageRecord | undefined): Instant | undefined {
  return record && { atUs: record.at, seq: record.seq };
}

/** The same as data of its own, to be changed in part: what a message tells is not copied by spreading it. */
export function rowOf(message: MessageRow): MessageRow {
  const { kind, seq, atUs, id, key, transaction, transmission, from, to, fromNode, toNode } = message;
  const { transport, protocol, summary, raw, delays, arrivedUs, arrivedSeq, lost, duplicated } = message;
  return {
    ...{ kind, seq, atUs, id, key, transaction, transmission, from, to, fromNode, toNode },
    ...{ transport, protocol, summary, raw, delays },
    ...(arrivedUs !== undefined && { arrivedUs }),
    ...(arrivedSeq !== undefined && { arrivedSeq }),
    ...(lost !== undefined && { lost }),
    ...(duplicated !== undefined && { duplicated }),
    ...(message.corrupted === true && { corrupted: true }),
  };
}
