// RFC 3261 §16, RFC 4320, RFC 5393, RFC 6026: a transaction-stateful, record-routing, forking proxy. Each request has a response context
// (a machine) with its branches (machines too). Where requests go is asked of a TargetService.
import { hasLooped, loopHash, originOf } from './loop-detection.ts';
import { ProxyContext } from './proxy-context.ts';
import { type Refusal, refusalOf } from './proxy-validation.ts';
import { copyFor, hasMaddr, mayCreateDialog, takeRoutes } from './routing.ts';
import type { RoutingDecision, Tried } from './routing-decision.ts';
import { askingFor, type IntervalPolicy } from './session-interval.ts';
import { responseTo } from './sip/build.ts';
import { maxForwards, read, readAll, route, to, type Via } from './sip/header-table.ts';
import { hasHeader, header, withoutFirst } from './sip/headers.ts';
import type { SipRequest, SipResponse } from './sip/message.ts';
import { tagOf } from './sip/name-addr.ts';
import type { Flow, MachineRunner, ServerTransaction, TimerValues } from './sip/transaction-types.ts';
import type { SipHost } from './sip-host.ts';
import { newBranch } from './sip-host.ts';
import type { Target } from './target-set.ts';
import type { TrustEdge } from './trust-edge.ts';

/** The owner of a domain: who is bound to an address of record, and in which order a request tries them. */
export interface TargetService {
  /** Whether the Request-URI's domain is this one's own (§16.5). */
  responsibleFor(request: SipRequest): boolean;
  /** Whether a request is for this element itself, and for none of its users. */
  isRecipient(request: SipRequest): boolean;
  /** The contacts of the address of record, or the status that answers: 404 unknown, 480 nobody there. */
  lookUp(request: SipRequest): { readonly found: readonly Target[] } | Refusal;
  /** Groups of targets, the most preferred first; each group is tried in parallel (RFC 3841 §7). None: nobody is left. */
  match(request: SipRequest, found: readonly Target[]): RoutingDecision;
  /** Hears what became of such a decision. */
  decided(request: SipRequest, decision: RoutingDecision, tried: Tried): void;
  /** Hears of each further contact of the address of record, until the function that it gives back is called (§16.5). */
  watch(request: SipRequest, added: (target: Target) => void): () => void;
  /** The next proxy's URI for a request without a route that is not for this domain; undefined: by its Request-URI. */
  nextHop(request: SipRequest): string | undefined;
}

export interface ProxyDeps {
  readonly sip: SipHost;
  readonly runner: MachineRunner;
  readonly timers: TimerValues;
  readonly targets: TargetService;
  readonly edge: TrustEdge;
  /** Whether it stays on the path of the dialogs that it helps to create (§16.6 item 4). */
  readonly recordRoute: boolean;
  /** How many requests outside of dialogs it works on at a time; beyond that it is overloaded (§21.5.4). */
  readonly capacity?: { readonly requests: number; readonly retryAfterS: number };
  /** How it takes part in session timers (RFC 4028 §8); absent: not at all. */
  readonly interval?: IntervalPolicy;
  /** Item 6 of §16.3: who sent a request, or how it is refused. `user` absent: nobody was asked. The request is as it is to go on. */
  readonly authenticate: (
    request: SipRequest,
    flow: Flow,
  ) => { readonly request: SipRequest; readonly user?: string } | Refusal;
  /** Makes itself known in a REGISTER that passes (RFC 3327 §5.2). */
  readonly onPath: (request: SipRequest) => SipRequest;
}

/** The proxy of one core host. */
export class StatefulProxy {
  readonly deps: ProxyDeps;
  readonly #contexts = new Map<string, ProxyContext>();

  constructor(deps: ProxyDeps) {
    this.deps = deps;
  }

  /** Validates (§16.3) and opens a response context. */
  request(transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    const taken = this.#taken(request, flow);
    const refusal = this.#refusal(request, taken);
    if (refusal !== undefined) return transaction.respond(this.#refused(request, refusal));
    const sender = this.deps.authenticate(taken, flow);
    if ('status' in sender) return transaction.respond(this.#refused(request, sender));
    const asking = this.#asking(sender.request);
    if ('status' in asking) return transaction.respond(this.#refused(request, asking));
    const known = this.deps.edge.entering(asking.request, flow.address, sender.user);
    const context = new ProxyContext(this, transaction, this.deps.onPath(known), asking.asked);
    this.#contexts.set(transaction.id, context);
  }

  #asking(request: SipRequest): ReturnType<typeof askingFor> {
    const { interval } = this.deps;
    return interval === undefined ? { request } : askingFor(request, interval);
  }

  #refused(request: SipRequest, { status, headers = [] }: Refusal): SipResponse {
    return responseTo(request, status, { toTag: this.tagFor(request), headers });
  }

  #refusal(request: SipRequest, taken: SipRequest): Refusal | undefined {
    const isRecipient = !isPredetermined(taken) && this.deps.targets.isRecipient(taken);
    const refusal = refusalOf(request, { extensions: [], isRecipient, loops: () => this.#loops(taken) });
    if (refusal !== undefined) return refusal;
    const { capacity } = this.deps;
    if (capacity === undefined || isInDialog(request) || this.#busy() < capacity.requests) return undefined;
    return { status: 503, headers: [{ name: 'Retry-After', value: String(capacity.retryAfterS) }] };
  }

  /** Requests that have no final response yet. */
  #busy(): number {
    let busy = 0;
    for (const context of this.#contexts.values()) if (!context.answered) busy++;
    return busy;
  }

  #taken(request: SipRequest, { transport }: Flow): SipRequest {
    return takeRoutes(request, (uri) => this.deps.sip.isOwn(uri), transport);
  }

  /** An ACK for a 2xx has no transaction: it is forwarded statelessly, by a branch made of the one it came with (§16.11). */
  ack(request: SipRequest, flow: Flow): void {
    const taken = this.#taken(request, flow);
    if (read(taken, maxForwards) === 0) return;
    const known = this.deps.edge.entering(taken, flow.address, undefined);
    const target = this.#firstTarget(known);
    if (target === undefined) return;
    const copy = copyFor(known, target, undefined);
    const nextHop = target.nextHop ?? copy.nextHop;
    this.deps.sip.sendStateless({ request: copy.request, nextHop, branch: this.branchFor(known, 0) });
  }

  /** "If a matching response context is found, the element MUST immediately return a 200 (OK) response to the CANCEL" (§16.10). */
  cancel(transaction: ServerTransaction, named: ServerTransaction | undefined): void {
    const { request } = transaction;
    // An INVITE that this proxy has refused itself went nowhere, and neither does its CANCEL (§9.2).
    if (named === undefined) return this.#forwardCancel(transaction);
    transaction.respond(responseTo(request, 200, { toTag: this.tagFor(request) }));
    // What is no INVITE is not to be cancelled (§9.1): it goes on, to its further targets too.
    if (named.request.method === 'INVITE') this.#contexts.get(named.id)?.cancel(request);
  }

  /**
   * "If a response context is not found, the element does not have any knowledge of the request to apply the CANCEL to. It MUST statelessly
   * forward the CANCEL request." Its branch is made as that of the first copy of its INVITE was, so that the two belong together, also
   * where this host has been restarted in between. What comes back is passed on.
   */
  #forwardCancel(transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    const taken = this.deps.edge.entering(this.#taken(request, flow), flow.address, undefined);
    const stays = read(taken, maxForwards) === 0 || this.#loops(taken);
    const target = stays ? undefined : this.#firstTarget(taken);
    if (target === undefined) return transaction.respond(this.#refused(request, { status: 481 }));
    const { request: copy, nextHop } = copyFor(taken, target, undefined);
    this.deps.sip.request(
      { request: copy, nextHop: target.nextHop ?? nextHop, branch: this.branchFor(taken, 0) },
      {
        response: (response) => {
          if (response.status >= 200) transaction.respond(this.#answerToCancel(request, response));
        },
        timeout: () => transaction.respond(responseTo(request, 408)),
        transportError: () => transaction.respond(this.#refused(request, { status: 481 })),
      },
    );
  }

  /**
   * Who has heard this host's own CANCEL of that branch takes the one that is forwarded for a copy of it, and answers the first. "If no Via
   * header field values remain in the response, the response was meant for this element and MUST NOT be forwarded" (§16.7 item 3).
   */
  #answerToCancel(request: SipRequest, response: SipResponse): SipResponse {
    const told = withoutFirst(response, 'Via');
    if (hasHeader(told, 'Via')) return told;
    return responseTo(request, response.status, { toTag: this.tagFor(request) });
  }

  #firstTarget(request: SipRequest): Target | undefined {
    const { targets } = this.deps;
    if (isPredetermined(request)) return targetOf(request);
    if (!targets.responsibleFor(request)) return targetOf(request, targets.nextHop(request));
    const outcome = targets.lookUp(request);
    return 'found' in outcome ? targets.match(request, outcome.found).groups[0]?.[0] : undefined;
  }

  ended(transaction: ServerTransaction): void {
    this.#contexts.get(transaction.id)?.serverEnded();
    this.#contexts.delete(transaction.id);
  }

  /** Requests that it has a context for. */
  get size(): number {
    return this.#contexts.size;
  }

  /** A To tag for the responses that the proxy makes itself. */
  tagFor(request: SipRequest): string {
    return this.#token(`${header(request, 'Call-ID')}/tag`, 10);
  }

  /** What it puts into Record-Route of a request, if anything. */
  recordRouteFor(request: SipRequest): string | undefined {
    const { recordRoute, sip } = this.deps;
    return recordRoute && mayCreateDialog(request) ? `<sip:${sip.sentBy};lr>` : undefined;
  }

  /**
   * The branch of the n-th copy of a request, as a request without its own routes has it: a part of its own, and a hash over all that
   * decides the routing (RFC 5393 §4.2.1). Neither depends on the method, so that CANCEL and ACK follow.
   */
  branchFor(request: SipRequest, n: number): string {
    const { chance, name } = this.deps.sip.host;
    return `${newBranch(chance, `${name}/${originOf(request)}/copy ${n}`)}.${loopHash(chance, name, request)}`;
  }

  #token(name: string, length: number): string {
    return this.deps.sip.host.chance.token(`${this.deps.sip.host.name}/${name}`, length);
  }

  #loops(taken: SipRequest): boolean {
    const { host } = this.deps.sip;
    return hasLooped(taken, loopHash(host.chance, host.name, taken), (value) => this.#isOwnVia(value));
  }

  #isOwnVia(value: Via): boolean {
    const { sip } = this.deps;
    const address = sip.host.resolve(value.host);
    return address !== undefined && sip.isOwnAddress(address) && (value.port ?? 5060) === sip.port;
  }
}

/** Whether a request still has a route to follow, or a maddr: then its target is fixed, whoever owns the domain (§16.5). */
export function isPredetermined(request: SipRequest): boolean {
  return readAll(request, route).length > 0 || hasMaddr(request);
}

/** Where a request goes by its own Request-URI. */
export function targetOf(request: SipRequest, nextHop?: string): Target {
  const target = { uri: request.uri, params: [], path: [] };
  return nextHop === undefined ? target : { ...target, nextHop };
}

function isInDialog(request: SipRequest): boolean {
  const value = read(request, to);
  return value !== undefined && tagOf(value) !== undefined;
}
