// A call as its signalling shows it: all SIP messages with one Call-ID, and the MSRP sessions that their SDP agreed on. A push is one.
import type { FileAttributes, MsrpMedia } from '../../../agents/sdp/types.ts';
import { contactUri } from '../../../core/sip/dialog.ts';
import type { Described } from './described.ts';
import type { MsrpSeen, SipSeen } from './messages.ts';
import type { Parameters } from './parameters.ts';

/** One m= line of a call, and what went over it: of a push, the caller sends. */
export interface Stream {
  readonly call: Call;
  readonly index: number;
  /** The caller's and the callee's own MSRP URIs. */
  readonly offerer: string;
  readonly answerer: string | undefined;
  /** The direction in which the caller uses it. */
  readonly direction: MsrpMedia['direction'];
  /** The file as its sender describes it. */
  readonly file: FileAttributes | undefined;
  readonly msrp: MsrpSeen[];
  /** What agreed on it, where that was not the answer that the caller took. */
  readonly said?: SipSeen;
}

export class Call {
  readonly id: string;
  readonly sip: readonly SipSeen[];
  /** The agent that began it: of a push, the sender. */
  readonly caller: string;
  /** Each initial INVITE as it first left the caller; a further one follows a refusal such as 422. */
  readonly invites: readonly SipSeen[];
  /** Each final response to the last of them as it reached the caller, the first one first. */
  readonly finals: readonly SipSeen[];
  /** The first 2xx that reached the caller. */
  readonly success: SipSeen | undefined;
  /** That 2xx as it first left the callee. */
  readonly answer: SipSeen | undefined;
  /** The initial INVITE as it first reached each agent that was called. */
  readonly arrivals: readonly SipSeen[];
  /** What the caller said of itself: in its INVITE, or in the ACK where that had no offer. */
  readonly offer: Described | undefined;
  readonly answered: Described | undefined;
  /** The INVITE left the offer to the callee, whose 2xx has it. */
  readonly calleeOffers: boolean;
  readonly streams: readonly Stream[];

  readonly #requests = new Map<string, readonly SipSeen[]>();

  constructor(
    id: string,
    sip: readonly SipSeen[],
    first: SipSeen,
    parameters: Parameters,
    describe: (seen: SipSeen) => Described | undefined,
    belongs: (response: SipSeen) => boolean,
  ) {
    this.id = id;
    this.sip = sip;
    this.caller = first.node;
    const called = ({ node }: SipSeen) =>
      node !== first.node && ['sender', 'receiver'].includes(parameters.roleOf(node) ?? '');
    this.invites = firstOfEach(
      sip.filter((seen) => seen.sent && seen.node === first.node && isInitialInvite(seen)),
      ({ number }) => String(number),
    );
    const last = this.invites.at(-1) ?? first;
    // "If more than one Via header field value is present in a response, the UAC SHOULD discard the message" (RFC 3261 §8.1.3.3).
    this.finals = sip.filter(
      (seen) =>
        !seen.sent &&
        seen.node === first.node &&
        answers(seen, last) &&
        (seen.status ?? 0) >= 200 &&
        seen.vias === 1,
    );
    // What comes when Timer B has given the INVITE up belongs to no transaction any more (RFC 3261 §17.1.1.2, RFC 6026 §7.2).
    const heard = sip.find((seen) => !seen.sent && seen.node === first.node && answers(seen, last));
    const timely = heard !== undefined && heard.at - last.at < 64 * parameters.t1Us;
    const success = timely ? this.finals.find(makesADialog) : undefined;
    this.success = success && belongs(success) ? success : undefined;
    this.answer =
      this.success && sip.find((seen) => called(seen) && seen.sent && sameAnswer(seen, this.success!));
    this.arrivals = firstOfEach(
      sip.filter((seen) => !seen.sent && called(seen) && isInitialInvite(seen)),
      ({ node, number }) => `${node} ${number}`,
    );
    // Who leaves the offer to the callee says in the ACK what it has to say (RFC 3261 §13.2.1).
    const own = [
      last,
      ...sip.filter((seen) => seen.sent && seen.node === first.node && acknowledges(seen, last)),
    ];
    this.offer = own.map(describe).find((one) => one !== undefined);
    this.answered = this.success && describe(this.success);
    this.calleeOffers = !last.cut && last.message.body.length === 0;
    this.streams = [...streamsOf(this), ...furtherStreams(this, describe)];
  }

  /** The INVITE that was answered, or the last that was tried. */
  get invite(): SipSeen {
    return this.invites.at(-1)!;
  }

  /** `sender.1`: what the lab calls it, in the keys of its messages and the names of its machines. */
  get name(): string {
    return this.invite.record.key.split('/')[1] ?? '';
  }

  /** The first transmissions of a request that a node sent in this call; many monitors ask for the same. */
  requests(method: string, node: string): readonly SipSeen[] {
    const key = `${method} ${node}`;
    let found = this.#requests.get(key);
    if (found === undefined) {
      found = this.sip.filter(
        (seen) =>
          seen.sent && seen.node === node && isRequest(seen, method) && seen.record.transmission === 0,
      );
      this.#requests.set(key, found);
    }
    return found;
  }

  /** The BYEs of a node in the session that the first 2xx made; those that end an unwanted fork are not among them. */
  byes(node: string): SipSeen[] {
    const tag = this.success?.toTag;
    return this.requests('BYE', node).filter(
      (bye) => tag !== undefined && (bye.toTag === tag || bye.fromTag === tag),
    );
  }

  /** What reached a node of the final responses to a request. */
  finalsTo(request: SipSeen): SipSeen[] {
    return this.sip.filter(
      (seen) =>
        !seen.sent && seen.node === request.node && answers(seen, request) && (seen.status ?? 0) >= 200,
    );
  }
}

export function isRequest(seen: SipSeen, method: string): boolean {
  return seen.message.kind === 'request' && seen.message.method === method;
}

/** An ACK for a 2xx to an INVITE. */
export function acknowledges(seen: SipSeen, invite: SipSeen): boolean {
  return isRequest(seen, 'ACK') && seen.toTag !== undefined && seen.number === invite.number;
}

export function isInitialInvite(seen: SipSeen): boolean {
  return isRequest(seen, 'INVITE') && seen.toTag === undefined;
}

/** A 2xx whose Contact can be read: the dialog's remote target (RFC 3261 §12.1.2). */
function makesADialog({ message, status = 0 }: SipSeen): boolean {
  return status < 300 && message.kind === 'response' && contactUri(message) !== undefined;
}

/** Whether a response belongs to a request of the same call: by CSeq. */
export function answers(seen: SipSeen, request: SipSeen): boolean {
  return seen.status !== undefined && seen.number === request.number && seen.method === request.method;
}

function sameAnswer(seen: SipSeen, success: SipSeen): boolean {
  return seen.status === success.status && seen.toTag === success.toTag && answers(seen, success);
}

/** A request that failed by TCP, where it went for its size alone, is tried once more by UDP as it was (RFC 3261 §18.1.1). */
export function againByUdp(before: SipSeen, seen: SipSeen): boolean {
  const same = before.number === seen.number && before.method === seen.method;
  return same && before.record.transport === 'tcp' && seen.record.transport === 'udp';
}

/** The first of those that share a key. */
export function firstOfEach<T>(all: readonly T[], key: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one);
  return [...first.values()];
}

function streamsOf(call: Call): Stream[] {
  return (call.offer?.lines ?? []).flatMap((line, index) => {
    const stream = streamOf(call, index, line, call.answered?.lines[index]);
    return stream === undefined ? [] : [stream];
  });
}

type Line = Described['lines'][number];

function streamOf(call: Call, index: number, own: Line, peer: Line | undefined): Stream | undefined {
  const offerer = own.msrp?.path.at(-1);
  const answerer = peer !== undefined && peer.media.port !== 0 ? peer.msrp?.path.at(-1) : undefined;
  if (own.msrp === undefined || offerer === undefined) return undefined;
  const { direction } = own.msrp;
  const file = direction === 'recvonly' ? peer?.msrp?.file : agreedOf(own.msrp.file, peer);
  return { call, index, offerer, answerer, direction, file, msrp: [] };
}

/** "In the absence of a 'file-range' attribute in the SDP", here in the answer, "the whole file is transferred" (RFC 5547 §8.7). */
function agreedOf(file: FileAttributes | undefined, peer: Line | undefined): FileAttributes | undefined {
  const isWhole = peer !== undefined && peer.media.port !== 0 && peer.msrp?.file?.range === undefined;
  if (file?.range === undefined || !isWhole) return file;
  const { range: _, ...whole } = file;
  return whole;
}

/**
 * What further devices of a forked INVITE agreed to, each in its own 2xx: they may begin to speak (RFC 6135 §4.2) before the caller tells them
 * by BYE that it has taken another's.
 */
export function forkedStreams(call: Call, describe: (seen: SipSeen) => Described | undefined): Stream[] {
  const said = call.sip.filter((seen) => isAnswer(seen, call) && seen.node !== call.answer?.node);
  return firstOfEach(said, ({ node, number }) => `${node} ${number}`).flatMap((answer) =>
    (call.offer?.lines ?? []).flatMap((line, index) => {
      const stream = streamOf(call, index, line, describe(answer)?.lines[index]);
      return stream?.answerer === undefined ? [] : [{ ...stream, said: answer }];
    }),
  );
}

/** A 2xx as a device that was called sent it. */
function isAnswer({ sent, node, number, method, status = 0 }: SipSeen, { arrivals }: Call): boolean {
  const called = arrivals.some((one) => one.node === node && one.number === number);
  return sent && called && method === 'INVITE' && status >= 200 && status < 300;
}

/** MSRP sessions that a later offer of either side brought: on a new m= line, or on one that was used anew (RFC 5547 §8.6). */
function furtherStreams(call: Call, describe: (seen: SipSeen) => Described | undefined): Stream[] {
  const known = new Set((call.offer?.lines ?? []).map(({ msrp }) => msrp?.path.at(-1)));
  const further: Stream[] = [];
  const offers = new Map<string, SipSeen>();
  for (const seen of call.sip) {
    if (seen.node !== call.caller && seen.node !== call.answer?.node) continue;
    const key = `${seen.node} ${seen.number} ${seen.method}`;
    if (seen.sent && seen.message.kind === 'request' && seen.toTag !== undefined) offers.set(key, seen);
    const offer = offers.get(key);
    if (seen.sent || Math.floor((seen.status ?? 0) / 100) !== 2 || offer === undefined) continue;
    const answer = seen;
    const [own, peer] = [describe(offer)?.lines ?? [], describe(answer)?.lines ?? []];
    const mine = offer.node === call.caller;
    for (const index of own.keys()) {
      const [line, other] = mine ? [own[index], peer[index]] : [peer[index], own[index]];
      const stream = line && other?.media.port !== 0 ? streamOf(call, index, line, other) : undefined;
      if (stream === undefined || line?.media.port === 0 || known.has(stream.offerer)) continue;
      known.add(stream.offerer);
      further.push(stream);
    }
  }
  return further;
}
