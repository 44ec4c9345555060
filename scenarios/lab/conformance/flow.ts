// 5, 6.5.3.1 and A.1: the flow of a push as a whole.

import { failureReportOf } from '../../../agents/msrp/reports.ts';
import { bodyParts, partByCid } from '../../../core/sip/mime.ts';
import type { Call, Stream } from './call.ts';
import { byMessage, type Carried, carriedBy, msrpRequests, totalOf, undisturbed } from './course.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get, text } from './parameters.ts';

export const flow: readonly Monitor[] = [
  monitor('UP-01', 'nothing was sent by MSRP', staysWithinTheAnswer),
  monitor('FLOW-01', 'no push had two chunks and a report', tenMessages),
  monitor('FLOW-02', 'no session carried several messages', eachCall(severalMessages)),
  monitor('FLOW-03', 'no message had several chunks', eachCall(chunksInOrder)),
  monitor('FLOW-04', 'no push had several m= lines, and none was refused', eachCall(oneLineAFile)),
  monitor('FLOW-05', 'no offer had an icon', eachCall(iconIsThere)),
  monitor('FLOW-07', 'no push was delivered', wholeMessages),
];

function eachCall(judge: (call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls) yield* judge(call, run);
  };
}

/** Each SEND goes from one path that SDP agreed on to the other, in the direction that was agreed on; the first, without content, may go either way. */
function* staysWithinTheAnswer(run: RunModel): Generator<Check> {
  for (const seen of run.msrp) {
    if (!seen.sent || seen.message.kind !== 'request' || seen.message.method !== 'SEND') continue;
    const stream = run.streamOf(seen);
    const success = stream?.call.success;
    if (stream !== undefined && wasMisread(stream, run)) continue;
    const [own, peer] = [seen.message.fromPath.at(-1), seen.message.toPath.at(-1)];
    const there = own === stream?.offerer && peer === stream?.answerer && stream?.direction !== 'recvonly';
    const back = own === stream?.answerer && peer === stream?.offerer && stream?.direction !== 'sendonly';
    const either = seen.bodyBytes === 0 && [stream?.offerer, stream?.answerer].includes(own);
    // The callee may begin as soon as it has answered.
    const since = stream?.said ?? (seen.node === stream?.call.caller ? success : stream?.call.answer);
    const ok =
      stream !== undefined && (there || back || either) && since !== undefined && since.seq < seen.seq;
    yield check(
      ok,
      [...(success ? [success.seq] : []), seen.seq],
      'its paths are not those that SDP agreed on',
    );
  }
}

/** A fault on the way changed what the answer says of the line: the two sides do not speak of one session. */
function wasMisread({ call, index }: Stream, run: RunModel): boolean {
  const [said, heard] = [call.answer && run.describe(call.answer), call.answered];
  return said?.lines[index]?.msrp?.path.join() !== heard?.lines[index]?.msrp?.path.join();
}

const figure = 'INVITE, 200 INVITE, ACK, SEND, SEND, 200 SEND, 200 SEND, REPORT, BYE, 200 BYE';
/** Chunks may follow one another without waiting; they need not (FLOW-03). */
const waiting = 'INVITE, 200 INVITE, ACK, SEND, 200 SEND, SEND, 200 SEND, REPORT, BYE, 200 BYE';

/**
 * Of each message of two chunks with one report, the ten as they left sender and receiver. What else passes is no part of the figure: the hops
 * of the core, provisional responses, refusals and challenges with what follows them, refreshes, other files, a SEND without content.
 */
function* tenMessages(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    if (call.answer === undefined || !undisturbed(call, run)) continue;
    const frame = framing(call, call.answer);
    if (frame === undefined) continue;
    for (const message of carriedBy(call)) {
      const [first] = message.sends;
      if (first === undefined || failureReportOf(first.message) !== 'yes') continue;
      if (message.sends.length !== 2 || !message.asksSuccess) continue;
      const media = carrying(message, call.answer.node);
      // A receiver may report chunk by chunk (RFC 4975 §7.1.3), which is another flow.
      if (media.filter(({ name }) => name === 'REPORT').length > 1) continue;
      const all = [...frame, ...media].sort((a, b) => a.seq - b.seq);
      const went = all.map(({ name }) => name).join(', ');
      yield check(
        went === figure || went === waiting,
        all.map(({ seq }) => seq),
        `it went ${went}`,
      );
    }
  }
}

interface Named {
  readonly name: string;
  readonly seq: number;
}

/** The five by SIP, as they first left: the INVITE that was accepted, and the BYE that was. None where no BYE left, or none that left came. */
function framing(call: Call, answer: SipSeen): Named[] | undefined {
  const { caller, invite, sip } = call;
  const byes = call.byes(caller);
  if (!sip.some((seen) => !seen.sent && seen.node === answer.node && isOneOf(seen, byes))) return undefined;
  const bye200 = sip.find(
    (seen) => seen.sent && seen.node === answer.node && seen.status === 200 && isOneOf(seen, byes),
  );
  const bye = bye200 === undefined ? byes[0] : byes.find(({ number }) => number === bye200.number);
  const ack = call
    .requests('ACK', caller)
    .find(({ number, toTag }) => number === invite.number && toTag === answer.toTag);
  const named = { INVITE: invite, '200 INVITE': answer, ACK: ack, BYE: bye, '200 BYE': bye200 };
  return Object.entries(named).flatMap(([name, seen]) =>
    seen === undefined ? [] : [{ name, seq: seen.seq }],
  );
}

/** A BYE of these, or a response to it. */
function isOneOf({ method, number, fromTag }: SipSeen, byes: readonly SipSeen[]): boolean {
  return method === 'BYE' && byes.some((bye) => bye.number === number && bye.fromTag === fromTag);
}

/** The chunks of a message, their responses, and the reports of success. */
function carrying({ stream, messageId, sends }: Carried, receiver: string): Named[] {
  const ids = new Set(sends.map(({ message }) => message.transactId));
  const back = stream.msrp.filter(
    ({ sent, node, message }) =>
      sent &&
      node === receiver &&
      message.kind === 'response' &&
      message.status === 200 &&
      ids.has(message.transactId),
  );
  const reports = msrpRequests(stream, 'REPORT', receiver, true).filter((one) => one.messageId === messageId);
  return [
    ...sends.map(({ seq }) => ({ name: 'SEND', seq })),
    ...back.map(({ seq }) => ({ name: '200 SEND', seq })),
    ...reports.map(({ seq }) => ({ name: 'REPORT', seq })),
  ];
}

/** With file attributes "only one file, and only one MSRP message" goes over a line (RFC 5547 §8.7). */
function* severalMessages(call: Call): Generator<Check> {
  for (const stream of call.streams) {
    const messages = byMessage(
      msrpRequests(stream, 'SEND', call.caller, true).filter(({ bodyBytes }) => bodyBytes > 0),
    );
    if (messages.size < 2) continue;
    yield check(
      stream.file === undefined,
      [...messages.values()].flatMap(([first]) => (first ? [first.seq] : [])),
      'several messages went over a line for one file',
    );
  }
}

function* chunksInOrder(call: Call): Generator<Check> {
  for (const { sends } of carriedBy(call)) {
    const starts = sends.flatMap(({ range }) => range?.start ?? []);
    // A range that cannot be read is another rule's (RFC 4975 §7.1.1).
    if (sends.length < 2 || starts.length < sends.length) continue;
    const ok = starts.every((start, at) => at === 0 || start > (starts[at - 1] ?? 0));
    yield check(
      ok,
      sends.map(({ seq }) => seq),
      `the chunks begin at ${starts.slice(0, 9).join(', ')}`,
    );
  }
}

/** No two lines are about one session or one transfer, and nothing goes over a line that was refused. */
function* oneLineAFile(call: Call): Generator<Check> {
  const { answer, answered, invite, offer, streams } = call;
  // A line that was refused may be used anew by a later offer (RFC 3264 §8).
  const refused = streams.filter(
    ({ answerer, index }) => answerer === undefined && answered?.lines[index]?.media.port === 0,
  );
  if (offer === undefined || (streams.length < 2 && refused.length === 0)) return;
  const ids = offer.lines.flatMap(({ msrp }) => msrp?.file?.transferId ?? []);
  const paths = streams.map(({ offerer }) => offerer);
  const distinct = new Set(ids).size === ids.length && new Set(paths).size === paths.length;
  const sent = refused.flatMap((stream) => msrpRequests(stream, 'SEND', call.caller, true));
  const because = [invite.seq, ...(answer ? [answer.seq] : []), ...sent.map(({ seq }) => seq)];
  const wrong = distinct
    ? 'something was sent over a line that was refused'
    : 'two lines share a path or a file-transfer-id';
  yield check(distinct && sent.length === 0, because, wrong);
}

function* iconIsThere({ invite, offer }: Call): Generator<Check> {
  for (const { msrp } of offer?.lines ?? []) {
    const icon = msrp?.file?.icon;
    if (icon === undefined || invite.cut) continue;
    const part = partByCid(bodyParts(invite.message), `cid:${icon}`);
    yield check(part !== undefined, [invite.seq], `no part of the body is cid:${icon}`);
  }
}

/** What brought on the pushes, step by step, of which their senders stored in the end that they were delivered, or what of them was wanted. */
const delivered = once((run: RunModel): ReadonlySet<number | undefined> => {
  const causes = run.ofType('store').flatMap(({ node, what, value }) => {
    const name = text(get(value, 'push'))?.slice(node.length + 1) ?? '';
    const isTold = what === 'push' && ['delivered', 'declined'].includes(text(get(value, 'outcome')) ?? '');
    return isTold ? run.states(node, 'pushSender', name).map(({ cause }) => cause) : [];
  });
  return new Set(causes);
});

/** Where the sender was told, by 200 or report, that a push was delivered, every octet of every message came in the one session, or in the last of its line. */
function* wholeMessages(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [bye] = call.byes(call.caller);
    if (bye === undefined || !delivered(run).has(call.success?.seq)) continue;
    for (const { stream, messageId, sends, answered, asksSuccess } of carriedBy(call)) {
      const isReplaced = call.streams.findLast(({ index }) => index === stream.index) !== stream;
      if (isReplaced || (!asksSuccess && answered?.message.kind !== 'response')) continue;
      const came = msrpRequests(stream, 'SEND', call.answer?.node ?? '', false).filter(
        (seen) => seen.messageId === messageId,
      );
      const octets = came.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
      yield check(
        octets >= totalOf(sends),
        [...sends, ...came].slice(0, 10).map(({ seq }) => seq),
        `${octets} of ${totalOf(sends)} octets came`,
      );
    }
  }
}
