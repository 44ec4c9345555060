// RFC 3264 §6 and §8, RFC 5547 §8.3: the receiver's side of the session description: which m= lines it takes, and what has become of them.

import type { HeaderField, SipRequest } from '../core/sip/message.ts';
import { iconOf } from './file-icons.ts';
import { type ExpectedStream, FileReception } from './file-reception.ts';
import { firstOrigin, OwnDescription } from './own-description.ts';
import { anything, cpim } from './push-offer.ts';
import type { PushReceiver } from './push-receiver.ts';
import { type Acceptance, makeAnswer } from './sdp/answer.ts';
import { checkAnswer } from './sdp/check-answer.ts';
import { transfersOf } from './sdp/check-offer.ts';
import { unusable } from './sdp/examine.ts';
import { hashOf } from './sdp/file-selector.ts';
import { formatSdp } from './sdp/format.ts';
import { parseFormatEntry } from './sdp/format-list.ts';
import { readMsrp } from './sdp/msrp-media.ts';
import { closedMedia, makeOffer, type OwnStream } from './sdp/offer.ts';
import { parseSdp } from './sdp/parse.ts';
import { answeredSetup, offeredSetup, offererOpens } from './sdp/setup.ts';
import type { NamedTransfer } from './sdp/transfer-id.ts';
import type { FileAttributes, FormatEntry, MsrpMedia, Sdp } from './sdp/types.ts';
import { warningOf } from './sdp-warning.ts';
import { wanted } from './wanted.ts';

interface Stream extends ExpectedStream {
  /** `2`, `2 again 2`: the place of its m= line, and how often that was taken. */
  readonly place: string;
  reception: FileReception | undefined;
}

/** What became of an offer: an answer that has yet to be agreed to, or the headers of a 488. */
export type Judged = { agree(): Uint8Array } | { readonly headers: readonly HeaderField[] };

export class ReceivedStreams {
  readonly #agent: PushReceiver;
  readonly #callName: string;
  readonly #id: string;
  readonly #unreachable: () => void;
  /** By the number of their m= line. */
  #streams: ReadonlyMap<number, Stream> = new Map();
  readonly #own = new OwnDescription();
  #used: readonly NamedTransfer[] = [];
  /** How often the place of an m= line was taken: each time by a session of its own. */
  readonly #takes = new Map<number, number>();
  /** Our offer has its answer, or never will: nothing is expected any more from who has not answered. */
  #settle: () => void = () => {};

  /** `unreachable`: a connection could not be opened; its line is to get port 0. */
  constructor(agent: PushReceiver, callName: string, id: string, unreachable: () => void) {
    this.#agent = agent;
    this.#unreachable = unreachable;
    this.#callName = callName;
    this.#id = id;
  }

  /** Our own description as it stands, or as it is first offered. */
  get agreed(): Uint8Array {
    const sdp = this.#own.agreed ?? this.#own.proposed;
    return new TextEncoder().encode(sdp === undefined ? '' : formatSdp(sdp));
  }

  /** "SHALL check if the accept-type attribute … are supported" (6.5.1.1 step 1); no line that can be taken is 488 (RFC 3264 §6). */
  judge(offer: Uint8Array | undefined, request: SipRequest): Judged {
    const { options } = this.#agent;
    if (offer === undefined) return { headers: warningOf({ code: 399, text: 'an offer is needed' }) };
    const parsed = parseSdp(new TextDecoder().decode(offer), options.dialect);
    const broken = unusable(parsed);
    const { sdp } = parsed;
    if (broken !== undefined || sdp === undefined) return { headers: warningOf(broken) };
    const streams = new Map(this.#streams);
    const outcome = makeAnswer({
      offer: sdp,
      can: { acceptTypes: cpim, acceptWrappedTypes: this.#wrapped },
      origin: firstOrigin(this.#agent.ua, `${this.#agent.ua.host.name}.${this.#id}`),
      ...(this.#own.agreed !== undefined && { previous: this.#own.agreed }),
      used: this.#used,
      dialect: options.dialect,
      accept: ({ index, msrp }) => this.#take(streams, index, msrp, request),
      opened: (index) => this.#streams.get(index)?.opens === true,
    });
    if (outcome.outcome === 'refused') return { headers: warningOf(outcome.warning) };
    const open = outcome.streams.flatMap((stream) => ('msrp' in stream ? stream.msrp : []));
    if (open.length > 0 && open.every(({ direction }) => direction === 'recvonly'))
      return { headers: warningOf({ code: 399, text: 'no such file' }) };
    return {
      agree: () => {
        this.#streams = streams;
        this.#used = [...this.#used, ...transfersOf(sdp, options.dialect)];
        this.#closeZeroed(this.#own.answer(outcome.answer));
        return this.agreed;
      },
    };
  }

  get #wrapped(): readonly FormatEntry[] {
    const listed = this.#agent.policy.acceptTypes.flatMap((text) => parseFormatEntry(text) ?? []);
    return listed.length > 0 ? listed : anything;
  }

  /**
   * The caller leaves the offer to us: one plain MSRP session by which messages are received (RFC 4975 §8). Not a line for a file: a `recvonly` one would ask
   * for a file, and has to say which (RFC 5547 §8.2.2).
   */
  offer(): Judged {
    const { msrp, options, policy, ua } = this.#agent;
    const name = `${ua.host.name}.${this.#id}`;
    const localUri = msrp.newUri(`${name}/m 1`, options.setup !== 'active');
    const stream: OwnStream = {
      path: [localUri],
      direction: 'recvonly',
      acceptTypes: cpim,
      acceptWrappedTypes: this.#wrapped,
      ...(policy.maxSizeBytes !== undefined && { maxSize: policy.maxSizeBytes }),
      ...(options.dialect === 'rfc' && { setup: offeredSetup(options.setup) }),
    };
    return {
      agree: () => {
        // "Once the offerer has sent the offer, it MUST be prepared to receive media" (RFC 3264 §5.1).
        if (options.setup !== 'active') {
          msrp.listen();
          this.#settle = msrp.endpoint.offered(localUri, () => this.#beginUnanswered(localUri));
        }
        this.#own.begin(makeOffer({ origin: firstOrigin(ua, name), dialect: options.dialect }, [stream]));
        return this.agreed;
      },
    };
  }

  /** The caller has opened the connection, and its SEND is here before its answer. */
  #beginUnanswered(localUri: string): void {
    this.#streams = new Map([[0, this.#plainStream(localUri, [], false)]]);
    this.prepare();
  }

  #plainStream(localUri: string, remotePath: readonly string[], opens: boolean): Stream {
    const before = this.#streams.get(0);
    const { name, place, reception } = before ?? { name: this.#callName, place: '1', reception: undefined };
    return {
      localUri,
      remotePath,
      file: undefined,
      opens: opens && before === undefined,
      name,
      place,
      reception,
    };
  }

  /** The answer to it; false where there is none that can be read, and so no session. */
  begun(answer: Uint8Array | undefined): boolean {
    this.#settle();
    const { options, ua } = this.#agent;
    const offer = this.#own.proposed;
    const { sdp } = parseSdp(new TextDecoder().decode(answer), options.dialect);
    const [asked] = offer?.media ?? [];
    if (offer === undefined || asked === undefined || sdp === undefined) return false;
    this.#own.agree();
    for (const { rule, text } of checkAnswer(offer, sdp, options.dialect))
      ua.note(`the answer: ${rule}: ${text}`);
    const [line] = sdp.media;
    if (line === undefined || line.port === 0) {
      this.#closeZeroed(sdp);
      return true;
    }
    const [own, msrp] = [readMsrp(asked, offer, options.dialect), readMsrp(line, sdp, options.dialect)];
    const localUri = own.path.at(-1);
    if (localUri === undefined || msrp.path.length === 0) return false;
    const opens = offererOpens(own.setup, msrp.setup);
    this.#streams = new Map([[0, this.#plainStream(localUri, msrp.path, opens)]]);
    this.prepare();
    this.connect();
    return true;
  }

  /** Every line that was taken and is not prepared yet: listens where the connection comes from the offerer. */
  prepare(): void {
    for (const stream of this.#streams.values()) {
      stream.reception ??= new FileReception(this.#agent, stream, `${this.#id} file ${stream.place}`, {
        unreachable: this.#unreachable,
      });
      if (!stream.opens) stream.reception.begin();
    }
  }

  /** The offerer has our answer: where it is ours to open the connection, it can be opened. */
  connect(): void {
    for (const { reception } of this.#streams.values()) reception?.begin();
  }

  /** Gives up the files of this name, or all; false where there is none left to give up. */
  abort(file: string | undefined): boolean {
    const found = [...this.#streams.values()].filter(
      ({ file: expected, reception }) =>
        reception?.isClosed === false && (file === undefined || expected?.selector.name === file),
    );
    for (const { reception } of found) reception?.refuse();
    return found.length > 0;
  }

  close(): void {
    this.#settle();
    for (const { reception } of this.#streams.values()) reception?.close('session');
  }

  /** Our own offer: port 0 for what was given up, the rest as it was. */
  describe(): Uint8Array {
    const media = (this.#own.agreed?.media ?? []).map((line, i) =>
      this.#streams.get(i)?.reception?.isAborted === true ? closedMedia(line) : line,
    );
    return new TextEncoder().encode(formatSdp(this.#own.propose(media)));
  }

  answered(body: Uint8Array): void {
    const { sdp } = parseSdp(new TextDecoder().decode(body), this.#agent.options.dialect);
    this.#own.agree();
    if (this.#own.agreed !== undefined) this.#closeZeroed(this.#own.agreed);
    if (sdp !== undefined) this.#closeZeroed(sdp);
  }

  refused(): void {
    this.#own.refuse();
  }

  /** "Port 0": the stream is over (RFC 3264 §8.2). Its place may be taken by another (§8.1). */
  #closeZeroed(sdp: Sdp): void {
    const streams = new Map(this.#streams);
    for (const [index, { reception }] of this.#streams) {
      if (sdp.media[index]?.port !== 0) continue;
      reception?.close('port 0');
      streams.delete(index);
    }
    this.#streams = streams;
  }

  /** Whether a line is taken: a stream that stands stays as it is; a file is taken if it is wanted and not known. */
  #take(
    streams: Map<number, Stream>,
    index: number,
    msrp: MsrpMedia,
    request: SipRequest,
  ): Acceptance | 'as before' | undefined {
    const { msrp: host, options, policy, ua } = this.#agent;
    const known = streams.get(index);
    // A new id on the path of old: "the offerer wants to abort the existing transfer and start a new one" (RFC 5547 §8.1).
    const isSame =
      known?.remotePath.join(' ') === msrp.path.join(' ') && known.file?.transferId === msrp.file?.transferId;
    if (isSame) return 'as before';
    // Nothing is here for those who ask for files.
    if (msrp.direction === 'recvonly') return undefined;
    const icon = iconOf(this.#agent, msrp.file, request);
    known?.reception?.suspend();
    if (!this.#wants(msrp.file)) return undefined;
    const takes = (this.#takes.get(index) ?? 0) + 1;
    this.#takes.set(index, takes);
    const again = takes === 1 ? '' : ` again ${takes}`;
    const setup = options.setup === 'active' ? ('active' as const) : ('passive' as const);
    const opens = !offererOpens(msrp.setup, answeredSetup(msrp.setup, setup));
    const localUri = host.newUri(`${ua.host.name}.${this.#id}/m ${index + 1}${again}`, !opens);
    const name = index === 0 ? this.#callName : `${this.#callName}.m${index + 1}`;
    known?.reception?.close('port 0');
    streams.set(index, {
      localUri,
      remotePath: msrp.path,
      file: msrp.file,
      icon,
      opens,
      name: `${name}${again}`,
      place: `${index + 1}${again}`,
      reception: undefined,
    });
    return {
      path: [localUri],
      // "a=recvonly" (6.5.1.1 step a), also to who would take something himself.
      ...(msrp.direction === 'sendrecv' && { direction: 'recvonly' as const }),
      setup,
      ...(policy.maxSizeBytes !== undefined && { maxSize: policy.maxSizeBytes }),
    };
  }

  /** "If the file receiver does not accept the reception of that range of octets, it SHOULD reject" (RFC 5547 §8.3.1): what it could not join. */
  #reaches(file: FileAttributes | undefined, hash: string | undefined): boolean {
    const start = file?.range?.start ?? 1;
    const { stop = '*' } = file?.range ?? {};
    const bytes = start === 1 ? 0 : (this.#agent.partOf(hash)?.bytes ?? 0);
    const isInside =
      Math.max(start, stop === '*' ? 1 : stop) <= (file?.selector.size ?? Number.POSITIVE_INFINITY);
    if (isInside && start <= bytes + 1) return true;
    this.#agent.store('part missing', { name: file?.selector.name ?? '', bytes, start });
    return false;
  }

  #wants(file: FileAttributes | undefined): boolean {
    const { policy } = this.#agent;
    const name = file?.selector.name;
    const hash = file && hashOf(file.selector, 'sha-1');
    const isKnown = hash !== undefined && this.#agent.knows(hash);
    if (isKnown) this.#agent.store('known file', { name: name ?? '', sha1: hash.toLowerCase() });
    if (name !== undefined && !wanted(name, policy.files)) return false;
    return this.#reaches(file, hash) && !(isKnown && policy.knownFiles === 'decline');
  }
}
