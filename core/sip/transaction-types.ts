// RFC 3261 §17, RFC 6026 §7–§8, RFC 4320: what the transaction layer offers and what it needs. No I/O, no clock, no chance of its own.
import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom } from 'xstate';
import type { SipRequest, SipResponse } from './message.ts';

/** Where a message goes or came from. A response to a request that came by TCP goes back on the same connection. */
export interface Flow {
  readonly transport: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
  /** The connection, where there is one: opaque, given back as it came. */
  readonly connection?: unknown;
}

/** Timer values in integer microseconds (RFC 3261 Appendix A). */
export interface TimerValues {
  readonly t1Us: number;
  readonly t2Us: number;
  readonly t4Us: number;
  /** Timer D by UDP: at least 32 s. */
  readonly dUs: number;
  /** Timer C: more than 3 min. */
  readonly cUs: number;
  /** How long an INVITE waits for the user before the transaction sends 100 by itself (200 ms; 0 for a proxy). */
  readonly tryingUs: number;
}

/** One running state machine. */
export interface Running<M extends AnyStateMachine> {
  readonly id: string;
  /** The active state, nested states joined by dots: `proceeding.waiting`. */
  readonly state: string;
  readonly context: ReturnType<M['getInitialSnapshot']>['context'];
  readonly done: boolean;
  /** Hands it an event; the step and its effects follow what is already queued, first in, first out. */
  send(event: EventFromLogic<M>): void;
  /** Ends it without further effects: its timers are cleared. */
  stop(): void;
}

/** Runs machines on the world's clock; `sim/statechart/` provides it. Delays of machines are integer microseconds. */
export interface MachineRunner {
  /**
   * Runs `action` as one: effects and events of machines wait until it is over. All that comes from outside goes in by it; then no
   * effect is carried out before `start` has returned.
   */
  now<T>(action: () => T): T;
  start<M extends AnyStateMachine>(
    machine: M,
    options: {
      /** The machine's name in the trace: `inviteClient`. */
      readonly machine: string;
      readonly id: string;
      readonly input: InputFrom<M>;
      /** Timers that do not keep a run alive: `refresh`, `expiry`. */
      readonly background?: readonly string[];
      /** Carries out one emitted effect, in order, after the step. */
      perform(effect: EmittedFrom<M>): void;
      /** The machine has reached its final state; its effects have been carried out. */
      ended?(): void;
    },
  ): Running<M>;
}

/** The user of a client transaction: a user agent's core or a proxy's branch. */
export interface ClientUser {
  response(response: SipResponse): void;
  /** Timer B or F: to be treated as 408 (§8.1.3.1). */
  timeout(): void;
  /** To be treated as 503. */
  transportError(): void;
  /** It goes on in another transaction: by UDP, where TCP was refused (§18.1.1). */
  moved?(client: ClientTransaction): void;
  /** The transaction is gone: nothing more comes by it. */
  ended?(): void;
}

/** The states of the four transactions, as the RFC calls them; the machines divide some of them further. */
export type TransactionState =
  | 'calling'
  | 'trying'
  | 'proceeding'
  | 'completed'
  | 'confirmed'
  | 'accepted'
  | 'terminated';

export interface ClientTransaction {
  /** `client INVITE z9hG4bK77ef4c`: unique in its element, the `transaction` of its messages in the trace. */
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly state: TransactionState;
}

export interface ServerTransaction {
  /** `server INVITE z9hG4bK77ef4c`. */
  readonly id: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly state: TransactionState;
  /**
   * Sends a provisional or a final response; what the machine forbids is ignored and traced. A 408 to a non-INVITE is not sent, it
   * ends the transaction unanswered (RFC 4320 §4.2).
   */
  respond(response: SipResponse): void;
}

/** The user of server transactions. */
export interface ServerUser {
  /** A new request that opened a transaction. */
  request(transaction: ServerTransaction): void;
  /** An ACK for a 2xx: it belongs to no transaction, or to one in Accepted (RFC 6026 §7.1). */
  ack(request: SipRequest, flow: Flow): void;
  /**
   * A CANCEL opened a transaction of its own; `named` is the one that it names, if there is one: "assuming that the request method is anything
   * but CANCEL or ACK" (§9.2). It "has no effect" on any but an INVITE.
   */
  cancel(transaction: ServerTransaction, named: ServerTransaction | undefined): void;
  /** Timer H or a transport error: the final response was never acknowledged. */
  failed(transaction: ServerTransaction, because: 'no ACK' | 'transport error'): void;
  /** Timer H, I, J or L, or a 408 that is not sent: the transaction is gone. */
  ended(transaction: ServerTransaction): void;
}

export interface TransactionDeps {
  readonly runner: MachineRunner;
  readonly timers: TimerValues;
  readonly user: ServerUser;
  /** Puts a message on the wire. `transaction` is the id of the transaction, for the trace. Failure comes back by `Transactions.transportError`. */
  send(message: SipRequest | SipResponse, flow: Flow, transaction: string): void;
  /** The transaction of this id is gone. */
  ended?(transaction: string): void;
}

/** The transaction layer of one SIP element (a user agent, a proxy, a registrar). */
export interface Transactions {
  /** Sends a request in a client transaction of its own. The top Via carries the branch. Not for an ACK of a 2xx. */
  request(request: SipRequest, flow: Flow, user: ClientUser): ClientTransaction;
  /** Whether no client transaction lives that has the request's branch and method: a peer may bring a proxy to send the same again. */
  isFree(request: SipRequest): boolean;
  /** Sends a CANCEL for an INVITE client transaction at once (§9.1); the caller has waited for the first provisional. */
  cancel(invite: ClientTransaction, user: ClientUser, extra?: SipRequest['headers']): ClientTransaction;
  /** Drops an INVITE client transaction that has no final response 64*T1 after its CANCEL (§9.1). */
  abandon(transaction: ClientTransaction): void;
  receiveRequest(request: SipRequest, flow: Flow): void;
  /** False when no client transaction matched: drop it (RFC 6026 §7.3, §8.9). */
  receiveResponse(response: SipResponse): boolean;
  /**
   * Whether the UAS answers it with 482: it has no To tag and came another way before, by an ongoing transaction with the same From
   * tag, Call-ID and CSeq (§8.2.2.2). A proxy does not ask.
   */
  merged(transaction: ServerTransaction): boolean;
  /** What was sent in this transaction could not be delivered (§18.4). */
  transportError(transaction: string): void;
  /** How many live, for tests and limits. */
  readonly size: number;
}
