// RFC 4975 §7: rules of MSRP.
import { readReportStatus } from '../../../agents/msrp/head.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { RangeSet } from '../../../agents/msrp/ranges.ts';
import { failureReportOf, successReportOf } from '../../../agents/msrp/reports.ts';
import type { Stream } from './call.ts';
import { answeredBy, byMessage, msrpRequests, reportedBy } from './course.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { push } from './trace-index.ts';

const nothingSent = 'nothing was sent by MSRP';

export const rfcMsrp: readonly Monitor[] = [
  monitor('RFC4975-7.1', nothingSent, transactIdsAreNew),
  monitor('RFC4975-7.1.1-id', nothingSent, messageIdsAreOwn),
  monitor('RFC4975-7.1.1-range', nothingSent, eachMessage(octetsFollow)),
  monitor('RFC4975-7.1.1-reports', 'no message had several chunks', eachMessage(sameReportsAsked)),
  monitor('RFC4975-7.1.2', 'nothing was reported', reportsStayUnanswered),
  monitor('RFC4975-7.1.3', 'no success was reported', reportsWhatCame),
  monitor('RFC4975-7.2', 'no MSRP request was answered', answersItsRequest),
];

/** The SENDs of each message of a session, as their sender sent them; either side may send. */
export const messagesOf = once(
  (stream: Stream): readonly (readonly [id: string, sends: readonly MsrpSeen[]])[] =>
    [stream.call.caller, stream.call.answer?.node ?? ''].flatMap((node) => [
      ...byMessage(msrpRequests(stream, 'SEND', node, true)),
    ]),
);

export const streamsOf = once((run: RunModel): readonly Stream[] =>
  run.allCalls.flatMap(({ streams }) => streams),
);

function eachMessage(judge: (sends: readonly MsrpSeen[], run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const stream of streamsOf(run)) for (const [, sends] of messagesOf(stream)) yield* judge(sends, run);
  };
}

/** "The … transaction identifier … MUST … be unique" over a connection (§7.1); a node's requests share theirs with nobody's. */
function* transactIdsAreNew(run: RunModel): Generator<Check> {
  const first = new Map<string, MsrpSeen>();
  for (const seen of run.msrp) {
    if (!seen.sent || seen.message.kind !== 'request') continue;
    const key = `${seen.node}>${seen.record.to} ${seen.message.transactId}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, seen);
    yield check(
      before === undefined,
      before ? [before.seq, seen.seq] : [seen.seq],
      `${seen.message.transactId} was used before`,
    );
  }
}

/**
 * One Message-ID belongs to one session's one message, and a message that went on after its `$` is two. One "for which delivery on the original
 * session could not be confirmed" may be sent again over another, and then its Message-ID "MUST match" (§5.4).
 */
function* messageIdsAreOwn(run: RunModel): Generator<Check> {
  const owners = new Map<string, MsrpSeen>();
  const broken = new Set<MsrpSeen>();
  for (const stream of streamsOf(run)) {
    for (const [id, sends] of messagesOf(stream)) {
      const [first] = sends;
      if (first === undefined) continue;
      const owner = owners.get(id) ?? first;
      owners.set(id, owner);
      const ended = sends.findIndex(({ message }) => message.kind === 'request' && message.flag !== '+');
      const before = owner === first || broken.has(owner);
      if (!isConfirmed(stream, id, sends)) broken.add(first);
      const ok = id !== '' && before && (ended < 0 || ended === sends.length - 1);
      yield check(
        ok,
        [owner.seq, ...sends.slice(0, 10).map(({ seq }) => seq)],
        `the Message-ID ${id} is that of more than one message`,
      );
    }
  }
}

/** What its sender knows of a message: every chunk was answered with 200, or success was reported of all. */
export function isConfirmed(stream: Stream, id: string, sends: readonly MsrpSeen[]): boolean {
  const node = sends[0]?.node ?? '';
  const isAnswered = sends.some(({ message }) => failureReportOf(message) === 'yes');
  return (
    (isAnswered && answeredBy(stream, sends, node) !== undefined) ||
    reportedBy(stream, id, sends, node) !== undefined
  );
}

/** From 1, each chunk where the one before it ended, up to the total that was told. */
function* octetsFollow(sends: readonly MsrpSeen[]): Generator<Check> {
  let next = 1;
  for (const { seq, message, range, bodyBytes } of sends) {
    const said = headerValue(message, 'Byte-Range');
    if (said !== undefined && range === undefined) {
      yield check(false, [seq], `the Byte-Range ${said} cannot be read`);
      return;
    }
    const start = range?.start ?? 1;
    const end = start + bodyBytes - 1;
    const isLast = message.kind === 'request' && message.flag === '$';
    const told =
      range?.end === undefined || range.end === end || (message.kind === 'request' && message.flag === '#');
    const complete = !isLast || range?.total === undefined || range.total === end;
    yield check(
      start === next && told && complete,
      [seq],
      `octets ${start} to ${end} came where ${next} was due, of ${range?.total ?? 'unknown'}`,
    );
    next = end + 1;
  }
}

/** The document's own example asks on the first chunk alone: its dialect is not judged by this. */
function* sameReportsAsked(sends: readonly MsrpSeen[], run: RunModel): Generator<Check> {
  if (sends.length < 2 || run.parameters.early) return;
  const asked = new Set(
    sends.map(({ message }) => `${successReportOf(message)} ${failureReportOf(message)}`),
  );
  yield check(
    asked.size === 1,
    sends.slice(0, 20).map(({ seq }) => seq),
    'its chunks do not ask for the same reports',
  );
}

function* reportsStayUnanswered(run: RunModel): Generator<Check> {
  const reports = new Map<string, MsrpSeen>();
  const answered = new Map<string, MsrpSeen>();
  for (const seen of run.msrp) {
    const { message, node, record } = seen;
    if (!seen.sent) continue;
    if (message.kind === 'request' && message.method === 'REPORT')
      reports.set(`${node}>${record.to} ${message.transactId}`, seen);
    else if (message.kind === 'response') answered.set(`${record.to}>${node} ${message.transactId}`, seen);
  }
  for (const [key, { seq }] of reports) {
    const response = answered.get(key);
    yield check(response === undefined, response ? [seq, response.seq] : [seq], 'a REPORT was answered');
  }
}

/** The SENDs that came to a node under a Message-ID, over whatever session: what came over one that broke may be said again over another (§5.4). */
const cameTo = once((run: RunModel): ReadonlyMap<string, readonly MsrpSeen[]> => {
  const came = new Map<string, MsrpSeen[]>();
  for (const seen of run.msrp)
    if (!seen.sent && seen.message.kind === 'request' && seen.message.method === 'SEND')
      push(came, `${seen.node} ${seen.messageId}`, seen);
  return came;
});

/** A success REPORT covers octets that had come by then, of a message that asked for it. */
function* reportsWhatCame(run: RunModel): Generator<Check> {
  for (const stream of streamsOf(run)) {
    for (const node of [stream.call.caller, stream.call.answer?.node ?? '']) {
      const messages = byMessage(msrpRequests(stream, 'SEND', node, false));
      for (const report of msrpRequests(stream, 'REPORT', node, true)) {
        if (readReportStatus(report.message)?.status !== 200) continue;
        const chunks = messages.get(report.messageId ?? '') ?? [];
        const came =
          cameTo(run)
            .get(`${node} ${report.messageId}`)
            ?.filter(({ seq }) => seq < report.seq) ?? [];
        const asked = chunks.some(({ message }) => successReportOf(message) === 'yes');
        const ok = asked && report.range !== undefined && lies(report, came);
        yield check(
          ok,
          [...came.slice(-3).map(({ seq }) => seq), report.seq],
          asked ? 'it tells of octets that had not come' : 'nobody asked for it',
        );
      }
    }
  }
}

function lies({ range }: MsrpSeen, came: readonly MsrpSeen[]): boolean {
  const octets = new RangeSet();
  for (const chunk of came)
    octets.add(chunk.range?.start ?? 1, (chunk.range?.start ?? 1) + chunk.bodyBytes - 1);
  const { start = 1, end } = range ?? {};
  return octets.missing(end ?? 0).every(([, last]) => last < start);
}

/** The record from which a request may be answered: of one that comes in pieces, the first may not have come whole. */
function beganToCome({ firstSeq, lastSeq }: MsrpSeen, run: RunModel): number {
  return lastSeq > firstSeq ? (run.record(firstSeq)?.cause ?? firstSeq) : firstSeq;
}

/** "The response … MUST [have] the same transaction identifier", and its To-Path is the leftmost URI of the request's From-Path. */
function* answersItsRequest(run: RunModel): Generator<Check> {
  const requests = new Map<string, MsrpSeen>();
  for (const seen of run.msrp) {
    const { message, node, record } = seen;
    if (!seen.sent && message.kind === 'request')
      requests.set(`${node} ${record.from} ${message.transactId}`, seen);
  }
  for (const seen of run.msrp) {
    const { message, node, record } = seen;
    if (!seen.sent || message.kind !== 'response') continue;
    // One that is to be stopped is answered while its octets still come.
    const request = requests.get(`${node} ${record.to} ${message.transactId}`);
    const ok =
      request !== undefined &&
      beganToCome(request, run) < seen.seq &&
      message.toPath.join(' ') === (request.message.fromPath[0] ?? '') &&
      message.flag === '$';
    yield check(
      ok,
      [...(request ? [request.seq] : []), seen.seq],
      request ? 'it does not go back by its request’s From-Path' : 'no request has its transact-id',
    );
  }
}
