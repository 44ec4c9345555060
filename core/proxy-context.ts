// RFC 3261 §16.5 to §16.10: one request at the proxy: its targets, its branches and its answer.
import { forwardable } from './best-response.ts';
import { type Disposition, parseDisposition } from './caller-preferences/request-disposition.ts';
import { isPredetermined, type StatefulProxy, targetOf } from './proxy.ts';
import { ProxyBranch } from './proxy-branch.ts';
import type { Refusal } from './proxy-validation.ts';
import { QUEUE_MOST_US } from './queue.ts';
import { redirection, sipVersionOf, withoutContacts } from './redirection.ts';
import { type ResponseContextEffect, responseContextMachine } from './response-context.machine.ts';
import type { RoutingDecision } from './routing-decision.ts';
import { type AskedInterval, answeringTo } from './session-interval.ts';
import { responseTo } from './sip/build.ts';
import { recordRoutes } from './sip/dialog.ts';
import { maxBreadth, read } from './sip/header-table.ts';
import { header, headerValues } from './sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './sip/message.ts';
import { asksForReliable } from './sip/reliable.ts';
import type { Running, ServerTransaction } from './sip/transaction-types.ts';
import { type Target, TargetSet } from './target-set.ts';

/** Caller preferences go into a CANCEL as they stood in its INVITE (RFC 3841 §5). */
const preferences = ['accept-contact', 'reject-contact', 'request-disposition'];

export class ProxyContext {
  readonly proxy: StatefulProxy;
  readonly #server: ServerTransaction;
  /** As it is to be forwarded: the routes that led here are taken off. */
  readonly request: SipRequest;
  /** The session timer that was asked for with it (RFC 4028 §8). */
  readonly #asked: AskedInterval | undefined;
  readonly #machine: Running<typeof responseContextMachine>;
  readonly #wanted: Disposition;
  #targets: TargetSet;
  readonly #branches: ProxyBranch[] = [];
  /** Those whose client transaction is not over. */
  readonly #open = new Set<ProxyBranch>();
  /** All that the request could go to, so far: bindings, redirections, who registered late. */
  #found: readonly Target[] = [];
  #unwatch: (() => void) | undefined;
  /** Its Request-URI is one of this proxy's own: it may be changed, and 3xx be recursed on (§16.5). */
  readonly #responsible: boolean;
  #answered = false;
  #serverEnded = false;
  #cancelHeaders: readonly HeaderField[] = [];

  constructor(
    proxy: StatefulProxy,
    server: ServerTransaction,
    request: SipRequest,
    asked: AskedInterval | undefined,
  ) {
    this.proxy = proxy;
    this.#asked = asked;
    this.#server = server;
    this.request = request;
    this.#wanted = parseDisposition(headerValues(request, 'Request-Disposition'));
    this.#targets = this.#noTargets();
    this.#responsible = !isPredetermined(request) && proxy.deps.targets.responsibleFor(request);
    const invite = request.method === 'INVITE';
    // "If […] it is the owner of the domain in the Request URI, the server SHOULD execute the directives" (RFC 3841 §7.1).
    const queues = invite && this.#responsible && this.#wanted.queue === true;
    this.#machine = proxy.deps.runner.start(responseContextMachine, {
      machine: 'responseContext',
      id: `context ${server.id.replace(/^server /, '')}`,
      input: {
        invite,
        cancelsOthers: this.#wanted.cancel !== false,
        queueLeftUs: queues ? QUEUE_MOST_US : 0,
        // Twice as long as the callee keeps a transaction that it has refused (Timer I).
        queueLeastUs: 2 * proxy.deps.timers.t4Us,
      },
      perform: (effect) => this.#perform(effect),
    });
  }

  get id(): string {
    return this.#machine.id;
  }

  /** It has had a final response, or its transaction is over. */
  get answered(): boolean {
    return this.#answered;
  }

  cancel(cancel: SipRequest): void {
    // A Reason travels on with the CANCEL (RFC 3326).
    const reason = header(cancel, 'Reason');
    this.#cancelHeaders = reason === undefined ? [] : [{ name: 'Reason', value: reason }];
    this.#machine.send({ type: 'cancel', terminated: this.ownResponse(487) });
  }

  get cancelHeaders(): readonly HeaderField[] {
    const preferred = this.request.headers.filter(({ name }) => preferences.includes(name.toLowerCase()));
    return [...preferred, ...this.#cancelHeaders];
  }

  /** The server transaction is gone. A branch that is still there may yet bring a 2xx: then that has to be forwarded (§16.7 item 5). */
  serverEnded(): void {
    this.#serverEnded = true;
    this.#settled();
    this.#endIfOver();
  }

  /** The client transaction of a branch is gone. */
  branchEnded(branch: ProxyBranch): void {
    this.#open.delete(branch);
    this.#endIfOver();
  }

  #endIfOver(): void {
    if (!this.#serverEnded || this.#open.size > 0) return;
    for (const branch of this.#branches) branch.end();
    this.#machine.stop();
  }

  provisional(response: SipResponse): void {
    this.#machine.send({ type: 'provisional', response });
  }

  success(response: SipResponse): void {
    this.#machine.send({ type: 'success', response });
  }

  failure(response: SipResponse, branch: ProxyBranch): void {
    this.#targets.settle(branch.share);
    const isRedirection = response.status >= 300 && response.status < 400 && response.status !== 380;
    const isUnknownScheme = response.status === 416;
    const recurses = this.#isOpen && this.#responsible && this.#wanted.recurse !== false;
    const redirected = recurses && isRedirection ? this.#targets.redirected(response) : [];
    const found = recurses && isUnknownScheme ? this.#asSip(branch) : redirected;
    if (found.length === 0) this.#machine.send({ type: 'failure', response });
    else this.#recurse(found, isRedirection ? withoutContacts(response, found) : undefined);
  }

  /** It may still get further targets. */
  get #isOpen(): boolean {
    const { state } = this.#machine;
    return state === 'forwarding' || state === 'waiting' || state === 'queued';
  }

  /** "The proxy SHOULD add a new URI to the target set" where a scheme that it put there itself is not supported (§16.7 item 4). */
  #asSip({ share: { target }, sentTo }: ProxyBranch): Target[] {
    const uri = sipVersionOf(target.uri, sentTo);
    return uri !== undefined && this.#targets.admit(uri) ? [{ ...target, uri }] : [];
  }

  /**
   * "If a proxy server is recursing, it adds the Contact header fields […] and re-applies the caller preferences" (RFC 3841 §7.2.4). `left`
   * is what remains of the response in the response context; where nobody is left to be tried, something has to.
   */
  #recurse(found: readonly Target[], left: SipResponse | undefined): void {
    this.#found = [...this.#found, ...found];
    const refused = this.#choose([...this.#targets.groups.flat(), ...found]);
    const own = refused && this.ownResponse(refused.status, refused.headers);
    this.#machine.send({
      type: 'redirected',
      left: left ?? own,
      groups: this.#targets.groups.length,
    });
  }

  /**
   * "New locations SHOULD be added to the target set as they become available" (§16.5): beside those that are being tried where it is as
   * good as they are, else when its turn comes. Not where the caller wants one target, or the one that accepts has been found.
   */
  #added({ uri, params, path }: Target): void {
    if (!this.#isOpen || this.#wanted.fork === false || !this.#targets.admit(uri)) return;
    this.#found = [...this.#found, { uri, params, path }];
    const decision = this.proxy.deps.targets.match(this.request, this.#found);
    const isWanted = decision.groups.flat().some((target) => target.uri === uri);
    const atOnce = isWanted && this.#targets.join(decision.groups);
    this.#tell(decision);
    if (isWanted) this.#machine.send({ type: 'added', groups: this.#targets.groups.length, atOnce });
  }

  /** A response that the proxy makes itself. */
  ownResponse(status: number, headers: readonly HeaderField[] = []): SipResponse {
    const { request } = this.#server;
    return responseTo(request, status, { toTag: this.proxy.tagFor(request), headers });
  }

  #perform(effect: ResponseContextEffect): void {
    switch (effect.type) {
      case 'lookUp':
        return this.#lookUp();
      case 'match':
        return this.#match();
      case 'forward':
        return this.#forward();
      case 'cancelPending':
        for (const branch of this.#branches) branch.cancel();
        return;
      case 'sayQueued':
        return this.#sayQueued();
      case 'relay':
        return this.#relay(effect.response);
      case 'answer':
        return this.#answer(effect.response);
    }
  }

  #refuse({ status, headers = [] }: Refusal): void {
    this.#machine.send({ type: 'refused', response: this.ownResponse(status, headers) });
  }

  #lookUp(): void {
    const { targets } = this.proxy.deps;
    const { request } = this;
    this.#targets = this.#noTargets();
    if (!this.#responsible) {
      const nextHop = isPredetermined(request) ? undefined : targets.nextHop(request);
      const isBroadEnough = this.#targets.replace([[targetOf(request, nextHop)]]);
      return isBroadEnough ? this.#machine.send({ type: 'found' }) : this.#refuse({ status: 440 });
    }
    this.#unwatch ??= targets.watch(request, (target) => this.#added(target));
    const outcome = targets.lookUp(request);
    if ('status' in outcome) return this.#refuse(outcome);
    this.#found = outcome.found;
    this.#machine.send({ type: 'found' });
  }

  #match(): void {
    if (this.#responsible) {
      const refused = this.#choose(this.#found);
      if (refused !== undefined) return this.#refuse(refused);
    }
    this.#machine.send({ type: 'chosen', groups: this.#targets.groups.length });
  }

  /** Orders candidates by the caller's preferences. Answers how the request is refused where nobody is to be tried. */
  #choose(candidates: readonly Target[]): Refusal | undefined {
    const decision = this.proxy.deps.targets.match(this.request, candidates);
    const { groups } = decision;
    const redirects = this.#wanted.handling === 'redirect' && groups.length > 0;
    const isBroadEnough = redirects || this.#targets.replace(groups);
    const isRefused = redirects || !isBroadEnough;
    this.#tell(decision, isRefused ? [] : this.#targets.groups);
    if (redirects) return { status: 302, headers: redirection(groups) };
    if (groups.length === 0) return { status: 480 };
    return isBroadEnough ? undefined : { status: 440 };
  }

  #tell(decision: RoutingDecision, groups: readonly (readonly Target[])[] = this.#targets.groups): void {
    const values = (name: string) => headerValues(this.request, name).map((value) => `${name}: ${value}`);
    const because = [...values('Request-Disposition'), ...values('Max-Breadth')];
    const tried = this.#branches.length > 0 ? [...because, 'others are being tried'] : because;
    this.proxy.deps.targets.decided(this.request, decision, { groups, because: tried });
  }

  #noTargets(): TargetSet {
    return new TargetSet(this.#wanted, read(this.request, maxBreadth));
  }

  #forward(): void {
    const shares = this.#targets.next();
    const branches = shares.map((share, i) => new ProxyBranch(this, share, this.#branches.length + i));
    this.#branches.push(...branches);
    for (const branch of branches) this.#open.add(branch);
    this.#machine.send({ type: 'started', branches: branches.length, groups: this.#targets.groups.length });
  }

  /**
   * A proxy "cannot issue non-100 provisional responses on its own. However, it can branch the request to a UAS sharing the same element as
   * the proxy" (§16.7 item 6). That one's dialog is early, and never more: it has a tag, a Contact and the routes so far (§12.1.1). It tells
   * nothing reliably, and so nothing where the INVITE requires that (RFC 3262 §3).
   */
  #sayQueued(): void {
    if (asksForReliable(this.#server.request) === 'required') return;
    const contact = { name: 'Contact', value: `<sip:${this.proxy.deps.sip.sentBy}>` };
    this.#server.respond(this.ownResponse(182, [...recordRoutes(this.#server.request), contact]));
  }

  /**
   * Any 2xx is passed on, a second one too (§16.7 item 5). "If the server transaction is no longer available to handle the transmission, the
   * response is simply discarded" (RFC 6026 §8.3), as is a 2xx whose client transaction is gone (§7.3).
   */
  #relay(response: SipResponse): void {
    if (response.status >= 200) this.#settled();
    const { flow } = this.#server;
    if (this.#serverEnded) return this.#discarded(response);
    const told = answeringTo(response, this.#asked);
    this.#server.respond(this.proxy.deps.edge.telling(told, flow.address));
  }

  #discarded({ status }: SipResponse): void {
    const { host } = this.proxy.deps.sip;
    const text = `discarded a ${status}: its server transaction is over`;
    host.trace.record({ type: 'note', node: host.name, text });
  }

  /** A final response is on its way: no further target is wanted. */
  #settled(): void {
    this.#answered = true;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  /** None at all is 408 (§16.7 item 6); to a non-INVITE the transaction sends none, and the client times out by itself (RFC 4320 §4.2). */
  #answer(best: SipResponse | undefined): void {
    this.#settled();
    const response = answeringTo(forwardable(best ?? this.ownResponse(408)), this.#asked);
    const { flow } = this.#server;
    this.#server.respond(this.proxy.deps.edge.telling(response, flow.address));
  }
}
