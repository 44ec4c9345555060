// RFC 4975 §5.4, §7: one session: its machine between its two halves. sending.ts and receiving.ts do the work.
import type { RequestHead } from './head.ts';
import type { Incoming } from './incoming.ts';
import { msrpUriKey, parseMsrpUri } from './msrp-uri.ts';
import type { Outgoing } from './outgoing.ts';
import { Receiving } from './receiving.ts';
import type { Running } from './runner.ts';
import { Sending } from './sending.ts';
import { type MsrpSessionEffect, msrpSessionMachine } from './session.machine.ts';
import type { Carrier, RequestReceiver, RoutedSession, Shared } from './shared.ts';
import type {
  IncomingMessage,
  MsrpConnection,
  MsrpSend,
  MsrpSession,
  MsrpSessionEvent,
  MsrpSessionOptions,
  OutgoingMessage,
} from './types.ts';

export class Session implements MsrpSession, RoutedSession {
  readonly name: string;
  readonly localUri: string;
  readonly role: 'active' | 'passive';
  readonly options: MsrpSessionOptions;
  readonly shared: Shared;
  connection: Carrier | undefined;
  readonly #key: string;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #machine: Running<typeof msrpSessionMachine>;
  isCut = false;
  #heard = false;
  /** The machine was told that it is over, or is: it hears nothing more. */
  #failed = false;

  constructor(options: MsrpSessionOptions, shared: Shared) {
    this.name = options.name;
    this.localUri = options.localUri;
    this.role = options.role;
    this.options = options;
    this.shared = shared;
    this.#key = keyOf(options.localUri);
    // §8.2: "MUST NOT duplicate any URI in use for any other session".
    if (shared.sessions.has(this.#key)) throw new Error(`our own URI ${options.localUri} is in use`);
    shared.sessions.set(this.#key, this);
    this.#sending = new Sending(this);
    this.#receiving = new Receiving(this);
    this.#machine = shared.runner.start(msrpSessionMachine, {
      machine: 'msrpSession',
      id: options.name,
      input: { role: options.role },
      perform: (effect) => this.#perform(effect),
    });
  }

  get state(): string {
    return this.#machine.state;
  }

  connected(connection: MsrpConnection): void {
    if (this.connection !== undefined || this.#failed) return;
    this.#join(connection as MsrpConnection & Carrier);
    this.#machine.send({ type: 'connected' });
  }

  unreachable(because: string): void {
    this.isCut = true;
    this.fail(because);
  }

  send(message: MsrpSend): OutgoingMessage {
    return this.#sending.send(message);
  }

  abort(message: OutgoingMessage): void {
    this.#sending.abort(message as Outgoing);
  }

  report(message: OutgoingMessage, status: number): void {
    this.#sending.report(message as Outgoing, status);
  }

  refuse(message: IncomingMessage, status = 413): void {
    this.#receiving.refuse(message as Incoming, status);
  }

  confirm(message: IncomingMessage): void {
    this.#receiving.confirm(message as Incoming);
  }

  reject(message: IncomingMessage, status: number, comment?: string): void {
    this.#receiving.reject(message as Incoming, status, comment);
  }

  close(): void {
    if (this.#failed) return;
    // Before anything else happens: the BYE may be about to leave.
    this.#sending.hush();
    this.#machine.send({ type: 'close' });
  }

  drop(because: string): void {
    this.fail(because);
  }

  bind(carrier: Carrier): void {
    this.#join(carrier);
  }

  heard(): void {
    if (this.#heard || this.#failed) return;
    this.#heard = true;
    this.#machine.send({ type: 'bound' });
  }

  receiveSend(head: RequestHead, hasBody: boolean, whole: boolean): RequestReceiver {
    return this.#receiving.receive(head, hasBody, whole);
  }

  receiveReport(head: RequestHead): void {
    this.#sending.receiveReport(head);
  }

  connectionLost(because: string): void {
    this.isCut = true;
    this.fail(`connection ${because}`);
  }

  event(event: MsrpSessionEvent): void {
    this.options.event(event);
  }

  fail(because: string): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#machine.send({ type: 'failed', because });
  }

  settled(): void {
    this.#machine.send({ type: 'settled' });
  }

  #join(carrier: Carrier): void {
    this.connection = carrier;
    carrier.join(this);
  }

  #perform(effect: MsrpSessionEffect): void {
    switch (effect.type) {
      case 'sendFirst':
        this.#sending.start(true);
        return;
      case 'tellBound':
        this.event({ type: 'bound' });
        this.#sending.start(false);
        return;
      case 'abandonUnfinished':
        // "Invalidate the URIs": what still comes for this session is answered with 481.
        this.#unregister();
        this.#receiving.end();
        this.#sending.close();
        return;
      case 'ended':
        this.#failed = true;
        this.#unregister();
        this.#receiving.end();
        this.#sending.end();
        this.connection?.leave(this);
        this.event({ type: 'ended', how: effect.how, because: effect.because });
    }
  }

  #unregister(): void {
    if (this.shared.sessions.get(this.#key) === this) this.shared.sessions.delete(this.#key);
  }
}

/** The URI is our own: that it is none is a defect of ours. */
function keyOf(uri: string): string {
  const parsed = parseMsrpUri(uri);
  if (!parsed.ok) throw new Error(`our own URI ${uri}: ${parsed.text}`);
  return msrpUriKey(parsed.value);
}
