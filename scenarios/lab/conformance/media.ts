// 6.5.3.1 and A.1: what media a push is of, and whether the receiver has its file already.
import { mimeValue, parseCpim } from '../../../agents/cpim.ts';
import { mediaSets } from '../../../agents/media-sets.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { hashOf } from '../../../agents/sdp/file-selector.ts';
import { accepts, mayWrap } from '../../../agents/sdp/format-list.ts';
import type { MsrpMedia } from '../../../agents/sdp/types.ts';
import { answers, type Stream } from './call.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get, text } from './parameters.ts';
import { messagesOf, streamsOf } from './rfc-msrp.ts';

export const media: readonly Monitor[] = [
  monitor('RFC4975-8.6', 'nothing was sent by MSRP', sendsWhatIsTaken),
  monitor('UP-02', 'nothing that was carried is of the media of TS 26.141', recommendedMedia),
  monitor('FLOW-06', 'no receiver was offered a file that it had already', knowsItsFiles),
];

const recommended = new Set(mediaSets.get('ts-26.141'));

/** What the other side than a message's sender said of their line. */
export function peerOf({ call, index }: Stream, first: MsrpSeen | undefined): MsrpMedia | undefined {
  return (first?.node === call.caller ? call.answered : call.offer)?.lines[index]?.msrp;
}

/** Whether the other side takes what a message brings; undefined where one of both says nothing of it. */
export function isTaken(stream: Stream, first: MsrpSeen | undefined): boolean | undefined {
  const [peer, outer, type] = [peerOf(stream, first), outerType(first), mediaType(first)];
  if (peer === undefined || outer === undefined || type === undefined) return undefined;
  return type === outer
    ? accepts(peer.acceptTypes, type)
    : mayWrap(peer.acceptTypes, peer.acceptWrappedTypes, type);
}

/** A recommendation: other media break it only where the answer agreed on these alone. */
function* recommendedMedia(run: RunModel): Generator<Check> {
  for (const stream of streamsOf(run)) {
    for (const [, sends] of messagesOf(stream)) {
      const takes = peerOf(stream, sends[0])?.acceptWrappedTypes ?? [];
      const agreed = takes.map(({ type, subtype }) => `${type}/${subtype}`);
      const alone = agreed.length > 0 && agreed.every((type) => recommended.has(type));
      const type = mediaType(sends[0]);
      if (type === undefined || (!recommended.has(type) && !alone)) continue;
      yield check(recommended.has(type), [sends[0]?.seq ?? 0], `${type} is none of the media of TS 26.141`);
    }
  }
}

/** The type of what a message brings: inside message/cpim, or by itself. */
function mediaType(first: MsrpSeen | undefined): string | undefined {
  const body = first?.message.kind === 'request' ? first.message.body : undefined;
  if (first === undefined || body === undefined || first.bodyBytes === 0) return undefined;
  const outer = outerType(first);
  if (outer !== 'message/cpim') return outer;
  const inner = parseCpim(body).message;
  return inner && bare(mimeValue(inner, 'Content-Type'));
}

/** The Content-Type of the message itself. */
function outerType(first: MsrpSeen | undefined): string | undefined {
  return first && bare(headerValue(first.message, 'Content-Type'));
}

function bare(type: string | undefined): string | undefined {
  return type?.split(';')[0]?.trim().toLowerCase();
}

/** "An MSRP endpoint MUST NOT send content of a type not signaled by the peer in either an accept-types or an accept-wrapped-types attribute." */
function* sendsWhatIsTaken(run: RunModel): Generator<Check> {
  for (const stream of streamsOf(run)) {
    for (const [, [first]] of messagesOf(stream)) {
      const ok = isTaken(stream, first);
      if (first === undefined || ok === undefined) continue;
      yield check(
        ok,
        [stream.call.answer?.seq ?? first.seq, first.seq],
        `${mediaType(first)} is not what the peer takes`,
      );
    }
  }
}

/** The first file with a hash that a node stored, by both. */
const firstWithHash = once((run: RunModel): ReadonlyMap<string, RecordOf<'store'>> => {
  const first = new Map<string, RecordOf<'store'>>();
  for (const store of run.ofType('store')) {
    const key = `${store.node} ${text(get(store.value, 'sha1'))?.toLowerCase()}`;
    if (store.what === 'file' && !first.has(key)) first.set(key, store);
  }
  return first;
});

/** "The receiver finds a local file with the offered hash and can decide on it": it notices, and does as its policy says. */
function* knowsItsFiles(run: RunModel): Generator<Check> {
  for (const invite of run.calls.flatMap(({ arrivals }) => arrivals)) {
    const { node } = invite;
    if (run.acts(node, 'restart').length > 0) continue;
    const final = run
      .callOf(invite.callId)
      ?.sip.find(
        (seen) => seen.sent && seen.node === node && answers(seen, invite) && (seen.status ?? 0) >= 200,
      );
    if (final === undefined || (final.status ?? 0) >= 300) continue;
    const declines = get(get(run.parameters.planOf(node), 'policy'), 'knownFiles') === 'decline';
    for (const [index, { msrp }] of (run.describe(invite)?.lines ?? []).entries()) {
      const hash = msrp?.file && hashOf(msrp.file.selector, 'sha-1')?.toLowerCase();
      const had = hash && firstWithHash(run).get(`${node} ${hash}`);
      if (!had || had.seq >= invite.seq) continue;
      const noticed = run
        .storesBetween(node, 'known file', invite.seq, final.seq)
        .find(({ value }) => text(get(value, 'sha1')) === hash);
      const refused = run.describe(final)?.lines[index]?.media.port === 0;
      // What it can't take at all it need not look at.
      if (refused && noticed === undefined && !declines) continue;
      yield check(
        noticed !== undefined && (refused || !declines),
        [had.seq, invite.seq, ...(noticed ? [noticed.seq] : []), final.seq],
        noticed ? 'it was to decline what it has, and took it' : 'it did not notice that it has the file',
      );
    }
  }
}
