// RFC 5547 §8.3 and §8.4, RFC 4975 §7.3: one accepted m= line at the receiver: its MSRP session and the file, or the messages, that come.
import type { Running } from '../core/sip/transaction-types.ts';
import { type FileTransferEffect, fileTransferMachine } from './file-transfer.machine.ts';
import type { IncomingMessage, MsrpSession, MsrpSessionEvent } from './msrp/types.ts';
import type { PushReceiver } from './push-receiver.ts';
import { ReceivedContent } from './received-content.ts';
import type { FileSelector, MsrpMedia } from './sdp/types.ts';

interface Arrival {
  readonly machine: Running<typeof fileTransferMachine>;
  readonly content: ReceivedContent;
}

export class FileReception {
  readonly #agent: PushReceiver;
  readonly #selector: FileSelector | undefined;
  readonly #id: string;
  readonly #session: MsrpSession;
  readonly #arrivals = new Map<string, Arrival>();
  readonly #under = new Map<string, IncomingMessage>();
  #count = 0;
  #expected: Arrival | undefined;
  #isAborted = false;
  #isClosed = false;
  /** What became of what has not come whole when the line is closed. */
  #unfinished: 'aborted' | 'failed' = 'failed';

  constructor(
    agent: PushReceiver,
    stream: { localUri: string; name: string; offered: MsrpMedia },
    id: string,
  ) {
    this.#agent = agent;
    this.#selector = stream.offered.file?.selector;
    this.#id = id;
    this.#expected = this.#newArrival();
    this.#session = agent.msrp.await({
      name: stream.name,
      localUri: stream.localUri,
      remotePath: stream.offered.path,
      acceptTypes: ['message/cpim', ...agent.policy.acceptTypes],
      ...(agent.policy.maxSizeBytes !== undefined && { maxBytes: agent.policy.maxSizeBytes }),
      content: 'stream',
      reports: agent.policy.reports === 'end' ? 'end' : 'chunk',
      judge: () => (this.#isAborted ? 413 : 200),
      event: (event) => this.#heard(event),
    });
  }

  /** Its user gave it up: the next offer gives it port 0. */
  get isAborted(): boolean {
    return this.#isAborted;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Wants no more of what is coming, nor of what would come: 413 (RFC 5547 §8.4). */
  refuse(): void {
    this.#isAborted = true;
    for (const incoming of this.#under.values()) this.#session.refuse(incoming);
    this.#endExpected('aborted');
  }

  /** Port 0 on both sides: what has not come whole was given up (RFC 5547 §8.4); or the session is over, and it is lost. */
  close(because: 'port 0' | 'session'): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unfinished = because === 'port 0' ? 'aborted' : 'failed';
    this.#session.close();
    this.#endExpected(this.#unfinished);
  }

  /** The file that never began to come. */
  #endExpected(type: 'aborted' | 'failed'): void {
    this.#expected?.machine.send({ type });
    this.#expected = undefined;
  }

  #newArrival(): Arrival {
    this.#count += 1;
    const machine = this.#agent.ua.runner.start(fileTransferMachine, {
      machine: 'fileTransfer',
      id: this.#count === 1 ? this.#id : `${this.#id} message ${this.#count}`,
      input: undefined,
      perform: (effect) => this.#finished(effect),
    });
    machine.send({ type: 'accepted' });
    return { machine, content: new ReceivedContent() };
  }

  #heard(event: MsrpSessionEvent): void {
    if (event.type === 'ended') {
      if (event.how === 'failed') this.#endExpected('failed');
      return;
    }
    if (!('incoming' in event)) return;
    const { incoming } = event;
    if (event.type === 'receiving') this.#begin(incoming);
    const arrival = this.#arrivals.get(incoming.messageId);
    if (arrival === undefined) return;
    if (event.type === 'content') arrival.content.push(event.bytes);
    else if (event.type === 'received') this.#complete(incoming, arrival);
    else if (event.type === 'discarded') this.#discard(incoming, arrival, event.because);
  }

  #begin(incoming: IncomingMessage): void {
    const arrival = this.#expected ?? this.#newArrival();
    this.#expected = undefined;
    this.#arrivals.set(incoming.messageId, arrival);
    this.#under.set(incoming.messageId, incoming);
    arrival.machine.send({ type: 'started' });
  }

  /** Forgotten as soon as it is over: a session may bring any number of messages. */
  #forget({ messageId }: IncomingMessage): void {
    this.#under.delete(messageId);
    this.#arrivals.delete(messageId);
  }

  #discard(
    incoming: IncomingMessage,
    { machine }: Arrival,
    because: 'aborted' | 'refused' | 'session',
  ): void {
    this.#forget(incoming);
    machine.send({ type: because === 'session' ? this.#unfinished : 'aborted' });
  }

  /** "the file receiver … SHOULD compute the hash of the file and compare" (RFC 5547 §8.3.1); other selectors likewise. */
  #complete(incoming: IncomingMessage, { machine, content }: Arrival): void {
    this.#forget(incoming);
    machine.send({ type: 'carried' });
    const mismatch = content.mismatch(this.#selector);
    this.#agent.store('file', {
      message: incoming.messageId,
      name: this.#selector?.name ?? '',
      type: content.contentType ?? incoming.contentType ?? '',
      bytes: content.sizeBytes,
      sha1: content.sha1,
      ...(mismatch === undefined ? {} : { mismatch }),
    });
    if (mismatch === undefined) this.#agent.remember(content.sha1);
    machine.send({ type: mismatch === undefined ? 'confirmed' : 'failed' });
  }

  #finished(effect: FileTransferEffect): void {
    this.#agent.store('transfer', { file: this.#selector?.name ?? this.#id, outcome: effect.outcome });
  }
}
