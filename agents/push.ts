// The change request, 6.5.2.1 to 6.5.2.3 and 6.5.3.3: one push from the INVITE to the release. The machine tells the story; this file
// carries out its effects with a call, a session and m= lines, and reports what came of them.
import type { Body } from '../core/sip/build.ts';
import { contact, read } from '../core/sip/header-table.ts';
import { allowedMethods } from '../core/sip/inspect.ts';
import type { SipResponse } from '../core/sip/message.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { type AnsweredOffer, answerOffer, type Taken } from './answered-offer.ts';
import type { FileTransferEffect } from './file-transfer.machine.ts';
import { type Outcome, outcomesOf } from './outcome.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { firstOrigin } from './own-description.ts';
import {
  acceptContact,
  bodyOf,
  offerFor,
  otherPreferences,
  type PushedStream,
  type Token,
} from './push-offer.ts';
import { type PushedFile, type PushPlan, timerPolicy } from './push-options.ts';
import { type PushSenderEffect, pushSenderMachine } from './push-sender.machine.ts';
import type { PushSender } from './push-sender.ts';
import { PushStream, type StreamOwner } from './push-stream.ts';
import { formatSdp } from './sdp/format.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { offeredSetup, offererOpens } from './sdp/setup.ts';
import { sdpOf } from './sdp-body.ts';
import { SentStreams } from './sent-streams.ts';
import type { Session } from './session.ts';
import { offerHeaders } from './session-timer.ts';

export class Push implements StreamOwner {
  readonly agent: PushSender;
  readonly plan: PushPlan;
  readonly #name: string;
  readonly #machine: Running<typeof pushSenderMachine>;
  #streams: readonly PushStream[];
  #lines: SentStreams;
  /** The callee's offer as it was answered, where ours was left to it. */
  #answered: AnsweredOffer | undefined;
  readonly #token: Token;
  /** Previews go with the INVITE, unless it was refused for them. */
  #offersIcons = true;
  /** What it did not bring whole, once it is over. */
  #left: readonly PushedFile[] = [];
  #call: OutgoingCall | undefined;
  #session: Session | undefined;
  outcome: Outcome | undefined;

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
      ended: () => this.#forget(),
    });
    const groups: readonly (readonly PushedFile[])[] = plan.asFiles
      ? plan.files.map((file) => [file])
      : [plan.files];
    const reachable = agent.options.setup !== 'active';
    this.#streams = groups.map((files, i) => new PushStream(this, files, this.#machine.id, i + 1, reachable));
    this.#lines = this.#linesOf(this.#streams);
  }

  #linesOf(streams: readonly (PushStream | undefined)[]): SentStreams {
    const { options, ua } = this.agent;
    return new SentStreams(
      {
        dialect: options.dialect,
        inTurn: this.plan.inTurn === true,
        lineTaken: () => {
          if (!this.#machine.done) this.#machine.send({ type: 'lineTaken' });
        },
        note: (text) => ua.note(text),
      },
      streams,
    );
  }

  /** It is over: whoever keeps it, keeps no more than that. */
  #forget(): void {
    this.#left = this.unfinished;
    this.#streams = [];
    this.#lines = this.#linesOf([]);
    this.#call = undefined;
    this.#session = undefined;
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
    else this.#lines.abort(file);
  }

  /** Its files that were begun and not delivered, from the first octet on that was not confirmed (RFC 5547 §8.1 and file-range). */
  get unfinished(): readonly PushedFile[] {
    return [...this.#left, ...this.#streams.flatMap((stream) => stream.unfinished)];
  }

  fileFinished(outcome: FileTransferEffect['outcome']): void {
    if (outcome === 'declined' || this.#machine.done) return;
    this.#machine.send({ type: 'fileFinished', outcome });
    this.#lines.openNext();
  }

  /** While nothing has been asked of it but to send. */
  get mayRenew(): boolean {
    return this.#machine.state === 'sending';
  }

  renew(): void {
    this.#session?.renegotiate();
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
        return this.#lines.open();
      case 'abortFiles':
        return this.#lines.abort();
      case 'closeLines':
        return this.#session?.renegotiate();
      case 'bye':
        this.#lines.silence();
        return this.#session?.bye();
      case 'releaseMedia':
        return this.#lines.close();
      case 'ended':
        this.outcome = effect.outcome;
        this.agent.store('push', {
          push: this.#name,
          outcome: effect.outcome,
          ...this.#outcomes(effect.outcome),
        });
        return;
    }
  }

  /** Of a push of several files, each by itself. */
  #outcomes(ofAll: Outcome): ReturnType<typeof outcomesOf> {
    return this.plan.asFiles
      ? outcomesOf(
          this.#streams.flatMap((stream) => stream.outcomes),
          ofAll,
        )
      : {};
  }

  #invite(): void {
    const { ua, options } = this.agent;
    const timer = timerPolicy(options, this.plan.sessionExpiresS);
    this.#call = ua.call({
      to: this.plan.to,
      headers: [
        ...acceptContact(this.plan, options.dialect),
        ...otherPreferences(this.plan),
        ...offerHeaders(timer),
      ],
      ...(this.plan.offerless !== true && { body: this.#offer() }),
      user: {
        timer,
        established: (response, session) => this.#established(response, session),
        failed: ({ status }) => this.#rejected(status),
        answerOffer: (offer, wanted) => this.#answer(offer, wanted),
        ending: () => this.#lines.silence(),
        ended: () => this.#machine.send({ type: 'dialogEnded' }),
        describe: () => this.#lines.describe(),
        answered: (answer) => this.#lines.answered(answer),
        offerRefused: (_, isPutOff) => this.#lines.refused(isPutOff),
        offered: (text) => this.#lines.offered(text),
      },
    });
  }

  #offer(): Body {
    const { ua, options } = this.agent;
    const origin = firstOrigin(ua, this.#name);
    const streams = this.#offersIcons ? this.#streams : this.#streams.map(withoutIcons);
    const offer = offerFor(this.plan, streams, origin, options.dialect, this.#token, options.setup);
    this.#lines.own.begin(offer);
    return bodyOf(offer, streams, this.#token);
  }

  #answer(offer: Uint8Array | undefined, wanted: boolean): Uint8Array | undefined {
    const [stream] = this.#streams;
    const said = answerOffer(this.agent, this.#name, stream?.localUri ?? '', offer, wanted);
    if (said === undefined) return undefined;
    if (wanted) {
      this.#answered = said;
      this.#lines = this.#linesOf(
        said.answer.media.map((_, i) => (i === said.taken?.index ? stream : undefined)),
      );
      this.#lines.own.answer(said.answer);
    }
    return new TextEncoder().encode(formatSdp(said.answer));
  }

  /**
   * A receiver "not supporting multipart MIME types, will reject the SDP offer": "it is RECOMMENDED that the file sender removes the icon body
   * part … and resends the SDP offer" (RFC 5547 §8.8).
   */
  #rejected(status: number): void {
    const hasIcons = this.#streams.some(({ files }) => files.some(({ icon }) => icon !== undefined));
    const isTooMuch = status === 415 || status === 488;
    if (!isTooMuch || !hasIcons || !this.#offersIcons || this.#machine.state !== 'inviting')
      return this.#machine.send({ type: 'rejected', status });
    this.#offersIcons = false;
    this.#invite();
  }

  /** "On receiving a SIP 200 OK" (6.5.2.1): what is stored, and which files are wanted. */
  #established(response: SipResponse, session: Session): void {
    this.#session = session;
    const allowed = allowedMethods(response);
    if (allowed !== undefined) this.agent.store('allowed methods', [...allowed]);
    const identity = read(response, contact);
    if (identity !== undefined && identity !== '*') this.agent.store('session identity', identity.uri);
    const lines = this.plan.offerless === true ? [this.#answered?.taken] : this.#linesTaken(response);
    this.#streams.forEach((stream, i) => {
      const taken = lines[i];
      stream.answered(this.#mediaName(i), taken?.msrp, taken?.opens === true);
    });
    const accepted = this.#streams.filter((_, i) => lines[i] !== undefined);
    const files = accepted.reduce((sum, stream) => sum + stream.files.length, 0);
    const declined = this.plan.files.length - files;
    this.#machine.send({ type: 'answered', lines: accepted.length, files, declined });
  }

  /** The lines of its own offer that the answer takes. */
  #linesTaken(response: SipResponse): (Omit<Taken, 'index'> | undefined)[] {
    const { dialect, setup } = this.agent.options;
    const answer = this.#lines.readAnswer(sdpOf(response) ?? new Uint8Array(0));
    return this.#streams.map((_, i) => {
      const line = answer?.media[i];
      if (answer === undefined || line === undefined || line.port === 0) return undefined;
      const msrp = readMsrp(line, answer, dialect);
      return { msrp, opens: offererOpens(dialect === 'rfc' ? offeredSetup(setup) : undefined, msrp.setup) };
    });
  }

  /** What the lab calls the session's messages: by the call, like those of its signalling; a further m= line has its number. */
  #mediaName(i: number): string {
    const call = this.#call?.name ?? this.#name;
    return i === 0 ? call : `${call}.m${i + 1}`;
  }
}

function withoutIcons({ localUri, files }: PushStream): PushedStream {
  return { localUri, files: files.map(({ icon: _, ...file }) => file) };
}
