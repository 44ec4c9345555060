// RFC 3262 §3 and §5: the provisional responses to one INVITE that its callee sends reliably, one after the other: "The UAS MUST NOT send a
// second reliable provisional response until the first is acknowledged", and no further one until the previous is.
import { responseTo } from '../core/sip/build.ts';
import { withHeader } from '../core/sip/headers.ts';
import type { SipRequest, SipResponse } from '../core/sip/message.ts';
import { acknowledges, reliableHeaders } from '../core/sip/reliable.ts';
import {
  type ReliableProvisionalEffect,
  reliableProvisionalMachine,
} from '../core/sip/reliable-provisional.machine.ts';
import type { Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import type { OfferReply } from './further-offers.ts';
import { sdpOf } from './sdp-body.ts';
import type { UserAgent } from './user-agent.ts';

export interface ReliableProvisionalsUser {
  /** Puts a response of the INVITE's on the wire. */
  respond(response: SipResponse): void;
  /** None that waits for its PRACK has SDP any more. */
  freed(): void;
  /** One was never acknowledged. */
  unheard(): void;
  /** The SDP of a PRACK: "it MUST place the answer in the 2xx to the PRACK" (§5). */
  offered(offer: Uint8Array, request: SipRequest): OfferReply;
  /** No PRACK is awaited any more, and no more responses follow. */
  over(): void;
}

interface Sent {
  readonly response: SipResponse;
  readonly number: number;
  readonly machine: Running<typeof reliableProvisionalMachine>;
}

export class ReliableProvisionals {
  readonly #ua: UserAgent;
  readonly #invite: SipRequest;
  readonly #name: string;
  readonly #user: ReliableProvisionalsUser;
  readonly #first: number;
  #count = 0;
  #isAnswered = false;
  /** The one whose PRACK is awaited. */
  #sent: Sent | undefined;
  /** What has to wait for that. */
  readonly #waiting: SipResponse[] = [];

  /** `name`: the call's. "The value of the header field for the first … MUST be between 1 and 2**31 - 1 … chosen uniformly" (§3). */
  constructor(ua: UserAgent, invite: SipRequest, name: string, user: ReliableProvisionalsUser) {
    this.#ua = ua;
    this.#invite = invite;
    this.#name = name;
    this.#user = user;
    this.#first = 1 + ua.integer(`${name}/RSeq`, 2 ** 31 - 1);
  }

  /** Whether SDP is on its way, or yet to go, that its caller has not confirmed: a 2xx has to wait (§3, §5). */
  get holdsDescription(): boolean {
    return [...(this.#sent === undefined ? [] : [this.#sent.response]), ...this.#waiting].some(
      ({ body }) => body.length > 0,
    );
  }

  /** Sends a response of 101 to 199, as soon as the one before it is acknowledged. */
  send(response: SipResponse): void {
    if (this.#isAnswered) return;
    if (this.#sent === undefined) this.#begin(response);
    else this.#waiting.push(response);
  }

  /** A final response leaves: "A UAS MUST NOT send new reliable provisional responses … after" it. */
  answered(): void {
    this.#isAnswered = true;
    this.#waiting.length = 0;
    if (this.#sent === undefined) this.#user.over();
    else this.#sent.machine.send({ type: 'final' });
  }

  /** "If a PRACK request is received … that does not match any unacknowledged reliable provisional response, the UAS MUST respond … with a 481". */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const sent = this.#sent;
    if (sent === undefined || !acknowledges(request, this.#invite, sent.number))
      return transaction.respond(responseTo(request, 481));
    const reply =
      request.body.length > 0
        ? this.#user.offered(sdpOf(request) ?? request.body, request)
        : { body: undefined };
    if ('status' in reply)
      return transaction.respond(responseTo(request, reply.status, { headers: reply.headers ?? [] }));
    transaction.respond(this.#ua.responseWithBody(request, 200, [], reply.body));
    sent.machine.send({ type: 'PRACK' });
  }

  #begin(response: SipResponse): void {
    const number = this.#first + this.#count;
    this.#count += 1;
    const reliable = reliableHeaders(number).reduce(
      (built, { name, value }) => withHeader(built, name, value),
      response,
    );
    this.#user.respond(reliable);
    const machine = this.#ua.runner.start(reliableProvisionalMachine, {
      machine: 'reliableProvisional',
      id: `call ${this.#name} ${response.status} ${this.#count}`,
      input: { t1Us: this.#ua.timers.t1Us },
      perform: (effect) => this.#perform(effect, reliable),
      ended: () => this.#ended(number),
    });
    this.#sent = { response: reliable, number, machine };
  }

  #perform({ type }: ReliableProvisionalEffect, response: SipResponse): void {
    if (type === 'sendAgain') return this.#user.respond(response);
    this.#sent = undefined;
    if (type === 'unacknowledged') {
      this.#waiting.length = 0;
      this.#user.unheard();
    } else if (this.#isAnswered) this.#user.over();
    else this.#next();
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) this.#begin(next);
    if (!this.holdsDescription) this.#user.freed();
  }

  /** The PRACK of what a final response has overtaken did not come. */
  #ended(number: number): void {
    if (this.#sent?.number !== number) return;
    this.#sent = undefined;
    this.#user.over();
  }
}
