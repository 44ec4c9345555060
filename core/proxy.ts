// RFC 3261 §16, RFC 4320, RFC 5393, RFC 6026: a transaction-stateful, record-routing, forking proxy. Each request has a response context
// (a machine) with its branches (machines too); this file carries out their effects. Where requests go is asked of a TargetService.
import type { Binding } from './location.ts';
import { ProxyContext } from './proxy-context.ts';
import { copyFor, takeRoutes } from './routing.ts';
import { responseTo } from './sip/build.ts';
import { maxForwards, proxyRequire, read, readAll, route, via } from './sip/header-table.ts';
import { header } from './sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './sip/message.ts';
import type { MachineRunner, ServerTransaction, TimerValues } from './sip/transaction-types.ts';
import { parseUri } from './sip/uri.ts';
import { branchOf } from './sip/via.ts';
import type { SipHost } from './sip-host.ts';
import { newBranch } from './sip-host.ts';

/** One place that a request may go to. */
export interface Target {
  readonly uri: string;
  /** The Path of the binding (RFC 3327). */
  readonly path?: readonly string[];
  /** Where it is sent, where neither a route nor the URI itself says so: the next host of the core. */
  readonly nextHop?: string;
}

/** The owner of a domain: who is bound to an address of record, and in which order a request tries them. */
export interface TargetService {
  /** Whether the Request-URI's domain is this one's own (§16.5). */
  responsibleFor(request: SipRequest): boolean;
  /** The contacts of the address of record, or the status that answers: 404 unknown, 480 nobody there. */
  lookUp(request: SipRequest): { readonly found: readonly Binding[] } | { readonly status: number };
  /** Groups of targets, the most preferred first; each group is tried in parallel (RFC 3841 §7). */
  match(
    request: SipRequest,
    found: readonly Binding[],
  ): { readonly groups: readonly (readonly Target[])[] } | { readonly status: number };
  /** The next proxy's URI for a request without a route that is not for this domain; undefined: by its Request-URI. */
  nextHop(request: SipRequest): string | undefined;
}

export interface ProxyDeps {
  readonly sip: SipHost;
  readonly runner: MachineRunner;
  readonly timers: TimerValues;
  readonly targets: TargetService;
  /** Whether it stays on the path of the dialogs that it helps to create (§16.6 item 4). */
  readonly recordRoute: boolean;
  /** Option tags that this proxy understands in Proxy-Require. */
  readonly extensions?: readonly string[];
}

/** The proxy of one core host. */
export class Proxy {
  readonly deps: ProxyDeps;
  readonly #contexts = new Map<string, ProxyContext>();

  constructor(deps: ProxyDeps) {
    this.deps = deps;
  }

  /** Validates (§16.3) and opens a response context. */
  request(transaction: ServerTransaction): void {
    const refusal = this.#validate(transaction.request);
    if (refusal !== undefined) {
      transaction.respond(refusal);
      return;
    }
    const request = takeRoutes(transaction.request, (uri) => this.deps.sip.isOwn(uri));
    this.#contexts.set(transaction.id, new ProxyContext(this, transaction, request));
  }

  /** An ACK for a 2xx has no transaction: it is forwarded statelessly, by a branch made of the one it came with (§16.11). */
  ack(request: SipRequest): void {
    const taken = takeRoutes(request, (uri) => this.deps.sip.isOwn(uri));
    if (read(taken, maxForwards) === 0) return;
    const { request: copy, nextHop } = copyFor(taken, { uri: taken.uri }, undefined);
    this.deps.sip.sendStateless({ request: copy, nextHop, branch: this.branchFor(request, 0) });
  }

  /** "If a matching response context is found, the element MUST immediately return a 200 (OK) response to the CANCEL" (§16.10). */
  cancel(transaction: ServerTransaction, invite: ServerTransaction | undefined): void {
    const context = invite && this.#contexts.get(invite.id);
    transaction.respond(
      responseTo(transaction.request, context ? 200 : 481, { toTag: this.tagFor(transaction.request) }),
    );
    context?.cancel(transaction.request);
  }

  ended(transaction: ServerTransaction): void {
    this.#contexts.get(transaction.id)?.end();
    this.#contexts.delete(transaction.id);
  }

  get size(): number {
    return this.#contexts.size;
  }

  /** A To tag for the responses that the proxy makes itself. */
  tagFor(request: SipRequest): string {
    return this.#token(`${header(request, 'Call-ID')}/tag`, 10);
  }

  /**
   * The branch of the n-th copy of a request. Its second part is a hash over all that decides the routing, so that a request which comes
   * back unchanged is known as a loop (RFC 5393 §4.2.1), and which does not depend on the method, so that CANCEL and ACK follow.
   */
  branchFor(request: SipRequest, n: number): string {
    const top = read(request, via);
    const came = `${this.deps.sip.host.name}/${top?.host}/${top && branchOf(top)}/copy ${n}`;
    return `${newBranch(this.deps.sip.host.chance, came)}.${this.#loopHash(request)}`;
  }

  #loopHash(request: SipRequest): string {
    const decides = ['Route', 'Accept-Contact', 'Reject-Contact', 'Request-Disposition', 'Proxy-Require'];
    const values = decides.map((name) => `${name}:${header(request, name) ?? ''}`);
    return this.#token(`loop/${request.uri}/${header(request, 'Call-ID')}/${values.join('/')}`, 8);
  }

  #token(name: string, length: number): string {
    return this.deps.sip.host.chance.token(`${this.deps.sip.host.name}/${name}`, length);
  }

  #validate(request: SipRequest): SipResponse | undefined {
    const refuse = (status: number, headers: readonly HeaderField[] = []) =>
      responseTo(request, status, { toTag: this.tagFor(request), headers });
    const uri = parseUri(request.uri);
    if (uri.ok && uri.value.scheme !== 'sip' && uri.value.scheme !== 'sips' && uri.value.scheme !== 'tel')
      return refuse(416);
    if (read(request, maxForwards) === 0) return refuse(483);
    if (this.#loops(request)) return refuse(482);
    const known = this.deps.extensions ?? [];
    const unknown = readAll(request, proxyRequire).filter((tag) => !known.includes(tag.toLowerCase()));
    return unknown.length > 0 ? refuse(420, [{ name: 'Unsupported', value: unknown.join(', ') }]) : undefined;
  }

  /** A Via of our own whose branch was made of the very same routing: the request runs in a circle (§16.3 item 4). */
  #loops(request: SipRequest): boolean {
    const taken = takeRoutes(request, (uri) => this.deps.sip.isOwn(uri));
    const hash = `.${this.#loopHash(taken)}`;
    return readAll(request, via).some((value) => {
      const address = this.deps.sip.host.resolve(value.host);
      const own =
        address !== undefined &&
        this.deps.sip.isOwnAddress(address) &&
        (value.port ?? 5060) === this.deps.sip.port;
      return own && (branchOf(value) ?? '').endsWith(hash);
    });
  }
}

/** Whether a request still has a route to follow: then its target is fixed, whoever owns the domain (§16.5). */
export function hasRoute(request: SipRequest): boolean {
  return readAll(request, route).length > 0;
}
