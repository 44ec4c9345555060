// RFC 3261 §17, RFC 6026, RFC 4320: what the four transaction machines are given, what they hear and what they ask for.
import type { SipRequest, SipResponse } from './message.ts';
import type { Flow, TimerValues, TransactionState } from './transaction-types.ts';

export interface ClientInput {
  readonly request: SipRequest;
  /** The request goes by a transport that delivers: no retransmission, no waiting for strays. */
  readonly reliable: boolean;
  readonly timers: TimerValues;
}

/** What a client transaction asks for. */
export type ClientEffect =
  | { readonly type: 'send' }
  /** §17.1.1.3: acknowledge a 300–699. */
  | { readonly type: 'send ACK'; readonly response: SipResponse }
  /** To the TU. */
  | { readonly type: 'response'; readonly response: SipResponse }
  | { readonly type: 'timeout' }
  | { readonly type: 'transport error' };

export interface ServerInput {
  /** The 100 that the transaction sends by itself. */
  readonly trying: SipResponse;
  readonly reliable: boolean;
  readonly timers: TimerValues;
}

/** What a server transaction asks for. */
export type ServerEffect =
  /** The request, to the TU. */
  | { readonly type: 'request' }
  | { readonly type: 'send'; readonly response: SipResponse }
  /** An ACK for a 2xx, to the TU (RFC 6026 §7.1). */
  | { readonly type: 'ACK'; readonly request: SipRequest; readonly flow: Flow }
  | { readonly type: 'failed'; readonly because: 'no ACK' | 'transport error' };

const STATES: ReadonlySet<string> = new Set<TransactionState>([
  'calling',
  'trying',
  'proceeding',
  'completed',
  'confirmed',
  'accepted',
  'terminated',
]);

/** The RFC's name of a machine's state: `trying` of `pending.retransmitting.trying`, `calling` of `calling.sent`. */
export function transactionState(path: string): TransactionState {
  const name = path.split('.').find((each): each is TransactionState => STATES.has(each));
  if (name === undefined) throw new Error(`${path} is no state of a transaction`);
  return name;
}

/** A response that came, by the classes that the INVITE client transaction tells apart. */
export function inviteClass(status: number): '1xx' | '2xx' | '300-699' {
  if (status < 200) return '1xx';
  return status < 300 ? '2xx' : '300-699';
}

/** A response that came, by the classes that the non-INVITE client transaction tells apart. */
export function nonInviteClass(status: number): '1xx' | '200-699' {
  return status < 200 ? '1xx' : '200-699';
}

/** A response of the TU to a non-INVITE, by what RFC 4320 §4.1 and §4.2 allow of it. */
export function answerClass(status: number): '100' | '101-199' | '408' | '200-699' {
  if (status === 100 || status === 408) return `${status}`;
  return status < 200 ? '101-199' : '200-699';
}

/** The response that an event brings; only a defect of ours asks where there is none. */
export function responseIn(event: { readonly type: string; readonly response?: SipResponse }): SipResponse {
  if (event.response === undefined) throw new Error(`${event.type} brings no response`);
  return event.response;
}
