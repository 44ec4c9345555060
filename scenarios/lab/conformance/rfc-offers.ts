// RFC 3264 §4 to §8, RFC 5547 §8: offers and answers, of both sides and all along a call.
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { sameFile } from '../../../agents/sdp/file-selector.ts';
import type { FileAttributes } from '../../../agents/sdp/types.ts';
import { acknowledges, answers, type Call, isRequest } from './call.ts';
import type { Described } from './described.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { numberOf } from './reliable-series.ts';

export const rfcOffers: readonly Monitor[] = [
  monitor('RFC3261-13.2.1', 'no INVITE without an offer was accepted', eachCall(offersInTurn)),
  monitor('RFC3264-4', 'nobody made a further offer', eachCall(oneOfferAtATime)),
  monitor('RFC3264-6', 'no offer was answered', eachCall(answersFit('RFC 3264'))),
  monitor('RFC3264-8-lines', 'nobody described a session twice', eachCall(keepsItsLines)),
  monitor('RFC5547-8.1', 'no file was offered twice, and no two together', eachCall(nameTheirFile)),
  monitor('RFC5547-8.3', 'no offer of a file was answered', eachCall(answersFit('RFC 5547'))),
];

function eachCall(judge: (call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.allCalls) yield* judge(call, run);
  };
}

/** A request with an offer at one of the two sides, sent or received; and the final response, as that side received or sent it. */
export interface Exchange {
  readonly offer: SipSeen;
  readonly described: Described;
  final: SipSeen | undefined;
}

/** What agents offered one another by INVITE and UPDATE, as each side saw it, in the order of the trace. */
export const exchanges = once((call: Call, run: RunModel): readonly Exchange[] => {
  const all = new Map<string, Exchange>();
  for (const seen of call.sip) {
    if (run.parameters.roleOf(seen.node) === 'core' || !['INVITE', 'UPDATE'].includes(seen.method)) continue;
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    const described = seen.message.kind === 'request' ? run.describe(seen) : undefined;
    const exchange = all.get(key);
    if (described !== undefined && exchange === undefined)
      all.set(key, { offer: seen, described, final: undefined });
    else if (exchange !== undefined && (seen.status ?? 0) >= 200) exchange.final ??= seen;
  }
  return [...all.values()];
});

/** "it MUST NOT generate a new offer if it has received an offer which it has not yet answered or rejected", nor while its own is open. */
function* oneOfferAtATime(call: Call, run: RunModel): Generator<Check> {
  const before = new Map<string, Exchange[]>();
  for (const exchange of exchanges(call, run)) {
    const { offer } = exchange;
    const earlier = before.get(offer.node) ?? [];
    before.set(offer.node, [...earlier, exchange].slice(-4));
    if (!offer.sent || earlier.length === 0) continue;
    const open = earlier.find(
      (one) =>
        (one.final === undefined || one.final.seq > offer.seq) &&
        offer.at - one.offer.at < 64 * run.parameters.t1Us &&
        // The same request once more, by another transport (RFC 3261 §18.1.1).
        !(one.offer.sent && one.offer.number === offer.number) &&
        (one.offer.sent || one.offer.toTag !== undefined),
    );
    yield check(
      open === undefined,
      [...(open ? [open.offer.seq] : []), offer.seq],
      'an offer before it was still open',
    );
  }
}

/** "If the initial offer is in the first reliable non-failure message from the UAS back to UAC, the answer MUST be in the acknowledgement for that message". */
function* offersInTurn(call: Call, run: RunModel): Generator<Check> {
  const isAgent = ({ node }: SipSeen) => run.parameters.roleOf(node) !== 'core';
  for (const invite of call.sip) {
    const isFirst =
      invite.sent && isAgent(invite) && isRequest(invite, 'INVITE') && invite.record.transmission === 0;
    if (!isFirst || invite.cut || invite.message.body.length > 0) continue;
    const responses = call.sip.filter((seen) => isAgent(seen) && answers(seen, invite));
    // The first reliable response may be a provisional one: then its PRACK has the answer (RFC 3262 §5).
    if (responses.some((seen) => numberOf(seen) !== undefined && run.describe(seen) !== undefined)) continue;
    const accepts = responses.filter(({ status = 0 }) => Math.floor(status / 100) === 2);
    for (const accept of accepts) {
      const offer = run.describe(accept);
      if (accept.sent) {
        if (accept.record.transmission === 0)
          yield check(
            offer !== undefined,
            [invite.seq, accept.seq],
            'neither the INVITE nor its 2xx has an offer',
          );
        continue;
      }
      const ack = call.sip.find(
        (seen) =>
          seen.sent &&
          seen.seq > accept.seq &&
          seen.node === invite.node &&
          seen.toTag === accept.toTag &&
          acknowledges(seen, invite),
      );
      if (offer === undefined || ack === undefined || ack.cut) continue;
      const answer = run.describe(ack);
      const problem =
        answer && checkAnswer(offer.sdp, answer.sdp, run.parameters.early ? 'change-request' : 'rfc')[0];
      const wrong =
        answer === undefined ? 'the ACK has no answer' : problem ? `${problem.rule}: ${problem.text}` : '';
      yield check(wrong === '', [invite.seq, accept.seq, ack.seq], wrong);
    }
  }
}

/** Each 2xx with an answer, as its sender made it. */
function answersFit(rfc: string) {
  return function* (call: Call, run: RunModel): Generator<Check> {
    for (const { offer, described, final } of exchanges(call, run)) {
      const answer = final?.sent === true && (final.status ?? 0) < 300 ? run.describe(final) : undefined;
      if (final === undefined || answer === undefined) continue;
      const files = described.lines.some(({ msrp }) => msrp?.file !== undefined);
      if (rfc === 'RFC 5547' && !files) continue;
      const dialect = run.parameters.early ? 'change-request' : 'rfc';
      const problem = checkAnswer(described.sdp, answer.sdp, dialect).find(({ rule }) =>
        rule.startsWith(rfc),
      );
      yield check(
        problem === undefined,
        [offer.seq, final.seq],
        problem ? `${problem.rule}: ${problem.text}` : '',
      );
    }
  };
}

/** "the i-th media stream in the previous SDP […] matches the i-th media stream in the new SDP": none goes, and none becomes another kind. */
function* keepsItsLines(call: Call, run: RunModel): Generator<Check> {
  const last = new Map<string, { readonly seen: SipSeen; readonly described: Described }>();
  for (const seen of call.sip) {
    if (!seen.sent || run.parameters.roleOf(seen.node) === 'core' || seen.record.transmission > 0) continue;
    const described = run.describe(seen);
    if (described === undefined) continue;
    const before = last.get(seen.node);
    last.set(seen.node, { seen, described });
    // A first offer that was refused is no session yet: what follows begins anew.
    if (before === undefined || (seen.toTag === undefined && seen.message.kind === 'request')) continue;
    const [was, is] = [before.described.lines, described.lines];
    const other = was.findIndex(
      ({ media }, index) => media.port !== 0 && is[index]?.media.media !== media.media,
    );
    yield check(
      is.length >= was.length && other < 0,
      [before.seen.seq, seen.seq],
      `${was.length} m= lines became ${is.length}, or one became another`,
    );
  }
}

/** "The file transfer identifier MUST be unique within the current session": one of them names one file, on one line; a used one no other. */
function* nameTheirFile(call: Call, run: RunModel): Generator<Check> {
  if (run.parameters.early) return;
  const named = new Map<string, { readonly seen: SipSeen; readonly file: FileAttributes }>();
  const lines: Set<string>[] = [];
  for (const { offer, described } of exchanges(call, run)) {
    if (!offer.sent) continue;
    const here = new Set<string>();
    for (const [index, { media, msrp }] of described.lines.entries()) {
      const id = msrp?.file?.transferId;
      if (msrp?.file === undefined || id === undefined) continue;
      const before = named.get(id);
      const twice = here.has(id);
      here.add(id);
      named.set(id, before ?? { seen: offer, file: msrp.file });
      const line = lines[index];
      // "The SDP offerer MUST then set the port number to zero and MUST keep the same value of the 'file-transfer-id' attribute".
      const renamed = media.port === 0 && line !== undefined && !line.has(id);
      lines[index] = new Set(line).add(id);
      if (renamed) yield check(false, [offer.seq], `a line is closed as ${id}, which it never was`);
      if (!twice && before === undefined && described.lines.length < 2) continue;
      const other =
        before !== undefined && media.port !== 0 && !sameFile(before.file.selector, msrp.file.selector);
      yield check(
        !twice && !other,
        [...(before ? [before.seen.seq] : []), offer.seq],
        twice ? `two lines have the file-transfer-id ${id}` : `${id} names another file than before`,
      );
    }
  }
}
