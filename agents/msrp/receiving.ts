// RFC 4975 §7.1.3, §7.1.4, §7.3.1: the receiving half of a session: chunks become messages, and are answered and reported as they ask.

import type { ByteRange } from './byte-range.ts';
import { mediaEssence } from './grammar.ts';
import type { RequestHead } from './head.ts';
import { Incoming, rangeOf } from './incoming.ts';
import { type ContinuationFlag, headerValue } from './message.ts';
import { sendReport } from './report.ts';
import { answers, failureReportOf, reportsLateError, reportsSuccess } from './reports.ts';
import type { Carrier, RequestReceiver, Shared } from './shared.ts';
import type { MsrpSessionEvent, MsrpSessionOptions } from './types.ts';

/** What the receiving half needs of its session. */
export interface ReceivingSession {
  readonly options: MsrpSessionOptions;
  readonly shared: Shared;
  readonly connection: Carrier | undefined;
  event(event: MsrpSessionEvent): void;
}

/** A chunk that is coming. */
interface Chunk {
  readonly head: RequestHead;
  readonly incoming: Incoming;
  readonly number: number;
  readonly range: ByteRange;
  bytes: number;
  answered: boolean;
}

export class Receiving {
  readonly #session: ReceivingSession;
  /** By Message-ID: whatever is not yet over. */
  readonly #messages = new Map<string, Incoming>();
  /** The chunk that comes in pieces at present. */
  #open: Chunk | undefined;
  #count = 0;
  #bare = 0;

  constructor(session: ReceivingSession) {
    this.#session = session;
  }

  /** A SEND whose To-Path is ours. */
  receive(head: RequestHead, hasBody: boolean, whole: boolean): RequestReceiver {
    if (!hasBody && headerValue(head, 'Content-Type') === undefined && rangeOf(head).start === 1)
      return this.#bareSend(head);
    const incoming = this.#messageOf(head);
    const chunk: Chunk = {
      head,
      incoming,
      number: incoming.next(head),
      range: rangeOf(head),
      bytes: 0,
      answered: false,
    };
    if (!whole) this.#open = chunk;
    if (incoming.chunks === 1 && incoming.state === 'receiving') this.#judge(incoming);
    this.#refuseEarly(chunk);
    return {
      body: (bytes) => this.#take(chunk, bytes),
      end: (flag, errors) => {
        this.#open = undefined;
        if (errors.length > 0) this.#refuseWith(incoming, errors[0]!.status);
        this.#end(chunk, flag);
      },
    };
  }

  /** The agent wants no more of it. */
  refuse(incoming: Incoming, status: number): void {
    this.#refuseWith(incoming, status);
    if (this.#open?.incoming === incoming) this.#refuseEarly(this.#open);
  }

  /** The agent's own word that all is well. */
  confirm(incoming: Incoming): void {
    if (incoming.state !== 'received' || !reportsSuccess(incoming.successReport)) return;
    this.#report(incoming, wholeRange(incoming), 200);
  }

  /** §7.1.4: "MAY send a 200 OK response to the request, and then send a failure REPORT request when the error is detected". */
  reject(incoming: Incoming, status: number, comment?: string): void {
    this.#refuseWith(incoming, status);
    if (!reportsLateError(incoming.failureReport)) return;
    this.#report(incoming, wholeRange(incoming), status, comment);
  }

  /** The session is over: what is incomplete will stay so. */
  end(): void {
    for (const incoming of [...this.#messages.values()]) this.#discard(incoming, 'session');
    this.#messages.clear();
  }

  /** "Requests with no bodies are useful when a client wishes to send "traffic"": answered and reported like any other (§7.1). */
  #bareSend(head: RequestHead): RequestReceiver {
    const number = `bare ${++this.#bare}`;
    const end = () => {
      this.#answer(head, 200, number);
      const incoming = new Incoming(0, head, 'keep', 0);
      if (reportsSuccess(incoming.successReport))
        this.#sendReport(incoming, number, { start: 1, end: 0, total: 0 }, 200);
    };
    return { body: () => {}, end };
  }

  #messageOf(head: RequestHead): Incoming {
    const messageId = headerValue(head, 'Message-ID')!;
    const known = this.#messages.get(messageId);
    if (known) return known;
    const { options, shared } = this.#session;
    const incoming = new Incoming(++this.#count, head, options.content ?? 'keep', shared.limits.heldBytes);
    if (shared.remembered.has(messageId)) incoming.state = 'duplicate';
    if (this.#messages.size < shared.limits.incomingMessages) {
      this.#messages.set(messageId, incoming);
    } else if (incoming.state === 'receiving') {
      incoming.state = 'refused';
      incoming.refusal = 413;
    }
    return incoming;
  }

  #judge(incoming: Incoming): void {
    const { options } = this.#session;
    incoming.announced = true;
    this.#session.event({ type: 'receiving', incoming });
    if (!accepted(incoming.contentType, options.acceptTypes)) this.#refuseWith(incoming, 415);
    else if ((incoming.totalBytes ?? 0) > (options.maxBytes ?? Number.POSITIVE_INFINITY))
      this.#refuseWith(incoming, 413);
    else {
      const status = options.judge?.(incoming) ?? 200;
      if (status !== 200) this.#refuseWith(incoming, status);
    }
  }

  #take(chunk: Chunk, bytes: Uint8Array): void {
    const { incoming } = chunk;
    const start = chunk.range.start + chunk.bytes;
    chunk.bytes += bytes.length;
    if (incoming.state !== 'receiving') return;
    const given = incoming.content.add(start, bytes);
    const tooMuch = incoming.receivedBytes > (this.#session.options.maxBytes ?? Number.POSITIVE_INFINITY);
    if (given === 'full' || tooMuch) {
      this.#refuseWith(incoming, 413);
      this.#refuseEarly(chunk);
      return;
    }
    for (const piece of given) this.#session.event({ type: 'content', incoming, bytes: piece });
  }

  #end(chunk: Chunk, flag: ContinuationFlag): void {
    const { incoming } = chunk;
    // "The receiver SHOULD determine the actual length of each chunk by inspecting the payload itself."
    const end = chunk.range.start - 1 + chunk.bytes;
    const status = incoming.refusal;
    if (flag === '$' && incoming.state === 'receiving') incoming.content.end(end);
    const range = { start: chunk.range.start, end, total: incoming.totalBytes };
    if (!chunk.answered) this.#answer(chunk.head, status, `${incoming.number}.${chunk.number}`);
    if (incoming.announced)
      this.#session.event({ type: 'chunk', incoming, chunk: chunk.number, range, flag, status });
    if (incoming.state === 'receiving') this.#advance(incoming, range, flag);
    else if (flag !== '+') this.#repeat(incoming);
  }

  #advance(incoming: Incoming, range: ByteRange, flag: ContinuationFlag): void {
    if (flag === '#') {
      this.#discard(incoming, 'aborted');
      return;
    }
    const wanted = reportsSuccess(incoming.successReport);
    const when = this.#session.options.reports ?? 'end';
    if (wanted && when === 'chunk') this.#report(incoming, range, 200);
    if (!incoming.content.complete || incoming.state !== 'receiving') return;
    incoming.state = 'received';
    this.#messages.delete(incoming.messageId);
    this.#remember(incoming);
    if (wanted && when === 'end') this.#report(incoming, wholeRange(incoming), 200);
    const content =
      (this.#session.options.content ?? 'keep') === 'keep' ? incoming.content.take() : undefined;
    this.#session.event({ type: 'received', incoming, content });
  }

  /** The last chunk of a message that is refused, or that came before: "acknowledgments … are still necessary" (§5.4). */
  #repeat(incoming: Incoming): void {
    this.#messages.delete(incoming.messageId);
    if (incoming.state !== 'duplicate') return;
    const total = this.#session.shared.remembered.get(incoming.messageId) ?? 0;
    if (reportsSuccess(incoming.successReport)) this.#report(incoming, { start: 1, end: total, total }, 200);
    this.#session.event({ type: 'duplicate', messageId: incoming.messageId });
  }

  #refuseWith(incoming: Incoming, status: number): void {
    if (incoming.state !== 'receiving') return;
    incoming.refusal = status;
    this.#discard(incoming, 'refused');
    incoming.state = 'refused';
  }

  /** A chunk that can be interrupted is answered before its end: the sender "MUST interrupt it" (§10.5). */
  #refuseEarly(chunk: Chunk): void {
    if (
      chunk !== this.#open ||
      chunk.answered ||
      chunk.incoming.state !== 'refused' ||
      chunk.range.end !== undefined
    )
      return;
    chunk.answered = true;
    this.#answer(chunk.head, chunk.incoming.refusal, `${chunk.incoming.number}.${chunk.number}`);
  }

  #discard(incoming: Incoming, because: 'aborted' | 'refused' | 'session'): void {
    if (incoming.state !== 'receiving') return;
    incoming.state = 'discarded';
    if (because === 'aborted') this.#messages.delete(incoming.messageId);
    this.#session.event({ type: 'discarded', incoming, because });
  }

  #answer(head: RequestHead, status: number, number: string): void {
    if (!answers(failureReportOf(head), status)) return;
    const { name, localUri } = this.#session.options;
    const summary = `${status} SEND`;
    this.#session.connection?.respond(head, status, localUri, {
      name: `${name}/${summary}/${number}`,
      summary,
    });
  }

  #report(incoming: Incoming, range: ByteRange, status: number, comment?: string): void {
    this.#sendReport(incoming, `${incoming.number}.${++incoming.reports}`, range, status, comment);
    this.#session.event({ type: 'reporting', incoming, status });
  }

  #sendReport(incoming: Incoming, number: string, range: ByteRange, status: number, comment?: string): void {
    const { messageId, reportPath: toPath } = incoming;
    sendReport(this.#session, { number, toPath, messageId, range, status, comment });
  }

  #remember(incoming: Incoming): void {
    const { remembered, limits } = this.#session.shared;
    remembered.set(incoming.messageId, incoming.receivedBytes);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= limits.rememberedMessages) return;
      remembered.delete(oldest);
    }
  }
}

function wholeRange(incoming: Incoming): ByteRange {
  return { start: 1, end: incoming.receivedBytes, total: incoming.totalBytes };
}

/** §8.6: `*`, `image/*` or the type itself; parameters do not matter. */
function accepted(contentType: string | undefined, acceptTypes: readonly string[] | undefined): boolean {
  if (acceptTypes === undefined || contentType === undefined) return true;
  const type = mediaEssence(contentType);
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  return acceptTypes.some(
    (each) => each === '*' || mediaEssence(each) === type || mediaEssence(each) === family,
  );
}
