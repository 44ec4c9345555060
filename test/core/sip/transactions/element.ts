import { request, responseTo } from '../../../../core/sip/build.ts';
import { header } from '../../../../core/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../../../core/sip/message.ts';
import type {
  ClientTransaction,
  ClientUser,
  Flow,
  ServerTransaction,
  TimerValues,
  Transactions,
} from '../../../../core/sip/transaction-types.ts';
import { createTransactions } from '../../../../core/sip/transactions.ts';
import { defaultTimers } from '../../../../core/sip/transactions-timers.ts';
import type { OnTransition } from '../../../../sim/statechart/types.ts';
import type { TraceRecord } from '../../../../sim/trace/records.ts';
import { createBench } from '../../../sim/statechart/bench.ts';

export const udp: Flow = { transport: 'udp', address: '192.0.2.9', port: 5060 };
export const tcp: Flow = { transport: 'tcp', address: '192.0.2.9', port: 5060 };

/** A request with a branch, and what else the matching looks at. */
export function aRequest(
  method = 'INVITE',
  options: { branch?: string; sentBy?: string; cseq?: number; callId?: string; toTag?: string } = {},
): SipRequest {
  const { branch = 'z9hG4bK1', sentBy = 'pc33.example.com', cseq = 1, callId = 'a84b4c76', toTag } = options;
  const [host = '', port] = sentBy.split(':');
  return request({
    method,
    uri: 'sip:bob@example.com',
    via: {
      version: 'SIP/2.0',
      transport: 'UDP',
      host,
      ...(port === undefined ? {} : { port: Number(port) }),
      params: [{ name: 'branch', value: branch }],
    },
    from: '<sip:alice@example.com>;tag=88sja8x',
    to: toTag === undefined ? '<sip:bob@example.com>' : `<sip:bob@example.com>;tag=${toTag}`,
    callId,
    cseq,
  });
}

/** A SIP element with nothing but its transaction layer: what it sends and what its user hears are lines with their times in ms. */
export interface Element {
  readonly transactions: Transactions;
  readonly log: string[];
  /** What was put on the wire. */
  readonly sent: (SipRequest | SipResponse)[];
  /** The server transactions that opened, in order. */
  readonly opened: ServerTransaction[];
  /** A user of client transactions that writes to the log. */
  readonly user: ClientUser;
  readonly records: readonly TraceRecord[];
  /** Records of the trace as lines. */
  story(): string[];
  /** Called on every opened server transaction. */
  onRequest: (transaction: ServerTransaction) => void;
  /** Sends fail while it is true. */
  broken: boolean;
  call(message?: SipRequest, flow?: Flow): ClientTransaction;
  receive(message?: SipRequest, flow?: Flow): void;
  /** The peer answers the latest request that `call` sent. */
  answer(status: number, toTag?: string): boolean;
  /** Runs to that time, or to the end. */
  run(untilMs?: number): void;
  /** What the log got since the last call. */
  news(): string[];
}

export function createElement(timers: TimerValues = defaultTimers, onTransition?: OnTransition): Element {
  const bench = createBench(onTransition === undefined ? {} : { onTransition });
  const log: string[] = [];
  let read = 0;
  let latest = aRequest();
  const say = (text: string) => log.push(`${bench.kernel.nowUs / 1000} ${text}`);
  const element: Element = {
    log,
    sent: [],
    opened: [],
    broken: false,
    onRequest: () => {},
    user: {
      response: (response) => say(`to TU: ${response.status}`),
      timeout: () => say('to TU: timeout'),
      transportError: () => say('to TU: transport error'),
    },
    transactions: createTransactions({
      runner: bench.runner,
      timers,
      user: {
        request(transaction) {
          say(`to TU: ${transaction.request.method}`);
          element.opened.push(transaction);
          element.onRequest(transaction);
        },
        ack: () => say('to TU: ACK'),
        cancel(transaction, invite) {
          say(`to TU: CANCEL of ${invite?.id}`);
          element.opened.push(transaction);
        },
        failed: (_, because) => say(`to TU: ${because}`),
        ended: (transaction) => say(`ended: ${transaction.request.method}`),
      },
      send(message, _flow, transaction) {
        element.sent.push(message);
        say(`send ${message.kind === 'request' ? message.method : message.status}`);
        if (element.broken) element.transactions.transportError(transaction);
      },
    }),
    records: bench.records,
    story: () => bench.story(),
    call(message = aRequest(), flow = udp) {
      latest = message;
      return element.transactions.request(message, flow, element.user);
    },
    receive: (message = aRequest(), flow = udp) => element.transactions.receiveRequest(message, flow),
    answer: (status, toTag = 'a6c85cf') =>
      element.transactions.receiveResponse(responseTo(latest, status, { toTag })),
    run: (untilMs) => bench.run(untilMs === undefined ? undefined : untilMs * 1000),
    news() {
      const news = log.slice(read);
      read = log.length;
      return news;
    },
  };
  return element;
}

/** The response of a server transaction’s user. */
export function respond(transaction: ServerTransaction, status: number): void {
  transaction.respond(responseTo(transaction.request, status, { toTag: 'a6c85cf' }));
}

/** The ACK of a peer for the INVITE, in its transaction or (another branch) for a 2xx. */
export function anAck(invite: SipRequest, branch?: string): SipRequest {
  const ack = aRequest('ACK', { ...(branch === undefined ? {} : { branch }), toTag: 'a6c85cf' });
  const via = branch === undefined ? header(invite, 'Via')! : header(ack, 'Via')!;
  return {
    ...ack,
    headers: ack.headers.map((each) => (each.name === 'Via' ? { name: 'Via', value: via } : each)),
  };
}
