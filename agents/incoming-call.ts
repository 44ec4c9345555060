// RFC 3261 §13.3 and §9.2: a call that reaches this agent: it rings, is accepted or refused, and the 2xx is repeated until its ACK.
import { responseTo } from '../core/sip/build.ts';
import type { SessionTimer } from '../core/sip/dialog.machine.ts';
import { dialogId, dialogOfRequest, recordRoutes } from '../core/sip/dialog.ts';
import { cseq, from, read } from '../core/sip/header-table.ts';
import { header } from '../core/sip/headers.ts';
import {
  type InviteServerUsageEffect,
  inviteServerUsageMachine,
} from '../core/sip/invite-server-usage.machine.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import { tagOf } from '../core/sip/name-addr.ts';
import type { Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import { Session, type SessionUser } from './session.ts';
import type { UserAgent } from './user-agent.ts';

export interface IncomingCallUser extends SessionUser {
  /** Called once the call may be answered. */
  begin(): void;
  /** The caller gave up; 487 has been sent. */
  cancelled(): void;
  /** The ACK came: BYE is allowed from now on (§15). */
  acknowledged(): void;
}

export interface Acceptance {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  readonly timer: SessionTimer | undefined;
}

export class IncomingCall {
  readonly request: SipRequest;
  readonly dialogId: string;
  readonly name: string;
  readonly #ua: UserAgent;
  readonly #transaction: ServerTransaction;
  readonly #toTag: string;
  readonly #machine: Running<typeof inviteServerUsageMachine>;
  #user: IncomingCallUser | undefined;
  #session: Session | undefined;
  #final: SipResponse | undefined;

  constructor(ua: UserAgent, transaction: ServerTransaction, toTag: string) {
    this.#ua = ua;
    this.#transaction = transaction;
    this.#toTag = toTag;
    this.request = transaction.request;
    const callId = header(this.request, 'Call-ID') ?? '';
    const remote = read(this.request, from);
    this.dialogId = dialogId(callId, toTag, (remote && tagOf(remote)) ?? '');
    this.name = ua.callName(callId);
    this.#machine = ua.runner.start(inviteServerUsageMachine, {
      machine: 'inviteServerUsage',
      id: `call ${this.name}`,
      input: { t1Us: ua.timers.t1Us, t2Us: ua.timers.t2Us },
      perform: (effect) => this.#perform(effect),
    });
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** The CSeq of its INVITE, which its ACK repeats. */
  get sequence(): number | undefined {
    return read(this.request, cseq)?.number;
  }

  get isUnanswered(): boolean {
    return this.#machine.state === 'deciding';
  }

  /**
   * A request inside the early dialog. A BYE ends it (§15): the INVITE is answered 487. "A UAS that receives a second INVITE before it sends
   * the final response to a first INVITE … MUST return a 500 … and MUST include a Retry-After header field with a randomly chosen value of
   * between 0 and 10 seconds" (§14.2); an UPDATE with an offer is refused likewise (RFC 3311 §5.2).
   */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (request.method === 'BYE') {
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

  ring(): void {
    this.#machine.send({ type: 'ring' });
  }

  /** Answers 200 with an SDP answer; the session begins here and is confirmed when the ACK comes. */
  accept(acceptance: Acceptance): void {
    const dialog = dialogOfRequest(this.request, this.#toTag);
    if (dialog === undefined || this.#user === undefined) {
      this.reject(400);
      return;
    }
    const headers = [
      ...recordRoutes(this.request),
      this.#ua.contactHeader(),
      ...this.#ua.capabilityHeaders(),
      ...acceptance.headers,
    ];
    this.#final = this.#ua.responseWithBody(this.request, 200, headers, acceptance.body, this.#toTag);
    this.#session = new Session(this.#ua, dialog, this.#user, 'callee');
    this.#session.confirm(this.request, acceptance.timer);
    this.#machine.send({ type: 'accept' });
  }

  reject(status: number, headers: readonly HeaderField[] = []): void {
    this.#final = responseTo(this.request, status, { toTag: this.#toTag, headers });
    this.#machine.send({ type: 'reject' });
  }

  cancelled(): void {
    this.#machine.send({ type: 'cancelled' });
  }

  acknowledged(): void {
    this.#machine.send({ type: 'ack' });
  }

  #perform(effect: InviteServerUsageEffect): void {
    switch (effect.type) {
      case 'sendRinging':
        return this.#transaction.respond(
          responseTo(this.request, 180, {
            toTag: this.#toTag,
            headers: [...recordRoutes(this.request), this.#ua.contactHeader()],
          }),
        );
      case 'sendAccept':
      case 'sendReject':
        if (this.#final) this.#transaction.respond(this.#final);
        return;
      case 'sendTerminated':
        this.#transaction.respond(responseTo(this.request, 487, { toTag: this.#toTag }));
        return this.#user?.cancelled();
      case 'acknowledged':
        this.#session?.confirmed();
        return this.#user?.acknowledged();
      case 'unacknowledged':
        this.#session?.confirmed();
        return this.#session?.bye();
    }
  }
}
