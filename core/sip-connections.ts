// RFC 3261 §18: the TCP connections of one SIP host: one per peer and port for requests, the request's own for its responses.
import type { Host, Label, Stream, StreamHandlers } from '../sim/net/types.ts';
import type { Alarm } from '../sim/time.ts';
import { SipFramer } from './sip/framing.ts';
import { hostPort } from './sip/host-port.ts';
import type { Parsed, SipError } from './sip/message.ts';
import type { Flow } from './sip/transaction-types.ts';

/** The `transaction` of what belongs to none. */
export const stateless = 'stateless';

export interface ConnectionUser {
  /** "It is RECOMMENDED that connections be kept open for some implementation-defined duration after the last message" (§18). */
  readonly idleUs: number;
  received(parsed: Parsed, connection: SipConnection): void;
  /** The framing is lost; the connection is closed after this call. */
  broken(error: SipError, parsed: Parsed | undefined, connection: SipConnection): void;
  /** What this transaction sent did not get through. */
  failed(transaction: string): void;
}

/** One connection, as a flow: what came by it is answered by it. */
export class SipConnection implements Flow {
  readonly transport = 'tcp';
  readonly stream: Stream;
  readonly framer = new SipFramer();
  /** Transactions that live and whose latest message went on it: while there are any it is not idle, and they are told when it breaks. */
  readonly users = new Set<string>();
  idle: Alarm | undefined;
  /** Nothing went over it for the idle time, but transactions live on it: it is closed with the last of them. */
  isKept = false;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  get address(): string {
    return this.stream.remote.address;
  }

  get port(): number {
    return this.stream.remote.port;
  }

  get connection(): SipConnection {
    return this;
  }
}

export class SipConnections {
  readonly #host: Host;
  readonly #user: ConnectionUser;
  /** Those that we opened, by `address:port`. */
  readonly #outgoing = new Map<string, SipConnection>();
  readonly #live = new Set<SipConnection>();
  /** The connection that a transaction uses. */
  readonly #usedBy = new Map<string, SipConnection>();

  constructor(host: Host, port: number, user: ConnectionUser) {
    this.#host = host;
    this.#user = user;
    host.listen(port, (stream) => this.#handlers(() => this.#add(stream)));
  }

  /**
   * Sends on the flow's own connection, or on another to its address where that one is over: a response too, "if that connection is no
   * longer open, the server SHOULD open a connection to the IP address in the received parameter, […] using the port in the sent-by
   * value" (§18.2.2). What cannot be opened, or breaks, comes back as `failed`.
   */
  send(flow: Flow, bytes: Uint8Array, label: Label): void {
    const given = flow.connection instanceof SipConnection ? flow.connection : undefined;
    const live = given?.stream.open && this.#live.has(given) ? given : this.#to(flow);
    this.#use(live, label.transaction);
    this.#touch(live);
    live.stream.write(bytes, label);
  }

  #to(flow: Flow): SipConnection {
    const name = hostPort(flow.address, flow.port);
    const known = this.#outgoing.get(name);
    if (known !== undefined) return known;
    const stream: Stream = this.#host.connect(
      { address: flow.address, port: flow.port },
      this.#handlers(() => live),
    );
    const live = this.#add(stream);
    this.#outgoing.set(name, live);
    return live;
  }

  #add(stream: Stream): SipConnection {
    const live = new SipConnection(stream);
    this.#live.add(live);
    this.#touch(live);
    return live;
  }

  #handlers(connection: () => SipConnection): StreamHandlers {
    let known: SipConnection | undefined;
    const live = () => {
      known ??= connection();
      return known;
    };
    return {
      opened: () => void live(),
      received: (bytes) => this.#received(live(), bytes),
      ended: () => this.#close(live()),
      closed: (reason) => this.#closed(live(), reason),
    };
  }

  #received(live: SipConnection, bytes: Uint8Array): void {
    this.#touch(live);
    for (const frame of live.framer.push(bytes)) {
      if (frame.kind === 'message') this.#user.received(frame.parsed, live);
      else if (frame.kind === 'broken') {
        this.#user.broken(frame.error, frame.parsed, live);
        this.#close(live);
      }
    }
  }

  #closed(live: SipConnection, reason: string): void {
    if (live.idle !== undefined) this.#host.clock.cancel(live.idle);
    this.#live.delete(live);
    this.#forget(live);
    if (reason === 'closed' || reason === 'crash') return;
    for (const transaction of [...live.users]) this.#user.failed(transaction);
  }

  /** Its end takes as long as the peer does to agree to it; what is sent meanwhile needs another. */
  #close(live: SipConnection): void {
    this.#forget(live);
    live.stream.close();
  }

  #forget(live: SipConnection): void {
    for (const [name, other] of this.#outgoing) if (other === live) this.#outgoing.delete(name);
  }

  /** Its latest message is what counts: the connection that it used before is rid of it. */
  #use(live: SipConnection, transaction: string): void {
    if (transaction === stateless) return;
    const before = this.#usedBy.get(transaction);
    if (before === live) return;
    if (before !== undefined) this.#leave(before, transaction);
    live.users.add(transaction);
    this.#usedBy.set(transaction, live);
  }

  /** A transaction has ended. */
  ended(transaction: string): void {
    const live = this.#usedBy.get(transaction);
    if (live === undefined) return;
    this.#usedBy.delete(transaction);
    this.#leave(live, transaction);
  }

  #leave(live: SipConnection, transaction: string): void {
    live.users.delete(transaction);
    if (live.isKept && live.users.size === 0) this.#close(live);
  }

  #touch(live: SipConnection): void {
    if (live.idle !== undefined) this.#host.clock.cancel(live.idle);
    live.isKept = false;
    live.idle = this.#host.clock.after(this.#user.idleUs, () => this.#idle(live));
  }

  /**
   * "This is to make it likely that transactions are completed over the same connection on which they are initiated" (§18): while one
   * lives the connection stays, as an INVITE's that rings for minutes.
   */
  #idle(live: SipConnection): void {
    live.idle = undefined;
    if (live.users.size === 0) this.#close(live);
    else live.isKept = true;
  }
}
