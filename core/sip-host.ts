// RFC 3261 §18 and §8.1.3: the one place where SIP meets a host. It names and sends what the transaction layer hands it, by UDP or TCP,
// reads what arrives, answers what cannot be read, and hands the rest to the transactions.
import type { Chance } from '../sim/chance.ts';
import type { Endpoint, Host, Label } from '../sim/net/types.ts';
import { responseTo } from './sip/build.ts';
import type { CallNames, MessageNames } from './sip/call-names.ts';
import { chooseTransport } from './sip/choose-transport.ts';
import type { Leaving, Outgoing, SipFilter } from './sip/filter.ts';
import { formatMessage } from './sip/format.ts';
import { read, readAll, via } from './sip/header-table.ts';
import { header, prependHeader, withHeader } from './sip/headers.ts';
import { hostPort } from './sip/host-port.ts';
import type { Parsed, SipError, SipMessage, SipRequest, SipResponse } from './sip/message.ts';
import { param } from './sip/params.ts';
import { parseMessage } from './sip/parse.ts';
import { responseAddress, stampVia } from './sip/response-address.ts';
import type {
  ClientTransaction,
  ClientUser,
  Flow,
  MachineRunner,
  ServerUser,
  TimerValues,
  Transactions,
} from './sip/transaction-types.ts';
import { createTransactions } from './sip/transactions.ts';
import { parseUri } from './sip/uri.ts';
import { BRANCH_COOKIE } from './sip/via.ts';
import { type SipConnection, SipConnections, stateless } from './sip-connections.ts';

const defaultPort = 5060;

export interface SipHostOptions {
  readonly host: Host;
  readonly runner: MachineRunner;
  readonly calls: CallNames;
  readonly timers: TimerValues;
  readonly user: ServerUser;
  readonly port?: number;
  /** A user agent: "if more than one Via header field value is present in a response, the UAC SHOULD discard the message" (§8.1.3.3). */
  readonly isEndpoint?: boolean;
  /** Deliberate errors of this host. */
  readonly filter?: SipFilter;
}

/** The SIP side of one host. */
export class SipHost {
  readonly host: Host;
  readonly transactions: Transactions;
  readonly port: number;
  readonly #isEndpoint: boolean;
  readonly #runner: MachineRunner;
  readonly #names: MessageNames;
  readonly #connections: SipConnections;
  readonly #filter: SipFilter;
  readonly #socket;
  readonly #flaws = new WeakMap<SipMessage, readonly SipError[]>();

  constructor(options: SipHostOptions) {
    const { host, runner, calls, timers, user } = options;
    this.host = host;
    this.#isEndpoint = options.isEndpoint ?? false;
    this.#filter = options.filter ?? {};
    this.#runner = runner;
    this.port = options.port ?? defaultPort;
    this.#names = calls.sentBy(host.name);
    this.transactions = createTransactions({
      runner,
      timers,
      user,
      send: (message, flow, transaction) => this.#send(message, flow, transaction),
      ended: (transaction) => this.#connections.ended(transaction),
    });
    this.#socket = host.bindDatagrams(this.port, (bytes, source) => this.#datagram(bytes, source));
    this.#connections = new SipConnections(host, this.port, {
      idleUs: 64 * timers.t1Us,
      received: (parsed, connection) => this.#runner.now(() => this.#received(parsed, connection)),
      broken: (error, parsed, connection) => this.#broken(error, parsed, connection),
      failed: (transaction) => this.transactions.transportError(transaction),
    });
  }

  /** `192.0.2.1:5060`: how this host names itself in Via and in the URIs that lead back to it. */
  get sentBy(): string {
    return hostPort(this.host.address, this.port);
  }

  /** What was wrong with a request that could still be used, to be judged by who needs the broken header. */
  flawsOf(message: SipMessage): readonly SipError[] {
    return this.#flaws.get(message) ?? [];
  }

  /** Whether a URI's host and port are this element's own. */
  isOwn(uri: string): boolean {
    const target = locate(uri, this.host);
    return target !== undefined && target.port === this.port && this.isOwnAddress(target.address);
  }

  /** Where a URI leads; undefined where that is not known. */
  addressOf(uri: string): string | undefined {
    return locate(uri, this.host)?.address;
  }

  isOwnAddress(address: string): boolean {
    return address === this.host.v4 || address === this.host.v6;
  }

  /**
   * Sends a request in a transaction of its own. A host that is not known, or that refuses, comes back as `transportError`.
   * "If an element sends a request over TCP because of these message size constraints […] if the attempt to establish the connection
   * generates either an ICMP Protocol Not Supported, or results in a TCP reset, the element SHOULD retry the request, using UDP" (§18.1.1).
   */
  request(asked: Outgoing, user: ClientUser): ClientTransaction | undefined {
    const outgoing = this.#filter.asking?.(asked) ?? asked;
    const flow = this.#flowFor(outgoing);
    if (flow === undefined) {
      this.#note(`${outgoing.request.method} not sent: no address for ${outgoing.nextHop}`);
      this.host.clock.after(0, () =>
        this.#runner.now(() => {
          user.transportError();
          user.ended?.();
        }),
      );
      return undefined;
    }
    const request = this.#withFreeVia(outgoing, flow.transport);
    if (!flow.bySizeOnly) return this.transactions.request(request, flow, user);
    return this.transactions.request(request, flow, this.#retrying(outgoing, flow, user));
  }

  /** The user of a request that went by TCP for its size alone: where that is refused, it hears of the one that goes by UDP. */
  #retrying(outgoing: Outgoing, { address, port }: Flow, user: ClientUser): ClientUser {
    let isMoved = false;
    return {
      response: (response) => user.response(response),
      timeout: () => user.timeout(),
      transportError: () => {
        isMoved = true;
        const again = this.#withFreeVia(outgoing, 'udp');
        const client = this.transactions.request(again, { transport: 'udp', address, port }, user);
        user.moved?.(client);
      },
      ended: () => {
        if (!isMoved) user.ended?.();
      },
    };
  }

  /** Its branch, with a number in it where another transaction still has that: a proxy's is made of what a peer sent, maybe twice. */
  #withFreeVia({ request, branch }: Outgoing, transport: 'udp' | 'tcp'): SipRequest {
    let named = this.#withVia(request, transport, branch);
    for (let n = 2; !this.transactions.isFree(named); n++) {
      const numbered = branch.replace(BRANCH_COOKIE, `${BRANCH_COOKIE}${n}-`);
      named = this.#withVia(request, transport, numbered);
    }
    return named;
  }

  /** Sends a request that belongs to no transaction: an ACK for a 2xx (§13.2.2.4), or what a proxy forwards statelessly (§16.11). */
  sendStateless(asked: Outgoing): void {
    const outgoing = this.#filter.asking?.(asked) ?? asked;
    const flow = this.#flowFor(outgoing);
    if (flow === undefined) {
      this.host.trace.record({
        type: 'note',
        node: this.host.name,
        text: `${outgoing.request.method} not sent: no address for ${outgoing.nextHop}`,
      });
      return;
    }
    this.#send(this.#withVia(outgoing.request, flow.transport, outgoing.branch), flow, stateless);
  }

  /** Sends a response back along its topmost Via, without a transaction (§18.2.2). */
  respondStateless(response: SipResponse, flow?: Flow): void {
    const back = flow ?? this.#flowBack(response);
    if (back !== undefined) this.#send(response, back, stateless);
  }

  #flowBack(response: SipResponse): Flow | undefined {
    const top = read(response, via);
    const target = top && responseAddress(top);
    const address = target && this.host.resolve(target.host);
    if (!top || !target || address === undefined) return undefined;
    return { transport: top.transport.toLowerCase() === 'tcp' ? 'tcp' : 'udp', address, port: target.port };
  }

  #withVia(request: SipRequest, transport: 'udp' | 'tcp', branch: string): SipRequest {
    return prependHeader(
      request,
      'Via',
      `SIP/2.0/${transport.toUpperCase()} ${this.sentBy};branch=${branch}`,
    );
  }

  #flowFor(outgoing: Outgoing): (Flow & { readonly bySizeOnly: boolean }) | undefined {
    const target = locate(outgoing.nextHop, this.host);
    if (target === undefined) return undefined;
    const { address, port } = target;
    const ordered = target.transport ?? this.host.transportTo(address);
    if (ordered !== 'auto') return { transport: ordered, address, port, bySizeOnly: false };
    const sizeBytes = formatMessage(this.#withVia(outgoing.request, 'udp', outgoing.branch)).length;
    const transport = chooseTransport(sizeBytes, this.host.mtuTo(address));
    return { transport, address, port, bySizeOnly: transport === 'tcp' };
  }

  #send(message: SipMessage, flow: Flow, transaction: string): void {
    const leaving = { message, flow };
    for (const each of this.#filter.leaving?.(leaving) ?? [leaving]) this.#transmit(each, transaction);
  }

  #transmit({ message, flow }: Leaving, transaction: string): void {
    const named = this.#names.next(message, flow.address);
    const label: Label = {
      protocol: 'sip',
      name: named.name,
      transmission: named.transmission,
      transaction,
      summary: named.summary,
    };
    const formatted = formatMessage(message);
    const bytes = this.#filter.octets?.(message, formatted) ?? formatted;
    if (flow.transport === 'udp') this.#socket.send({ address: flow.address, port: flow.port }, bytes, label);
    else this.#connections.send(flow, bytes, label);
  }

  #datagram(bytes: Uint8Array, source: Endpoint): void {
    const flow: Flow = { transport: 'udp', address: source.address, port: source.port };
    this.#runner.now(() => this.#received(parseMessage(bytes, 'datagram'), flow));
  }

  #received(parsed: Parsed, flow: Flow): void {
    const { errors } = parsed;
    const message = parsed.message && (this.#filter.arriving?.(parsed.message) ?? parsed.message);
    if (message === undefined) {
      this.#note(`discarded what cannot be read as SIP: ${errors[0]?.text ?? 'empty'}`);
    } else if (message.kind === 'response') {
      this.#response(message, errors);
    } else {
      this.#request(message, errors, flow);
    }
  }

  /** "If the host portion of the sent-by does not match …, the client MUST silently discard the response" (§18.1.2). */
  #response(response: SipResponse, errors: readonly SipError[]): void {
    const top = read(response, via);
    const address = top && this.host.resolve(top.host);
    const ours =
      address !== undefined && this.isOwnAddress(address) && (top?.port ?? defaultPort) === this.port;
    const fatal = errors.find((error) => error.essential);
    if (fatal !== undefined) {
      this.#note(`discarded a response: ${fatal.text}`);
    } else if (!ours) {
      this.#note('discarded a response whose topmost Via is not this host');
    } else if (this.#isEndpoint && readAll(response, via).length > 1) {
      this.#note('discarded a response with a Via of somebody else');
    } else if (!this.transactions.receiveResponse(response)) {
      const instead = this.#filter.astray?.(response);
      if (instead !== undefined) this.respondStateless(instead);
      else this.#note(`discarded a response that matches no transaction: ${response.status}`);
    }
  }

  #request(request: SipRequest, errors: readonly SipError[], flow: Flow): void {
    const stamped = stampVia(request, { address: flow.address, port: flow.port });
    const fatal = errors.find((error) => error.essential);
    if (fatal !== undefined) {
      this.#refuse(stamped, fatal, flow);
      return;
    }
    if (errors.length > 0) this.#flaws.set(stamped, errors);
    this.transactions.receiveRequest(stamped, this.#responseFlow(stamped, flow));
  }

  /**
   * Responses go back by the topmost Via (§18.2.2): on the connection that the request came by or, where there is none or it is gone, to
   * `received` and the port of sent-by or `rport`.
   */
  #responseFlow(request: SipRequest, flow: Flow): Flow {
    const { transport, connection } = flow;
    const top = read(request, via);
    const target = top && responseAddress(top);
    const address = target && this.host.resolve(target.host);
    return target && address !== undefined ? { transport, connection, address, port: target.port } : flow;
  }

  /** A malformed request is answered without a transaction (§16.3, §21.4.1); an ACK never is. */
  #refuse(request: SipRequest, error: SipError, flow: Flow): void {
    if (request.method === 'ACK' || header(request, 'Via') === undefined) {
      this.#note(`discarded a malformed ${request.method}: ${error.text}`);
      return;
    }
    const toTag = this.host.chance.token(`${this.host.name}/refused/${this.host.clock.nowUs}/tag`, 10);
    const response = responseTo(request, error.status, { toTag });
    const reason = error.status === 400 ? `Bad Request (${phrase(error.text)})` : response.reason;
    this.respondStateless(
      { ...withHeader(response, 'Content-Length', '0'), reason },
      this.#responseFlow(request, flow),
    );
  }

  #broken(error: SipError, parsed: Parsed | undefined, connection: SipConnection): void {
    if (parsed?.message?.kind === 'request') this.#refuse(parsed.message, error, connection);
    else this.#note(`closed a connection whose framing is lost: ${error.text}`);
  }

  #note(text: string): void {
    this.host.trace.record({ type: 'note', node: this.host.name, text });
  }
}

/**
 * Where a URI leads: its host by the scenario's names (DNS is left out), its port or 5060, its transport parameter. A `sips` URI leads
 * nowhere: it wants TLS (§26.2.2), which is left out, and must not be sent to in the clear.
 */
export function locate(
  uri: string,
  host: Pick<Host, 'resolve'>,
): { address: string; port: number; transport: 'udp' | 'tcp' | undefined } | undefined {
  const parsed = parseUri(uri);
  if (!parsed.ok || !('host' in parsed.value) || parsed.value.scheme === 'sips') return undefined;
  const { value } = parsed;
  const address = host.resolve(param(value.params, 'maddr') ?? value.host);
  if (address === undefined) return undefined;
  const transport = param(value.params, 'transport')?.toLowerCase();
  return {
    address,
    port: value.port ?? defaultPort,
    transport: transport === 'tcp' || transport === 'udp' ? transport : undefined,
  };
}

/** A branch: the cookie and enough of a keyed token (§8.1.1.7). */
export function newBranch(chance: Chance, name: string): string {
  return `${BRANCH_COOKIE}${chance.token(`${name}/branch`, 16)}`;
}

/** A reason phrase holds no line breaks or controls, whatever the peer sent. */
function phrase(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);
}
