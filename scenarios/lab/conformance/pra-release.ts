// 6.5.1.2 and 6.5.3.2.1: a receiver at the BYE, and at each SEND.
import { readReportStatus } from '../../../agents/msrp/head.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { RangeSet } from '../../../agents/msrp/ranges.ts';
import { answers as answersSend, failureReportOf, successReportOf } from '../../../agents/msrp/reports.ts';
import { answers, type Call, firstOfEach, isRequest, type Stream } from './call.ts';
import { byMessage, msrpRequests, sessionStates, streamStates, totalOf } from './course.ts';
import { type Check, check } from './finding.ts';
import { isTaken, peerOf } from './media.ts';
import type { MsrpSeen, SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { forgetful } from './rfc-transactions.ts';

const noBye = 'no BYE reached a receiver';
const nothingCame = 'no message came whole';

export const praRelease: readonly Monitor[] = [
  monitor('PRA-REL-01', noBye, eachBye(answersBye)),
  monitor('PRA-REL-02', noBye, eachBye(answersThroughTheCore)),
  monitor('PRA-REL-03', noBye, eachBye(releasesTheMedia)),
  monitor('PRA-UP-01', nothingCame, eachMessage(reportsAsAsked)),
  monitor('PRA-UP-01a', 'no message that came whole asked for success reports', eachMessage(reportsAll)),
  monitor('PRA-UP-02', 'no SEND reached a receiver', answersEachSend),
];

/** A BYE as it first reached the receiver whose session it ends, and the response that this one sent. */
interface Ended {
  readonly call: Call;
  readonly bye: SipSeen;
  readonly response: SipSeen | undefined;
}

function eachBye(judge: (ended: Ended, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const { call, node } of receivers(run)) {
      // A receiver that has forgotten the session, or has ended it itself, has nothing to release.
      if (call.byes(node).length > 0 || forgetful(run, node)) continue;
      const byes = call.sip.filter((seen) => !seen.sent && seen.node === node && isOfSession(seen, call));
      for (const bye of firstOfEach(byes, ({ branch }) => branch).slice(0, 1)) {
        if (hasEnded(call, node, bye, run) || comesTooLate(bye, call)) continue;
        const response = call.sip.find(
          (seen) => seen.sent && seen.node === node && seen.seq > bye.seq && answers(seen, bye),
        );
        yield* judge({ call, bye, response }, run);
      }
    }
  };
}

/** Its own BYE, for which there was no connection, ended the session before. */
function hasEnded({ name }: Call, node: string, bye: SipSeen, run: RunModel): boolean {
  const states = run.states(node, 'dialog', `dialog ${name}`);
  return states.some(({ seq, to }) => seq < bye.seq && to.startsWith('terminat'));
}

/** A CSeq below that of what came before is out of order, and refused by 500 (RFC 3261 §12.2.2). */
function comesTooLate({ node, seq, number, fromTag, toTag }: SipSeen, { sip }: Call): boolean {
  return sip.some(
    (seen) =>
      !seen.sent &&
      seen.node === node &&
      seen.seq < seq &&
      seen.message.kind === 'request' &&
      seen.number > number &&
      seen.fromTag === fromTag &&
      seen.toTag === toTag,
  );
}

/** A BYE of the dialog that the 200 made: what else comes is rightly answered 481, or 500 (RFC 3261 §12.2.2). */
function isOfSession(seen: SipSeen, { caller, invite, success }: Call): boolean {
  const { fromTag, node, number, toTag } = seen;
  const isOurs =
    node === caller
      ? fromTag === success?.toTag && toTag === invite.fromTag
      : fromTag === invite.fromTag && toTag === success?.toTag && number >= invite.number;
  return isRequest(seen, 'BYE') && isOurs;
}

function* answersBye({ bye, response }: Ended): Generator<Check> {
  const status = response?.status;
  yield check(
    status === 200,
    [bye.seq, ...(response ? [response.seq] : [])],
    `the BYE was answered by ${status ?? 'nothing'}`,
  );
}

function* answersThroughTheCore({ bye, response }: Ended, run: RunModel): Generator<Check> {
  if (response === undefined) return;
  const ok = run.parameters.roleOf(response.record.to) === run.parameters.roleOf(bye.record.from);
  yield check(ok && response.vias === bye.vias, [response.seq], `it went to ${response.record.to}`);
}

/** At once: that the peer then takes the connection away is no release of its own. */
function* releasesTheMedia({ call, bye, response }: Ended, run: RunModel): Generator<Check> {
  const at = response?.at ?? bye.at;
  const states = sessionStates(call, bye.node, run).filter((state) => state.at <= at);
  if (states.length === 0 || !run.finished) return;
  const last = new Map(states.map((state) => [state.id, state]));
  const open = [...last.values()].find(({ to }) => !['closing', 'closed', 'failed'].includes(to));
  yield check(
    open === undefined,
    [bye.seq, ...[...last.values()].map(({ seq }) => seq)],
    `the MSRP session ${open?.id} was kept`,
  );
}

/** A message of which every octet reached the receiver, in chunks that say where they belong. */
interface Whole {
  readonly stream: Stream;
  readonly node: string;
  readonly messageId: string;
  readonly chunks: readonly MsrpSeen[];
  readonly total: number;
}

/** Who receives in a session: of a push the callee, of a pull the caller. */
function* receivers(run: RunModel): Generator<{ readonly call: Call; readonly node: string }> {
  for (const call of run.allCalls) {
    if (call.answer === undefined) continue;
    const isPull = run.parameters.roleOf(call.caller) === 'receiver';
    yield { call, node: isPull ? call.caller : call.answer.node };
  }
}

/** Over which lines. */
function* receiving(run: RunModel): Generator<{ readonly node: string; readonly stream: Stream }> {
  for (const { call, node } of receivers(run)) for (const stream of call.streams) yield { node, stream };
}

function* wholeMessages(run: RunModel): Generator<Whole> {
  for (const { node, stream } of receiving(run)) {
    for (const [messageId, chunks] of byMessage(msrpRequests(stream, 'SEND', node, false))) {
      const total = totalOf(chunks);
      const last = chunks.some(({ message }) => message.kind === 'request' && message.flag === '$');
      if (last && total > 0 && chunks.every(saysItsPlace) && covered(chunks).covers(total))
        yield { stream, node, messageId, chunks, total };
    }
  }
}

/** Its Byte-Range can be read, or it has none; a SEND with another is no valid one, and refused. */
function saysItsPlace({ message, range }: MsrpSeen): boolean {
  return range !== undefined || headerValue(message, 'Byte-Range') === undefined;
}

function covered(chunks: readonly MsrpSeen[]): RangeSet {
  const octets = new RangeSet();
  for (const { range, bodyBytes } of chunks)
    octets.add(range?.start ?? 1, (range?.start ?? 1) + bodyBytes - 1);
  return octets;
}

function eachMessage(judge: (whole: Whole, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    const firsts = new Map<string, Whole>();
    for (const whole of [...wholeMessages(run)].sort(byArrival)) {
      const key = `${whole.node} ${whole.messageId}`;
      const first = firsts.get(key) ?? whole;
      firsts.set(key, first);
      // Another one with the Message-ID of one that came before is taken for that, and that is reported again (RFC 4975 §5.4).
      if (first.total === whole.total) yield* judge(whole, run);
    }
  };
}

function byArrival(one: Whole, other: Whole): number {
  return one.chunks[0]!.seq - other.chunks[0]!.seq;
}

function successReports({ stream, node, messageId }: Whole): MsrpSeen[] {
  return msrpRequests(stream, 'REPORT', node, true).filter(
    (seen) => seen.messageId === messageId && readReportStatus(seen.message)?.status === 200,
  );
}

/** The chunks may differ in what they ask for only in the document's own example, where the first one asks for all. */
function asks({ chunks }: Whole): boolean {
  return chunks.some(({ message }) => successReportOf(message) === 'yes');
}

function* reportsAsAsked(whole: Whole, run: RunModel): Generator<Check> {
  const reports = successReports(whole);
  if (refused(whole) || (reports.length === 0 && cutOff(whole, run))) return;
  const because = [...whole.chunks.slice(-1), ...reports].map(({ seq }) => seq);
  yield check(
    asks(whole) === reports.length > 0,
    because,
    asks(whole) ? 'no REPORT was sent' : 'a REPORT was sent that nobody asked for',
  );
}

function* reportsAll(whole: Whole, run: RunModel): Generator<Check> {
  if (!asks(whole) || refused(whole)) return;
  const reports = successReports(whole);
  const octets = new RangeSet();
  for (const { range } of reports) octets.add(range?.start ?? 1, range?.end ?? whole.total);
  const all = octets.covers(whole.total);
  if (!all && cutOff(whole, run)) return;
  yield check(
    all,
    [...whole.chunks.slice(-1), ...reports].map(({ seq }) => seq),
    `the REPORTs cover ${octets.count} of ${whole.total} octets`,
  );
}

/** The receiver turned a chunk away: then there is no success to report. Where it may not say so (`Failure-Report: no`), it had a reason to. */
function refused({ stream, node, chunks, messageId, total }: Whole): boolean {
  const own = msrpRequests(stream, 'SEND', chunks[0]?.record.from ?? '', true);
  const first = own.find((seen) => seen.messageId === messageId);
  const most = peerOf(stream, first)?.maxSize ?? total;
  const isMute = chunks.every(({ message }) => failureReportOf(message) === 'no');
  if (isMute && (most < total || isTaken(stream, first) === false)) return true;
  const ids = new Set(chunks.map(({ message }) => message.transactId));
  return stream.msrp.some(
    ({ sent, node: by, message }) =>
      sent &&
      by === node &&
      message.kind === 'response' &&
      message.status >= 400 &&
      ids.has(message.transactId),
  );
}

/** The session ended before the last octet came, or broke: reports "SHOULD NOT" be sent for a session that is over (RFC 4975 §7.1.2). */
function cutOff({ stream, node, chunks }: Whole, run: RunModel): boolean {
  const last = Math.max(...chunks.map(({ seq }) => seq));
  return streamStates(stream, node, run).some(
    ({ to, seq }) => to === 'failed' || (to === 'closed' && seq < last),
  );
}

/** RFC 4975 §7.1.4, §7.2: `yes` is answered, `partial` only where something is wrong, `no` never. */
function* answersEachSend(run: RunModel): Generator<Check> {
  for (const { node, stream } of receiving(run)) {
    const states = streamStates(stream, node, run);
    const broken = states.some(({ to }) => to === 'failed');
    // What comes to a session that is over finds nobody, whose connection goes, too.
    const over = states.find(({ to }) => to === 'closed')?.seq ?? Number.POSITIVE_INFINITY;
    const responses = new Map(
      stream.msrp.flatMap((seen) =>
        seen.sent && seen.node === node && seen.message.kind === 'response'
          ? [[seen.message.transactId, seen]]
          : [],
      ),
    );
    for (const send of msrpRequests(stream, 'SEND', node, false)) {
      const response = responses.get(send.message.transactId);
      const status = response?.message.kind === 'response' ? response.message.status : undefined;
      const due = answersSend(failureReportOf(send.message), status ?? 200);
      if (due && response === undefined && (broken || send.unfinished || send.seq > over)) continue;
      yield check(
        due === (response !== undefined),
        [send.seq, ...(response ? [response.seq] : [])],
        due ? 'it was not answered' : `it was answered by ${status}`,
      );
    }
  }
}
