// RFC 5547 §8.3 and §8.4, RFC 4975 §7.3 and §8.6: one agreed m= line at the receiver: its MSRP session and the file, or the messages, that come.
import type { Running } from '../core/sip/transaction-types.ts';
import { isRendered, readDisposition } from './content-disposition.ts';
import type { Icon } from './file-icons.ts';
import { type FileTransferEffect, fileTransferMachine } from './file-transfer.machine.ts';
import { headerValue } from './msrp/message.ts';
import type { IncomingMessage, MsrpSession, MsrpSessionEvent } from './msrp/types.ts';
import type { PushReceiver } from './push-receiver.ts';
import { ReceivedContent } from './received-content.ts';
import { hashOf } from './sdp/file-selector.ts';
import type { FileAttributes, FileSelector } from './sdp/types.ts';

/** A line that offer and answer have agreed on. */
export interface ExpectedStream {
  readonly localUri: string;
  /** The peer's `a=path`. */
  readonly remotePath: readonly string[];
  /** What the lab calls its messages. */
  readonly name: string;
  /** The file, as offer and answer describe it; undefined where messages come. */
  readonly file: FileAttributes | undefined;
  /** Its preview, where one came along. */
  readonly icon?: Icon | undefined;
  /** This side opens the connection (RFC 6135). */
  readonly opens: boolean;
}

/** Who waits for it. */
export interface ReceptionUser {
  /** The file, or a message, came to its end, or never will. */
  finished?(outcome: FileTransferEffect['outcome']): void;
  /** This side was to open the connection, and could not. */
  unreachable?(): void;
}

interface Arrival {
  readonly machine: Running<typeof fileTransferMachine>;
  readonly content: ReceivedContent;
}

export class FileReception {
  readonly #agent: PushReceiver;
  readonly #stream: ExpectedStream;
  readonly #selector: FileSelector | undefined;
  readonly #id: string;
  readonly #user: ReceptionUser;
  readonly #arrivals = new Map<string, Arrival>();
  readonly #under = new Map<string, IncomingMessage>();
  #session: MsrpSession | undefined;
  #count = 0;
  #expected: Arrival | undefined;
  #isBound = false;
  #isAborted = false;
  #isClosed = false;
  /** What became of what has not come whole when the line is closed. */
  #unfinished: 'aborted' | 'failed' = 'failed';

  constructor(agent: PushReceiver, stream: ExpectedStream, id: string, user: ReceptionUser = {}) {
    this.#agent = agent;
    this.#stream = stream;
    this.#selector = stream.file?.selector;
    this.#id = id;
    this.#user = user;
    this.#expected = this.#newArrival();
  }

  /** Listens, or opens the connection. */
  begin(): void {
    if (this.#session !== undefined || this.#isClosed) return;
    const { policy, msrp } = this.#agent;
    const { localUri, remotePath, name, opens } = this.#stream;
    // As our description says: whatever else we take, we take inside message/cpim (a=accept-wrapped-types), and 415 is for the rest (RFC 4975 §10.6).
    this.#session = msrp.session(opens ? 'active' : 'passive', {
      name,
      localUri,
      remotePath,
      acceptTypes: ['message/cpim'],
      ...(policy.maxSizeBytes !== undefined && { maxBytes: policy.maxSizeBytes }),
      content: 'stream',
      reports: policy.reports === 'end' ? 'end' : 'chunk',
      judge: () => (this.#isAborted ? 413 : 200),
      event: (event) => this.#heard(event),
    });
  }

  /** This side opens its connection, or has opened it. */
  get opens(): boolean {
    return this.#stream.opens;
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
    for (const incoming of this.#under.values()) this.#session?.refuse(incoming);
  }

  /**
   * A new session is offered in its place, which may go on where this one is: its connection broke (RFC 4975 §5.4), which this side need not
   * have noticed.
   */
  suspend(): void {
    for (const messageId of this.#under.keys()) {
      const arrival = this.#arrivals.get(messageId);
      if (arrival !== undefined) this.#keepPart(arrival.content);
    }
  }

  /** Our BYE leaves: a connection that opens only now has nothing to carry (RFC 3261 §15.1.1). */
  silence(): void {
    if (this.#session?.state === 'connecting') this.#session.close();
  }

  /** Port 0 on both sides: what has not come whole was given up (RFC 5547 §8.4); or the session is over, and it is lost. */
  close(because: 'port 0' | 'session'): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unfinished = because === 'port 0' || this.#isAborted ? 'aborted' : 'failed';
    this.#session?.close();
    this.#endExpected(this.#unfinished);
  }

  /** The file that never began to come. */
  #endExpected(type: 'aborted' | 'failed'): void {
    this.#expected?.machine.send({ type });
    this.#expected = undefined;
  }

  /** Of a file of which a part is asked for, what is there of it already is gone on with. */
  #newArrival(): Arrival {
    this.#count += 1;
    const machine = this.#agent.ua.runner.start(fileTransferMachine, {
      machine: 'fileTransfer',
      id: this.#count === 1 ? this.#id : `${this.#id} message ${this.#count}`,
      input: undefined,
      perform: (effect) => this.#finished(effect),
    });
    machine.send({ type: 'accepted' });
    const start = this.#stream.file?.range?.start ?? 1;
    const before = start === 1 ? undefined : this.#agent.partOf(this.#hash);
    return { machine, content: new ReceivedContent(before, start) };
  }

  get #hash(): string | undefined {
    return this.#selector && hashOf(this.#selector, 'sha-1');
  }

  #heard(event: MsrpSessionEvent): void {
    if (event.type === 'bound') this.#isBound = true;
    if (event.type === 'ended') return this.#ended(event.how);
    if (!('incoming' in event)) return;
    const { incoming } = event;
    if (event.type === 'receiving') this.#begin(incoming);
    const arrival = this.#arrivals.get(incoming.messageId);
    if (arrival === undefined) return;
    if (event.type === 'content') arrival.content.push(event.bytes);
    else if (event.type === 'received') this.#complete(incoming, arrival);
    else if (event.type === 'discarded') this.#discard(incoming, arrival, event.because);
  }

  #ended(how: 'closed' | 'failed'): void {
    if (how !== 'failed') return;
    this.#endExpected('failed');
    if (!this.opens || this.#isBound) return;
    this.#isAborted = true;
    this.#user.unreachable?.();
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

  #discard(incoming: IncomingMessage, arrival: Arrival, because: 'aborted' | 'refused' | 'session'): void {
    this.#forget(incoming);
    this.#keepPart(arrival.content);
    arrival.machine.send({ type: because === 'session' ? this.#unfinished : 'aborted' });
  }

  /** What has come of a file that is known by its hash: a later transfer can go on from there (RFC 5547 §8.1, "suspended and resumed"). */
  #keepPart(content: ReceivedContent): void {
    const hash = this.#hash;
    const { part } = content;
    if (hash === undefined || part === undefined || part.bytes === 0) return;
    this.#agent.keepPart(hash, part);
    this.#agent.store('part', { name: this.#nameOf(content), bytes: content.sizeBytes });
  }

  #nameOf({ disposition }: ReceivedContent): string {
    return (
      this.#selector?.name ?? (disposition === undefined ? '' : (readDisposition(disposition).filename ?? ''))
    );
  }

  /** "the file receiver … SHOULD compute the hash of the file and compare" (RFC 5547 §8.3.1); other selectors likewise. */
  #complete(incoming: IncomingMessage, { machine, content }: Arrival): void {
    this.#forget(incoming);
    content.end();
    machine.send({ type: 'carried' });
    const stop = this.#lastOctet;
    const mismatch = content.mismatch(this.#selector, stop);
    this.#agent.store('file', this.#described(incoming, content, mismatch));
    if (stop !== undefined) this.#keepPart(content);
    else if (mismatch === undefined && content.first === 1) this.#agent.remember(content.sha1);
    // Some octet of it is wrong, and nobody knows which: there is nothing to go on from.
    else if (mismatch !== undefined) this.#agent.forgetPart(this.#hash);
    machine.send({ type: mismatch === undefined ? 'confirmed' : 'failed' });
  }

  /** Where the octets that were asked for end before the file does: then its hash says nothing of them. */
  get #lastOctet(): number | undefined {
    const stop = this.#stream.file?.range?.stop;
    return stop === undefined || stop === '*' || stop === this.#selector?.size ? undefined : stop;
  }

  #described(incoming: IncomingMessage, content: ReceivedContent, mismatch: string | undefined) {
    const { file: { range } = {}, icon } = this.#stream;
    const disposition = content.disposition ?? headerValue(incoming, 'Content-Disposition');
    const description = content.description ?? headerValue(incoming, 'Content-Description');
    const said = disposition === undefined ? undefined : readDisposition(disposition);
    const isShown = isRendered(said?.type ?? this.#stream.file?.disposition);
    const dates = this.#stream.file?.dates ?? said?.dates;
    return {
      message: incoming.messageId,
      name: this.#nameOf(content),
      type: content.contentType ?? incoming.contentType ?? '',
      bytes: content.sizeBytes,
      sha1: content.sha1,
      // "the absence of a 'file-disposition' attribute in the SDP has the same semantics as 'render'" (RFC 5547 §7): only what isn't that is told.
      ...(!isShown && { disposition: 'attachment' }),
      ...(description !== undefined && { description }),
      ...(dates !== undefined && { dates: { ...dates } }),
      ...(icon !== undefined && { icon: { ...icon } }),
      ...(range !== undefined && { range: `${range.start}-${range.stop}` }),
      ...(mismatch !== undefined && { mismatch }),
    };
  }

  #finished(effect: FileTransferEffect): void {
    this.#agent.store('transfer', { file: this.#selector?.name ?? this.#id, outcome: effect.outcome });
    this.#user.finished?.(effect.outcome);
  }
}
