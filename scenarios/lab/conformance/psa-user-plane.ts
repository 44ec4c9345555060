// 6.5.3.3: what the sender's SEND requests say, and what it does at their end.

import { headerValue } from '../../../agents/msrp/message.ts';
import { failureReportOf } from '../../../agents/msrp/reports.ts';
import type { Call, Stream } from './call.ts';
import { type Carried, carriedBy, isFailure, msrpRequests, streamStates, undisturbed } from './course.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { byItself, type Monitor, monitor } from './monitor.ts';

const nothingSent = 'nothing was sent by MSRP';
const noFailure = 'no MSRP failure reached a sender';

export const psaUserPlane: readonly Monitor[] = [
  ...byItself([
    monitor('PSA-UP-01a', nothingSent, eachMessage(saysItsDisposition)),
    monitor('PSA-UP-01b', 'all that was sent may be shown by itself', eachMessage(isAttachment)),
    monitor('PSA-UP-02', 'no SEND had Content-Description', eachMessage(describesItself)),
    monitor('PSA-UP-03', 'no SEND asked for success reports', eachMessage(asksForSuccess)),
  ]),
  monitor('PSA-UP-04', 'no push carried all that it had to the end by itself', closesWhenConfirmed),
  monitor('PSA-UP-05', noFailure, eachFailure(ends)),
  monitor('PSA-UP-05a', noFailure, eachFailure(reports)),
];

function eachMessage(judge: (message: Carried, call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls) for (const message of carriedBy(call)) yield* judge(message, call, run);
  };
}

function disposition(seen: MsrpSeen | undefined): string | undefined {
  return seen && headerValue(seen.message, 'Content-Disposition')?.split(';')[0]?.trim().toLowerCase();
}

function* saysItsDisposition({ sends }: Carried): Generator<Check> {
  const [first] = sends;
  if (first !== undefined && first.bodyBytes > 0)
    yield check(disposition(first) !== undefined, [first.seq], 'SEND has no Content-Disposition');
}

/** Which files are not to be shown by themselves the offer says; the document's own example calls that `not-render`. */
function* isAttachment({ stream, sends }: Carried, call: Call, run: RunModel): Generator<Check> {
  const offered = call.offer?.lines[stream.index]?.msrp?.file?.disposition?.toLowerCase();
  const words = run.parameters.early ? ['attachment', 'not-render'] : ['attachment'];
  const [first] = sends;
  if (first === undefined || offered === undefined || !words.includes(offered)) return;
  const said = disposition(first);
  yield check(
    words.includes(said ?? ''),
    [call.invite.seq, first.seq],
    `its Content-Disposition is ${said ?? 'missing'}`,
  );
}

function* describesItself({ sends }: Carried): Generator<Check> {
  const said = new Set(sends.map(({ message }) => headerValue(message, 'Content-Description')));
  const [first] = sends;
  if (first === undefined || (said.size === 1 && said.has(undefined))) return;
  yield check(!said.has('') && said.size === 1, [first.seq], 'its chunks do not agree in a description');
}

function* asksForSuccess({ sends }: Carried): Generator<Check> {
  const [first] = sends;
  const value = first && headerValue(first.message, 'Success-Report');
  if (first === undefined || value === undefined || value.toLowerCase() === 'no') return;
  yield check(value.toLowerCase() === 'yes', [first.seq], `Success-Report is ${value}`);
}

/**
 * "e.g. 200 OK or Success-Report": after the report where one was asked for, so that the BYE does not overtake it; where neither is, not before
 * the last chunk has come (RFC 5547 §8.7: "Once the file transfer is completed").
 */
function* closesWhenConfirmed(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [bye] = call.byes(call.caller);
    if (bye === undefined || !undisturbed(call, run)) continue;
    for (const { asksSuccess, answered, reported, sends } of carriedBy(call)) {
      const last = asksSuccess ? reported : answered;
      const ok = last !== undefined && last.seq < bye.seq;
      const isAnswered = sends.some(({ message }) => failureReportOf(message) === 'yes');
      const awaited = asksSuccess
        ? 'for the REPORT'
        : isAnswered
          ? 'for the last 200'
          : 'until the last chunk had come';
      yield check(ok, [(last ?? sends.at(-1))?.seq ?? bye.seq, bye.seq], `the BYE did not wait ${awaited}`);
    }
  }
}

/** A failure of one of our SENDs, as it reached the sender. */
interface Failed {
  readonly call: Call;
  readonly failure: MsrpSeen;
  readonly send: MsrpSeen;
  readonly message: Carried;
}

function eachFailure(judge: (failed: Failed, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls) {
      const failures = new Map(call.streams.map((stream) => [stream, failuresOf(stream, call.caller)]));
      for (const message of carriedBy(call)) {
        for (const send of message.sends) {
          const failure = failures.get(message.stream)?.get(send.message.transactId);
          if (failure !== undefined) yield* judge({ call, failure, send, message }, run);
        }
      }
    }
  };
}

/** The first failure that reached a node of each of its transactions. */
function failuresOf(stream: Stream, node: string): Map<string, MsrpSeen> {
  const failures = new Map<string, MsrpSeen>();
  for (const seen of stream.msrp) {
    const { kind, transactId } = seen.message;
    if (seen.sent || seen.node !== node || kind !== 'response' || !isFailure(seen)) continue;
    if (!failures.has(transactId)) failures.set(transactId, seen);
  }
  return failures;
}

/** Nothing more of that message is begun, but the end-line `#` of a chunk under way; where no failure report is asked for, nothing is reported. */
function* ends({ call, failure, send, message }: Failed): Generator<Check> {
  const more = message.sends.find(
    ({ seq, message: chunk }) => seq > failure.seq && chunk.kind === 'request' && chunk.flag !== '#',
  );
  const reported =
    failureReportOf(send.message) === 'yes' ? undefined : reportsAfter(failure, message, call)[0];
  const wrong = more ?? reported;
  yield check(
    wrong === undefined,
    [failure.seq, ...(wrong ? [wrong.seq] : [])],
    more ? 'it went on sending the message' : 'it reported what nobody asked for',
  );
}

/** One REPORT is enough for a message, however many of its chunks are refused; none is due for a session that is closed already, nor for a SEND without content. */
function* reports({ call, failure, send, message }: Failed, run: RunModel): Generator<Check> {
  const { messageId, stream } = message;
  const over = streamStates(stream, call.caller, run).some(
    ({ to, seq }) => ['closing', 'closed'].includes(to) && seq < failure.seq,
  );
  if (failureReportOf(send.message) !== 'yes' || over || send.bodyBytes === 0) return;
  const all = msrpRequests(stream, 'REPORT', call.caller, true);
  const report = all.find((seen) => seen.messageId === messageId);
  yield check(
    report !== undefined,
    [failure.seq, ...(report ? [report.seq] : [])],
    'no REPORT of the failure followed',
  );
}

function reportsAfter(failure: MsrpSeen, { stream, messageId }: Carried, call: Call): MsrpSeen[] {
  return msrpRequests(stream, 'REPORT', call.caller, true).filter(
    (seen) => seen.seq > failure.seq && seen.messageId === messageId,
  );
}
