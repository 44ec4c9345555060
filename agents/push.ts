// The change request, 6.5.2.1 to 6.5.2.3 and 6.5.3.3: one push from the INVITE to the release. The machine tells the story; this file
// carries out its effects with a call, a session, MSRP sessions and file transfers, and reports what came of them.
import { contact, read } from '../core/sip/header-table.ts';
import { allowedMethods } from '../core/sip/inspect.ts';
import type { SipResponse } from '../core/sip/message.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { dateTime } from './calendar.ts';
import { type FileTransferEffect, fileTransferMachine } from './file-transfer.machine.ts';
import type { MsrpSession, MsrpSessionEvent, OutgoingMessage } from './msrp/types.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { sendHeaders, wrapped } from './push-message.ts';
import {
  acceptContact,
  bodyOf,
  offerFor,
  otherPreferences,
  type PushedStream,
  type Token,
} from './push-offer.ts';
import type { PushedFile, PushPlan } from './push-options.ts';
import { type PushOutcome, type PushSenderEffect, pushSenderMachine } from './push-sender.machine.ts';
import type { PushSender } from './push-sender.ts';
import { checkAnswer } from './sdp/check-answer.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { parseSdp } from './sdp/parse.ts';
import type { Media, Sdp } from './sdp/types.ts';
import type { Session } from './session.ts';
import { offerHeaders } from './session-timer.ts';

/** One file, or one message of a plain session, on its way. */
interface Transfer {
  readonly file: PushedFile;
  readonly machine: Running<typeof fileTransferMachine>;
  message: OutgoingMessage | undefined;
}

interface Stream extends PushedStream {
  readonly name: string;
  readonly transfers: readonly Transfer[];
  session: MsrpSession | undefined;
}

export class Push {
  readonly #agent: PushSender;
  readonly #plan: PushPlan;
  readonly #name: string;
  readonly #machine: Running<typeof pushSenderMachine>;
  readonly #streams: readonly Stream[];
  readonly #token: Token;
  #call: OutgoingCall | undefined;
  #session: Session | undefined;
  #offer: Sdp | undefined;
  #answer: Sdp | undefined;
  outcome: PushOutcome | undefined;

  constructor(agent: PushSender, plan: PushPlan, n: number) {
    this.#agent = agent;
    this.#plan = plan;
    this.#name = `${agent.ua.host.name}.push ${n}`;
    this.#token = (what, length) => agent.ua.token(`push ${n}/${what}`, length);
    this.#machine = agent.ua.runner.start(pushSenderMachine, {
      machine: 'pushSender',
      id: `push ${n}`,
      input: { lingerUs: plan.lingerUs },
      perform: (effect) => this.#perform(effect),
    });
    const groups = plan.asFiles ? plan.files.map((file) => [file]) : [plan.files];
    this.#streams = groups.map((files, i) => this.#stream(files, i + 1));
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

  /** RFC 5547 §8.4: gives up the files under way, by `#`, and then the session. */
  abort(): void {
    this.#machine.send({ type: 'abort' });
  }

  #stream(files: readonly PushedFile[], n: number): Stream {
    const name = `${this.#name}/m ${n}`;
    const transfers = files.map((file, i): Transfer => {
      const machine = this.#agent.ua.runner.start(fileTransferMachine, {
        machine: 'fileTransfer',
        id: `${this.#machine.id} file ${this.#plan.asFiles ? n : i + 1}`,
        input: undefined,
        perform: (effect) => this.#finished(effect),
      });
      return { file, machine, message: undefined };
    });
    return { name, files, localUri: this.#agent.msrp.newUri(name), transfers, session: undefined };
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
        return this.#abortFiles();
      case 'bye':
        this.#silenceWhatHasNotBegun();
        return this.#session?.bye();
      case 'releaseMedia':
        for (const stream of this.#streams) stream.session?.close();
        return;
      case 'ended':
        this.outcome = effect.outcome;
        this.#agent.store('push', { push: this.#name, outcome: effect.outcome });
        return;
    }
  }

  #invite(): void {
    const { ua, options } = this.#agent;
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
    this.#offer = offerFor(this.#plan, this.#streams, origin, options.dialect, this.#token);
    const timer = this.#plan.sessionExpiresS > 0 ? offerHeaders(this.#plan.sessionExpiresS) : [];
    this.#call = ua.call({
      to: this.#plan.to,
      headers: [...acceptContact(this.#plan, options.dialect), ...otherPreferences(this.#plan), ...timer],
      body: bodyOf(this.#offer, this.#streams, this.#token),
      user: {
        established: (response, session) => this.#established(response, session),
        failed: (response) => this.#machine.send({ type: 'rejected', status: response.status }),
        ended: () => this.#machine.send({ type: 'dialogEnded' }),
      },
    });
  }

  /** "On receiving a SIP 200 OK" (6.5.2.1): what is stored, and which files are wanted. */
  #established(response: SipResponse, session: Session): void {
    this.#session = session;
    const allowed = allowedMethods(response);
    if (allowed !== undefined) this.#agent.store('allowed methods', [...allowed]);
    const identity = read(response, contact);
    if (identity !== undefined && identity !== '*') this.#agent.store('session identity', identity.uri);
    this.#answer = parseSdp(new TextDecoder().decode(response.body), this.#agent.options.dialect).sdp;
    this.#noteProblems();
    const accepted = this.#streams.filter((_, i) => this.#line(i) !== undefined);
    for (const stream of this.#streams) {
      const type = accepted.includes(stream) ? 'accepted' : 'declined';
      for (const { machine } of stream.transfers) machine.send({ type });
    }
    const files = accepted.reduce((sum, stream) => sum + stream.transfers.length, 0);
    this.#machine.send({ type: 'answered', files });
  }

  /** The answer's m= line for a stream, where it was taken. */
  #line(i: number): Media | undefined {
    const line = this.#answer?.media[i];
    return line === undefined || line.port === 0 || this.#answer === undefined ? undefined : line;
  }

  #noteProblems(): void {
    if (this.#offer === undefined) return;
    const problems =
      this.#answer === undefined
        ? ['no SDP that can be read']
        : checkAnswer(this.#offer, this.#answer).map(({ rule, text }) => `${rule}: ${text}`);
    const { host } = this.#agent.ua;
    for (const text of problems)
      host.trace.record({ type: 'note', node: host.name, text: `the answer: ${text}` });
  }

  #openMedia(): void {
    this.#streams.forEach((stream, i) => {
      const line = this.#line(i);
      if (line === undefined || this.#answer === undefined) return;
      const { path, maxSize } = readMsrp(line, this.#answer, this.#agent.options.dialect);
      stream.session = this.#agent.msrp.connect({
        name: this.#mediaName(i),
        localUri: stream.localUri,
        remotePath: path,
        event: (event) => this.#heard(stream, event),
      });
      for (const transfer of stream.transfers) this.#send(stream.session, transfer, maxSize);
    });
  }

  /** What the lab calls the session's messages: by the call, like those of its signalling; a further m= line has its number. */
  #mediaName(i: number): string {
    const call = this.#call?.name ?? this.#name;
    return i === 0 ? call : `${call}.m${i + 1}`;
  }

  /** "max-size: senders MUST NOT exceed" (RFC 5547 §8.7): what is too large is not begun. */
  #send(session: MsrpSession, transfer: Transfer, maxSize: number | undefined): void {
    const { options, ua } = this.#agent;
    const early = options.dialect === 'change-request';
    const { file, machine } = transfer;
    const content = wrapped(file, {
      from: ua.nameAddr,
      to: `<${this.#plan.to}>`,
      dateTime: dateTime(options.epochMs + Math.floor(ua.host.clock.nowUs / 1000)),
      early,
    });
    if (maxSize !== undefined && content.sizeBytes > maxSize) {
      this.#agent.store('too large', { file: file.name ?? '', bytes: content.sizeBytes, maxSize });
      machine.send({ type: 'failed' });
      return;
    }
    transfer.message = session.send({
      content,
      contentType: 'message/cpim',
      headers: sendHeaders(file, early),
      ...(this.#plan.successReport === 'yes' && { successReport: 'yes' as const }),
      ...(this.#plan.failureReport !== 'yes' && { failureReport: this.#plan.failureReport }),
      chunking: early ? 'change-request' : this.#plan.chunking,
    });
    machine.send({ type: 'started' });
  }

  #heard(stream: Stream, event: MsrpSessionEvent): void {
    if (event.type === 'ended') {
      if (event.how === 'failed') this.#lost(stream);
      return;
    }
    if (!('message' in event)) return;
    const transfer = stream.transfers.find(({ message }) => message === event.message);
    if (event.type === 'sent') transfer?.machine.send({ type: 'carried' });
    else if (event.type === 'delivered') transfer?.machine.send({ type: 'confirmed' });
    else if (event.type === 'failed') transfer?.machine.send({ type: 'failed' });
    else if (event.type === 'aborted') transfer?.machine.send({ type: 'aborted' });
  }

  /** The connection is gone, and with it all that had not been confirmed (RFC 4975 §5.4). */
  #lost(stream: Stream): void {
    for (const { machine } of stream.transfers) machine.send({ type: 'failed' });
  }

  #finished(effect: FileTransferEffect): void {
    if (effect.outcome !== 'declined')
      this.#machine.send({ type: 'fileFinished', ok: effect.outcome === 'completed' });
  }

  /**
   * "… MUST consider the session terminated (and therefore stop sending or listening for media) as soon as the BYE request is passed to
   * the client transaction" (RFC 3261 §15.1.1): a connection that opens only now has nothing to carry.
   */
  #silenceWhatHasNotBegun(): void {
    for (const { session } of this.#streams) if (session?.state === 'connecting') session.close();
  }

  #abortFiles(): void {
    for (const { session, transfers } of this.#streams) {
      for (const { message } of transfers) if (session && message) session.abort(message);
    }
  }
}
