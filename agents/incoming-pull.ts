// RFC 5547 §8.3.2: one request for files at the Push Sender Agent: it finds them, answers with their hashes, and sends them.
import { from, read } from '../core/sip/header-table.ts';
import type { HeaderField } from '../core/sip/message.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { sha1Of } from './content.ts';
import type { OfferReply } from './further-offers.ts';
import type { IncomingCall, IncomingCallUser } from './incoming-call.ts';
import { type IncomingPullEffect, incomingPullMachine } from './incoming-pull.machine.ts';
import { firstOrigin } from './own-description.ts';
import { anything, cpim } from './push-offer.ts';
import { type PushedFile, timerPolicy } from './push-options.ts';
import type { PushSender } from './push-sender.ts';
import { PushStream, type StreamOwner, type StreamPlan } from './push-stream.ts';
import { type Acceptance, makeAnswer } from './sdp/answer.ts';
import { unusable } from './sdp/examine.ts';
import { mayCarry } from './sdp/format-list.ts';
import { parseSdp } from './sdp/parse.ts';
import { answeredSetup, offererOpens } from './sdp/setup.ts';
import type { MsrpMedia } from './sdp/types.ts';
import { sdpOf } from './sdp-body.ts';
import { warningOf } from './sdp-warning.ts';
import { SentStreams } from './sent-streams.ts';
import { answerOffer, type TimerPolicy } from './session-timer.ts';
import { found, type Shelf } from './shelf.ts';

export class IncomingPull implements IncomingCallUser, StreamOwner {
  readonly agent: PushSender;
  readonly plan: StreamPlan;
  readonly timer: TimerPolicy;
  readonly #call: IncomingCall;
  readonly #shelf: Shelf;
  readonly #machine: Running<typeof incomingPullMachine>;
  #lines: SentStreams | undefined;
  #refusalHeaders: readonly HeaderField[] = [];

  constructor(agent: PushSender, call: IncomingCall, shelf: Shelf, n: number) {
    this.agent = agent;
    this.#call = call;
    this.#shelf = shelf;
    this.timer = timerPolicy(agent.options);
    this.plan = { ...shelf.plan, to: read(call.request, from)?.uri ?? '', asFiles: true };
    this.#machine = agent.ua.runner.start(incomingPullMachine, {
      machine: 'incomingPull',
      id: `request ${n}`,
      input: undefined,
      perform: (effect) => this.#perform(effect),
    });
  }

  /** Ends what is under way with `#`, and then the session; or one file alone, whose line is then closed. */
  abort(file?: string): void {
    if (file === undefined) this.#machine.send({ type: 'stop' });
    else this.#lines?.abort(file);
  }

  release(): void {
    this.#machine.send({ type: 'stop' });
  }

  begin(): void {
    // What there is to examine is examined by the machine's own first effect.
  }

  cancelled(): void {
    // It is answered in the instant in which it comes.
  }

  acknowledged(): void {
    this.#machine.send({ type: 'acknowledged' });
  }

  ending(): void {
    this.#lines?.silence();
  }

  ended(): void {
    this.#machine.send({ type: 'dialogEnded' });
  }

  describe(): Uint8Array {
    return this.#lines?.describe() ?? new Uint8Array(0);
  }

  answered(answer: Uint8Array): void {
    this.#lines?.answered(answer);
  }

  offerRefused(_: number, isPutOff: boolean): void {
    this.#lines?.refused(isPutOff);
  }

  offered(offer: Uint8Array): OfferReply {
    return this.#lines?.offered(offer) ?? { status: 488 };
  }

  fileFinished(): void {
    if (!this.#machine.done) this.#machine.send({ type: 'fileFinished' });
  }

  streamDue(): void {
    if (!this.#machine.done) this.#machine.send({ type: 'lineDue' });
  }

  #perform(effect: IncomingPullEffect): void {
    switch (effect.type) {
      case 'examine':
        return this.#examine();
      case 'answer':
        return this.#accept();
      case 'reject':
        return this.#call.reject(effect.status, this.#refusalHeaders);
      case 'openMedia':
        return this.#lines?.open();
      case 'abortFiles':
        return this.#lines?.abort();
      case 'closeLines':
        return this.#call.session?.renegotiate();
      case 'bye':
        this.#lines?.silence();
        return this.#call.session?.bye();
      case 'releaseMedia':
        return this.#lines?.close();
    }
  }

  /** "if the file selector is unable to identify any file … the answerer SHOULD also reject the SDP … if this is the only stream". */
  #examine(): void {
    const { options, ua } = this.agent;
    const timer = answerOffer(this.#call.request, this.timer);
    if ('tooSmall' in timer) return this.#refuse(422, timer.headers);
    const parsed = parseSdp(new TextDecoder().decode(sdpOf(this.#call.request)), options.dialect);
    const broken = unusable(parsed);
    if (parsed.sdp === undefined || broken !== undefined) return this.#refuse(488, warningOf(broken));
    const streams: (PushStream | undefined)[] = parsed.sdp.media.map(() => undefined);
    const outcome = makeAnswer({
      offer: parsed.sdp,
      can: { acceptTypes: cpim, acceptWrappedTypes: anything },
      origin: firstOrigin(ua, `${ua.host.name}.${this.#machine.id}`),
      dialect: options.dialect,
      accept: ({ index, msrp }) => this.#take(streams, index, msrp),
    });
    if (outcome.outcome === 'refused') return this.#refuse(488, warningOf(outcome.warning));
    const files = streams.filter((stream) => stream !== undefined).length;
    if (files === 0) return this.#refuse(488, warningOf({ code: 399, text: 'no such file' }));
    this.#lines = new SentStreams(
      {
        dialect: options.dialect,
        inTurn: false,
        lineTaken: () => {
          if (!this.#machine.done) this.#machine.send({ type: 'lineTaken' });
        },
        note: (text) => ua.note(text),
      },
      streams,
    );
    this.#lines.own.answer(outcome.answer);
    this.#machine.send({ type: 'found', files });
  }

  #refuse(status: number, headers: readonly HeaderField[]): void {
    this.#refusalHeaders = headers;
    this.#machine.send({ type: 'refuse', status });
  }

  /** A line on which a file is asked for that is here, and that the receiver takes. */
  #take(streams: (PushStream | undefined)[], index: number, msrp: MsrpMedia): Acceptance | undefined {
    if (msrp.direction !== 'recvonly' || msrp.file === undefined) return undefined;
    const { selector, range } = msrp.file;
    const file = found(this.#shelf.files, selector, range);
    if (typeof file === 'string') {
      this.agent.store('not given', { name: selector.name ?? '', because: file });
      return undefined;
    }
    if (mayCarry(msrp.acceptTypes, msrp.acceptWrappedTypes, file.type) === undefined) return undefined;
    return this.#give(streams, index, msrp, file);
  }

  /** "The file sender SHOULD add a 'hash' selector in the answer with the locally computed SHA-1 hash"; "MAY also include a 'type' selector". */
  #give(streams: (PushStream | undefined)[], index: number, msrp: MsrpMedia, file: PushedFile): Acceptance {
    const setup = this.agent.options.setup === 'active' ? ('active' as const) : ('passive' as const);
    const opens = !offererOpens(msrp.setup, answeredSetup(msrp.setup, setup));
    const stream = new PushStream(this, [file], this.#machine.id, index + 1, !opens);
    streams[index] = stream;
    stream.answered(index === 0 ? this.#call.name : `${this.#call.name}.m${index + 1}`, msrp, opens);
    const hash = { algorithm: 'sha-1', hex: sha1Of(file.content).toUpperCase() };
    return {
      path: [stream.localUri],
      setup,
      selector: { ...msrp.file?.selector, type: file.type, hashes: [hash] },
    };
  }

  #accept(): void {
    const timer = answerOffer(this.#call.request, this.timer);
    const negotiated = 'timer' in timer ? timer : { headers: [], timer: undefined };
    this.#call.accept({
      headers: negotiated.headers,
      body: this.#lines?.agreed ?? new Uint8Array(0),
      timer: negotiated.timer,
    });
  }
}
