// RFC 4975 §7.1.1: one message that we send: its chunks, what has been answered and reported of it, and how it ended.
import { formatByteRange } from './byte-range.ts';
import {
  type Chunking,
  carriesSuccessReport,
  FAIR_CHUNK_BYTES,
  type PlannedChunk,
  planChunk,
} from './chunking.ts';
import { formatHead } from './format.ts';
import type { ContinuationFlag, HeaderField } from './message.ts';
import { RangeSet } from './ranges.ts';
import { type FailureReport, runsTimer, type SuccessReport } from './reports.ts';
import { containsMarker, endMarker } from './scan.ts';
import type { MsrpSend, OutgoingMessage } from './types.ts';
import type { ChunkSource, OpenChunk } from './writer.ts';

/** 13 of 36 letters: "at least 64 bits of randomness" (§7.1) need 12.4. */
export const TRANSACT_ID_LENGTH = 13;

/** What a message needs of its session. */
export interface OutgoingUser {
  readonly name: string;
  readonly localUri: string;
  readonly remotePath: readonly string[];
  readonly sliceBytes: number;
  token(name: string, length: number): string;
  /** A chunk begins: its transaction starts. */
  began(message: Outgoing, chunk: SentChunk): void;
  /** Its end-line was written. */
  wrote(message: Outgoing, chunk: SentChunk, flag: ContinuationFlag): void;
  /** The peer's host has all of one of its chunks. */
  arrived(message: Outgoing): void;
}

/** A chunk that left, or is leaving. */
export interface SentChunk {
  readonly number: number;
  readonly transactId: string;
  /** Positions, counted from 1; `end` grows to what was written. */
  readonly start: number;
  end: number;
}

export class Outgoing implements OutgoingMessage, ChunkSource {
  readonly number: number;
  readonly messageId: string;
  readonly sizeBytes: number;
  readonly contentType: string | undefined;
  readonly successReport: SuccessReport;
  readonly failureReport: FailureReport;
  readonly alongside: boolean;
  /** Sent by the session itself, to bind its connection; the agent hears nothing of it. */
  readonly quiet: boolean;
  readonly answered = new RangeSet();
  readonly reported = new RangeSet();
  /** Chunks whose response is awaited. */
  unanswered = 0;
  outcome: OutgoingMessage['outcome'] = 'pending';
  /** All chunks have gone, or no more will. */
  finished = false;
  readonly #request: MsrpSend;
  readonly #chunking: Chunking;
  readonly #sliceBytes: number;
  readonly #user: OutgoingUser;
  #chunks = 0;
  #sentBytes = 0;
  #reports = 0;
  /** Chunks begun that the peer's host does not have yet, as far as is known. */
  #onTheirWay = 0;
  #opened = false;
  /** A last empty chunk with `#` has yet to leave. */
  #owesAbort = false;

  constructor(user: OutgoingUser, number: number, request: MsrpSend, messageId: string, quiet: boolean) {
    this.#user = user;
    this.number = number;
    this.#request = request;
    this.#chunking = request.chunking ?? 'pieces';
    // "interrupting chunks (at least 2048 octets long)".
    this.#sliceBytes = Math.max(request.sliceBytes ?? user.sliceBytes, FAIR_CHUNK_BYTES);
    this.messageId = messageId;
    this.sizeBytes = request.content?.sizeBytes ?? 0;
    this.contentType =
      request.content === undefined ? undefined : (request.contentType ?? 'application/octet-stream');
    this.successReport = request.successReport ?? 'no';
    this.failureReport = request.failureReport ?? 'yes';
    this.alongside = request.alongside ?? false;
    this.quiet = quiet;
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  get answeredBytes(): number {
    return this.answered.count;
  }

  get reportedBytes(): number {
    return this.reported.count;
  }

  get confirmedBytes(): number {
    return Math.max(this.answered.prefix, this.reported.prefix);
  }

  get isUnderWay(): boolean {
    return !this.finished || this.unanswered > 0;
  }

  get isWriting(): boolean {
    return this.#opened;
  }

  get ready(): boolean {
    return (
      !this.#opened && !this.finished && this.unanswered < (this.#request.window ?? Number.POSITIVE_INFINITY)
    );
  }

  /**
   * RFC 5547's end of transfer: all sent, and everything asked for has come. Where nothing was, "the last byte" is sent when the peer's host
   * has it: what waits in a queue of our own would be overtaken by the BYE.
   */
  get settled(): boolean {
    if (!this.finished || this.unanswered > 0) return false;
    if (this.successReport === 'no') return runsTimer(this.failureReport) || this.#onTheirWay === 0;
    return this.sizeBytes === 0 ? this.#reports > 0 : this.reported.covers(this.sizeBytes);
  }

  /** A success REPORT covers these octets; without a range, all. */
  cover(start: number, end: number): void {
    this.#reports++;
    this.reported.add(start, Math.min(end, this.#sentBytes));
  }

  /**
   * No further content. With `tell`, a message of which something has gone and no chunk is open owes the peer a last, empty chunk with `#`;
   * after 413 it does not: "MUST NOT send any further chunks" (§10.5).
   */
  stop(tell: boolean): void {
    if (this.finished || this.#opened) return;
    this.#owesAbort = tell && this.#sentBytes > 0;
    this.finished = !this.#owesAbort;
  }

  open(): OpenChunk {
    const plan: PlannedChunk = this.#owesAbort
      ? {
          range: { start: this.#sentBytes + 1, end: undefined, total: this.sizeBytes },
          lengthBytes: 0,
          interruptible: false,
        }
      : planChunk(this.#chunking, this.sizeBytes, this.#sentBytes, this.#request.chunkBytes);
    const offset = this.#sentBytes;
    const number = ++this.#chunks;
    const name = `${this.#user.name}/SEND/${this.number}.${number}`;
    const transactId = this.#transactId(name, plan, offset);
    const { content } = this.#request;
    const chunk: SentChunk = { number, transactId, start: plan.range.start, end: offset };
    const last = offset + plan.lengthBytes >= this.sizeBytes;
    this.#opened = true;
    this.#onTheirWay++;
    this.#user.began(this, chunk);
    return {
      transactId,
      marker: endMarker(transactId),
      label: {
        name,
        summary: `SEND ${formatByteRange(plan.range)}`,
        transaction: transactId,
        transmission: 0,
      },
      head: new TextEncoder().encode(this.#head(transactId, plan, offset)),
      body: content && {
        lengthBytes: plan.lengthBytes,
        read: (at, length) => content.read(offset + at, length),
      },
      position: plan.range.start,
      interruptible: plan.interruptible,
      sliceBytes: this.#sliceBytes,
      flag: this.#owesAbort ? '#' : last ? '$' : '+',
      ended: (flag, bodyBytes) => {
        this.#opened = false;
        this.#sentBytes = offset + bodyBytes;
        chunk.end = this.#sentBytes;
        if (flag !== '+') this.finished = true;
        this.#user.wrote(this, chunk, flag);
      },
      acknowledged: () => {
        this.#onTheirWay--;
        this.#user.arrived(this);
      },
    };
  }

  #head(transactId: string, plan: PlannedChunk, offset: number): string {
    const { successReport, failureReport, headers = [] } = this.#request;
    const fields: HeaderField[] = [
      { name: 'Message-ID', value: this.messageId },
      { name: 'Byte-Range', value: formatByteRange(plan.range) },
    ];
    if (successReport && carriesSuccessReport(this.#chunking, offset))
      fields.push({ name: 'Success-Report', value: successReport });
    if (failureReport) fields.push({ name: 'Failure-Report', value: failureReport });
    // "A request with no body MUST NOT include a Content-Type or any other MIME-specific header fields."
    if (this.contentType !== undefined)
      fields.push(...headers, { name: 'Content-Type', value: this.contentType });
    const { remotePath, localUri } = this.#user;
    return formatHead({
      kind: 'request',
      transactId,
      method: 'SEND',
      toPath: remotePath,
      fromPath: [localUri],
      headers: fields,
    });
  }

  /** "If the end-line is present in the body, the sender MUST choose a new transaction identifier that is not present in the body". */
  #transactId(name: string, plan: PlannedChunk, offset: number): string {
    // What can be interrupted is looked at again, slice by slice, as it goes out.
    const firstLook = plan.interruptible ? Math.min(plan.lengthBytes, this.#sliceBytes) : plan.lengthBytes;
    const body = this.#request.content?.read(offset, firstLook);
    for (let draw = 1; ; draw++) {
      const transactId = this.#user.token(
        `${name}/transact-id${draw === 1 ? '' : ` ${draw}`}`,
        TRANSACT_ID_LENGTH,
      );
      if (body === undefined || !containsMarker(body, endMarker(transactId))) return transactId;
    }
  }
}
