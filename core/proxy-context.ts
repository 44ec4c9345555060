// RFC 3261 §16.5 to §16.10: one request at the proxy: its targets, its branches and its answer.
import { forwardable } from './best-response.ts';
import type { Binding } from './location.ts';
import { hasRoute, type Proxy, type Target } from './proxy.ts';
import { ProxyBranch } from './proxy-branch.ts';
import { type ResponseContextEffect, responseContextMachine } from './response-context.machine.ts';
import { responseTo } from './sip/build.ts';
import { header } from './sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './sip/message.ts';
import type { Running, ServerTransaction } from './sip/transaction-types.ts';

/** Caller preferences go into a CANCEL as they stood in its INVITE (RFC 3841 §5). */
const preferences = ['Accept-Contact', 'Reject-Contact', 'Request-Disposition'];

export class ProxyContext {
  readonly proxy: Proxy;
  readonly #server: ServerTransaction;
  /** As it is to be forwarded: the routes that led here are taken off. */
  readonly request: SipRequest;
  readonly #machine: Running<typeof responseContextMachine>;
  readonly #branches: ProxyBranch[] = [];
  #found: readonly Binding[] = [];
  #groups: (readonly Target[])[] = [];
  #cancelHeaders: readonly HeaderField[] = [];

  constructor(proxy: Proxy, server: ServerTransaction, request: SipRequest) {
    this.proxy = proxy;
    this.#server = server;
    this.request = request;
    this.#machine = proxy.deps.runner.start(responseContextMachine, {
      machine: 'responseContext',
      id: `context ${server.id.replace(/^server /, '')}`,
      input: { invite: request.method === 'INVITE' },
      perform: (effect) => this.#perform(effect),
    });
  }

  get id(): string {
    return this.#machine.id;
  }

  cancel(cancel: SipRequest): void {
    // A Reason travels on with the CANCEL (RFC 3326).
    const reason = header(cancel, 'Reason');
    this.#cancelHeaders = reason === undefined ? [] : [{ name: 'Reason', value: reason }];
    this.#machine.send({ type: 'cancel' });
  }

  get cancelHeaders(): readonly HeaderField[] {
    const preferred = this.request.headers.filter(({ name }) =>
      preferences.some((known) => known.toLowerCase() === name.toLowerCase()),
    );
    return [...preferred, ...this.#cancelHeaders];
  }

  end(): void {
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
    this.#machine.send({ type: 'failure', response });
  }

  /** A response that the proxy makes itself. */
  ownResponse(status: number): SipResponse {
    return responseTo(this.#server.request, status, { toTag: this.proxy.tagFor(this.#server.request) });
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

  #lookUp(): void {
    const { targets } = this.proxy.deps;
    const { request } = this;
    if (hasRoute(request) || !targets.responsibleFor(request)) {
      const nextHop = hasRoute(request) ? undefined : targets.nextHop(request);
      this.#groups = [[nextHop === undefined ? { uri: request.uri } : { uri: request.uri, nextHop }]];
      this.#machine.send({ type: 'found' });
      return;
    }
    const outcome = targets.lookUp(request);
    if ('status' in outcome) {
      this.#machine.send({ type: 'refused', response: this.ownResponse(outcome.status) });
      return;
    }
    this.#found = outcome.found;
    this.#machine.send({ type: 'found' });
  }

  #match(): void {
    if (this.#groups.length === 0) {
      const outcome = this.proxy.deps.targets.match(this.request, this.#found);
      if ('status' in outcome) {
        this.#machine.send({ type: 'refused', response: this.ownResponse(outcome.status) });
        return;
      }
      this.#groups = [...outcome.groups];
    }
    this.#machine.send({ type: 'chosen', groups: this.#groups.length });
  }

  #forward(): void {
    const group = this.#groups.shift() ?? [];
    const branches = group.map((target, i) => new ProxyBranch(this, target, this.#branches.length + i));
    this.#branches.push(...branches);
    this.#machine.send({ type: 'started', branches: branches.length });
  }

  /** A 2xx may come after a final response was sent: then it goes back by its Via alone (§16.7 item 5, RFC 6026 §7.2). */
  #relay(response: SipResponse): void {
    if (this.#server.state === 'completed' || this.#server.state === 'confirmed') {
      this.proxy.deps.sip.respondStateless(response, this.#server.flow);
    } else {
      this.#server.respond(response);
    }
  }

  /** None at all is 408 (§16.7 item 6); to a non-INVITE the transaction sends none, and the client times out by itself (RFC 4320 §4.2). */
  #answer(best: SipResponse | undefined): void {
    const response = forwardable(best ?? this.ownResponse(408));
    this.#server.respond(response);
  }
}
