// RFC 3262 §4 and §7.2: what a caller does with reliable provisional responses.
import { rack, read } from '../../../core/sip/header-table.ts';
import { asksForReliable } from '../../../core/sip/reliable.ts';
import { answers, type Call, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { numberOf } from './reliable-series.ts';
import { forgetful } from './rfc-transactions.ts';

export const rfcPracks: readonly Monitor[] = [
  monitor('RFC3262-4', 'no reliable provisional response reached a caller', acknowledgesInOrder),
  monitor('RFC3262-7.2', 'no PRACK was sent', namesWhatItAcknowledges),
];

function* acknowledgesInOrder(run: RunModel): Generator<Check> {
  for (const call of run.allCalls) {
    if (forgetful(run, call.caller)) continue;
    for (const invite of call.invites) {
      const { message } = invite;
      if (message.kind === 'request' && asksForReliable(message) !== 'never')
        yield* inSequence(call, invite, run);
    }
  }
}

/**
 * A PRACK for each that comes in order, of each early dialog; none for a copy, and none for one whose RSeq "is not one higher than the value of
 * the sequence number". What comes after the final response may be acknowledged or not; what comes when the transaction has been given up
 * matches nothing.
 */
function* inSequence(call: Call, invite: SipSeen, run: RunModel): Generator<Check> {
  const own = call.sip.filter(({ node }) => node === call.caller);
  const heard = own.filter((seen) => !seen.sent && answers(seen, invite) && seen.vias === 1);
  const over = [heard.find(({ status = 0 }) => status >= 200), givenUp(invite, run)];
  const end = Math.min(...over.map((each) => each?.seq ?? Number.POSITIVE_INFINITY));
  const latest = new Map<string, number>();
  for (const seen of heard) {
    const number = numberOf(seen);
    if (number === undefined || seen.toTag === undefined || seen.seq > end) continue;
    const before = latest.get(seen.toTag);
    const isDue = before === undefined || number === before + 1;
    if (isDue) latest.set(seen.toTag, number);
    const prack = own.find(({ record, sent }) => sent && record.cause === seen.seq && isPrack(record));
    const ok = isDue ? prack?.toTag === seen.toTag : prack === undefined;
    const because = [seen.seq, ...(prack ? [prack.seq] : [])];
    yield check(
      ok,
      because,
      `RSeq ${number} was ${isDue ? 'not acknowledged' : 'acknowledged out of order'}`,
    );
  }
}

/** Where Timer B, or the transport, ended the client transaction of an INVITE. */
function givenUp({ node, record }: SipSeen, run: RunModel): RecordOf<'state'> | undefined {
  return run.states(node, 'inviteClient', record.transaction).find(({ to }) => to === 'terminated');
}

function isPrack({ summary }: SipSeen['record']): boolean {
  return summary === 'PRACK';
}

/** "The first number is the value from the RSeq …; the next number, and the method, are copied from the CSeq." */
function* namesWhatItAcknowledges(run: RunModel): Generator<Check> {
  for (const { sip } of run.allCalls) {
    for (const prack of sip) {
      if (!prack.sent || !isRequest(prack, 'PRACK') || prack.record.transmission > 0) continue;
      if (run.parameters.roleOf(prack.node) === 'core') continue;
      const named = read(prack.message, rack);
      const acknowledged = sip.find(
        (seen) =>
          !seen.sent &&
          seen.node === prack.node &&
          seen.seq < prack.seq &&
          seen.toTag === prack.toTag &&
          numberOf(seen) === named?.rseq &&
          named !== undefined &&
          seen.number === named.cseq.number &&
          seen.method === named.cseq.method,
      );
      const because = [...(acknowledged ? [acknowledged.seq] : []), prack.seq];
      yield check(acknowledged !== undefined, because, 'RAck names no response that had come');
    }
  }
}
