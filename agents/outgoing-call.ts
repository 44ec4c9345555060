// RFC 3261 §13.2 and §9.1: a call that this agent makes: INVITE, its answers, an ACK for each 2xx, CANCEL. RFC 3262 §4: a PRACK for each
// provisional response that is reliable.
import { type Body, responseTo } from '../core/sip/build.ts';
import { dialogOfResponse } from '../core/sip/dialog.ts';
import { cseq, read } from '../core/sip/header-table.ts';
import { withBody } from '../core/sip/headers.ts';
import {
  type InviteClientUsageEffect,
  inviteClientUsageMachine,
} from '../core/sip/invite-client-usage.machine.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import type { ClientTransaction, Running } from '../core/sip/transaction-types.ts';
import { credentialsOf } from './credentials.ts';
import { Patience } from './patience.ts';
import { ReliableReceipts } from './reliable-receipts.ts';
import { sdpOf } from './sdp-body.ts';
import { Session, type SessionUser } from './session.ts';
import { afterTooSmall, leastOf, timerOf } from './session-timer.ts';
import type { UserAgent } from './user-agent.ts';

export interface OutgoingCallUser extends SessionUser {
  progress?(response: SipResponse): void;
  /** The first 2xx, acknowledged already. */
  established(response: SipResponse, session: Session): void;
  /** 300–699; 408 for a timeout, 503 for a transport error, 487 after a CANCEL that worked. */
  failed(response: SipResponse): void;
  /** The answer to the offer of a 2xx, where the INVITE had none; `wanted`: the session is to stand. */
  answerOffer?(offer: Uint8Array | undefined, wanted: boolean): Uint8Array | undefined;
}

export interface OutgoingCallOptions {
  /** The Request-URI and the To. */
  readonly to: string;
  readonly headers: readonly HeaderField[];
  /** The offer, by itself or among others; without it the callee makes it, in its 2xx (§13.2.1). */
  readonly body?: Body;
  readonly user: OutgoingCallUser;
}

/** Caller preferences are repeated in a CANCEL (RFC 3841 §5). */
const preferences = ['accept-contact', 'reject-contact', 'request-disposition'];

/** A Min-SE may rise from hop to hop; it is not followed without end. */
const mostTries = 6;

export class OutgoingCall {
  readonly #ua: UserAgent;
  readonly #options: OutgoingCallOptions;
  readonly #machine: Running<typeof inviteClientUsageMachine>;
  #request: SipRequest;
  /** A 2xx came that says nowhere to send its ACK to, and no other one yet. */
  #isUnacknowledged = false;
  /** With credentials, where the last one was challenged. */
  #again: SipRequest | undefined;
  #tries = 0;
  readonly #name: string;
  #transaction: ClientTransaction | undefined;
  #session: Session | undefined;
  /** Those of all forks that answered 2xx, by their To tag. */
  readonly #sessions = new Map<string, Session>();
  /** What the ACKs for their 2xx answer, where those had the offer. */
  readonly #answers = new Map<Session, Uint8Array | undefined>();
  readonly #receipts: ReliableReceipts;
  readonly #patience: Patience;
  /** The answer that came before the first 2xx: the UAC "MUST ignore any session descriptions in subsequent responses" (§13.2.1). */
  #earlyAnswer: Uint8Array | undefined;

  constructor(ua: UserAgent, options: OutgoingCallOptions) {
    this.#ua = ua;
    this.#options = options;
    const callId = ua.newCallId('call');
    this.#name = ua.callName(callId);
    this.#receipts = new ReliableReceipts(ua);
    this.#request = this.#build(callId);
    this.#machine = ua.runner.start(inviteClientUsageMachine, {
      machine: 'inviteClientUsage',
      id: `call ${this.#name}`,
      input: { guardUs: 64 * ua.timers.t1Us },
      perform: (effect) => this.#perform(effect),
      ended: () => {
        this.#receipts.end();
        this.#patience.end();
      },
    });
    this.#patience = new Patience(ua, `call ${this.#name}`, {
      unanswered: () => this.#machine.send({ type: 'unanswered' }),
      giveUp: () => this.#machine.send({ type: 'cancel' }),
    });
    this.#send();
  }

  /** `sender.1`: the call as the lab names it. */
  get name(): string {
    return this.#name;
  }

  get request(): SipRequest {
    return this.#request;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  cancel(): void {
    this.#patience.end();
    this.#machine.send({ type: 'cancel' });
  }

  #build(callId: string): SipRequest {
    const { to, headers, body } = this.#options;
    const request: SipRequest = {
      kind: 'request',
      method: 'INVITE',
      uri: to,
      headers: [
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: `${this.#ua.nameAddr};tag=${this.#ua.token(`${this.#name}/tag`, 10)}` },
        { name: 'To', value: `<${to}>` },
        { name: 'Call-ID', value: callId },
        { name: 'CSeq', value: '1 INVITE' },
        this.#ua.contactHeader(),
        ...this.#ua.capabilityHeaders(),
        ...this.#ua.requirements(),
        ...this.#ua.outsideHeaders(),
        ...headers,
      ],
      body: new Uint8Array(0),
    };
    return this.#ua.credentials.prepared(
      body === undefined ? request : withBody(request, body.contentType, body.bytes),
    );
  }

  #send(): void {
    this.#tries += 1;
    const request = this.#request;
    const nextHop = this.#ua.nextHop(request.uri);
    this.#transaction = this.#ua.send({ request, nextHop }, `${this.#name}/INVITE ${this.#tries}`, {
      response: (response) => this.#heard(response),
      timeout: () => this.#heard(responseTo(request, 408)),
      transportError: () => this.#heard(responseTo(request, 503)),
      moved: (client) => {
        this.#transaction = client;
      },
      ended: () => this.#noMoreComes(),
    });
  }

  #heard(response: SipResponse): void {
    const { status } = response;
    this.#patience.heard(status);
    this.#again = this.#onceMore(response);
    if (this.#again !== undefined) this.#machine.send({ type: 'challenged', response });
    else if (status < 200) {
      if (this.#receipts.take(this.#request, response)) this.#machine.send({ type: 'provisional', response });
    } else if (status < 300) this.#accepted(response);
    else this.#machine.send({ type: 'failure', response });
  }

  /**
   * "The remote target MUST be set to the URI from the Contact header field of the response" (§12.1.2): one whose Contact cannot be read makes no
   * dialog, and there is nowhere to send an ACK to. Its sender will say it again (§13.3.1.4), maybe whole.
   */
  #accepted(response: SipResponse): void {
    if (dialogOfResponse(this.#request, response) === undefined) {
      this.#isUnacknowledged = true;
      this.#ua.note(`left aside a ${response.status} to INVITE without a Contact that can be read`);
      return;
    }
    this.#isUnacknowledged = false;
    this.#machine.send({ type: 'success', response });
  }

  /** Timer M: no copy of the 2xx comes any more (RFC 6026 §7.2). */
  #noMoreComes(): void {
    if (this.#isUnacknowledged && this.#session === undefined && !this.#machine.done)
      this.#machine.send({ type: 'failure', response: responseTo(this.#request, 500) });
  }

  /** What a 401 or 407 (§22.2), or a 422 (RFC 4028 §7.3), can be answered with. */
  #onceMore(response: SipResponse): SipRequest | undefined {
    const { status } = response;
    if (status === 401 || status === 407)
      return this.#ua.credentials.answer(this.#request, response, this.#tries);
    return status === 422 && this.#tries < mostTries ? afterTooSmall(this.#request, response) : undefined;
  }

  #perform(effect: InviteClientUsageEffect): void {
    const { user } = this.#options;
    switch (effect.type) {
      case 'progress':
        return user.progress?.(effect.response);
      case 'established':
        return this.#established(effect.response);
      case 'successAgain':
        return this.#successAgain(effect.response);
      case 'crossed':
        return this.#crossed(effect.response);
      case 'failed':
        return user.failed(effect.response);
      case 'tryAgain':
        this.#receipts.end();
        this.#request = this.#again ?? this.#request;
        return this.#send();
      case 'sendCancel':
        return this.#sendCancel();
      case 'losePatience':
        return this.#patience.lose();
      case 'abandon':
        if (this.#transaction) this.#ua.sip.transactions.abandon(this.#transaction);
        return user.failed(responseTo(this.#request, 487));
    }
  }

  #established(response: SipResponse): void {
    const session = this.#open(response, this.#options.user);
    if (session === undefined) {
      this.#options.user.failed(responseTo(this.#request, 500));
      return;
    }
    this.#session = session;
    this.#ack(session, response, true);
    session.confirm(response, timerOf(response, 'uac'), leastOf(this.#request));
    const answer = this.#earlyAnswer;
    const whole = answer === undefined ? response : withBody(response, 'application/sdp', answer);
    this.#options.user.established(whole, session);
  }

  /** The same 2xx again is acknowledged again; another fork's is acknowledged and its session ended (§13.2.2.4). */
  #successAgain(response: SipResponse): void {
    const known = this.#sessionOf(response);
    if (known === undefined) this.#endUnwanted(response, { ended: () => {} });
    else this.#ack(known, response);
  }

  /** "If the UAC had sent a CANCEL … and a 2xx comes", the session is acknowledged and ended by a BYE (§9.1, §15). */
  #crossed(response: SipResponse): void {
    if (this.#session === undefined) this.#session = this.#endUnwanted(response, this.#options.user);
    else this.#successAgain(response);
  }

  /** The session that a 2xx has begun before, of this fork. */
  #sessionOf(response: SipResponse): Session | undefined {
    const dialog = dialogOfResponse(this.#request, response);
    return dialog && this.#sessions.get(dialog.remoteTag);
  }

  #endUnwanted(response: SipResponse, user: SessionUser): Session | undefined {
    const session = this.#open(response, user);
    if (session === undefined) return undefined;
    this.#ack(session, response);
    session.confirm(response, undefined);
    session.bye();
    return session;
  }

  #open(response: SipResponse, user: SessionUser): Session | undefined {
    const dialog = dialogOfResponse(this.#request, response);
    if (dialog === undefined) return undefined;
    const early = this.#receipts.claim(dialog.remoteTag);
    early?.session.establish(dialog, user);
    if (this.#session === undefined) this.#earlyAnswer = early?.answer;
    const session = early?.session ?? new Session(this.#ua, dialog, user, 'caller');
    this.#sessions.set(dialog.remoteTag, session);
    return session;
  }

  /** "If the 2xx response contains an offer (based on the rules above), the ACK MUST carry an answer in its body" (§13.2.2.4), the same each time. */
  #ack(session: Session, response: SipResponse, wanted = false): void {
    const { body, user } = this.#options;
    if (body === undefined && !this.#answers.has(session))
      this.#answers.set(session, user.answerOffer?.(sdpOf(response), wanted));
    const number = read(this.#request, cseq)?.number ?? 1;
    session.ack(number, this.#answers.get(session), credentialsOf(this.#request));
  }

  #sendCancel(): void {
    if (this.#transaction === undefined) return;
    const repeated = this.#request.headers.filter(({ name }) => preferences.includes(name.toLowerCase()));
    const silent = { response: () => {}, timeout: () => {}, transportError: () => {} };
    this.#ua.sip.transactions.cancel(this.#transaction, silent, repeated);
  }
}
