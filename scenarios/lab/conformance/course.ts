// How a push went after its 200: what was carried, when all of it had been confirmed, who closed the session, and what came in between.

import { readReportStatus } from '../../../agents/msrp/head.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { RangeSet } from '../../../agents/msrp/ranges.ts';
import { failureReportOf, successReportOf } from '../../../agents/msrp/reports.ts';
import type { Call, Stream } from './call.ts';
import type { MsrpSeen, SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { once } from './once.ts';
import { push } from './trace-index.ts';

/** One MSRP message of a push, as its sender saw it. */
export interface Carried {
  readonly stream: Stream;
  readonly messageId: string;
  readonly sends: readonly MsrpSeen[];
  readonly asksSuccess: boolean;
  /** The response to the last chunk that was still to be answered; where none is due, the arrival of the last chunk. */
  readonly answered: Pick<MsrpSeen, 'seq' | 'at' | 'message'> | undefined;
  /** The success REPORT with which all octets had been reported. */
  readonly reported: MsrpSeen | undefined;
}

/** Whether its sender knows that all of it came: by the report where it asked for one, else by the last 200, or where it wants to hear of neither. */
export function isKnown({ answered, asksSuccess, reported }: Carried): boolean {
  return answered !== undefined && (!asksSuccess || (reported !== undefined && !asksForReports(reported)));
}

/** The requests of a method that a node sent over a stream, or received. */
export function msrpRequests(
  stream: Stream,
  method: string,
  node: string,
  sent: boolean,
): readonly MsrpSeen[] {
  return requestsOf(stream).get(`${node} ${sent} ${method}`) ?? [];
}

const requestsOf = once(({ msrp }: Stream): ReadonlyMap<string, readonly MsrpSeen[]> => {
  const requests = new Map<string, MsrpSeen[]>();
  for (const seen of msrp) {
    if (seen.message.kind === 'request')
      push(requests, `${seen.node} ${seen.sent} ${seen.message.method}`, seen);
  }
  return requests;
});

export const byMessage = once((sends: readonly MsrpSeen[]): ReadonlyMap<string, readonly MsrpSeen[]> => {
  const messages = new Map<string, MsrpSeen[]>();
  for (const seen of sends) {
    push(messages, seen.messageId ?? '', seen);
  }
  return messages;
});

/** The messages of a push. */
export const carriedBy = once(findCarried);

function findCarried(call: Call): Carried[] {
  return call.streams.flatMap((stream) =>
    [...byMessage(msrpRequests(stream, 'SEND', call.caller, true))].map(([messageId, sends]) => {
      const [first] = sends;
      return {
        stream,
        messageId,
        sends,
        asksSuccess: first !== undefined && successReportOf(first.message) === 'yes',
        answered: answeredBy(stream, sends, call.caller),
        reported: reportedBy(stream, messageId, sends, call.caller),
      };
    }),
  );
}

/** What told the sender that the last of its chunks had come, or where nobody is asked, that arrival itself. */
export function answeredBy(stream: Stream, sends: readonly MsrpSeen[], node: string): Carried['answered'] {
  const last = sends.at(-1);
  if (last === undefined || !isLast(last)) return undefined;
  const waiting = new Set(
    sends.filter((seen) => failureReportOf(seen.message) === 'yes').map(({ message }) => message.transactId),
  );
  if (waiting.size === 0) return stream.msrp.findLast((seen) => !seen.sent && isSame(seen, last));
  for (const seen of stream.msrp) {
    if (seen.sent || seen.node !== node || seen.message.kind !== 'response' || seen.message.status !== 200)
      continue;
    if (waiting.delete(seen.message.transactId) && waiting.size === 0) return seen;
  }
  return undefined;
}

/** A SEND where it left and where it came. */
function isSame(one: MsrpSeen, other: MsrpSeen): boolean {
  return one.message.kind === 'request' && one.message.transactId === other.message.transactId;
}

function isLast({ message }: MsrpSeen): boolean {
  return message.kind === 'request' && message.flag === '$';
}

/** The success REPORT with which all octets of a message had been reported. */
export function reportedBy(
  stream: Stream,
  messageId: string,
  sends: readonly MsrpSeen[],
  node: string,
): MsrpSeen | undefined {
  const total = totalOf(sends);
  const covered = new RangeSet();
  for (const seen of msrpRequests(stream, 'REPORT', node, false)) {
    if (seen.messageId !== messageId || readReportStatus(seen.message)?.status !== 200) continue;
    covered.add(seen.range?.start ?? 1, seen.range?.end ?? total);
    if (covered.covers(total)) return seen;
  }
  return undefined;
}

/** A REPORT that "MUST NOT" be as it is (RFC 4975 §7.1.2): who gets it passes it over. */
function asksForReports({ message }: MsrpSeen): boolean {
  return ['Success-Report', 'Failure-Report'].some((name) => headerValue(message, name) !== undefined);
}

/** How many octets a message has: as its last chunk shows, or as its chunks say. */
export function totalOf(sends: readonly MsrpSeen[]): number {
  const last = sends.find(isLast);
  return last === undefined ? (sends[0]?.range?.total ?? 0) : (last.range?.start ?? 1) + last.bodyBytes - 1;
}

/** What the sender closes media with: its BYE, or a re-INVITE that puts a port to 0. */
export function closings(call: Call, run: RunModel): SipSeen[] {
  return [...call.byes(call.caller), ...zeroingInvites(call, run)].sort((a, b) => a.seq - b.seq);
}

/** The sender's re-INVITEs that put a port to 0 which was not 0 in its first offer. */
export function zeroingInvites(call: Call, run: RunModel): SipSeen[] {
  return call
    .requests('INVITE', call.caller)
    .filter((seen) => seen.toTag !== undefined && zeroed(seen, call, run).length > 0);
}

/** The m= lines that a re-INVITE closes or leaves closed. */
export function zeroed(seen: SipSeen, call: Call, run: RunModel): number[] {
  const lines = run.describe(seen)?.lines ?? [];
  return lines.flatMap(({ media }, index) =>
    media.port === 0 && call.offer?.lines[index]?.media.port !== 0 ? [index] : [],
  );
}

/** The lines of a push that the receiver took. */
export function taken(call: Call): readonly Stream[] {
  return call.streams.filter(({ answerer }) => answerer !== undefined);
}

/** Whether the push went its way: answered, and neither cancelled nor ended by a person, the receiver or a failure of the media. */
export const undisturbed = once(nothingDisturbed);

function nothingDisturbed(call: Call, run: RunModel): boolean {
  const { caller, success } = call;
  if (success === undefined || call.requests('CANCEL', caller).length > 0) return false;
  const receiver = call.answer?.node ?? '';
  const people = [caller, receiver].flatMap((node) =>
    run.acts(node, 'release', 'abort', 'restart', 'cancel'),
  );
  return (
    people.length === 0 &&
    call.byes(receiver).length === 0 &&
    run.ofType('fault').every(({ fault }) => fault !== 'crash') &&
    !mediaFailed(call, run)
  );
}

/** An MSRP failure response or report came, a SEND stayed without its answer, a session broke, or a message was too large to be sent, or of a type that is not taken. */
export const mediaFailed = once((call: Call, run: RunModel): boolean => {
  const { caller, streams } = call;
  // What fails after the session was ended fails for that.
  const end = call.byes(caller)[0]?.seq ?? Number.POSITIVE_INFINITY;
  const failed = streams.some(
    (stream) =>
      stream.msrp.some((seen) => seen.seq < end && isFailure(seen)) ||
      isBroken(stream, run) ||
      isUnanswered(stream, caller, end, run),
  );
  return failed || ['too large', 'type not taken'].some((why) => run.stores(caller, why).length > 0);
});

/** A session of either side failed before either side had closed its own: what follows is only that the connection goes. */
function isBroken(stream: Stream, run: RunModel): boolean {
  const { answer, caller } = stream.call;
  const ends = [caller, answer?.node ?? '']
    .flatMap((node) => streamStates(stream, node, run))
    .filter(({ to }) => ['closing', 'closed', 'failed'].includes(to));
  return ends.sort((a, b) => a.seq - b.seq)[0]?.to === 'failed';
}

/** A SEND left before the end, and no response to it ever came, or none in the time that its sender waits for one (RFC 4975 §7.1.1). */
function isUnanswered(stream: Stream, caller: string, end: number, run: RunModel): boolean {
  const waiting = msrpRequests(stream, 'SEND', caller, true)
    .filter(({ message, seq }) => seq < end && failureReportOf(message) === 'yes')
    .map(({ message }) => message.transactId);
  if (waitedInVain(stream, caller, Number.POSITIVE_INFINITY, run)) return true;
  const answered = new Set(
    stream.msrp.flatMap(({ sent, node, message }) =>
      !sent && node === caller && message.kind === 'response' ? [message.transactId] : [],
    ),
  );
  return run.finished && waiting.some((id) => !answered.has(id));
}

/** Whether the time had passed before a record that a node waits for the responses to its SENDs. */
export function waitedInVain(stream: Stream, node: string, before: number, run: RunModel): boolean {
  const fired = givenUpWaiting(run);
  return msrpRequests(stream, 'SEND', node, true).some(
    ({ message }) => (fired.get(`${node} ${message.transactId}`) ?? before) < before,
  );
}

/** Where the response timer of an MSRP transaction fired, by node and transact-id. */
const givenUpWaiting = once((run: RunModel): ReadonlyMap<string, number> => {
  const fired = run.ofType('timer.fired').filter(({ name }) => name === 'responseTimer');
  return new Map(fired.map(({ node, owner, seq }) => [`${node} ${owner}`, seq]));
});

export function isFailure({ message }: MsrpSeen): boolean {
  if (message.kind === 'response') return message.status >= 400;
  return message.method === 'REPORT' && (readReportStatus(message)?.status ?? 0) >= 400;
}

/** What the trace tells of a call's MSRP sessions at a node: one for each m= line. */
export function sessionStates(call: Call, node: string, run: RunModel) {
  return call.streams.flatMap((stream) => streamStates(stream, node, run));
}

/** Those of one of them. */
export function streamStates({ call, index }: Stream, node: string, run: RunModel) {
  return run.states(node, 'msrpSession', index === 0 ? call.name : `${call.name}.m${index + 1}`);
}
