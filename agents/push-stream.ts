// RFC 4975 §7 and RFC 5547 §8: one m= line of a push: its MSRP session and the file, or the messages, that go by it.
import type { Running } from '../core/sip/transaction-types.ts';
import { dateTime } from './calendar.ts';
import { type FileTransferEffect, fileTransferMachine } from './file-transfer.machine.ts';
import type { FailureCause, MsrpSession, MsrpSessionEvent, OutgoingMessage } from './msrp/types.ts';
import type { EndedFile } from './outcome.ts';
import { sendHeaders, wrapped } from './push-message.ts';
import type { PushedStream } from './push-offer.ts';
import { octetsOf, type PushedFile, type PushPlan } from './push-options.ts';
import type { PushSender } from './push-sender.ts';
import { type PushStreamEffect, pushStreamMachine } from './push-stream.machine.ts';
import type { Renewal } from './renewal.ts';
import { mayWrap } from './sdp/format-list.ts';
import type { MsrpMedia } from './sdp/types.ts';
import { fromTheBeginning, remaining, suspend, type Transfer, tell } from './transfer.ts';

/** What it has to know of a push. */
export type StreamPlan = Pick<
  PushPlan,
  | 'to'
  | 'asFiles'
  | 'successReport'
  | 'failureReport'
  | 'chunking'
  | 'chunkBytes'
  | 'sliceBytes'
  | 'lingerUs'
  | 'recoveries'
  | 'closeAfter'
>;

/** The push that it is a part of. */
export interface StreamOwner {
  readonly agent: PushSender;
  readonly plan: StreamPlan;
  /** One of its files is over. */
  fileFinished(outcome: FileTransferEffect['outcome']): void;
  /** Nothing is left to send on it, and it is to be closed. */
  streamDue(stream: PushStream): void;
  /** A broken session may be created anew: it goes on, and the next offer is its own to make. */
  readonly mayRenew?: boolean;
  /** A line is to be described anew, in an offer of its own. */
  renew?(): void;
}

export class PushStream implements PushedStream {
  readonly files: readonly PushedFile[];
  /** What its line is to say in the next offer, where its session is created anew. */
  renewal: Renewal | undefined;
  readonly #name: string;
  readonly #reachable: boolean;
  #localUri: string;
  /** How often it has been created anew. */
  #renewals = 0;
  readonly #owner: StreamOwner;
  readonly #machine: Running<typeof pushStreamMachine>;
  readonly #transfers: readonly Transfer[];
  #agreed: { readonly name: string; readonly msrp: MsrpMedia; readonly opens: boolean } | undefined;
  #session: MsrpSession | undefined;
  #isSilent = false;
  /** Whose message is being handed over: on a connection that stands it may leave whole before that is done. */
  #handedOver: Transfer | undefined;
  /** Who waits for its end. */
  #whenOver: (() => void) | undefined;

  /** `id`: of the push in the trace; `n`: the number of the m= line; `reachable`: connections may come to it. */
  constructor(owner: StreamOwner, files: readonly PushedFile[], id: string, n: number, reachable = true) {
    const { agent, plan } = owner;
    this.#owner = owner;
    this.files = files;
    this.#name = `${agent.ua.host.name}.${id}/m ${n}`;
    this.#reachable = reachable;
    this.#localUri = agent.msrp.newUri(this.#name, reachable);
    this.#machine = agent.ua.runner.start(pushStreamMachine, {
      machine: 'pushStream',
      id: `${id} m ${n}`,
      input: { lingerUs: plan.lingerUs },
      perform: (effect) => this.#perform(effect),
    });
    this.#transfers = files.map((file, i): Transfer => {
      const machine = agent.ua.runner.start(fileTransferMachine, {
        machine: 'fileTransfer',
        id: `${id} file ${plan.asFiles ? n : i + 1}`,
        input: undefined,
        perform: (effect) => this.#finished(transfer, effect),
      });
      const transfer: Transfer = {
        file,
        machine,
        message: undefined,
        again: undefined,
        headBytes: 0,
        outcome: undefined,
      };
      return transfer;
    });
  }

  get localUri(): string {
    return this.#localUri;
  }

  /**
   * Offer and answer are there: the peer's line, undefined where its port is 0. `name` is what the lab calls its messages; `opens`: this side
   * opens the connection.
   */
  answered(name: string, msrp: MsrpMedia | undefined, opens: boolean): void {
    const type = msrp === undefined ? 'declined' : 'accepted';
    this.#agreed = msrp && { name, msrp, opens };
    if (msrp !== undefined) this.#keepToRange(msrp);
    // Who waits for a connection waits from now on: the peer may open it before its turn has come.
    if (!opens) this.#session = this.#begin();
    this.#machine.send({ type });
    for (const { machine } of this.#transfers) machine.send({ type });
  }

  /** Its turn to send. */
  start(): void {
    this.#machine.send({ type: 'start' });
  }

  /** It has something to send, and its turn has not come. */
  get isWaiting(): boolean {
    return this.#machine.state === 'waiting' && this.#hasMore;
  }

  get isBusy(): boolean {
    return ['carrying', 'renewing'].includes(this.#machine.state) && this.#hasMore;
  }

  get #hasMore(): boolean {
    return this.#transfers.some(({ machine }) => !machine.done);
  }

  /** It has nothing left to send: the next offer gives it port 0, though it would linger longer (6.5.2.3). */
  get isOver(): boolean {
    return ['lingering', 'due', 'closed'].includes(this.#machine.state);
  }

  get isDue(): boolean {
    return this.#machine.state === 'due';
  }

  get isClosed(): boolean {
    return this.#machine.state === 'closed';
  }

  /** This side opens its connection (RFC 6135). */
  get opens(): boolean {
    return this.#agreed?.opens === true;
  }

  get remotePath(): readonly string[] {
    return this.#agreed?.msrp.path ?? [];
  }

  /** What failed or was given up, as it would go on: from the first octet on that nobody has confirmed. */
  get unfinished(): readonly PushedFile[] {
    return this.#transfers.flatMap((transfer) => {
      const { outcome } = transfer;
      if (outcome !== 'failed' && outcome !== 'aborted') return [];
      return [this.#owner.plan.asFiles ? remaining(transfer) : transfer.file];
    });
  }

  /** How its files ended. */
  get outcomes(): readonly EndedFile[] {
    return this.#transfers.map(({ file, outcome }) => ({ name: file.name ?? '', outcome }));
  }

  /**
   * Who does not say `file-range` does not know it, and awaits the whole file: "the file receiver MUST include a 'file-range' attribute in the SDP
   * answer with the same range" (RFC 5547 §8.3.1), and "in the absence of a 'file-range' attribute … the whole file is transferred" (§8.7).
   */
  #keepToRange({ file }: MsrpMedia): void {
    if (!this.#owner.plan.asFiles || file?.range !== undefined) return;
    for (const transfer of this.#transfers) fromTheBeginning(transfer);
  }

  /** Our new offer for it was answered. */
  renewed(msrp: MsrpMedia, opens: boolean): void {
    const name = `${this.#agreed?.name} again ${this.#renewals + 1}`;
    this.#agreed = { name, msrp, opens };
    this.#keepToRange(msrp);
    this.renewal = undefined;
    if (!opens) this.#session = this.#begin();
    this.#machine.send({ type: 'renewed' });
  }

  /** It was refused: there is no session to go on with. */
  notRenewed(): void {
    this.renewal = undefined;
    this.#lost();
  }

  /** Gives up what is under way: its chunk ends with `#` (RFC 5547 §8.4). */
  abort(): void {
    for (const { machine, message } of this.#transfers) {
      if (machine.done) continue;
      if (this.#session && message) this.#session.abort(message);
      else tell(machine, 'aborted');
    }
  }

  /**
   * "The UAC MUST consider the session terminated (and therefore stop sending or listening for media) as soon as the BYE request is passed
   * to the client transaction" (RFC 3261 §15.1.1): a connection that opens only now has nothing to carry, and what is still being sent, as
   * where the session has expired, ends here. It has failed, unless the last answer comes before that to the BYE.
   */
  silence(): void {
    const isSending = this.#machine.state === 'carrying' && this.#hasMore;
    if (this.#session?.state !== 'connecting' && !isSending) return;
    this.#isSilent = true;
    this.#session?.close();
  }

  /** The session is over: nothing more is sent, and what had not arrived never will. */
  close(): void {
    for (const { machine } of this.#transfers) tell(machine, 'failed');
    if (!this.#machine.done) this.#machine.send({ type: 'closed' });
  }

  /** Both sides say port 0. A chunk that cannot be interrupted, as the change request has them, goes out before the line is over. */
  closeLine(whenOver: () => void): void {
    for (const { machine, message } of this.#transfers)
      if (message?.isWriting !== true) tell(machine, 'aborted');
    if (!this.#machine.done) this.#machine.send({ type: 'closed' });
    if (this.#hasMore) this.#whenOver = whenOver;
    else whenOver();
  }

  #perform(effect: PushStreamEffect): void {
    switch (effect.type) {
      case 'openMedia':
        return this.#open();
      case 'renew':
        return this.#owner.renew?.();
      case 'due':
        return this.#owner.streamDue(this);
      case 'releaseMedia':
        return this.#session?.close();
    }
  }

  #open(): void {
    this.#session ??= this.#begin();
    const session = this.#session;
    const peer = this.#agreed?.msrp;
    if (session === undefined || peer === undefined) return;
    for (const transfer of this.#transfers) if (!transfer.machine.done) this.#send(session, transfer, peer);
  }

  #begin(): MsrpSession | undefined {
    if (this.#agreed === undefined) return undefined;
    const { name, msrp, opens } = this.#agreed;
    return this.#owner.agent.msrp.session(opens ? 'active' : 'passive', {
      name,
      localUri: this.#localUri,
      remotePath: msrp.path,
      event: (event) => this.#heard(event),
    });
  }

  /**
   * "max-size: senders MUST NOT exceed" (RFC 5547 §8.7): what is too large is not begun; nor is what the peer did not say that it takes: "An
   * MSRP endpoint MUST NOT send content of a type not signaled by the peer" (RFC 4975 §8.6).
   */
  #send(session: MsrpSession, transfer: Transfer, peer: MsrpMedia): void {
    const { maxSize } = peer;
    const { agent, plan } = this.#owner;
    const { options, ua } = agent;
    const early = options.dialect === 'change-request';
    const { file, machine } = transfer;
    if (!mayWrap(peer.acceptTypes, peer.acceptWrappedTypes, file.type)) {
      agent.store('type not taken', { file: file.name ?? '', type: file.type });
      tell(machine, 'failed');
      return;
    }
    const content =
      transfer.again?.content ??
      wrapped(file, {
        from: ua.nameAddr,
        to: `<${plan.to}>`,
        dateTime: dateTime(options.epochMs + Math.floor(ua.host.clock.nowUs / 1000)),
        early,
      });
    if (maxSize !== undefined && content.sizeBytes > maxSize) {
      agent.store('too large', { file: file.name ?? '', bytes: content.sizeBytes, maxSize });
      tell(machine, 'failed');
      return;
    }
    const { start, stop } = octetsOf(file);
    transfer.headBytes = content.sizeBytes - (stop - start + 1);
    tell(machine, 'started');
    this.#handedOver = transfer;
    transfer.message = session.send({
      content,
      contentType: 'message/cpim',
      headers: sendHeaders(file, early),
      ...(plan.successReport === 'yes' && { successReport: 'yes' as const }),
      ...(plan.failureReport !== 'yes' && { failureReport: plan.failureReport }),
      chunking: early ? 'change-request' : plan.chunking,
      ...(plan.chunkBytes !== undefined && { chunkBytes: plan.chunkBytes }),
      ...(plan.sliceBytes !== undefined && { sliceBytes: plan.sliceBytes }),
      ...(transfer.again !== undefined && { messageId: transfer.again.messageId }),
    });
    this.#handedOver = undefined;
    if (!plan.asFiles) transfer.again = { messageId: transfer.message.messageId, content };
  }

  #heard(event: MsrpSessionEvent): void {
    if (event.type === 'ended') {
      // The connection is gone, and with it all that had not been confirmed (RFC 4975 §5.4).
      if (event.how === 'failed') this.#broken();
      return;
    }
    if (!('message' in event)) return;
    const transfer = this.#transfers.find(({ message }) => message === event.message) ?? this.#handedOver;
    if (transfer === undefined) return;
    transfer.message = event.message;
    const { machine } = transfer;
    if (event.type === 'sent') tell(machine, 'carried');
    else if (event.type === 'delivered') tell(machine, 'confirmed');
    else if (event.type === 'answered') this.#answered(transfer, event.message);
    // 413: the receiver wants no more of it; that is how it aborts (RFC 4975 §10.5, RFC 5547 §8.4).
    else if (event.type === 'failed') {
      if (event.cause === 'session' && this.#mayRenew) return;
      this.#reportFailure(event.message, event.cause);
      tell(machine, event.cause === 413 ? 'aborted' : 'failed');
    } else if (event.type === 'aborted' || event.type === 'timeout') this.#aborted(machine, event.message);
  }

  /**
   * "check whether the corresponding MSRP request contains a failure delivery request, if true the … Push Sender Agent SHALL generate a
   * Failure delivery notification with MSRP REPORT" (6.5.3.3): to whom it does not say, and RFC 4975 §7.1.2 knows no such REPORT. Only the
   * document's own dialect has it.
   */
  #reportFailure(message: OutgoingMessage, cause: FailureCause): void {
    const { agent, plan } = this.#owner;
    const asked = agent.options.dialect === 'change-request' && plan.failureReport === 'yes';
    if (asked && typeof cause === 'number') this.#session?.report(message, cause);
  }

  /** The chunk that ends with `#` is answered too, before its line is closed (RFC 5547 §8.4). */
  #aborted(machine: Transfer['machine'], message: OutgoingMessage): void {
    if (this.#isSilent) return;
    const isAwaited = this.#owner.plan.failureReport === 'yes' && message.isUnderWay && !this.isClosed;
    if (message.outcome === 'aborted' && !isAwaited) tell(machine, 'aborted');
  }

  /**
   * "When either endpoint notices such a failure, it MAY attempt to re-create any such sessions" (RFC 4975 §5.4). The change request's dialect
   * has no file-transfer-id to tell a file that goes on from the one that stands.
   */
  get #mayRenew(): boolean {
    const { agent, plan, mayRenew = false } = this.#owner;
    if (plan.asFiles && agent.options.dialect !== 'rfc') return false;
    const isCut = this.#session?.isCut === true && this.#machine.state === 'carrying' && !this.#isSilent;
    return isCut && mayRenew && this.#hasMore && this.#renewals < (plan.recoveries ?? 0);
  }

  #broken(): void {
    if (!this.#mayRenew) return this.#lost();
    this.#renewals += 1;
    const again = `again ${this.#renewals + 1}`;
    const { agent, plan } = this.#owner;
    this.#localUri = agent.msrp.newUri(`${this.#name} ${again}`, this.#reachable);
    this.#session = undefined;
    for (const transfer of this.#transfers) suspend(transfer, plan.asFiles);
    const [transfer] = this.#transfers;
    const transferId = agent.ua.token(`${this.#name}/file-transfer-id ${again}`, 32);
    const file = plan.asFiles && transfer ? { transferId, range: transfer.file.range } : undefined;
    this.renewal = { localUri: this.#localUri, ...(file !== undefined && { file }) };
    this.#machine.send({ type: 'broken' });
  }

  #lost(): void {
    for (const { machine } of this.#transfers) tell(machine, 'failed');
  }

  /** 6.5.2.1 closes at the last 200, where 6.5.3.3 also allows for the report: then the BYE can overtake the REPORT. */
  #answered(transfer: Transfer, message: OutgoingMessage): void {
    this.#aborted(transfer.machine, message);
    if (this.#owner.plan.closeAfter !== 'response') return;
    if (message.answeredBytes < message.sizeBytes || message.outcome !== 'pending') return;
    const { file, machine } = transfer;
    // RFC 4975 §7.1.2: who asked for a success report and ends the session before it comes has no confirmation.
    this.#owner.agent.store('unconfirmed', { file: file.name ?? '', bytes: message.answeredBytes });
    tell(machine, 'confirmed');
  }

  #finished(transfer: Transfer, effect: FileTransferEffect): void {
    transfer.outcome = effect.outcome;
    if (effect.outcome === 'declined') return;
    this.#owner.fileFinished(effect.outcome);
    if (this.#hasMore) return;
    if (!this.#machine.done) this.#machine.send({ type: 'finished' });
    this.#whenOver?.();
  }
}
