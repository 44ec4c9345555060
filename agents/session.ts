// RFC 3261 §12, §14, §15 and RFC 4028: one side's session: a dialog, its session timer, the requests inside it and its end.

import { responseTo } from '../core/sip/build.ts';
import { type DialogEffect, dialogMachine, type SessionTimer } from '../core/sip/dialog.machine.ts';
import {
  contactUri,
  type Dialog,
  idOf,
  type RequestInDialog,
  receiveInDialog,
  requestInDialog,
} from '../core/sip/dialog.ts';
import { withHeader } from '../core/sip/headers.ts';
import { allowedMethods } from '../core/sip/inspect.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import type { ClientUser, Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import { credentialsOf } from './credentials.ts';
import { FurtherOffers, type OfferingSession, type OfferUser } from './further-offers.ts';
import {
  answerRefresh,
  insistedS,
  refreshHeaders,
  smallestS,
  type TimerPolicy,
  timerOf,
} from './session-timer.ts';
import type { UserAgent } from './user-agent.ts';

/** Who owns the session: the push sender or receiver. */
export interface SessionUser extends OfferUser {
  /** Our BYE is about to leave, whatever brought it about: the user's wish, a session that expired, a request that nobody answered. */
  ending?(): void;
  /** Over, by either side's BYE or because it was lost. */
  ended(by: 'us' | 'peer'): void;
  /** How it answers a refresh; without a policy, as asked. */
  readonly timer?: TimerPolicy;
}

/** A refresh is not asked for again and again, however high the peer's Min-SE climbs. */
const mostRefreshes = 4;

export class Session implements OfferingSession {
  readonly ua: UserAgent;
  readonly name: string;
  readonly isCaller: boolean;
  #user: SessionUser;
  readonly #machine: Running<typeof dialogMachine>;
  readonly #offers: FurtherOffers;
  #dialog: Dialog;
  #peerAllows: ReadonlySet<string> = new Set();
  /** The largest Min-SE that a 422 has insisted on: every refresh repeats it (RFC 4028 §7.4). */
  #leastS = smallestS;
  #requests = 0;
  /** Of the latest INVITE inside the dialog: its ACK repeats them. */
  #inviteCredentials: readonly HeaderField[] = [];

  constructor(ua: UserAgent, dialog: Dialog, user: SessionUser, role: 'caller' | 'callee') {
    this.ua = ua;
    this.name = `dialog ${ua.dialogName(dialog.callId)}`;
    this.isCaller = role === 'caller';
    this.#dialog = dialog;
    this.#user = user;
    this.#machine = ua.runner.start(dialogMachine, {
      machine: 'dialog',
      id: this.name,
      input: undefined,
      background: ['sessionRefresh', 'sessionExpiry', 'sessionEnd'],
      perform: (effect) => this.#perform(effect),
    });
    this.#offers = new FurtherOffers(this, user);
    ua.addSession(idOf(dialog), this);
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  get state(): string {
    return this.#machine.state;
  }

  /**
   * The 2xx of an early dialog: "the route set for the dialog MUST be recomputed based on the 2xx response" (§13.2.2.4), and the session is
   * `user`'s.
   */
  establish({ routeSet, remoteTarget }: Dialog, user: SessionUser): void {
    this.#dialog = { ...this.#dialog, routeSet, remoteTarget };
    this.#user = user;
    this.#offers.belongsTo(user);
  }

  /** The INVITE of an early dialog came to another end (§12.3). */
  abandon(): void {
    this.#offers.close();
    this.ua.removeSession(idOf(this.#dialog));
    this.#machine.send({ type: 'abandoned' });
  }

  /** The 2xx has been received, or sent: the session stands and its timer runs (RFC 4028 §10). */
  confirm(peer: SipRequest | SipResponse, timer: SessionTimer | undefined, leastS = smallestS): void {
    this.#peerAllows = allowedMethods(peer) ?? this.#peerAllows;
    this.#leastS = leastS;
    this.#machine.send(timer === undefined ? { type: 'confirmed' } : { type: 'confirmed', timer });
    if (!this.isCaller) this.#offers.accepted();
  }

  /** The ACK of the callee's 2xx: from now on it may make offers of its own. */
  confirmed(): void {
    this.#offers.acknowledged();
  }

  /** A BYE, as soon as no INVITE is under way inside the session (§15). */
  bye(): void {
    this.#offers.end();
  }

  release(): void {
    this.#machine.send({ type: 'release' });
  }

  /** A re-INVITE, as soon as no other INVITE is under way: it says what the user then has to say (`describe`). */
  renegotiate(): void {
    this.#offers.want();
  }

  /** Sends a request inside the dialog, once more with credentials where it is challenged. 408 and 481 end the dialog (§12.2.1.2). */
  request(
    method: string,
    headers: readonly HeaderField[],
    body: Uint8Array | undefined,
    user: ClientUser,
  ): void {
    const type = body === undefined ? [] : [{ name: 'Content-Type', value: 'application/sdp' }];
    const options = { headers: [...headers, ...type], ...(body !== undefined && { body }) };
    const built = requestInDialog(this.#dialog, method, options);
    this.#dialog = built.dialog;
    this.#send(built, user);
  }

  #send(built: Pick<RequestInDialog, 'request' | 'nextHop'>, user: ClientUser, tries = 1): void {
    const { request } = built;
    const { method } = request;
    this.#requests += 1;
    if (method === 'INVITE') this.#inviteCredentials = credentialsOf(request);
    const lost = () => {
      if (method !== 'BYE' && !this.#machine.done) this.#machine.send({ type: 'lost' });
    };
    this.ua.send(built, `${this.name}/${method} ${this.#requests}`, {
      response: (response) => {
        const again = this.#withCredentials(request, response, tries);
        if (again !== undefined) return this.#send({ ...built, request: again }, user, tries + 1);
        const refreshesTarget = method === 'INVITE' || method === 'UPDATE';
        if (refreshesTarget && response.status >= 200 && response.status < 300) this.retarget(response);
        user.response(response);
        if (response.status === 408 || response.status === 481) lost();
      },
      timeout: () => {
        user.timeout();
        lost();
      },
      transportError: () => {
        user.transportError();
        lost();
      },
    });
  }

  /**
   * The request as it answers a 401 or 407, "using the same values of Call-ID, To and From", with the next CSeq of the dialog (§22.2, §12.2.1.1).
   * Undefined where the response is none, or cannot be answered.
   */
  #withCredentials(request: SipRequest, response: SipResponse, tries: number): SipRequest | undefined {
    const { status } = response;
    if ((status !== 401 && status !== 407) || this.#machine.done) return undefined;
    const again = this.ua.credentials.answer(request, response, tries);
    if (again === undefined) return undefined;
    const localSequence = this.#dialog.localSequence + 1;
    this.#dialog = { ...this.#dialog, localSequence };
    return withHeader(again, 'CSeq', `${localSequence} ${request.method}`);
  }

  /** An ACK for a 2xx (§13.2.2.4): the same bytes each time it is asked for. */
  ack(
    inviteSequence: number,
    body?: Uint8Array,
    headers: readonly HeaderField[] = this.#inviteCredentials,
  ): void {
    const type = body === undefined ? [] : [{ name: 'Content-Type', value: 'application/sdp' }];
    const options = {
      ackOf: inviteSequence,
      headers: [...headers, ...type],
      ...(body === undefined ? {} : { body }),
    };
    const built: RequestInDialog = requestInDialog(this.#dialog, 'ACK', options);
    this.ua.sendStateless(built, `${this.name}/ACK ${inviteSequence}`);
  }

  receiveAck(ack: SipRequest): void {
    this.#offers.receiveAck(ack);
  }

  /** A request from the peer. INVITE and UPDATE refresh the target and the timer. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const next = receiveInDialog(this.#dialog, request);
    if (next === 'out of order') {
      transaction.respond(responseTo(request, 500));
      return;
    }
    this.#dialog = next;
    // "The UAC MUST consider the session terminated … as soon as the BYE request is passed to the client transaction" (§15.1.1).
    if (this.#machine.state === 'terminating' && request.method !== 'BYE')
      transaction.respond(responseTo(request, 481));
    else if (request.method === 'BYE') this.#receiveBye(transaction);
    else if (request.method === 'PRACK') this.ua.acknowledged(transaction, idOf(this.#dialog));
    else if (this.#machine.state === 'early' && request.method !== 'OPTIONS')
      // Its own offer has no answer yet, or none that counts for more than an early dialog (RFC 3311 §5.2).
      transaction.respond(responseTo(request, 491));
    else if (request.method === 'UPDATE' || request.method === 'INVITE') this.#offers.receive(transaction);
    else transaction.respond(this.ua.optionsResponse(request));
  }

  #receiveBye(transaction: ServerTransaction): void {
    transaction.respond(responseTo(transaction.request, 200));
    this.#machine.send({ type: 'byeReceived' });
  }

  retarget(message: SipRequest | SipResponse): void {
    const target = contactUri(message);
    if (target !== undefined) this.#dialog = { ...this.#dialog, remoteTarget: target };
    this.#peerAllows = allowedMethods(message) ?? this.#peerAllows;
  }

  refreshHeaders(): readonly HeaderField[] {
    const { timer } = this.#machine.context;
    return timer === undefined ? [] : refreshHeaders(timer, this.#leastS);
  }

  refreshed(response: SipResponse): void {
    this.#setTimer(timerOf(response, 'uac'));
  }

  /** RFC 4028 §7.4: after a 422 the refresh goes out again, with the larger interval. */
  refreshRefused(response: SipResponse, tries = 1): void {
    const leastS = insistedS(response) ?? 0;
    if (leastS > this.#leastS && tries < mostRefreshes) {
      this.#leastS = leastS;
      this.#refresh(tries + 1);
    } else this.#machine.send({ type: 'refreshRefused' });
  }

  answerTimer(request: SipRequest) {
    const { timer } = this.#machine.context;
    const negotiated = answerRefresh(request, this.#user.timer ?? { intervalS: 0 }, timer);
    if ('timer' in negotiated)
      return { headers: negotiated.headers, sent: () => this.#setTimer(negotiated.timer) };
    return { refusal: responseTo(request, 422, negotiated), headers: [], sent: () => {} };
  }

  #setTimer(timer: SessionTimer | undefined): void {
    this.#machine.send(timer === undefined ? { type: 'refreshed' } : { type: 'refreshed', timer });
  }

  #perform(effect: DialogEffect): void {
    switch (effect.type) {
      case 'refresh':
        return this.#refresh();
      case 'sendBye':
        this.#offers.close();
        this.#user.ending?.();
        return this.#sendBye();
      case 'ended':
        this.#offers.close();
        this.ua.removeSession(idOf(this.#dialog));
        return this.#user.ended(effect.by);
    }
  }

  /** "It is RECOMMENDED that the UPDATE be used" where the peer allows it, without SDP; else a re-INVITE with what stands (RFC 4028 §7.4). */
  #refresh(tries = 1): void {
    if (!this.#peerAllows.has('UPDATE') || !this.ua.allows('UPDATE')) {
      this.#offers.refresh();
      return;
    }
    const headers = [this.ua.contactHeader(), ...this.ua.capabilityHeaders(), ...this.refreshHeaders()];
    this.request('UPDATE', headers, undefined, {
      response: (response) => {
        const { status } = response;
        if (status >= 200 && status < 300) this.refreshed(response);
        else if (status >= 300 && status !== 408 && status !== 481) this.refreshRefused(response, tries);
      },
      timeout: () => {},
      transportError: () => {},
    });
  }

  #sendBye(): void {
    const answered = () => this.#machine.send({ type: 'byeAnswered' });
    this.request('BYE', [], undefined, {
      response: (response) => {
        if (response.status >= 200) answered();
      },
      timeout: answered,
      transportError: answered,
    });
  }
}
