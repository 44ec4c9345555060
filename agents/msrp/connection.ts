// RFC 4975 §5.4, §7.2, §7.3: one connection: which session a request belongs to, and who waits for a response.
import { commentFor } from './codes.ts';
import { formatMsrp } from './format.ts';
import { type MsrpFrame, MsrpFramer } from './framer.ts';
import type { MsrpHead, RequestHead } from './head.ts';
import type { MsrpError } from './message.ts';
import { msrpUriKey, parseMsrpUri } from './msrp-uri.ts';
import { answers, failureReportOf } from './reports.ts';
import type { Carrier, RequestReceiver, RoutedSession, Shared } from './shared.ts';
import type { MsrpConnection, MsrpConnectionOptions, MsrpLabel } from './types.ts';
import { Writer } from './writer.ts';

const IGNORED: RequestReceiver = { body: () => {}, end: () => {} };

export class Connection implements MsrpConnection, Carrier {
  readonly name: string;
  readonly writer: Writer;
  readonly #options: MsrpConnectionOptions;
  readonly #shared: Shared;
  readonly #framer = new MsrpFramer();
  readonly #sessions = new Set<RoutedSession>();
  readonly #expected = new Map<string, (status: number) => void>();
  /** Whoever takes the long request that is coming in pieces. */
  #receiver: RequestReceiver = IGNORED;
  #refusals = 0;
  #over = false;

  constructor(options: MsrpConnectionOptions, shared: Shared) {
    this.name = options.name;
    this.#options = options;
    this.#shared = shared;
    this.writer = new Writer({
      send: options.send,
      canWrite: options.canWrite ?? (() => true),
    });
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  received(bytes: Uint8Array): void {
    for (const frame of this.#framer.push(bytes)) if (!this.#over) this.#take(frame);
  }

  drained(): void {
    this.writer.pump();
  }

  closed(because: string): void {
    if (this.#over) return;
    this.#over = true;
    this.writer.stop();
    // §5.4: "If a connection fails for any reason, then an MSRP endpoint MUST consider any sessions associated with the connection as
    // also having failed."
    for (const session of [...this.#sessions]) session.connectionLost(because);
  }

  join(session: RoutedSession): void {
    this.#sessions.add(session);
    if (this.#over) session.connectionLost('the connection is closed');
  }

  leave(session: RoutedSession): void {
    this.#sessions.delete(session);
  }

  expect(transactId: string, take: (status: number) => void): void {
    this.#expected.set(transactId, take);
  }

  forget(transactId: string): void {
    this.#expected.delete(transactId);
  }

  respond(
    request: RequestHead,
    status: number,
    fromUri: string,
    label: Pick<MsrpLabel, 'name' | 'summary'>,
  ): void {
    const { transactId, fromPath, method } = request;
    const toPath = method === 'SEND' ? fromPath.slice(0, 1) : fromPath;
    const comment = commentFor(status);
    const response = {
      kind: 'response',
      transactId,
      status,
      comment,
      toPath,
      fromPath: [fromUri],
      headers: [],
      flag: '$',
    } as const;
    this.writer.urgent(formatMsrp(response), { ...label, transaction: transactId, transmission: 0 });
  }

  #take(frame: MsrpFrame): void {
    switch (frame.kind) {
      case 'message': {
        const { message, errors } = frame;
        const body = message.kind === 'request' ? message.body : undefined;
        const receiver = this.#begin(message, errors, body !== undefined, true);
        if (body !== undefined) receiver.body(body);
        receiver.end(message.flag, []);
        return;
      }
      case 'head':
        this.#receiver = this.#begin(frame.head, frame.errors, true, false);
        return;
      case 'body':
        this.#receiver.body(frame.bytes);
        return;
      case 'end':
        this.#receiver.end(frame.flag, frame.errors);
        this.#receiver = IGNORED;
        return;
      case 'lost':
        this.#options.lost?.(frame.error.text);
    }
  }

  #begin(head: MsrpHead, errors: readonly MsrpError[], hasBody: boolean, whole: boolean): RequestReceiver {
    if (head.kind === 'response') {
      if (errors.length === 0) this.#expected.get(head.transactId)?.(head.status);
      return IGNORED;
    }
    if (errors.length > 0) return this.#refusing(head, errors[0]!.status);
    const found = this.#route(head);
    if (typeof found === 'number') return this.#refusing(head, found);
    found.heard();
    if (head.method === 'SEND') return found.receiveSend(head, hasBody, whole);
    if (head.method !== 'REPORT') return this.#refusing(head, 501);
    found.receiveReport(head);
    return IGNORED;
  }

  /**
   * §7.3: "the To-Path will have exactly one URI, which MUST map to an existing session that is associated with the connection on which
   * the request arrived", else 481; §5.4: the first SEND binds; "If the session is already in use" elsewhere, 506.
   */
  #route(head: RequestHead): RoutedSession | 481 | 506 {
    const uri = head.toPath.length === 1 ? parseMsrpUri(head.toPath[0]!) : undefined;
    const session = uri?.ok ? this.#sessionOf(msrpUriKey(uri.value), head) : undefined;
    if (session === undefined) return 481;
    if (session.connection === this) return session;
    if (session.connection !== undefined) return 506;
    if (session.role === 'active' || head.method !== 'SEND') return 481;
    session.bind(this);
    return session;
  }

  /** The peer's first SEND may overtake its answer: of what was offered the session begins with it. */
  #sessionOf(key: string, { method }: RequestHead): RoutedSession | undefined {
    const { sessions, offered } = this.#shared;
    const begin = method === 'SEND' && !sessions.has(key) ? offered.get(key) : undefined;
    if (begin !== undefined) {
      offered.delete(key);
      begin();
    }
    return sessions.get(key);
  }

  /** Answers when the request has ended, if its Failure-Report lets it and there is a way back. "MUST NOT send MSRP responses to REPORT". */
  #refusing(head: RequestHead, status: number): RequestReceiver {
    const back = parseMsrpUri(head.fromPath[0] ?? '');
    const own = parseMsrpUri(head.toPath[0] ?? '');
    if (head.method === 'REPORT' || !back.ok || !own.ok || !answers(failureReportOf(head), status))
      return IGNORED;
    const end = () => {
      const summary = `${status} ${head.method}`;
      this.respond(head, status, head.toPath[0]!, {
        name: `${this.name}/${summary}/${++this.#refusals}`,
        summary,
      });
    };
    return { body: () => {}, end };
  }
}
