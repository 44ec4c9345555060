// RFC 3261 §17, RFC 6026, RFC 4320: the transaction layer of one SIP element. The states are in the four `*.machine.ts` of the
// transactions, what matches in transaction-matching.ts; this file keeps who is there.
import type { SipRequest } from './message.ts';
import { branchText, CANCELLED, clientKey, mergeKey, oldAckKey, serverKey } from './transaction-matching.ts';
import type {
  ClientTransaction,
  ClientUser,
  Flow,
  ServerTransaction,
  TransactionDeps,
  Transactions,
} from './transaction-types.ts';
import { type Client, startClient } from './transactions-client.ts';
import { cancelFor } from './transactions-requests.ts';
import { type Server, startServer } from './transactions-server.ts';

/** Makes the transaction layer of one element. A transaction is forgotten when it ends. */
export function createTransactions(deps: TransactionDeps): Transactions {
  return new TransactionLayer(deps);
}

/** A branch is a peer's text: an id shows no more of it than this. */
const BRANCH_SHOWN = 40;

class TransactionLayer implements Transactions {
  readonly #deps: TransactionDeps;
  readonly #clients = new Map<string, Client>();
  /** By the key of its request, and by that of its ACK where that differs. */
  readonly #servers = new Map<string, Server>();
  readonly #byId = new Map<string, Client | Server>();
  /** Ongoing server transactions that may be branches of one request, in the order in which they began. */
  readonly #alike = new Map<string, Set<ServerTransaction>>();

  #namesakes = 0;

  constructor(deps: TransactionDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#byId.size;
  }

  request(request: SipRequest, flow: Flow, user: ClientUser): ClientTransaction {
    return this.#deps.runner.now(() => {
      const key = clientKey(request);
      if (key === undefined) throw new Error(`a ${request.method} without a branch or a CSeq cannot be sent`);
      if (this.#clients.has(key)) throw new Error(`a second ${request.method} with the branch ${key}`);
      const id = this.#newId('client', request);
      const ended = () => {
        this.#clients.delete(key);
        this.#byId.delete(id);
        this.#deps.ended?.(id);
        user.ended?.();
      };
      const client = startClient(this.#deps, id, request, flow, user, ended);
      this.#clients.set(key, client);
      this.#byId.set(id, client);
      return client;
    });
  }

  isFree(request: SipRequest): boolean {
    return !this.#clients.has(clientKey(request) ?? '');
  }

  cancel(invite: ClientTransaction, user: ClientUser, extra?: SipRequest['headers']): ClientTransaction {
    return this.request(cancelFor(invite.request, extra), invite.flow, user);
  }

  abandon(transaction: ClientTransaction): void {
    const client = this.#byId.get(transaction.id);
    if (client !== undefined && 'abandon' in client) client.abandon();
  }

  receiveResponse(response: Parameters<Transactions['receiveResponse']>[0]): boolean {
    const key = clientKey(response);
    const client = key === undefined ? undefined : this.#clients.get(key);
    client?.receive(response);
    return client !== undefined;
  }

  receiveRequest(request: SipRequest, flow: Flow): void {
    this.#deps.runner.now(() => {
      const key = serverKey(request);
      const server = key === undefined ? undefined : this.#servers.get(key);
      if (request.method === 'ACK') {
        if (server === undefined) this.#deps.user.ack(request, flow);
        else server.acknowledged(request, flow);
      } else if (server !== undefined) server.again();
      else if (key !== undefined) this.#open(key, request, flow);
    });
  }

  merged(transaction: ServerTransaction): boolean {
    const alike = this.#alike.get(mergeKey(transaction.request) ?? '');
    if (alike === undefined) return false;
    const [first] = alike;
    return alike.size > 1 && first !== transaction;
  }

  transportError(transaction: string): void {
    this.#byId.get(transaction)?.transportError();
  }

  /** Opens a server transaction, and keeps it under its keys until it ends. */
  #open(key: string, request: SipRequest, flow: Flow): void {
    const { user } = this.#deps;
    const id = this.#newId('server', request);
    const keys = ['INVITE', 'CANCEL'].includes(request.method)
      ? [key]
      : [key, serverKey(request, CANCELLED) ?? key];
    const server: Server = startServer(this.#deps, id, request, flow, {
      opened: () => {
        if (request.method === 'CANCEL') user.cancel(server, this.#named(request));
        else user.request(server);
      },
      answered: (response) => {
        const ackKey = oldAckKey(request, response);
        if (ackKey === undefined) return;
        keys.push(ackKey);
        this.#servers.set(ackKey, server);
      },
      ended: () => {
        for (const each of keys) if (this.#servers.get(each) === server) this.#servers.delete(each);
        this.#byId.delete(id);
        this.#deps.ended?.(id);
        this.#forgetAlike(server);
        user.ended(server);
      },
    });
    for (const each of keys) this.#servers.set(each, server);
    this.#byId.set(id, server);
    this.#noteAlike(server);
  }

  /** What a CANCEL names: an INVITE, or another request that has its branch. */
  #named(cancel: SipRequest): Server | undefined {
    const keys = [serverKey(cancel, 'INVITE'), serverKey(cancel, CANCELLED)];
    return keys.map((key) => this.#servers.get(key ?? '')).find((server) => server !== undefined);
  }

  #noteAlike(server: Server): void {
    const key = mergeKey(server.request);
    if (key === undefined) return;
    const alike = this.#alike.get(key);
    if (alike === undefined) this.#alike.set(key, new Set([server]));
    else alike.add(server);
  }

  #forgetAlike(server: Server): void {
    const key = mergeKey(server.request);
    const alike = key === undefined ? undefined : this.#alike.get(key);
    alike?.delete(server);
    if (alike?.size === 0) this.#alike.delete(key!);
  }

  /** `client INVITE z9hG4bK77ef4c`; with a number behind it where another lives that would be called the same. */
  #newId(side: 'client' | 'server', request: SipRequest): string {
    const name = `${side} ${request.method} ${branchText(request).slice(0, BRANCH_SHOWN)}`;
    return this.#byId.has(name) ? `${name} #${++this.#namesakes}` : name;
  }
}
