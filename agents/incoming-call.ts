// RFC 3261 §13.3 and §9.2: a call that reaches this agent: it rings, is accepted or refused, and the 2xx is repeated until its ACK. RFC 3262:
// it rings reliably where both sides are able to.
import { responseTo } from '../core/sip/build.ts';
import type { SessionTimer } from '../core/sip/dialog.machine.ts';
import { type Dialog, dialogId, dialogOfRequest, receiveInDialog, recordRoutes } from '../core/sip/dialog.ts';
import { cseq, from, read } from '../core/sip/header-table.ts';
import { header, withBody } from '../core/sip/headers.ts';
import {
  type InviteServerUsageEffect,
  inviteServerUsageMachine,
} from '../core/sip/invite-server-usage.machine.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import { tagOf } from '../core/sip/name-addr.ts';
import { asksForReliable } from '../core/sip/reliable.ts';
import { ringingMachine } from '../core/sip/ringing.machine.ts';
import type { Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import { ReliableProvisionals } from './reliable-provisionals.ts';
import { sdpOf } from './sdp-body.ts';
import { Session, type SessionUser } from './session.ts';
import type { UserAgent } from './user-agent.ts';

export interface IncomingCallUser extends SessionUser {
  /** Called once the call may be answered. */
  begin(): void;
  /** The caller gave up, and 487 has been sent; or it never heard that it rings (RFC 3262 §3), and 504 has. */
  cancelled(): void;
  /** The ACK came: BYE is allowed from now on (§15). It has the answer where the 2xx had the offer. */
  acknowledged(answer: Uint8Array | undefined): void;
}

export interface Acceptance {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  readonly timer: SessionTimer | undefined;
}

export interface Ringing {
  /** The answer to the offer, where it goes in the 180 already (RFC 3262 §5); only where `ringsReliably`. */
  readonly body?: Uint8Array;
  /** Nobody is to acknowledge it. */
  readonly unreliably?: boolean;
  /** It rings again after so long, in µs. */
  readonly againUs?: number;
}

export class IncomingCall {
  readonly request: SipRequest;
  readonly dialogId: string;
  readonly name: string;
  readonly #ua: UserAgent;
  readonly #transaction: ServerTransaction;
  readonly #toTag: string;
  readonly #machine: Running<typeof inviteServerUsageMachine>;
  readonly #provisionals: ReliableProvisionals | undefined;
  /** Until it is answered; the session has it then. */
  #early: Dialog | undefined;
  #user: IncomingCallUser | undefined;
  #session: Session | undefined;
  #final: SipResponse | undefined;
  /** SDP that goes with the next 180; and that some 180 had it. */
  #described: Uint8Array | undefined;
  #isDescribed = false;
  #ringsUnreliably = false;
  /** What waits for a PRACK (RFC 3262 §5). */
  #held: Acceptance | undefined;
  #ringing: Running<typeof ringingMachine> | undefined;
  /** What its ACK had. */
  #answer: Uint8Array | undefined;

  constructor(ua: UserAgent, transaction: ServerTransaction, toTag: string) {
    this.#ua = ua;
    this.#transaction = transaction;
    this.#toTag = toTag;
    this.request = transaction.request;
    const callId = header(this.request, 'Call-ID') ?? '';
    const remote = read(this.request, from);
    this.dialogId = dialogId(callId, toTag, (remote && tagOf(remote)) ?? '');
    this.name = ua.callName(callId);
    this.#early = dialogOfRequest(this.request, toTag);
    this.#provisionals = this.#reliableProvisionals();
    this.#machine = ua.runner.start(inviteServerUsageMachine, {
      machine: 'inviteServerUsage',
      id: `call ${this.name}`,
      input: { t1Us: ua.timers.t1Us, t2Us: ua.timers.t2Us },
      perform: (effect) => this.#perform(effect),
    });
  }

  /** "so long as the initial INVITE request … contained a Supported header field with the option tag 100rel", or Require (RFC 3262 §3). */
  #reliableProvisionals(): ReliableProvisionals | undefined {
    const ua = this.#ua;
    if (!ua.knowsReliable || asksForReliable(this.request) === 'never') return undefined;
    const provisionals = new ReliableProvisionals(ua, this.request, this.name, {
      respond: (response) => this.#transaction.respond(response),
      freed: () => this.#freed(),
      unheard: () => this.#machine.send({ type: 'unheard' }),
      offered: (offer, request) =>
        (this.#isDescribed ? this.#user?.offered?.(offer, request) : undefined) ?? {
          status: 488,
          headers: [],
        },
      over: () => ua.removeProvisionals(this.dialogId),
    });
    ua.addProvisionals(this.dialogId, provisionals);
    return provisionals;
  }

  /** Whether its 180 can carry the answer: it arrives for sure, or the call fails. */
  get ringsReliably(): boolean {
    return this.#provisionals !== undefined;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** The CSeq of its INVITE, which its ACK repeats. */
  get sequence(): number | undefined {
    return read(this.request, cseq)?.number;
  }

  get isUnanswered(): boolean {
    return ['deciding', 'held'].includes(this.#machine.state);
  }

  /**
   * A request inside the early dialog. A BYE ends it (§15): the INVITE is answered 487. "A UAS that receives a second INVITE before it sends
   * the final response to a first INVITE … MUST return a 500 … and MUST include a Retry-After header field with a randomly chosen value of
   * between 0 and 10 seconds" (§14.2); an UPDATE with an offer is refused likewise (RFC 3311 §5.2).
   */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const next = this.#early && receiveInDialog(this.#early, request);
    if (next === 'out of order') {
      transaction.respond(responseTo(request, 500));
      return;
    }
    this.#early = next;
    if (request.method === 'PRACK') this.#ua.acknowledged(transaction, this.dialogId);
    else if (request.method === 'BYE') {
      transaction.respond(responseTo(request, 200));
      this.cancelled();
    } else if (request.method === 'INVITE' || request.method === 'UPDATE') {
      const seconds = this.#ua.integer(`${transaction.id}/Retry-After`, 11);
      const headers = [{ name: 'Retry-After', value: String(seconds) }];
      transaction.respond(responseTo(request, 500, { headers }));
    } else transaction.respond(this.#ua.optionsResponse(request));
  }

  begin(user: IncomingCallUser): void {
    this.#user = user;
    user.begin();
  }

  ring({ body, againUs, unreliably = false }: Ringing = {}): void {
    this.#described = body;
    this.#ringsUnreliably = unreliably;
    this.#machine.send({ type: 'ring' });
    if (againUs === undefined) return;
    this.#ringing = this.#ua.runner.start(ringingMachine, {
      machine: 'ringing',
      id: `call ${this.name}`,
      input: { againUs },
      perform: () => this.#machine.send({ type: 'ring' }),
    });
  }

  /**
   * Answers 200 with an SDP answer, which is not said again where a 180 had it; the session begins here and is confirmed when the ACK comes.
   * "If the UAS had placed a session description in any reliable provisional response that is unacknowledged when the INVITE is accepted, the
   * UAS MUST delay sending the 2xx until the provisional response is acknowledged" (RFC 3262 §5).
   */
  accept(acceptance: Acceptance): void {
    if (this.#early === undefined || this.#user === undefined) this.reject(400);
    else if (this.#isUnconfirmed) {
      this.#held = acceptance;
      this.#machine.send({ type: 'accept', isHeld: true });
    } else {
      this.#open(acceptance, this.#early, this.#user);
      this.#machine.send({ type: 'accept' });
    }
  }

  /** Whether its answer stands in a 180 that was not acknowledged yet, or has yet to leave. */
  get #isUnconfirmed(): boolean {
    const isLeaving = this.#provisionals !== undefined && this.#described !== undefined;
    return isLeaving || this.#provisionals?.holdsDescription === true;
  }

  #open(acceptance: Acceptance, dialog: Dialog, user: IncomingCallUser): void {
    const headers = [
      ...recordRoutes(this.request),
      this.#ua.contactHeader(),
      ...this.#ua.capabilityHeaders(),
      ...acceptance.headers,
    ];
    const body = this.#isDescribed ? undefined : acceptance.body;
    this.#final = this.#ua.responseWithBody(this.request, 200, headers, body, this.#toTag);
    this.#session = new Session(this.#ua, dialog, user, 'callee');
    this.#session.confirm(this.request, acceptance.timer);
  }

  #freed(): void {
    if (this.#held === undefined || this.#early === undefined || this.#user === undefined) return;
    if (this.#machine.state !== 'held') return;
    this.#open(this.#held, this.#early, this.#user);
    this.#machine.send({ type: 'freed' });
  }

  reject(status: number, headers: readonly HeaderField[] = []): void {
    this.#final = responseTo(this.request, status, { toTag: this.#toTag, headers });
    this.#machine.send({ type: 'reject' });
  }

  cancelled(): void {
    this.#machine.send({ type: 'cancelled' });
  }

  acknowledged(ack: SipRequest): void {
    this.#answer ??= sdpOf(ack);
    this.#machine.send({ type: 'ack' });
  }

  #perform(effect: InviteServerUsageEffect): void {
    switch (effect.type) {
      case 'sendRinging':
        return this.#sendRinging();
      case 'sendAccept':
      case 'sendReject':
        if (this.#final) this.#respond(this.#final);
        return;
      case 'sendTerminated':
        this.#respond(responseTo(this.request, 487, { toTag: this.#toTag }));
        return this.#user?.cancelled();
      case 'sendUnheard':
        this.#respond(responseTo(this.request, 504, { toTag: this.#toTag }));
        return this.#user?.cancelled();
      case 'acknowledged':
        this.#session?.confirmed();
        return this.#user?.acknowledged(this.#answer);
      case 'unacknowledged':
        this.#session?.confirmed();
        return this.#session?.bye();
    }
  }

  #sendRinging(): void {
    const ringing = responseTo(this.request, 180, {
      toTag: this.#toTag,
      headers: [...recordRoutes(this.request), this.#ua.contactHeader()],
    });
    const body = this.#provisionals && this.#described;
    this.#described = undefined;
    if (this.#provisionals === undefined || this.#ringsUnreliably) return this.#transaction.respond(ringing);
    if (body !== undefined) this.#isDescribed = true;
    this.#provisionals.send(body === undefined ? ringing : withBody(ringing, 'application/sdp', body));
  }

  #respond(response: SipResponse): void {
    if (this.#ringing?.done === false) this.#ringing.send({ type: 'answered' });
    this.#provisionals?.answered();
    this.#transaction.respond(response);
  }
}
