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
  #expected: Arrival | undefined;

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
      reports: agent.policy.reports,
      event: (event) => this.#heard(event),
    });
  }

  /** Wants no more of what is coming: 413 (RFC 5547 §8.4). */
  refuse(): void {
    for (const incoming of this.#under.values()) this.#session.refuse(incoming);
  }

  close(): void {
    this.#session.close();
    this.#expected?.machine.send({ type: 'failed' });
  }

  readonly #under = new Map<string, IncomingMessage>();

  #newArrival(): Arrival {
    const n = this.#arrivals.size + 1;
    const machine = this.#agent.ua.runner.start(fileTransferMachine, {
      machine: 'fileTransfer',
      id: n === 1 ? this.#id : `${this.#id} message ${n}`,
      input: undefined,
      perform: (effect) => this.#finished(effect),
    });
    machine.send({ type: 'accepted' });
    return { machine, content: new ReceivedContent() };
  }

  #heard(event: MsrpSessionEvent): void {
    if (event.type === 'ended') {
      if (event.how === 'failed')
        for (const { machine } of this.#arrivals.values()) machine.send({ type: 'failed' });
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

  #discard(
    incoming: IncomingMessage,
    { machine }: Arrival,
    because: 'aborted' | 'refused' | 'session',
  ): void {
    this.#under.delete(incoming.messageId);
    machine.send({ type: because === 'session' ? 'failed' : 'aborted' });
  }

  /** "the file receiver … SHOULD compute the hash of the file and compare" (RFC 5547 §8.3.1); other selectors likewise. */
  #complete(incoming: IncomingMessage, { machine, content }: Arrival): void {
    this.#under.delete(incoming.messageId);
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
    machine.send({ type: mismatch === undefined ? 'confirmed' : 'failed' });
  }

  #finished(effect: FileTransferEffect): void {
    this.#agent.store('transfer', { file: this.#selector?.name ?? this.#id, outcome: effect.outcome });
  }
}
