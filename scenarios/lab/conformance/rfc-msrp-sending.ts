// RFC 4975 §5.4, §7.1.1, §7.1.2: how a session begins, how long chunks are, what a REPORT says.
import { readReportStatus } from '../../../agents/msrp/head.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import type { Call, Stream } from './call.ts';
import { msrpRequests, totalOf } from './course.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { contentOf } from './rfc-files.ts';
import { isConfirmed, messagesOf, streamsOf } from './rfc-msrp.ts';

export const rfcMsrpSending: readonly Monitor[] = [
  monitor('RFC4975-5.4', 'nothing was sent by MSRP', eachStream(activeSideBegins)),
  monitor(
    'RFC4975-5.4-again',
    'nothing was sent again over a session that replaced another',
    eachCall(keepsItsId),
  ),
  monitor('RFC4975-7.1.1-star', 'no chunk had more than 2048 octets', eachStream(longChunksCanBeInterrupted)),
  monitor('RFC4975-7.1.2-report', 'nothing was reported', eachStream(reportsSayWhatTheyMust)),
];

function eachStream(judge: (stream: Stream, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const stream of streamsOf(run)) yield* judge(stream, run);
  };
}

/** "the active endpoint MUST immediately issue a SEND request": who offered, unless the answer says `a=setup:active` (RFC 6135 §4.2). */
function* activeSideBegins({ call, index, offerer, msrp }: Stream): Generator<Check> {
  const answer = (call.calleeOffers ? call.offer : call.answered)?.lines[index]?.msrp;
  const first = msrp.find(({ sent, message }) => sent && message.kind === 'request');
  if (first === undefined || call.offer?.lines[index]?.msrp?.path.at(-1) !== offerer) return;
  const isCallee = (answer?.setup === 'active') !== call.calleeOffers;
  const active = isCallee ? call.answer?.node : call.caller;
  const isSend = first.message.kind === 'request' && first.message.method === 'SEND';
  yield check(isSend && first.node === active, [first.seq], `${active} was to send first`);
}

function eachCall(judge: (call: Call) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.allCalls) yield* judge(call);
  };
}

type Message = readonly [id: string, sends: readonly MsrpSeen[]];

/**
 * Where a session replaces one whose connection broke, "endpoints MAY attempt to resend any content for which delivery on the original session
 * could not be confirmed. If it does this, the Message-ID values for the resent messages MUST match". A file goes on by a transfer of its own,
 * which is another message (RFC 5547 §8.1).
 */
function* keepsItsId({ streams }: Call): Generator<Check> {
  const open = new Map<number, Map<string, Message>>();
  for (const stream of streams) {
    if (stream.file !== undefined) continue;
    const before = open.get(stream.index) ?? new Map<string, Message>();
    open.set(stream.index, before);
    const messages = messagesOf(stream);
    const again = new Set(messages.map(([id]) => id));
    for (const message of messages) {
      const [id, [first]] = message;
      const same =
        before.get(id) ?? [...before.values()].find((one) => !again.has(one[0]) && sameContent(one, message));
      if (first !== undefined && same?.[1][0] !== undefined)
        yield check(same[0] === id, [same[1][0].seq, first.seq], `${same[0]} was sent again as ${id}`);
    }
    for (const message of messages)
      if (!isConfirmed(stream, ...message)) before.set(message[0], message);
      else before.delete(message[0]);
  }
}

/** As many octets, and those that are known of both alike: the first attempt may have broken off. */
function sameContent([, one]: Message, [, other]: Message): boolean {
  const [a, b] = [one, other].map((sends) => contentOf(sends));
  const known = Math.min(a!.length, b!.length);
  return (
    known > 0 &&
    totalOf(one) === totalOf(other) &&
    a!.subarray(0, known).every((octet, at) => octet === b![at])
  );
}

/** "any chunk with a body of greater than 2048 octets will have a "*" character in the range-end field"; the document's example has none. */
function* longChunksCanBeInterrupted(stream: Stream, run: RunModel): Generator<Check> {
  if (run.parameters.early) return;
  for (const [, sends] of messagesOf(stream)) {
    for (const { seq, range, bodyBytes } of sends) {
      if (bodyBytes <= 2048) continue;
      const told = range?.end === undefined ? 'no range' : `the range-end ${range.end}`;
      const ok = range !== undefined && range.end === undefined;
      yield check(ok, [seq], `a chunk of ${bodyBytes} octets has ${told}`);
    }
  }
}

/** Of a message that went over the session, to its other end, with a Status, and without report headers of its own. */
function* reportsSayWhatTheyMust(stream: Stream): Generator<Check> {
  const sent = new Map(messagesOf(stream));
  for (const node of [stream.call.caller, stream.call.answer?.node ?? '']) {
    const peer = node === stream.call.caller ? stream.answerer : stream.offerer;
    for (const { seq, message, messageId } of msrpRequests(stream, 'REPORT', node, true)) {
      const asks = ['Success-Report', 'Failure-Report'].find(
        (name) => headerValue(message, name) !== undefined,
      );
      const wrong =
        messageId === undefined || !sent.has(messageId)
          ? 'its Message-ID is that of no SEND'
          : readReportStatus(message) === undefined
            ? 'it has no Status'
            : asks !== undefined
              ? `it has ${asks}`
              : [peer, sent.get(messageId)?.[0]?.message.fromPath.at(-1)].includes(message.toPath.at(-1))
                ? undefined
                : 'it does not go to the other end of the session';
      yield check(wrong === undefined, [seq], wrong ?? '');
    }
  }
}
