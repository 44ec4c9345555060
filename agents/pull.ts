// RFC 5547 §8.2.2: files that the Push Receiver Agent asks for, from its INVITE to the end of the session.
import type { SipResponse } from '../core/sip/message.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { iconOf } from './file-icons.ts';
import { FileReception } from './file-reception.ts';
import type { FileTransferEffect } from './file-transfer.machine.ts';
import type { OfferReply } from './further-offers.ts';
import { type Outcome, outcomesOf } from './outcome.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { firstOrigin, OwnDescription } from './own-description.ts';
import { type PullEffect, pullMachine } from './pull.machine.ts';
import { anything, cpim } from './push-offer.ts';
import { timerPolicy } from './push-options.ts';
import type { PushReceiver } from './push-receiver.ts';
import { checkAnswer } from './sdp/check-answer.ts';
import { hashOf } from './sdp/file-selector.ts';
import { formatSdp } from './sdp/format.ts';
import { parseFormatEntry } from './sdp/format-list.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { closedMedia, makeOffer, type OwnStream } from './sdp/offer.ts';
import { parseSdp } from './sdp/parse.ts';
import { offeredSetup, offererOpens } from './sdp/setup.ts';
import type { FileAttributes, FileRange, FileSelector, MsrpMedia, Sdp } from './sdp/types.ts';
import { sdpOf } from './sdp-body.ts';
import type { Session } from './session.ts';
import { offerHeaders } from './session-timer.ts';
import { answerStanding } from './standing-lines.ts';

/** A file that is asked for. */
export interface WantedFile {
  readonly selector: FileSelector;
  /** Only these octets of it. */
  readonly range?: FileRange;
}

export interface PullPlan {
  readonly to: string;
  readonly files: readonly WantedFile[];
}

/** One m= line of ours. */
interface Line {
  readonly localUri: string;
  readonly wanted: WantedFile;
  readonly transferId: string;
  reception: FileReception | undefined;
  /** The file as offer and answer describe it. */
  agreed: FileAttributes | undefined;
  outcome: FileTransferEffect['outcome'] | undefined;
}

export class Pull {
  readonly #agent: PushReceiver;
  readonly #plan: PullPlan;
  readonly #id: string;
  readonly #lines: readonly Line[];
  readonly #own = new OwnDescription();
  readonly #machine: Running<typeof pullMachine>;
  #call: OutgoingCall | undefined;
  #session: Session | undefined;
  outcome: Outcome | undefined;

  constructor(agent: PushReceiver, plan: PullPlan, n: number) {
    const { msrp, options, ua } = agent;
    this.#agent = agent;
    this.#plan = plan;
    this.#id = `pull ${n}`;
    this.#lines = plan.files.map((wanted, i) => ({
      localUri: msrp.newUri(`${ua.host.name}.${this.#id}/m ${i + 1}`, options.setup !== 'active'),
      wanted,
      transferId: ua.token(`${this.#id}/file ${i + 1}/file-transfer-id`, 32),
      reception: undefined,
      agreed: undefined,
      outcome: undefined,
    }));
    this.#machine = ua.runner.start(pullMachine, {
      machine: 'pull',
      id: this.#id,
      input: undefined,
      perform: (effect) => this.#perform(effect),
    });
  }

  begin(): void {
    this.#machine.send({ type: 'pull' });
  }

  cancel(): void {
    this.#machine.send({ type: 'cancel' });
  }

  release(): void {
    this.#machine.send({ type: 'release' });
  }

  /** RFC 5547 §8.4: 413 to what comes, then a re-INVITE with port 0; of one file, or of all. */
  abort(file?: string): void {
    this.#machine.send(file === undefined ? { type: 'abort' } : { type: 'abort', file });
  }

  /**
   * What was begun and did not come whole, as it is to be asked for next: from the octet on that is missing. "the resumption is considered a
   * new file transfer" (RFC 5547 §8.1).
   */
  get unfinished(): readonly WantedFile[] {
    return this.#lines.flatMap(({ wanted, agreed, outcome }) => {
      if (outcome !== 'failed' && outcome !== 'aborted') return [];
      const { selector } = agreed ?? wanted;
      const part = this.#agent.partOf(hashOf(selector, 'sha-1'));
      return part === undefined || part.bytes < (wanted.range?.start ?? 1)
        ? [wanted]
        : [{ selector, range: { start: part.bytes + 1, stop: wanted.range?.stop ?? ('*' as const) } }];
    });
  }

  get to(): string {
    return this.#plan.to;
  }

  #perform(effect: PullEffect): void {
    switch (effect.type) {
      case 'invite':
        return this.#invite();
      case 'cancelInvite':
        return this.#call?.cancel();
      case 'abortFiles':
        return this.#abort(effect.file);
      case 'bye':
        for (const { reception } of this.#lines) reception?.silence();
        return this.#session?.bye();
      case 'releaseMedia':
        for (const { reception } of this.#lines) reception?.close('session');
        return;
      case 'ended':
        this.outcome = effect.outcome;
        this.#agent.store('pull', {
          pull: `${this.#agent.ua.host.name}.${this.#id}`,
          outcome: effect.outcome,
          ...outcomesOf(
            this.#lines.map((line) => ({ name: nameOf(line), outcome: line.outcome })),
            effect.outcome,
          ),
        });
        return;
    }
  }

  #invite(): void {
    const { options, ua } = this.#agent;
    const timer = timerPolicy(options);
    const offer = makeOffer(
      { origin: firstOrigin(ua, `${ua.host.name}.${this.#id}`), dialect: options.dialect },
      this.#lines.map((line) => this.#described(line)),
    );
    this.#own.begin(offer);
    this.#call = ua.call({
      to: this.#plan.to,
      headers: offerHeaders(timer),
      body: { contentType: 'application/sdp', bytes: new TextEncoder().encode(formatSdp(offer)) },
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

  /** "RECOMMENDED that SDP offerers do not include any other file attribute" than the selector, the id and the range. */
  #described({ localUri, wanted, transferId }: Line): OwnStream {
    const { options, policy } = this.#agent;
    const listed = policy.acceptTypes.flatMap((text) => parseFormatEntry(text) ?? []);
    const { selector, range } = wanted;
    return {
      path: [localUri],
      direction: 'recvonly',
      acceptTypes: cpim,
      acceptWrappedTypes: listed.length > 0 ? listed : anything,
      ...(policy.maxSizeBytes !== undefined && { maxSize: policy.maxSizeBytes }),
      ...(options.dialect === 'rfc' && { setup: offeredSetup(options.setup) }),
      file: {
        selector,
        ...(options.dialect === 'rfc' && { transferId }),
        ...(range !== undefined && { range }),
      },
    };
  }

  #established(response: SipResponse, session: Session): void {
    this.#session = session;
    const answer = this.#readAnswer(sdpOf(response) ?? new Uint8Array(0));
    for (const [i, line] of this.#lines.entries()) {
      const media = answer?.media[i];
      if (answer === undefined || media === undefined || media.port === 0) this.#declined(line);
      else this.#expect(line, i, readMsrp(media, answer, this.#agent.options.dialect), response);
    }
    const files = this.#lines.filter(({ reception }) => reception !== undefined).length;
    this.#machine.send({ type: 'answered', files, declined: this.#lines.length - files });
    for (const { reception } of this.#lines) reception?.begin();
  }

  #declined(line: Line): void {
    line.outcome = 'declined';
    this.#agent.store('transfer', { file: nameOf(line), outcome: 'declined' });
  }

  /**
   * What is expected is what was asked for, and what the answer says of it beside: its hash above all. Whose answer has no file-range sends "a complete
   * file" (RFC 5547 §6), whatever was asked for.
   */
  #expect(line: Line, i: number, answered: MsrpMedia, response: SipResponse): void {
    const { options } = this.#agent;
    const call = this.#call?.name ?? this.#id;
    const asked = line.wanted.selector;
    const said = answered.file?.selector;
    const hashes = said !== undefined && said.hashes.length > 0 ? said.hashes : asked.hashes;
    line.agreed = {
      ...answered.file,
      selector: { ...asked, ...said, hashes },
    };
    const stream = {
      localUri: line.localUri,
      remotePath: answered.path,
      name: i === 0 ? call : `${call}.m${i + 1}`,
      file: line.agreed,
      icon: iconOf(this.#agent, line.agreed, response),
      opens: offererOpens(
        options.dialect === 'rfc' ? offeredSetup(options.setup) : undefined,
        answered.setup,
      ),
    };
    line.reception = new FileReception(this.#agent, stream, `${this.#id} file ${i + 1}`, {
      finished: (outcome) => this.#finished(line, outcome),
      unreachable: () => this.#session?.renegotiate(),
    });
  }

  #finished(line: Line, outcome: FileTransferEffect['outcome']): void {
    line.outcome = outcome;
    if (outcome !== 'declined' && !this.#machine.done) this.#machine.send({ type: 'fileFinished', outcome });
  }

  #abort(file: string | undefined): void {
    const given = this.#lines.filter(
      (line) => line.reception?.isClosed === false && (file === undefined || nameOf(line) === file),
    );
    for (const { reception } of given) reception?.refuse();
    if (given.length > 0) this.#session?.renegotiate();
  }

  /** What was proposed is agreed from now on. */
  #readAnswer(body: Uint8Array): Sdp | undefined {
    const { options, ua } = this.#agent;
    const { sdp } = parseSdp(new TextDecoder().decode(body), options.dialect);
    const offer = this.#own.proposed;
    this.#own.agree();
    if (sdp === undefined) ua.note('the answer: no SDP that can be read');
    else if (offer !== undefined)
      for (const { rule, text } of checkAnswer(offer, sdp, options.dialect))
        ua.note(`the answer: ${rule}: ${text}`);
    return sdp;
  }

  /** Our own offer: port 0 for what was given up, the rest as it was. */
  #describe(): Uint8Array {
    const media = (this.#own.agreed?.media ?? []).map((line, i) =>
      this.#lines[i]?.reception?.isAborted === true ? closedMedia(line) : line,
    );
    return new TextEncoder().encode(formatSdp(this.#own.propose(media)));
  }

  #answered(body: Uint8Array): void {
    const answer = this.#readAnswer(body);
    this.#closeZeroed(this.#own.agreed);
    this.#closeZeroed(answer);
  }

  /** The sender's own offer: what it closes is closed. */
  #offered(body: Uint8Array): OfferReply {
    const reply = answerStanding(this.#own, body, this.#agent.options.dialect, {
      stands: (index) => this.#lines[index]?.reception?.isClosed === false,
      opened: (index) => this.#lines[index]?.reception?.opens === true,
    });
    this.#closeZeroed(this.#own.agreed);
    return reply;
  }

  #closeZeroed(sdp: Sdp | undefined): void {
    this.#lines.forEach(({ reception }, i) => {
      if (sdp?.media[i]?.port === 0) reception?.close('port 0');
    });
  }
}

function nameOf({ wanted, agreed }: Line): string {
  return wanted.selector.name ?? agreed?.selector.name ?? '';
}
