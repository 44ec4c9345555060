// The change request, 6.5.1.1, 6.5.1.2 and 6.5.3.2.1: one invitation at the Push Receiver Agent, from the INVITE to the release.
import { contact, read } from '../core/sip/header-table.ts';
import { headerValues } from '../core/sip/headers.ts';
import type { HeaderField, SipRequest } from '../core/sip/message.ts';
import { asksForReliable } from '../core/sip/reliable.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import type { OfferReply } from './further-offers.ts';
import type { IncomingCall, IncomingCallUser } from './incoming-call.ts';
import { Invitation } from './invitation.ts';
import { timerPolicy } from './push-options.ts';
import { type PushReceiverEffect, pushReceiverMachine } from './push-receiver.machine.ts';
import type { PushReceiver } from './push-receiver.ts';
import { ReceivedStreams } from './received-streams.ts';
import { isRefusal, refusals } from './receiver-policy.ts';
import { sdpOf } from './sdp-body.ts';
import { answerOffer, type TimerPolicy } from './session-timer.ts';

export class IncomingPush implements IncomingCallUser {
  readonly timer: TimerPolicy;
  readonly invitation: Invitation;
  readonly #agent: PushReceiver;
  readonly #call: IncomingCall;
  readonly #machine: Running<typeof pushReceiverMachine>;
  readonly #streams: ReceivedStreams;
  /** The INVITE had no offer: this side makes it, in its 2xx. */
  #offers = false;
  /** What the caller answered in its ACK. */
  #answer: Uint8Array | undefined;
  #refusalHeaders: readonly HeaderField[] = [];

  constructor(agent: PushReceiver, call: IncomingCall, n: number) {
    const { policy, ua } = agent;
    this.#agent = agent;
    this.#call = call;
    this.timer = timerPolicy(agent.options);
    this.#machine = ua.runner.start(pushReceiverMachine, {
      machine: 'pushReceiver',
      id: `invitation ${n}`,
      input: {
        thinkUs: policy.thinkUs,
        rings: policy.ring,
        decides: policy.answer === 'silent' || policy.answer === 'manual' ? policy.answer : 'by itself',
        ...(isRefusal(policy.answer) && { refusal: refusals[policy.answer] }),
      },
      perform: (effect) => this.#perform(effect),
    });
    this.invitation = new Invitation(this.#machine);
    this.#streams = new ReceivedStreams(agent, call.name, this.#machine.id, () =>
      this.#call.session?.renegotiate(),
    );
  }

  begin(): void {
    // What there is to examine is examined by the machine's own first effect.
  }

  cancelled(): void {
    this.#machine.send({ type: 'cancelled' });
  }

  acknowledged(answer: Uint8Array | undefined): void {
    this.#answer = answer;
    this.#machine.send({ type: 'acknowledged' });
  }

  ended(): void {
    this.#machine.send({ type: 'dialogEnded' });
  }

  describe(): Uint8Array {
    return this.#streams.describe();
  }

  answered(answer: Uint8Array): void {
    this.#streams.answered(answer);
  }

  offerRefused(): void {
    this.#streams.refused();
  }

  /** A further offer: files that are over, further files, or nothing new. */
  offered(offer: Uint8Array, request: SipRequest): OfferReply {
    const judged = this.#streams.judge(offer, request);
    if ('headers' in judged) return { status: 488, headers: judged.headers };
    const body = judged.agree();
    this.#streams.prepare();
    this.#streams.connect();
    return { body };
  }

  #perform(effect: PushReceiverEffect): void {
    switch (effect.type) {
      case 'examine':
        return this.#examine();
      case 'ring':
        return this.#ring();
      case 'prepareMedia':
        return this.#streams.prepare();
      case 'answer':
        return this.#accept();
      case 'beginMedia':
        return this.#beginMedia();
      case 'reject':
        return this.#call.reject(effect.status, this.#refusalHeaders);
      case 'bye':
        return this.#call.session?.bye();
      case 'abortFiles':
        return this.#abort(effect.files);
      case 'releaseMedia':
        return this.#streams.close();
    }
  }

  /** Steps 1 to 6 of 6.5.1.1, in their order. */
  #examine(): void {
    const { answer, movedTo, thinkUs, ring } = this.#agent.policy;
    const timer = answerOffer(this.#call.request, this.timer);
    if ('tooSmall' in timer) return this.#reject(422, timer.headers);
    const { request } = this.#call;
    // Who insists on reliable provisional responses wants the offer in the first of them (RFC 3261 §13.2.1).
    this.#offers = request.body.length === 0 && asksForReliable(request) !== 'required';
    const judged = this.#offers ? this.#streams.offer() : this.#streams.judge(sdpOf(request), request);
    if ('headers' in judged) return this.#reject(488, judged.headers);
    if (answer === 'moved') return this.#reject(302, [{ name: 'Contact', value: `<${movedTo}>` }]);
    // Who rings or thinks says no afterwards, as a user does.
    if (isRefusal(answer) && thinkUs === 0 && !ring) return this.#reject(refusals[answer], []);
    judged.agree();
    this.#storeWhatWasSaid();
    this.#machine.send({ type: 'acceptable' });
  }

  #beginMedia(): void {
    if (!this.#offers) this.#streams.connect();
    else if (!this.#streams.begun(this.#answer)) this.#machine.send({ type: 'release' });
  }

  #abort(files: readonly (string | undefined)[]): void {
    const ended = files.map((file) => this.#streams.abort(file));
    if (ended.includes(true)) this.#call.session?.renegotiate();
  }

  #reject(status: number, headers: readonly HeaderField[]): void {
    this.#refusalHeaders = headers;
    this.#machine.send({ type: 'refuse', status });
  }

  /** Steps 4 and 5: the Session Identity, and the application that the push is for. */
  #storeWhatWasSaid(): void {
    const identity = read(this.#call.request, contact);
    if (identity !== undefined && identity !== '*') this.#agent.store('session identity', identity.uri);
    const application = headerValues(this.#call.request, 'Accept-Contact').find((value) =>
      value.includes('iari'),
    );
    if (application !== undefined)
      this.#agent.store('application reference', application.replace(/^\*;/, ''));
  }

  /** With its answer, where it may: "the UAS MAY generate an answer in a reliable provisional response" (RFC 3262 §5). It is ready then. */
  #ring(): void {
    const { answersEarly = false, ringAgainUs } = this.#agent.policy;
    // "the initial offer MUST be in … the first reliable non-failure message" (RFC 3261 §13.2.1): whose offer is to be in the 2xx sends none before.
    const again = { unreliably: this.#offers, ...(ringAgainUs !== undefined && { againUs: ringAgainUs }) };
    if (this.#offers || !answersEarly || !this.#call.ringsReliably) return this.#call.ring(again);
    this.#streams.prepare();
    this.#call.ring({ ...again, body: this.#streams.agreed });
  }

  #accept(): void {
    const { options, policy } = this.#agent;
    const { flags = [] } = policy;
    const timer = answerOffer(this.#call.request, this.timer);
    const early: readonly HeaderField[] =
      options.dialect === 'change-request'
        ? [{ name: 'Accept-Contact', value: [options.service, ...flags].join(';') }]
        : [];
    const negotiated = 'timer' in timer ? timer : { headers: [], timer: undefined };
    this.#call.accept({
      headers: [...negotiated.headers, ...early],
      body: this.#streams.agreed,
      timer: negotiated.timer,
    });
  }
}
