// RFC 3261 §16.6 and §16.7: one copy of a request on its way to one target.
import { type BranchEffect, branchMachine } from './proxy-branch.machine.ts';
import type { ProxyContext } from './proxy-context.ts';
import { copyFor } from './routing.ts';
import { withoutFirst } from './sip/headers.ts';
import type { SipResponse } from './sip/message.ts';
import type { ClientTransaction, Running } from './sip/transaction-types.ts';
import type { Share } from './target-set.ts';

export class ProxyBranch {
  readonly #context: ProxyContext;
  readonly #share: Share;
  readonly #name: string;
  readonly #machine: Running<typeof branchMachine>;
  #client: ClientTransaction | undefined;
  #sentTo = '';

  constructor(context: ProxyContext, share: Share, n: number) {
    this.#context = context;
    this.#share = share;
    const { proxy, request } = context;
    this.#name = proxy.branchFor(request, n);
    const { timers } = proxy.deps;
    this.#machine = proxy.deps.runner.start(branchMachine, {
      machine: 'branch',
      id: `branch ${n + 1} of ${context.id}`,
      input: { invite: request.method === 'INVITE', timerCUs: timers.cUs, guardUs: 64 * timers.t1Us },
      perform: (effect) => this.#perform(effect),
    });
  }

  /** What it tries. */
  get share(): Share {
    return this.#share;
  }

  /** The URI that its request was sent to: a route, the next host, or the target's own. */
  get sentTo(): string {
    return this.#sentTo;
  }

  cancel(): void {
    this.#machine.send({ type: 'cancel' });
  }

  end(): void {
    this.#machine.stop();
  }

  #perform(effect: BranchEffect): void {
    const { proxy } = this.#context;
    switch (effect.type) {
      case 'send':
        return this.#send();
      case 'sendCancel':
        if (this.#client) proxy.deps.sip.transactions.cancel(this.#client, deaf, this.#context.cancelHeaders);
        return;
      case 'abandon':
        if (this.#client) proxy.deps.sip.transactions.abandon(this.#client);
        return;
      case 'relay':
        return this.#context.provisional(effect.response);
      case 'succeed':
        return this.#context.success(effect.response);
      case 'fail':
        return this.#context.failure(effect.response, this);
      case 'failAs':
        return this.#context.failure(this.#context.ownResponse(effect.status), this);
    }
  }

  #send(): void {
    const { proxy, request } = this.#context;
    const { target, maxBreadth } = this.#share;
    const { sip } = proxy.deps;
    const copy = copyFor(request, target, proxy.recordRouteFor(request), maxBreadth);
    const to = target.nextHop ?? copy.nextHop;
    this.#sentTo = to;
    const outgoing = { request: proxy.deps.edge.leaving(copy.request, to), nextHop: to, branch: this.#name };
    this.#client = sip.request(outgoing, {
      response: (response) => this.#heard(proxy.deps.edge.answered(response, to)),
      timeout: () => this.#machine.send({ type: 'timeout' }),
      transportError: () => this.#machine.send({ type: 'transportError' }),
      moved: (client) => {
        this.#client = client;
      },
      ended: () => this.#context.branchEnded(this),
    });
  }

  /** "The proxy removes the topmost Via" (§16.7 item 3); 100 goes no further (item 5). */
  #heard(response: SipResponse): void {
    const received = withoutFirst(response, 'Via');
    const { status } = response;
    if (status === 100) this.#machine.send({ type: 'trying', received });
    else if (status < 200) this.#machine.send({ type: 'provisional', received });
    else if (status < 300) this.#machine.send({ type: 'success', received });
    else this.#machine.send({ type: 'failure', received });
  }
}

/** A proxy takes no interest in what is said to its CANCEL (§16.10). */
const deaf = { response: () => {}, timeout: () => {}, transportError: () => {} };
