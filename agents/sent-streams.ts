// RFC 3264 §8, RFC 5547 §8: the file sender's side of a session description, whoever made the first offer: which of its m= lines stand, and
// what further offers of either side make of them.
import type { OfferReply } from './further-offers.ts';
import { OwnDescription } from './own-description.ts';
import type { PushStream } from './push-stream.ts';
import { renewedMedia } from './renewal.ts';
import { readAttribute } from './sdp/attribute.ts';
import { checkAnswer } from './sdp/check-answer.ts';
import { formatSdp } from './sdp/format.ts';
import { path } from './sdp/msrp-attributes.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { closedMedia } from './sdp/offer.ts';
import { parseSdp } from './sdp/parse.ts';
import { offererOpens } from './sdp/setup.ts';
import type { Dialect, Media, Sdp } from './sdp/types.ts';
import { answerStanding } from './standing-lines.ts';

/** Who they belong to. */
export interface SentStreamsUser {
  readonly dialect: Dialect;
  readonly inTurn: boolean;
  /** The peer closed a line that was not due. */
  lineTaken(): void;
  note(text: string): void;
}

export class SentStreams {
  /** By the number of their m= line; a hole where a line was not taken. */
  readonly all: readonly (PushStream | undefined)[];
  readonly own = new OwnDescription();
  readonly #user: SentStreamsUser;

  constructor(user: SentStreamsUser, streams: readonly (PushStream | undefined)[]) {
    this.#user = user;
    this.all = streams;
  }

  /** Our own description as it stands. */
  get agreed(): Uint8Array {
    const { agreed } = this.own;
    return new TextEncoder().encode(agreed === undefined ? '' : formatSdp(agreed));
  }

  get #standing(): readonly PushStream[] {
    return this.all.filter((stream) => stream !== undefined);
  }

  /** All that may begin, or the first of them alone. */
  open(): void {
    const waiting = this.#standing.filter(({ isWaiting }) => isWaiting);
    for (const stream of this.#user.inTurn ? waiting.slice(0, 1) : waiting) stream.start();
  }

  /** A file is over: the next one's turn, unless it was one that another waits with. */
  openNext(): void {
    if (!this.#user.inTurn || this.#standing.some(({ isBusy }) => isBusy)) return;
    this.#standing.find(({ isWaiting }) => isWaiting)?.start();
  }

  /** Gives up the files of this name, or all. */
  abort(file?: string): void {
    for (const stream of this.#standing)
      if (file === undefined || stream.files.some(({ name }) => name === file)) stream.abort();
  }

  silence(): void {
    for (const stream of this.#standing) stream.silence();
  }

  close(): void {
    for (const stream of this.#standing) stream.close();
  }

  /** What was proposed is agreed from now on. */
  readAnswer(body: Uint8Array): Sdp | undefined {
    const { sdp } = parseSdp(new TextDecoder().decode(body), this.#user.dialect);
    const offer = this.own.proposed;
    this.own.agree();
    if (offer === undefined) return sdp;
    const problems =
      sdp === undefined
        ? ['no SDP that can be read']
        : checkAnswer(offer, sdp).map(({ rule, text }) => `${rule}: ${text}`);
    for (const text of problems) this.#user.note(`the answer: ${text}`);
    return sdp;
  }

  /** What changes in an offer of ours: a session that broke is described anew. */
  #described(line: Media, i: number, closes: boolean): Media {
    const stream = this.all[i];
    if (stream?.renewal !== undefined) return renewedMedia(line, stream.renewal);
    return closes && stream?.isOver === true ? closedMedia(line) : line;
  }

  /** The lines whose new session an offer of ours is about. */
  #renewing(offer: Sdp | undefined): [PushStream, number][] {
    return this.all.flatMap((stream, i): [PushStream, number][] => {
      const line = offer?.media[i];
      const uri = stream?.renewal?.localUri;
      const isMeant = uri !== undefined && line !== undefined && readAttribute(line, path)?.at(-1) === uri;
      return isMeant && stream ? [[stream, i]] : [];
    });
  }

  /** The peer takes the new session of a line, or it has none. */
  #renewed(answer: Sdp | undefined): void {
    const { agreed } = this.own;
    const { dialect } = this.#user;
    for (const [stream, i] of this.#renewing(agreed)) {
      const [own, line] = [agreed?.media[i], answer?.media[i]];
      if (
        own === undefined ||
        agreed === undefined ||
        answer === undefined ||
        line === undefined ||
        line.port === 0
      )
        stream.notRenewed();
      else {
        const [said, msrp] = [readMsrp(own, agreed, dialect), readMsrp(line, answer, dialect)];
        stream.renewed(msrp, offererOpens(said.setup, msrp.setup));
      }
    }
  }

  /**
   * Where a line is due, port 0 for every one that has nothing left to send: "the re-INVITE zeroes all their m= lines" (6.5.2.3). Else the
   * description as it was: a refresh (RFC 4028 §7.4).
   */
  describe(): Uint8Array {
    const closes = this.#standing.some(({ isDue }) => isDue);
    const media = (this.own.agreed?.media ?? []).map((line, i) => this.#described(line, i, closes));
    return new TextEncoder().encode(formatSdp(this.own.propose(media)));
  }

  answered(body: Uint8Array): void {
    const answer = this.readAnswer(body);
    this.#renewed(answer);
    this.all.forEach((stream, i) => {
      const isZero = this.own.agreed?.media[i]?.port === 0 || answer?.media[i]?.port === 0;
      if (isZero) this.#close(stream);
    });
  }

  /** `isPutOff`: it is asked again, later. */
  refused(isPutOff: boolean): void {
    const refused = isPutOff ? [] : this.#renewing(this.own.proposed);
    this.own.refuse();
    for (const [stream] of refused) stream.notRenewed();
  }

  /** The peer's own offer: what it closes is closed, what stands stays as it is, and it gets nothing new. */
  offered(body: Uint8Array): OfferReply {
    const reply = answerStanding(this.own, body, this.#user.dialect, {
      stands: (index) => this.all[index]?.isClosed === false,
      opened: (index) => this.all[index]?.opens === true,
    });
    this.all.forEach((stream, i) => {
      if (this.own.agreed?.media[i]?.port === 0) this.#close(stream);
    });
    return reply;
  }

  /** A line that both sides say is over. That the peer gives up one that was not is its abort (RFC 5547 §8.4). */
  #close(stream: PushStream | undefined): void {
    if (stream === undefined || stream.isClosed) return;
    const { isDue } = stream;
    stream.closeLine(() => {
      if (!isDue) this.#user.lineTaken();
    });
  }
}
