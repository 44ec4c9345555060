// RFC 3261 §14, RFC 3264 §8, RFC 3311 §5: offers inside a session that stands, of either side: re-INVITE both ways, UPDATE as it comes.
import { responseTo } from '../core/sip/build.ts';
import type { Dialog } from '../core/sip/dialog.ts';
import { type DialogOffersEffect, dialogOffersMachine } from '../core/sip/dialog-offers.machine.ts';
import { cseq, read, retryAfter } from '../core/sip/header-table.ts';
import {
  type InviteServerUsageEffect,
  inviteServerUsageMachine,
} from '../core/sip/invite-server-usage.machine.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import type { ClientUser, Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import { sdpOf } from './sdp-body.ts';
import type { UserAgent } from './user-agent.ts';

/** The SDP that answers an offer, or the status that refuses it: the session then goes on as it was. */
export type OfferReply =
  | { readonly body: Uint8Array }
  | { readonly status: number; readonly headers?: readonly HeaderField[] };

/** Who knows what the session is about. */
export interface OfferUser {
  /** The peer's offer, and the request that brought it: other parts of its body may belong to it. */
  offered?(offer: Uint8Array, request: SipRequest): OfferReply;
  /** What this side has to propose now; the description that stands, to the byte, where nothing is to change (RFC 4028 §7.4). */
  describe?(): Uint8Array;
  /** The answer to what `describe` gave. */
  answered?(answer: Uint8Array): void;
  /** It was refused: the session goes on as it was (§14.1). `isPutOff`: it is to be made again, after a while. */
  offerRefused?(status: number, isPutOff: boolean): void;
}

/** What further offers need of their session. */
export interface OfferingSession {
  readonly ua: UserAgent;
  readonly name: string;
  readonly dialog: Dialog;
  /** This side made the call: the Call-ID is its own. */
  readonly isCaller: boolean;
  request(
    method: string,
    headers: readonly HeaderField[],
    body: Uint8Array | undefined,
    user: ClientUser,
  ): void;
  ack(inviteSequence: number): void;
  /** Sends the BYE. */
  release(): void;
  /** The Session-Expires of a re-INVITE of ours. */
  refreshHeaders(): readonly HeaderField[];
  /** A 2xx to a request of ours; other final responses. */
  refreshed(response: SipResponse): void;
  refreshRefused(response: SipResponse): void;
  /** The Session-Expires that answers the peer's request, and what is to be done when the 2xx leaves; or a 422. */
  answerTimer(request: SipRequest): {
    readonly refusal?: SipResponse;
    readonly headers: readonly HeaderField[];
    sent(): void;
  };
  /** The peer's target, once its request is accepted (§12.2). */
  retarget(message: SipRequest): void;
}

/** How often one offer is put off before it is given up. */
const mostTries = 8;

interface Answering {
  readonly sequence: number;
  readonly isOffer: boolean;
  readonly machine: Running<typeof inviteServerUsageMachine>;
}

export class FurtherOffers {
  readonly #session: OfferingSession;
  #user: OfferUser;
  readonly #machine: Running<typeof dialogOffersMachine>;
  /** Re-INVITEs of the peer that wait for their ACK. */
  readonly #answering: Answering[] = [];
  #offers = 0;
  #answers = 0;
  #tries = 0;
  /** Our description as further offers left it; undefined while none did. */
  #standing: Uint8Array | undefined;
  /** The next offer is a refresh: it leaves though it changes nothing. */
  #isRefresh = false;

  constructor(session: OfferingSession, user: OfferUser) {
    this.#session = session;
    this.#user = user;
    this.#machine = session.ua.runner.start(dialogOffersMachine, {
      machine: 'dialogOffers',
      id: `offers ${session.name}`,
      input: undefined,
      perform: (effect) => this.#perform(effect),
    });
  }

  /** Its session was an early one, and is this user's now. */
  belongsTo(user: OfferUser): void {
    this.#user = user;
  }

  /** A re-INVITE as soon as one is allowed, unless another has said meanwhile all that `describe` then says. */
  want(): void {
    this.#machine.send({ type: 'want' });
  }

  /** A re-INVITE as soon as one is allowed, also where nothing is to change (RFC 4028 §7.4). */
  refresh(): void {
    this.#isRefresh = true;
    this.want();
  }

  /** The call's own INVITE was answered by this side: no re-INVITE before its ACK. */
  accepted(): void {
    this.#machine.send({ type: 'accepted' });
  }

  acknowledged(): void {
    this.#machine.send({ type: 'acknowledged' });
  }

  /** A BYE, as soon as no offer is under way. */
  end(): void {
    this.#machine.send({ type: 'end' });
  }

  close(): void {
    if (!this.#machine.done) this.#machine.send({ type: 'closed' });
    for (const { machine } of this.#answering.splice(0)) machine.send({ type: 'ack' });
  }

  /** An ACK inside the dialog; an answer may be in it, where the re-INVITE had no offer (§13.2.2.4). */
  receiveAck(ack: SipRequest): void {
    const number = read(ack, cseq)?.number;
    const found = this.#answering.find(({ sequence }) => sequence === number);
    if (found === undefined) return;
    found.machine.send({ type: 'ack' });
    if (found.isOffer) return;
    const answer = sdpOf(ack);
    // What was offered has no answer, and never will: there is nothing to go on with.
    if (answer === undefined) this.end();
    else this.#user.answered?.(answer);
  }

  /** A re-INVITE or an UPDATE of the peer's. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const offer = sdpOf(request);
    const isOffer = offer !== undefined;
    const refusal = this.#collision(request, isOffer);
    const timer = this.#session.answerTimer(request);
    const refused = refusal ?? timer.refusal;
    if (refused !== undefined) return transaction.respond(refused);
    const reply = isOffer
      ? (this.#user.offered?.(offer, request) ?? { status: 488 })
      : this.#unasked(request);
    if (reply !== undefined && 'status' in reply) {
      return transaction.respond(responseTo(request, reply.status, { headers: reply.headers ?? [] }));
    }
    this.#session.retarget(request);
    if (isOffer) this.#standing = reply?.body;
    const { ua } = this.#session;
    const headers = [ua.contactHeader(), ...ua.capabilityHeaders(), ...timer.headers];
    const response = ua.responseWithBody(request, 200, headers, reply?.body);
    if (request.method === 'INVITE') this.#answerInvite(transaction, response, isOffer);
    else transaction.respond(response);
    timer.sent();
  }

  /** "the 2xx MUST contain an offer" where the INVITE has none (§13.3.1.4): the description that stands. An UPDATE without one asks for nothing. */
  #unasked(request: SipRequest): OfferReply | undefined {
    if (request.method !== 'INVITE') return undefined;
    const body = this.#user.describe?.();
    return body === undefined ? { status: 488 } : { body };
  }

  /**
   * "A UAS that receives an INVITE on a dialog while an INVITE it had sent on that dialog is in progress MUST return a 491" (§14.2); an
   * UPDATE with an offer likewise (RFC 3311 §5.2).
   */
  #collision(request: SipRequest, isOffer: boolean): SipResponse | undefined {
    const isOffering = this.#machine.state === 'offering';
    return isOffering && (request.method === 'INVITE' || isOffer) ? responseTo(request, 491) : undefined;
  }

  #answerInvite(transaction: ServerTransaction, response: SipResponse, isOffer: boolean): void {
    const { ua, name } = this.#session;
    this.#answers += 1;
    const machine = ua.runner.start(inviteServerUsageMachine, {
      machine: 'inviteServerUsage',
      id: `${name} re-INVITE ${this.#answers}`,
      input: { t1Us: ua.timers.t1Us, t2Us: ua.timers.t2Us },
      perform: (effect) => this.#performAnswer(effect, transaction, response, answering),
    });
    const answering: Answering = { sequence: read(transaction.request, cseq)?.number ?? 0, isOffer, machine };
    this.#answering.push(answering);
    this.accepted();
    machine.send({ type: 'accept' });
  }

  #performAnswer(
    effect: InviteServerUsageEffect,
    transaction: ServerTransaction,
    response: SipResponse,
    answering: Answering,
  ): void {
    if (effect.type === 'sendAccept') return transaction.respond(response);
    const at = this.#answering.indexOf(answering);
    if (at < 0) return;
    this.#answering.splice(at, 1);
    this.acknowledged();
    if (effect.type === 'unacknowledged') this.end();
  }

  #perform(effect: DialogOffersEffect): void {
    if (effect.type === 'release') this.#session.release();
    else this.#offer();
  }

  #offer(): void {
    const body = this.#user.describe?.();
    if (body === undefined || this.#isSaid(body)) return this.#machine.send({ type: 'refused' });
    const { ua } = this.#session;
    this.#offers += 1;
    this.#tries += 1;
    const headers = [ua.contactHeader(), ...ua.capabilityHeaders(), ...this.#session.refreshHeaders()];
    let isOver = false;
    const over = (status: number, how: () => void, isPutOff = false) => {
      if (isOver || this.#machine.done) return;
      isOver = true;
      this.#user.offerRefused?.(status, isPutOff);
      how();
    };
    const refused = (status: number) => over(status, () => this.#refused());
    this.#session.request('INVITE', headers, body, {
      response: (response) => {
        if (response.status < 200) return;
        if (response.status >= 300) {
          const waitUs = this.#waitUs(response);
          return over(response.status, () => this.#react(response, waitUs), waitUs !== undefined);
        }
        this.#acknowledge(response);
        if (isOver || this.#machine.done) return;
        isOver = true;
        this.#standing = body;
        this.#answered(response);
      },
      timeout: () => refused(408),
      transportError: () => refused(503),
    });
  }

  /** Nothing is left to propose: what was wanted went with the offer before. */
  #isSaid(body: Uint8Array): boolean {
    const standing = this.#standing;
    if (this.#isRefresh || standing?.length !== body.length) return false;
    return standing.every((octet, i) => octet === body[i]);
  }

  /** Each 2xx is acknowledged, also when it comes again (§13.2.2.4). */
  #acknowledge(response: SipResponse): void {
    const number = read(response, cseq)?.number;
    if (number !== undefined) this.#session.ack(number);
  }

  #answered(response: SipResponse): void {
    this.#tries = 0;
    this.#isRefresh = false;
    this.#session.refreshed(response);
    this.#machine.send({ type: 'answered' });
    this.#user.answered?.(sdpOf(response) ?? new Uint8Array(0));
  }

  #refused(): void {
    this.#tries = 0;
    this.#isRefresh = false;
    this.#machine.send({ type: 'refused' });
  }

  /** 491 and a 500 with Retry-After are put off; what else is refused stays so (§14.1, §14.2). */
  #react(response: SipResponse, waitUs: number | undefined): void {
    if (waitUs !== undefined) {
      this.#machine.send({ type: 'putOff', waitUs });
      return;
    }
    this.#refused();
    this.#session.refreshRefused(response);
  }

  /**
   * "If the UAC is the owner of the Call-ID of the dialog ID, T has a randomly chosen value between 2.1 and 4 seconds in units of 10 ms",
   * else between 0 and 2 (§14.1).
   */
  #waitUs(response: SipResponse): number | undefined {
    const { ua, isCaller, name } = this.#session;
    if (this.#tries >= mostTries) return undefined;
    if (response.status === 500) {
      const after = read(response, retryAfter)?.seconds;
      return after === undefined ? undefined : after * 1_000_000;
    }
    if (response.status !== 491) return undefined;
    const draw = (steps: number) => ua.integer(`${name}/glare ${this.#offers}`, steps);
    return (isCaller ? 2_100 + 10 * draw(191) : 10 * draw(201)) * 1_000;
  }
}
