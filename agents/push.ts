// The change request, 6.5.2.1 to 6.5.2.3 and 6.5.3.3: one push from the INVITE to the release. The machine tells the story; this file
// carries out its effects with a call, a session and m= lines, and reports what came of them.
import { contact, read } from '../core/sip/header-table.ts';
import { allowedMethods } from '../core/sip/inspect.ts';
import type { SipResponse } from '../core/sip/message.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import type { FileTransferEffect } from './file-transfer.machine.ts';
import type { OfferReply } from './further-offers.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { OwnDescription } from './own-description.ts';
import {
  acceptContact,
  anything,
  bodyOf,
  cpim,
  offerFor,
  otherPreferences,
  type Token,
} from './push-offer.ts';
import { type PushedFile, type PushPlan, timerPolicy } from './push-options.ts';
import { type PushOutcome, type PushSenderEffect, pushSenderMachine } from './push-sender.machine.ts';
import type { PushSender } from './push-sender.ts';
import { PushStream, type StreamOwner } from './push-stream.ts';
import { makeAnswer } from './sdp/answer.ts';
import { checkAnswer } from './sdp/check-answer.ts';
import { transfersOf } from './sdp/check-offer.ts';
import { unusable } from './sdp/examine.ts';
import { formatSdp } from './sdp/format.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { closedMedia } from './sdp/offer.ts';
import { parseSdp } from './sdp/parse.ts';
import type { Sdp } from './sdp/types.ts';
import { warningOf } from './sdp-warning.ts';
import type { Session } from './session.ts';
import { offerHeaders } from './session-timer.ts';

export class Push implements StreamOwner {
  readonly agent: PushSender;
  readonly plan: PushPlan;
  readonly #name: string;
  readonly #machine: Running<typeof pushSenderMachine>;
  readonly #streams: readonly PushStream[];
  readonly #token: Token;
  #call: OutgoingCall | undefined;
  #session: Session | undefined;
  readonly #own = new OwnDescription();
  outcome: PushOutcome | undefined;

  constructor(agent: PushSender, plan: PushPlan, n: number) {
    this.agent = agent;
    this.plan = plan;
    this.#name = `${agent.ua.host.name}.push ${n}`;
    this.#token = (what, length) => agent.ua.token(`push ${n}/${what}`, length);
    this.#machine = agent.ua.runner.start(pushSenderMachine, {
      machine: 'pushSender',
      id: `push ${n}`,
      input: undefined,
      perform: (effect) => this.#perform(effect),
    });
    const groups: readonly (readonly PushedFile[])[] = plan.asFiles
      ? plan.files.map((file) => [file])
      : [plan.files];
    this.#streams = groups.map((files, i) => new PushStream(this, files, this.#machine.id, i + 1));
  }

  begin(): void {
    this.#machine.send({ type: 'push' });
  }

  /** 6.5.2.2. After the 200 there is nothing to cancel any more: the request is then ignored, and traced as such. */
  cancel(): void {
    this.#machine.send({ type: 'cancel' });
  }

  /** 6.5.2.3, at the user's wish. */
  release(): void {
    this.#machine.send({ type: 'release' });
  }

  /** RFC 5547 §8.4: gives up a file under way, by `#` and then port 0; without a name all of them, and the session. */
  abort(file?: string): void {
    if (file === undefined) this.#machine.send({ type: 'abort' });
    else
      for (const stream of this.#streams) if (stream.files.some(({ name }) => name === file)) stream.abort();
  }

  fileFinished(outcome: FileTransferEffect['outcome']): void {
    if (outcome === 'declined' || this.#machine.done) return;
    this.#machine.send({ type: 'fileFinished', outcome });
    if (this.plan.inTurn === true) this.#streams.find(({ isWaiting }) => isWaiting)?.start();
  }

  streamDue(): void {
    if (!this.#machine.done) this.#machine.send({ type: 'lineDue' });
  }

  #perform(effect: PushSenderEffect): void {
    switch (effect.type) {
      case 'invite':
        return this.#invite();
      case 'cancelInvite':
        return this.#call?.cancel();
      case 'openMedia':
        return this.#openMedia();
      case 'abortFiles':
        for (const stream of this.#streams) stream.abort();
        return;
      case 'closeLines':
        return this.#session?.renegotiate();
      case 'bye':
        for (const stream of this.#streams) stream.silence();
        return this.#session?.bye();
      case 'releaseMedia':
        for (const stream of this.#streams) stream.close('failed');
        return;
      case 'ended':
        this.outcome = effect.outcome;
        this.agent.store('push', { push: this.#name, outcome: effect.outcome });
        return;
    }
  }

  #invite(): void {
    const { ua, options } = this.agent;
    const number = ua.integer(`${this.#name}/o=`, 2 ** 31);
    const address = ua.host.address;
    const origin = {
      username: '-',
      sessionId: String(number),
      sessionVersion: String(number),
      netType: 'IN',
      addressType: address.includes(':') ? 'IP6' : 'IP4',
      address,
    };
    const offer = offerFor(this.plan, this.#streams, origin, options.dialect, this.#token);
    const timer = timerPolicy(options, this.plan.sessionExpiresS);
    this.#own.begin(offer);
    this.#call = ua.call({
      to: this.plan.to,
      headers: [
        ...acceptContact(this.plan, options.dialect),
        ...otherPreferences(this.plan),
        ...offerHeaders(timer),
      ],
      body: bodyOf(offer, this.#streams, this.#token),
      user: {
        timer,
        established: (response, session) => this.#established(response, session),
        failed: (response) => this.#machine.send({ type: 'rejected', status: response.status }),
        ended: () => this.#machine.send({ type: 'dialogEnded' }),
        describe: () => this.#describe(),
        answered: (answer) => this.#answered(answer),
        offerRefused: () => this.#own.refuse(),
        offered: (text) => this.#offered(text),
      },
    });
  }

  /** "On receiving a SIP 200 OK" (6.5.2.1): what is stored, and which files are wanted. */
  #established(response: SipResponse, session: Session): void {
    this.#session = session;
    const allowed = allowedMethods(response);
    if (allowed !== undefined) this.agent.store('allowed methods', [...allowed]);
    const identity = read(response, contact);
    if (identity !== undefined && identity !== '*') this.agent.store('session identity', identity.uri);
    const { dialect } = this.agent.options;
    const answer = this.#readAnswer(response.body);
    const lines = this.#streams.map((_, i) => {
      const line = answer?.media[i];
      return answer === undefined || line === undefined || line.port === 0
        ? undefined
        : readMsrp(line, answer, dialect);
    });
    this.#streams.forEach((stream, i) => {
      stream.answered(this.#mediaName(i), lines[i]);
    });
    const accepted = this.#streams.filter((_, i) => lines[i] !== undefined);
    const files = accepted.reduce((sum, stream) => sum + stream.files.length, 0);
    this.#machine.send({ type: 'answered', lines: accepted.length, files });
  }

  /** What was proposed is agreed from now on. */
  #readAnswer(body: Uint8Array): Sdp | undefined {
    const { host } = this.agent.ua;
    const { sdp } = parseSdp(new TextDecoder().decode(body), this.agent.options.dialect);
    const offer = this.#own.proposed;
    this.#own.agree();
    if (offer === undefined) return sdp;
    const problems =
      sdp === undefined
        ? ['no SDP that can be read']
        : checkAnswer(offer, sdp).map(({ rule, text }) => `${rule}: ${text}`);
    for (const text of problems)
      host.trace.record({ type: 'note', node: host.name, text: `the answer: ${text}` });
    return sdp;
  }

  /** All accepted files side by side, or the first alone. */
  #openMedia(): void {
    const waiting = this.#streams.filter(({ isWaiting }) => isWaiting);
    for (const stream of this.plan.inTurn === true ? waiting.slice(0, 1) : waiting) stream.start();
  }

  /** What the lab calls the session's messages: by the call, like those of its signalling; a further m= line has its number. */
  #mediaName(i: number): string {
    const call = this.#call?.name ?? this.#name;
    return i === 0 ? call : `${call}.m${i + 1}`;
  }

  /**
   * Where a line is due, port 0 for every one that has nothing left to send: "the re-INVITE zeroes all their m= lines" (6.5.2.3). Else the
   * description as it was: a refresh (RFC 4028 §7.4).
   */
  #describe(): Uint8Array {
    const closes = this.#streams.some(({ isDue }) => isDue);
    const media = (this.#own.agreed?.media ?? []).map((line, i) =>
      closes && this.#streams[i]?.isOver === true ? closedMedia(line) : line,
    );
    return new TextEncoder().encode(formatSdp(this.#own.propose(media)));
  }

  #answered(body: Uint8Array): void {
    const answer = this.#readAnswer(body);
    this.#streams.forEach((stream, i) => {
      const isZero = this.#own.agreed?.media[i]?.port === 0 || answer?.media[i]?.port === 0;
      if (isZero) this.#close(stream);
    });
  }

  /** A line that both sides say is over. That the peer gives up one that was not is its abort (RFC 5547 §8.4). */
  #close(stream: PushStream): void {
    if (stream.isClosed) return;
    const { isDue } = stream;
    stream.close('aborted');
    if (!isDue) this.#machine.send({ type: 'lineTaken' });
  }

  /** The receiver's own offer: what it closes is closed, what stands stays as it is, and it gets nothing new. */
  #offered(body: Uint8Array): OfferReply {
    const { dialect } = this.agent.options;
    const previous = this.#own.agreed;
    const parsed = parseSdp(new TextDecoder().decode(body), dialect);
    const broken = unusable(parsed);
    if (parsed.sdp === undefined || previous === undefined || broken !== undefined)
      return { status: 488, headers: warningOf(broken) };
    const outcome = makeAnswer({
      offer: parsed.sdp,
      can: { acceptTypes: cpim, acceptWrappedTypes: anything },
      origin: previous.origin,
      previous,
      used: transfersOf(previous, dialect),
      dialect,
      accept: ({ index }) => (this.#streams[index]?.isClosed === false ? 'as before' : undefined),
    });
    if (outcome.outcome === 'refused') return { status: 488, headers: warningOf(outcome.warning) };
    const answer = this.#own.answer(outcome.answer);
    this.#streams.forEach((stream, i) => {
      if (answer.media[i]?.port === 0) this.#close(stream);
    });
    return { body: new TextEncoder().encode(formatSdp(answer)) };
  }
}
