// RFC 4975 §5.4: the one place where MSRP meets a host. Connections are opened, accepted and shared by sessions to the same host and port,
// and closed when their last session is gone.

import { hostPort } from '../core/sip/host-port.ts';
import type { MachineRunner } from '../core/sip/transaction-types.ts';
import type { Host, Stream, StreamHandlers } from '../sim/net/types.ts';
import { createMsrpEndpoint } from './msrp/endpoint.ts';
import { parseMsrpUri } from './msrp/msrp-uri.ts';
import type { MsrpConnection, MsrpEndpoint, MsrpSession, MsrpSessionOptions } from './msrp/types.ts';
import { heardThrough, type Labelled, Leaving, type MsrpFilter, type Said } from './msrp-filter.ts';
import { DISCARD } from './sdp/setup.ts';

interface Link {
  readonly stream: Stream;
  connection: MsrpConnection | undefined;
  /** Sessions that wait for it to open. */
  readonly waiting: Set<MsrpSession>;
  readonly leaving: Leaving;
}

export class MsrpHost {
  readonly endpoint: MsrpEndpoint;
  readonly #host: Host;
  readonly #port: number;
  readonly #runner: MachineRunner;
  readonly #links = new Map<string, Link>();
  readonly #all = new Set<Link>();
  readonly #filter: MsrpFilter;
  #listening = false;

  constructor(
    host: Host,
    runner: MachineRunner,
    port: number,
    token: (name: string, length: number) => string,
    filter: MsrpFilter = {},
  ) {
    this.#filter = filter;
    this.#host = host;
    this.#port = port;
    this.#runner = runner;
    this.endpoint = createMsrpEndpoint({
      runner,
      token: (name, length) => token(`msrp/${name}`, length),
    });
  }

  /** A URI of our own for an `a=path`. Of one to whom no connection can come "the port number value should be 9" (RFC 6135 §4.2.2). */
  newUri(name: string, reachable = true): string {
    const port = reachable ? this.#port : DISCARD;
    return `msrp://${hostPort(this.#host.address, port)}/${this.endpoint.sessionId(name)};tcp`;
  }

  get port(): number {
    return this.#port;
  }

  /** Ready to accept connections, once and for all. */
  listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#host.listen(this.#port, (stream) => {
      const link = this.#newLink(stream);
      return this.#handlers(() => link);
    });
  }

  /** A session of the side that opens the connection, or of the one that awaits it. */
  session(role: 'active' | 'passive', options: Omit<MsrpSessionOptions, 'role'>): MsrpSession {
    return role === 'active' ? this.#connect(options) : this.#await(options);
  }

  /** The peer's first SEND finds it. */
  #await(options: Omit<MsrpSessionOptions, 'role'>): MsrpSession {
    this.listen();
    return this.#user(this.#begin({ ...options, role: 'passive' }));
  }

  /** It opens a connection to the first URI of the path, or takes the one that stands (§5.4). */
  #connect(options: Omit<MsrpSessionOptions, 'role'>): MsrpSession {
    const session = this.#begin({ ...options, role: 'active' });
    const target = this.#target(options.remotePath[0]);
    if (target === undefined) {
      session.unreachable(`no address for ${options.remotePath[0]}`);
      return this.#user(session);
    }
    const link = this.#links.get(hostPort(target.address, target.port)) ?? this.#open(target);
    if (link.connection !== undefined) session.connected(link.connection);
    else link.waiting.add(session);
    return this.#user(session);
  }

  /** The session as its user has it. */
  #user(session: MsrpSession): MsrpSession {
    return this.#filter.used?.(session) ?? session;
  }

  #begin(asked: MsrpSessionOptions): MsrpSession {
    const options = this.#filter.session?.(asked) ?? asked;
    return this.endpoint.session({
      ...options,
      event: (event) => {
        options.event(event);
        if (event.type === 'ended') this.#host.clock.after(0, () => this.#closeUnused());
      },
    });
  }

  #target(uri: string | undefined): { address: string; port: number } | undefined {
    const parsed = uri === undefined ? undefined : parseMsrpUri(uri);
    if (!parsed?.ok || parsed.value.port === undefined) return undefined;
    const address = this.#host.resolve(parsed.value.host);
    return address === undefined ? undefined : { address, port: parsed.value.port };
  }

  #open(target: { address: string; port: number }): Link {
    const stream: Stream = this.#host.connect(
      target,
      this.#handlers(() => link),
    );
    const link = this.#newLink(stream);
    this.#links.set(hostPort(target.address, target.port), link);
    return link;
  }

  #newLink(stream: Stream): Link {
    const link = {
      stream,
      connection: undefined,
      waiting: new Set<MsrpSession>(),
      leaving: new Leaving(this.#filter),
    };
    this.#all.add(link);
    return link;
  }

  #handlers(link: () => Link): StreamHandlers {
    return {
      opened: () => void this.#runner.now(() => this.#opened(link())),
      received: (bytes) => this.#runner.now(() => this.#received(link(), bytes)),
      drained: () => this.#runner.now(() => link().connection?.drained()),
      ended: () => this.#close(link()),
      closed: (reason) => this.#runner.now(() => this.#closed(link(), reason)),
    };
  }

  #opened(link: Link): MsrpConnection {
    if (link.connection !== undefined) return link.connection;
    const { stream } = link;
    const connection = this.endpoint.connection({
      name: stream.id,
      send: (bytes, label, acknowledged) => this.#leave(link, { bytes, label }, acknowledged),
      canWrite: () => stream.bufferedBytes === 0,
      lost: () => stream.reset(),
    });
    link.connection = connection;
    for (const session of link.waiting) session.connected(connection);
    link.waiting.clear();
    return connection;
  }

  /** The last of what takes its place tells when it is there; where nothing does, there is nothing to wait for. */
  #leave(link: Link, said: Labelled, acknowledged?: () => void): void {
    const heard = acknowledged && (() => this.#runner.now(acknowledged));
    const all = link.leaving.next(said);
    if (all === undefined) return;
    for (const [n, each] of all.entries()) this.#say(link, each, n === all.length - 1 ? heard : undefined);
    if (all.length === 0 && heard !== undefined) this.#host.clock.after(0, heard);
  }

  /** On its connection; what is to leave apart, by one of its own, which stands until the answer came, and that is heard like any other. */
  #say(
    { stream, connection }: Link,
    { bytes, label, apart: isApart }: Said,
    acknowledged?: () => void,
  ): void {
    const write = (to: Stream) => to.write(bytes, { protocol: 'msrp', ...label }, acknowledged);
    if (!isApart) return void write(stream);
    const apart: Stream = this.#host.connect(stream.remote, {
      opened: () => write(apart),
      received: (answer) => {
        this.#runner.now(() => connection?.received(answer));
        apart.close();
      },
      ended: () => apart.close(),
      closed: () => {},
    });
  }

  #received(link: Link, bytes: Uint8Array): void {
    const connection = this.#opened(link);
    const heard = heardThrough(this.#filter, bytes, link.stream.id);
    for (const { bytes: answer, label } of heard.answers)
      link.stream.write(answer, { protocol: 'msrp', ...label });
    connection.received(heard.bytes);
  }

  #closed(link: Link, reason: string): void {
    this.#all.delete(link);
    this.#forget(link);
    for (const session of link.waiting) session.unreachable(reason);
    link.waiting.clear();
    link.connection?.closed(reason);
  }

  /** "Do not close a connection that still has sessions": one that has had some and has none left is closed by the side that opened it. */
  #closeUnused(): void {
    for (const link of [...this.#links.values()]) {
      if (link.connection?.sessionCount !== 0 || link.waiting.size > 0) continue;
      this.#close(link);
      // What it was still writing was of a session that is no more.
      link.connection.closed('closed');
    }
  }

  /** Its end takes as long as the peer does to agree to it; a session that begins meanwhile needs another. */
  #close(link: Link): void {
    this.#forget(link);
    link.stream.close();
  }

  #forget(link: Link): void {
    for (const [name, other] of this.#links) if (other === link) this.#links.delete(name);
  }
}
