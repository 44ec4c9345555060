// RFC 3261 §16.5 to §16.10: one request at the proxy: its targets, its branches and its answer.
import { forwardable } from './best-response.ts';
import { type Disposition, parseDisposition } from './caller-preferences/request-disposition.ts';
import { hasRoute, type StatefulProxy, targetOf } from './proxy.ts';
import { ProxyBranch } from './proxy-branch.ts';
import type { Refusal } from './proxy-validation.ts';
import { type ResponseContextEffect, responseContextMachine } from './response-context.machine.ts';
import { responseTo } from './sip/build.ts';
import { maxBreadth, read } from './sip/header-table.ts';
import { header, headerValues } from './sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './sip/message.ts';
import type { Running, ServerTransaction } from './sip/transaction-types.ts';
import { redirection, type Target, TargetSet, withoutContacts } from './target-set.ts';

/** Caller preferences go into a CANCEL as they stood in its INVITE (RFC 3841 §5). */
const preferences = ['accept-contact', 'reject-contact', 'request-disposition'];

export class ProxyContext {
  readonly proxy: StatefulProxy;
  readonly #server: ServerTransaction;
  /** As it is to be forwarded: the routes that led here are taken off. */
  readonly request: SipRequest;
  readonly #machine: Running<typeof responseContextMachine>;
  readonly #wanted: Disposition;
  readonly #targets: TargetSet;
  readonly #branches: ProxyBranch[] = [];
  /** Those whose client transaction is not over. */
  readonly #open = new Set<ProxyBranch>();
  #found: readonly Target[] = [];
  /** Its Request-URI is one of this proxy's own: it may be changed, and 3xx be recursed on (§16.5). */
  #responsible = false;
  #answered = false;
  #serverEnded = false;
  #cancelHeaders: readonly HeaderField[] = [];

  constructor(proxy: StatefulProxy, server: ServerTransaction, request: SipRequest) {
    this.proxy = proxy;
    this.#server = server;
    this.request = request;
    this.#wanted = parseDisposition(headerValues(request, 'Request-Disposition'));
    this.#targets = new TargetSet(this.#wanted, read(request, maxBreadth));
    this.#machine = proxy.deps.runner.start(responseContextMachine, {
      machine: 'responseContext',
      id: `context ${server.id.replace(/^server /, '')}`,
      input: { invite: request.method === 'INVITE', cancelsOthers: this.#wanted.cancel !== false },
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
    this.#machine.send({ type: 'cancel' });
  }

  get cancelHeaders(): readonly HeaderField[] {
    const preferred = this.request.headers.filter(({ name }) => preferences.includes(name.toLowerCase()));
    return [...preferred, ...this.#cancelHeaders];
  }

  /** The server transaction is gone. A branch that is still there may yet bring a 2xx: then that has to be forwarded (§16.7 item 5). */
  serverEnded(): void {
    this.#serverEnded = true;
    this.#answered = true;
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

  failure(response: SipResponse): void {
    const isRedirection = response.status >= 300 && response.status < 400 && response.status !== 380;
    if (isRedirection && this.#responsible && this.#wanted.recurse !== false) this.#recurse(response);
    else this.#machine.send({ type: 'failure', response });
  }

  /** "If a proxy server is recursing, it adds the Contact header fields […] and re-applies the caller preferences" (RFC 3841 §7.2.4). */
  #recurse(response: SipResponse): void {
    const found = this.#answered ? [] : this.#targets.redirected(response);
    const left = withoutContacts(response, found);
    if (found.length > 0) this.#choose([...this.#targets.untried, ...found]);
    this.#machine.send({ type: 'redirected', response, left, groups: this.#targets.groupsLeft });
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
    if (hasRoute(request) || !targets.responsibleFor(request)) {
      const nextHop = hasRoute(request) ? undefined : targets.nextHop(request);
      this.#targets.replace([[targetOf(request, nextHop)]]);
      this.#machine.send({ type: 'found' });
      return;
    }
    this.#responsible = true;
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
    this.#machine.send({ type: 'chosen', groups: this.#targets.groupsLeft });
  }

  /** Orders candidates by the caller's preferences. Answers how the request is refused where nobody is to be tried. */
  #choose(candidates: readonly Target[]): Refusal | undefined {
    const groups = this.proxy.deps.targets.match(this.request, candidates);
    if (this.#wanted.handling === 'redirect' && groups.length > 0)
      return { status: 302, headers: redirection(groups) };
    const isBroadEnough = this.#targets.replace(groups);
    if (groups.length === 0) return { status: 480 };
    return isBroadEnough ? undefined : { status: 440 };
  }

  #forward(): void {
    const shares = this.#targets.next();
    const branches = shares.map((share, i) => new ProxyBranch(this, share, this.#branches.length + i));
    this.#branches.push(...branches);
    for (const branch of branches) this.#open.add(branch);
    this.#machine.send({ type: 'started', branches: branches.length });
  }

  /** A 2xx may come after a final response was sent: then it goes back by its Via alone (§16.7 item 5, RFC 6026 §7.2). */
  #relay(response: SipResponse): void {
    if (response.status >= 200) this.#answered = true;
    const { state, flow } = this.#server;
    const told = this.proxy.deps.edge.telling(response, flow.address);
    const late = state === 'completed' || state === 'confirmed' || state === 'terminated';
    if (late) this.proxy.deps.sip.respondStateless(told, flow);
    else this.#server.respond(told);
  }

  /** None at all is 408 (§16.7 item 6); to a non-INVITE the transaction sends none, and the client times out by itself (RFC 4320 §4.2). */
  #answer(best: SipResponse | undefined): void {
    this.#answered = true;
    const response = forwardable(best ?? this.ownResponse(408));
    const { flow } = this.#server;
    this.#server.respond(this.proxy.deps.edge.telling(response, flow.address));
  }
}
