// RFC 4975 §7.3.1: one message that we receive.
import { parseByteRange } from './byte-range.ts';
import type { RequestHead } from './head.ts';
import { type HeaderField, headerValue } from './message.ts';
import { Reassembly } from './reassembly.ts';
import { type FailureReport, failureReportOf, type SuccessReport, successReportOf } from './reports.ts';
import type { IncomingMessage } from './types.ts';

/** `refused` and `duplicate` messages are answered but not kept. */
export type IncomingState = 'receiving' | 'received' | 'refused' | 'duplicate' | 'discarded';

export class Incoming implements IncomingMessage {
  readonly number: number;
  readonly messageId: string;
  readonly contentType: string | undefined;
  readonly headers: readonly HeaderField[];
  readonly failureReport: FailureReport;
  readonly content: Reassembly;
  /** `yes` as soon as any chunk says so: REPORTs must cover every octet of a message that asked for them. */
  successReport: SuccessReport;
  state: IncomingState = 'receiving';
  /** With which status a refused message is answered. */
  refusal = 200;
  /** The agent has heard of it. */
  announced = false;
  chunks = 0;
  reports = 0;
  /** "the From-Path value from the original request": the way back for REPORTs. */
  reportPath: readonly string[];
  #declaredBytes: number | undefined;

  constructor(number: number, head: RequestHead, content: 'keep' | 'stream', heldBytes: number) {
    this.number = number;
    this.messageId = headerValue(head, 'Message-ID') ?? '';
    this.contentType = headerValue(head, 'Content-Type');
    this.headers = head.headers;
    this.failureReport = failureReportOf(head);
    this.successReport = successReportOf(head);
    this.reportPath = head.fromPath;
    this.content = new Reassembly(content, heldBytes);
    this.#declaredBytes = rangeOf(head).total;
  }

  /** Another chunk of it: its number. */
  next(head: RequestHead): number {
    if (successReportOf(head) === 'yes') this.successReport = 'yes';
    this.reportPath = head.fromPath;
    this.#declaredBytes ??= rangeOf(head).total;
    return ++this.chunks;
  }

  get totalBytes(): number | undefined {
    return this.content.totalBytes ?? this.#declaredBytes;
  }

  get receivedBytes(): number {
    return this.content.receivedBytes;
  }
}

/** The Byte-Range of a SEND; without one it is the whole message. */
export function rangeOf(head: RequestHead): {
  start: number;
  end: number | undefined;
  total: number | undefined;
} {
  const parsed = parseByteRange(headerValue(head, 'Byte-Range') ?? '');
  return parsed.ok ? parsed.value : { start: 1, end: undefined, total: undefined };
}
