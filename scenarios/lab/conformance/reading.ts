// Reads a trace, in time linear in it and step by step: each message from its text, then what belongs together.
import { each, type Steps } from '../../../sim/steps.ts';
import type { EndReason, TraceRecord } from '../../../sim/trace/records.ts';
import { Call, isInitialInvite } from './call.ts';
import { makeSdpReader } from './described.ts';
import { withEarlyAnswers } from './early-answers.ts';
import { arrived, MsrpPieces, type MsrpSeen, type SipSeen, seeSip } from './messages.ts';
import { RunModel, statesIn } from './model.ts';
import { Parameters } from './parameters.ts';
import { push, TraceIndex } from './trace-index.ts';

/** So many records are looked at once: a message takes some µs to read. */
const recordsAtOnce = 200;

/** `reason` is why the run ended; without it, the trace's last record says so. */
export function* readingRun(records: readonly TraceRecord[], reason?: EndReason): Steps<RunModel> {
  const parameters = new Parameters(records);
  const index = new TraceIndex(records);
  yield records.length;
  const finished = (reason ?? index.of('end')[0]?.reason) === 'idle';
  const { sip, msrp } = yield* readingMessages(records);
  const describe = withEarlyAnswers(sip, makeSdpReader(parameters.early ? 'change-request' : 'rfc'));
  yield sip.length;
  const allCalls = yield* gatheringCalls(sip, parameters, describe, (seen) => !wasBroken(seen, index));
  return new RunModel({ records, parameters, index, finished, sip, msrp, describe, allCalls });
}

/** The client transaction of a response had ended with its connection when it came (RFC 3261 §17.1.4). */
function wasBroken({ branch, node, seq }: SipSeen, index: TraceIndex): boolean {
  const states = statesIn(index, node, 'inviteClient', `client INVITE ${branch}`);
  return states.some(({ on, seq: at }) => on === 'transport error' && at < seq);
}

/** Each SIP message is read where it was sent, and again only where it arrived with another text. */
function* readingMessages(
  records: readonly TraceRecord[],
): Steps<{ readonly sip: SipSeen[]; readonly msrp: MsrpSeen[] }> {
  const sip: SipSeen[] = [];
  const msrp: MsrpSeen[] = [];
  const sent = new Map<number, SipSeen>();
  const calls = new Map<string, string>();
  const pieces = new MsrpPieces();
  yield* each(
    records,
    (record) => {
      if (record.type !== 'message.sent' && record.type !== 'message.received') return;
      if (record.protocol === 'msrp') {
        const seen = pieces.take(record);
        if (seen !== undefined) msrp.push(seen);
      } else if (record.protocol === 'sip') {
        const before = sent.get(record.id);
        const read = (before && arrived(before, record)) ?? seeSip(record);
        if (read === undefined || isDiscarded(read)) return;
        const key = `${read.node} ${read.branch} ${read.method}`;
        // A response is of the call of its transaction, which is found by branch and method alone (RFC 3261 §17.1.3, §17.2.3).
        const seen = read.status === undefined ? read : ofCall(read, calls.get(key));
        if (read.status === undefined) calls.set(key, read.callId);
        sip.push(seen);
        if (seen.sent) sent.set(record.id, seen);
      }
    },
    recordsAtOnce,
  );
  return { sip, msrp: [...msrp, ...pieces.rest()].sort((a, b) => a.seq - b.seq) };
}

/** Whatever its Call-ID has become on the way. */
function ofCall(seen: SipSeen, callId = seen.callId): SipSeen {
  return callId === seen.callId ? seen : { ...seen, callId };
}

/** A response that arrives spoilt is as good as lost: there is nobody to tell, and nothing follows from it (RFC 3261 §18.1.2, §18.3). */
function isDiscarded({ sent, status, errors }: SipSeen): boolean {
  return !sent && status !== undefined && errors.some(({ essential }) => essential);
}

function* gatheringCalls(
  sip: readonly SipSeen[],
  parameters: Parameters,
  describe: RunModel['describe'],
  belongs: (response: SipSeen) => boolean,
): Steps<Call[]> {
  const byId = new Map<string, SipSeen[]>();
  for (const seen of sip) push(byId, seen.callId, seen);
  const calls: Call[] = [];
  for (const [id, all] of byId) {
    const first = all.find((seen) => seen.sent && isInitialInvite(seen));
    const role = first && parameters.roleOf(first.node);
    if (first !== undefined && role !== undefined && role !== 'core')
      calls.push(new Call(id, all, first, parameters, describe, belongs));
    yield all.length;
  }
  return calls;
}
