// RFC 4975 §7.1.1, §7.3.2, §10: the sending half of a session: its messages, their transactions, and what answers and REPORTs do to them.
import { parseByteRange } from './byte-range.ts';
import { reactionTo } from './codes.ts';
import { mediaEssence } from './grammar.ts';
import { type RequestHead, readReportStatus } from './head.ts';
import { type ContinuationFlag, headerValue } from './message.ts';
import { Outgoing, type OutgoingUser, type SentChunk } from './outgoing.ts';
import { sendReport } from './report.ts';
import { runsTimer } from './reports.ts';
import type { Running } from './runner.ts';
import type { Carrier, Shared } from './shared.ts';
import { msrpTransactionMachine } from './transaction.machine.ts';
import type { FailureCause, MsrpSend, MsrpSessionEvent, MsrpSessionOptions } from './types.ts';

/** "The value MUST be highly unlikely to be repeated" (§7.1.1): more than 80 bits. */
const MESSAGE_ID_LENGTH = 16;

/** What the sending half needs of its session. */
export interface SendingSession {
  readonly options: MsrpSessionOptions;
  readonly shared: Shared;
  readonly connection: Carrier | undefined;
  event(event: MsrpSessionEvent): void;
  /** The peer has shown that it knows the session, or nothing will ever show it. */
  heard(): void;
  fail(because: string): void;
  /** Nothing is left to write or to wait for. */
  settled(): void;
}

type Transaction = Running<typeof msrpTransactionMachine>;

export class Sending implements OutgoingUser {
  readonly name: string;
  readonly localUri: string;
  readonly remotePath: readonly string[];
  readonly sliceBytes: number;
  readonly #session: SendingSession;
  /** Not yet fully written, in order. */
  readonly #queue: Outgoing[] = [];
  readonly #byMessageId = new Map<string, Outgoing>();
  readonly #transactions = new Map<string, Transaction>();
  /** Failure-Report: partial, by age. */
  readonly #listening: string[] = [];
  readonly #refusedTypes = new Set<string>();
  /** Given up or refused, with the rest of a chunk or a `#` that has yet to be written: what the agent hears then. */
  readonly #stopping = new Map<Outgoing, MsrpSessionEvent>();
  #count = 0;
  #phase: 'waiting' | 'open' | 'closing' | 'over' = 'waiting';

  constructor(session: SendingSession) {
    this.#session = session;
    this.name = session.options.name;
    this.localUri = session.options.localUri;
    this.remotePath = session.options.remotePath;
    this.sliceBytes = session.shared.limits.sliceBytes;
  }

  token(name: string, length: number): string {
    return this.#session.shared.token(name, length);
  }

  send(request: MsrpSend, quiet = false): Outgoing {
    const number = ++this.#count;
    const messageId =
      request.messageId ?? this.token(`${this.name}/message ${number}/Message-ID`, MESSAGE_ID_LENGTH);
    const message = new Outgoing(this, number, request, messageId, quiet);
    const type = message.contentType;
    if (this.#phase === 'closing' || this.#phase === 'over') this.#fail(message, 'session');
    // §10.6: "should not send any further messages with the same content-type for the duration of the session".
    else if (type !== undefined && this.#refusedTypes.has(mediaEssence(type))) this.#fail(message, 415);
    else this.#enqueue(message);
    return message;
  }

  /** Requests may go. The active side says something at once: "if it has nothing to say … it can send a request with no body" (§7.1). */
  start(first: boolean): void {
    if (this.#phase !== 'waiting') return;
    this.#phase = 'open';
    if (first && this.#queue.length === 0) this.send({}, true);
    this.#offer();
  }

  /** The agent hears of it once the `#` has been written, at once where none is needed. */
  abort(message: Outgoing): void {
    if (message.outcome !== 'pending') return;
    message.outcome = 'aborted';
    this.#stopAndTell(message, true, { type: 'aborted', message });
  }

  /** The change request's own answer to a failure (6.5.3.3): the sender reports it to the receiver, for whom it is no news. */
  report({ number, messageId, sizeBytes }: Outgoing, status: number): void {
    const range = { start: 1, end: sizeBytes, total: sizeBytes };
    const toPath = this.remotePath;
    sendReport(this.#session, { number: `${number}.failure`, toPath, messageId, range, status });
  }

  /** Stops at once: a chunk under way ends with `#`, and nothing is begun any more, not even to say that. What waits goes first: it is not to follow. */
  hush(): void {
    const waiting = this.#queue.filter(({ isWriting }) => !isWriting);
    for (const message of [...waiting, ...this.#queue.filter(({ isWriting }) => isWriting)]) {
      if (message.outcome === 'pending') {
        message.outcome = 'aborted';
        this.#stopping.set(message, { type: 'aborted', message });
      }
      this.#stop(message, false);
      this.#checkStopped(message);
    }
  }

  /** The signalling has ended the session. */
  close(): void {
    this.hush();
    this.#phase = 'closing';
    for (const transactId of this.#listening.splice(0))
      this.#transactions.get(transactId)?.send({ type: 'abandoned' });
    this.#checkSettled();
  }

  /** The session is over. */
  end(): void {
    this.#phase = 'over';
    this.#queue.length = 0;
    for (const transaction of [...this.#transactions.values()]) transaction.send({ type: 'abandoned' });
    for (const message of this.#byMessageId.values()) this.#fail(message, 'session');
    this.#byMessageId.clear();
    for (const [message, event] of this.#stopping) this.#tell(message, event);
    this.#stopping.clear();
  }

  /** §7.3.2. A REPORT on a Message-ID that nobody knows is silently ignored, as is a namespace that nobody knows. */
  receiveReport(head: RequestHead): void {
    const message = this.#byMessageId.get(headerValue(head, 'Message-ID') ?? '');
    const report = readReportStatus(head);
    if (message === undefined || report?.namespace !== 0) return;
    const parsed = parseByteRange(headerValue(head, 'Byte-Range') ?? '');
    const range = parsed.ok ? parsed.value : undefined;
    const { status, comment } = report;
    if (reactionTo(status) === 'accepted') message.cover(range?.start ?? 1, range?.end ?? message.sizeBytes);
    this.#tell(message, { type: 'reported', message, status, comment, range });
    this.#react(message, status);
    // "a failure REPORT indicating that a particular byte range was not received": "it MUST treat the session as failed". 413 says less:
    // the receiver wants no more of this message (§10.5).
    if (reactionTo(status) !== 'accepted' && status !== 413) this.#session.fail(`REPORT ${status}`);
  }

  began(message: Outgoing, chunk: SentChunk): void {
    const { transactId } = chunk;
    if (runsTimer(message.failureReport)) message.unanswered++;
    const transaction = this.#session.shared.runner.start(msrpTransactionMachine, {
      machine: 'msrpTransaction',
      id: transactId,
      input: { failureReport: message.failureReport },
      perform: (effect) => {
        if (effect.type === 'answered') this.#answered(message, chunk, effect.status);
        else this.#timedOut(message, chunk);
      },
      ended: () => this.#over(transactId),
    });
    this.#transactions.set(transactId, transaction);
    this.#session.connection?.expect(transactId, (status) => {
      this.#session.heard();
      transaction.send({ type: 'response', status });
    });
  }

  wrote(message: Outgoing, chunk: SentChunk, flag: ContinuationFlag): void {
    this.#transactions.get(chunk.transactId)?.send({ type: 'written' });
    if (message.failureReport === 'partial') this.#listen(chunk.transactId);
    if (!runsTimer(message.failureReport)) this.#session.heard();
    if (message.finished) this.#dequeue(message);
    if (flag === '$') this.#tell(message, { type: 'sent', message });
    this.#checkStopped(message);
    this.#checkDelivered(message);
    this.#offer();
    this.#checkSettled();
  }

  arrived(message: Outgoing): void {
    this.#checkDelivered(message);
  }

  #enqueue(message: Outgoing): void {
    this.#queue.push(message);
    this.#byMessageId.set(message.messageId, message);
    this.#forgetOld();
    this.#offer();
  }

  /** The first unfinished message, and those that were to go alongside it. */
  #offer(): void {
    const writer = this.#session.connection?.writer;
    if (writer === undefined || this.#phase === 'waiting' || this.#phase === 'over') return;
    const blocked = this.#queue.findIndex((message, at) => at > 0 && !message.alongside);
    const turns = blocked < 0 ? this.#queue : this.#queue.slice(0, blocked);
    writer.offer(...turns.filter((message) => message.ready));
  }

  #answered(message: Outgoing, chunk: SentChunk, status: number): void {
    if (runsTimer(message.failureReport)) message.unanswered--;
    if (reactionTo(status) === 'accepted') message.answered.add(chunk.start, chunk.end);
    this.#tell(message, { type: 'answered', message, chunk: chunk.number, status });
    if (reactionTo(status) === 'timeout')
      this.#tell(message, { type: 'timeout', message, chunk: chunk.number });
    this.#react(message, status);
    if (reactionTo(status) === 'end session') this.#session.fail(`${status} SEND`);
    this.#checkDelivered(message);
    this.#offer();
  }

  #timedOut(message: Outgoing, chunk: SentChunk): void {
    message.unanswered--;
    this.#tell(message, { type: 'timeout', message, chunk: chunk.number });
    this.#fail(message, 'timeout');
    this.#offer();
  }

  /** What §10 asks of the sender of a message on this status. */
  #react(message: Outgoing, status: number): void {
    const reaction = reactionTo(status);
    if (reaction === 'accepted') {
      this.#checkDelivered(message);
      return;
    }
    if (reaction === 'stop type' && message.contentType !== undefined)
      this.#refusedTypes.add(mediaEssence(message.contentType));
    this.#fail(message, reaction === 'timeout' ? 'timeout' : status);
  }

  #fail(message: Outgoing, cause: FailureCause): void {
    if (message.outcome !== 'pending') return;
    message.outcome = 'failed';
    const event = { type: 'failed', message, cause } as const;
    // Who answers still reads: a chunk that cannot be interrupted goes out before the agent, which may end the session, is told.
    if (typeof cause === 'number') this.#stopAndTell(message, false, event);
    else {
      this.#stop(message, false);
      this.#tell(message, event);
    }
    if (message.quiet && cause !== 'session') this.#session.fail(`the first SEND: ${cause}`);
  }

  /** §7.3.2: "the entire message … SHOULD be aborted, by including the "#" character in the continuation field of the end-line". */
  #stop(message: Outgoing, tell: boolean): void {
    if (this.#session.connection?.writer.cut(message)) return;
    message.stop(tell);
    if (message.finished) this.#dequeue(message);
    this.#offer();
  }

  #dequeue(message: Outgoing): void {
    const at = this.#queue.indexOf(message);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #stopAndTell(message: Outgoing, tell: boolean, event: MsrpSessionEvent): void {
    this.#stopping.set(message, event);
    this.#stop(message, tell);
    this.#checkStopped(message);
  }

  #checkStopped(message: Outgoing): void {
    const event = this.#stopping.get(message);
    if (event === undefined || !message.finished) return;
    this.#stopping.delete(message);
    this.#tell(message, event);
  }

  #checkDelivered(message: Outgoing): void {
    if (message.outcome !== 'pending' || !message.settled) return;
    message.outcome = 'delivered';
    this.#tell(message, { type: 'delivered', message });
  }

  #over(transactId: string): void {
    this.#transactions.delete(transactId);
    this.#session.connection?.forget(transactId);
    this.#checkSettled();
  }

  #checkSettled(): void {
    if (this.#phase === 'closing' && this.#transactions.size === 0 && this.#queue.length === 0)
      this.#session.settled();
  }

  #listen(transactId: string): void {
    this.#listening.push(transactId);
    if (this.#listening.length <= this.#session.shared.limits.listening) return;
    this.#transactions.get(this.#listening.shift()!)?.send({ type: 'abandoned' });
  }

  #forgetOld(): void {
    for (const [messageId, message] of this.#byMessageId) {
      if (this.#byMessageId.size <= this.#session.shared.limits.rememberedMessages) return;
      if (message.outcome !== 'pending') this.#byMessageId.delete(messageId);
    }
  }

  #tell(message: Outgoing, event: MsrpSessionEvent): void {
    if (!message.quiet) this.#session.event(event);
  }
}
