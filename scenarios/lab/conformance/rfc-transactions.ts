// RFC 3261 §13.2.2.4, §13.3.1.4, §17.1: what is sent again and when, and what is acknowledged.
import { contactUri } from '../../../core/sip/dialog.ts';
import { isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { dueAgain, type Schedule } from './rfc-schedule.ts';
import { push } from './trace-index.ts';

export const rfcTransactions: readonly Monitor[] = [
  monitor('RFC3261-13.2.2.4', 'no 2xx to an INVITE reached a sender', acknowledgesSuccess),
  monitor('RFC3261-13.3.1.4', 'no receiver had to repeat a 2xx', repeatsSuccess),
  monitor('RFC3261-17.1.1.2', 'no INVITE had to be repeated', repeatsInvite),
  monitor('RFC3261-17.1.1.3', 'no INVITE was refused', acknowledgesRefusal),
  monitor('RFC3261-17.1.2.2', 'no other request had to be repeated', repeatsOthers),
];

/** A client transaction at a node: all transmissions of its request, and the responses to it. */
export interface Transaction {
  readonly sends: SipSeen[];
  readonly responses: SipSeen[];
}

/** The client transactions of a run, by node, branch, method and how often there was one of that name. */
export const transactions = once(findTransactions);

function findTransactions(run: RunModel): readonly Transaction[] {
  const all: Transaction[] = [];
  const latest = new Map<string, Transaction & { readonly times: number }>();
  for (const seen of run.sip) {
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    const known = latest.get(key);
    const isSent = seen.sent && seen.message.kind === 'request' && !isRequest(seen, 'ACK');
    if (isSent && known?.times === run.timesBegun(seen)) known.sends.push(seen);
    else if (isSent) {
      const found = { sends: [seen], responses: [], times: run.timesBegun(seen) };
      latest.set(key, found);
      all.push(found);
    } else if (isHeard(seen, run)) known?.responses.push(seen);
  }
  return all;
}

/** What cannot be read is discarded. At a user agent, "if more than one Via header field value is present in a response, the UAC SHOULD discard the message" (§8.1.3.3). */
export function isHeard({ errors, node, sent, status, vias }: SipSeen, run: RunModel): boolean {
  if (errors.some(({ essential }) => essential)) return false;
  return !sent && status !== undefined && (vias === 1 || run.parameters.roleOf(node) === 'core');
}

/** The client transaction that a response would belong to was over when it came. */
export function clientIsOver(run: RunModel, { node, method, branch, seq }: SipSeen): boolean {
  const machine = method === 'INVITE' ? 'inviteClient' : 'nonInviteClient';
  const states = run.states(node, machine, `client ${method} ${branch}`);
  return states.filter((state) => state.seq < seq).at(-1)?.to === 'terminated';
}

/** A host that lost its memory keeps no schedule. */
export function forgetful(run: RunModel, node: string): boolean {
  const restarted = restartedIn(run);
  return restarted === 'all' || restarted.has(node);
}

/** Who was restarted by an act; a fault that takes a host down is held to be about all of them. */
const restartedIn = once((run: RunModel): ReadonlySet<string> | 'all' => {
  const isDown = run.ofType('fault').some(({ fault }) => fault === 'crash' || fault === 'restart');
  const acts = run.ofType('act').filter(({ act }) => act === 'restart');
  return isDown ? 'all' : new Set(acts.map(({ node }) => node));
});

/** How long something is sent again: as a schedule has it, until the first response of a class. */
interface Due extends Omit<Schedule, 'untilUs'> {
  readonly least: number;
  /** Or no longer than so. */
  readonly mostUs?: number;
}

/** What was sent again against what was due; where neither is anything, nothing is said. */
export function* keepsTo(
  { least, mostUs, ...schedule }: Due,
  transaction: Transaction,
  run: RunModel,
): Generator<Check> {
  const [first, ...again] = transaction.sends;
  const answer = transaction.responses.find(({ status = 0 }) => status >= least);
  const untilUs = Math.min(endOf(transaction, answer, run), mostUs ?? Number.POSITIVE_INFINITY);
  const due = dueAgain({ ...schedule, untilUs });
  if (first === undefined || (due.length === 0 && again.length === 0)) return;
  const times = again.map(({ at }) => at - first.at);
  const told = (all: readonly number[]) => all.map((us) => us / 1_000_000).join(', ') || 'never';
  const ok = times.join() === due.join();
  // A breach may lie in what ended it: that is for whoever asks what a fault altered.
  const shown = ok || answer === undefined ? transaction.sends : [...transaction.sends, answer];
  yield check(
    ok,
    shown.map(({ seq }) => seq),
    `sent again after ${told(times)} s, due after ${told(due)} s`,
  );
}

/**
 * The end of a schedule: what answers it, or the end of the run; at one instant the order of the trace decides. What was due at the very instant
 * at which a run was cut off may be behind the cut.
 */
function endOf({ sends }: Transaction, answer: SipSeen | undefined, run: RunModel): number {
  const [first] = sends;
  const end = answer ?? run.records.at(-1);
  if (first === undefined || end === undefined) return 0;
  const again = sends.find(({ at, seq }) => at === end.at && seq < end.seq && seq !== first.seq);
  return end.at - first.at - (again === undefined ? 1 : 0);
}

/** A proxy gives an INVITE up at Timer C, where that is shorter than Timer B (§16.8). */
function* repeatsInvite(run: RunModel): Generator<Check> {
  const { t1Us, cUs } = run.parameters;
  for (const transaction of transactions(run)) {
    const [first] = transaction.sends;
    if (
      first === undefined ||
      first.method !== 'INVITE' ||
      first.record.transport !== 'udp' ||
      forgetful(run, first.node)
    )
      continue;
    const isProxy = run.parameters.roleOf(first.node) === 'core';
    yield* keepsTo({ t1Us, least: 100, ...(isProxy && { mostUs: cUs }) }, transaction, run);
  }
}

function* repeatsOthers(run: RunModel): Generator<Check> {
  const { t1Us, t2Us } = run.parameters;
  for (const transaction of transactions(run)) {
    const [first] = transaction.sends;
    if (
      first === undefined ||
      first.method === 'INVITE' ||
      first.record.transport !== 'udp' ||
      forgetful(run, first.node)
    )
      continue;
    const provisional = transaction.responses.find(({ status = 0 }) => status < 200);
    const slow = provisional === undefined ? {} : { slowFromUs: provisional.at - first.at };
    yield* keepsTo({ t1Us, t2Us, ...slow, least: 200 }, transaction, run);
  }
}

/**
 * "The 2xx response is passed to the transport with an interval that starts at T1 seconds and doubles … until it reaches T2", by any transport:
 * of every device that accepts, and to a re-INVITE too (§14.2).
 */
function* repeatsSuccess(run: RunModel): Generator<Check> {
  const { t1Us, t2Us } = run.parameters;
  for (const { sip } of run.allCalls) {
    const answers = new Map<string, SipSeen[]>();
    const ends = new Map<string, SipSeen>();
    for (const seen of sip) {
      const { node, sent, status = 0, method, number, fromTag, branch } = seen;
      if (run.parameters.roleOf(node) === 'core' || forgetful(run, node)) continue;
      if (sent && method === 'INVITE' && Math.floor(status / 100) === 2)
        push(answers, `${node} ${branch}`, seen);
      const isAck = !sent && isRequest(seen, 'ACK');
      const key = isAck ? `${node} ${number} ${fromTag}` : node;
      if ((isAck || isRequest(seen, 'BYE')) && !ends.has(key)) ends.set(key, seen);
    }
    for (const all of answers.values()) {
      const { node, number, fromTag } = all[0]!;
      // What is sent again after a BYE, which ends the session, is left to the receiver.
      const bye = ends.get(node);
      const responses = [ends.get(`${node} ${number} ${fromTag}`), bye]
        .flatMap((seen) => (seen ? [{ ...seen, status: 200 }] : []))
        .sort((a, b) => a.seq - b.seq);
      const sends = all.filter(({ seq }) => bye === undefined || seq < bye.seq);
      yield* keepsTo({ t1Us, t2Us, least: 200 }, { sends, responses }, run);
    }
  }
}

/** "The UAC core MUST generate an ACK request for each 2xx received." */
function* acknowledgesSuccess(run: RunModel): Generator<Check> {
  for (const { sip, caller, invite } of run.allCalls) {
    const acks = new Map(
      sip
        .filter((seen) => seen.sent && seen.node === caller && isRequest(seen, 'ACK'))
        .map((seen) => [seen.record.cause, seen]),
    );
    const dialogs = new Map<string | undefined, number>();
    for (const seen of sip) {
      const { status = 0 } = seen;
      if (seen.sent || seen.node !== caller || seen.method !== 'INVITE' || status < 200 || status >= 300)
        continue;
      // What has a Via of somebody else is discarded (§8.1.3.3).
      if (seen.vias > 1) continue;
      // One without a Contact that can be read says nowhere to send an ACK to (§12.1.2).
      if (seen.message.kind === 'response' && contactUri(seen.message) === undefined) continue;
      // After 64×T1 the transaction is over, and what still comes belongs to nothing (§13.2.2.4).
      if (seen.at - invite.at > 64 * run.parameters.t1Us || forgetful(run, caller)) continue;
      // Nor does what comes when a broken connection has ended it (§17.1.4).
      if (clientIsOver(run, seen)) continue;
      const ack = acks.get(seen.seq);
      const ok = ack !== undefined && ack.number === seen.number && ack.toTag === seen.toTag;
      // It goes by the route set that the first of them gave (§12.1.2).
      const made = dialogs.get(seen.toTag) ?? seen.seq;
      dialogs.set(seen.toTag, made);
      const because = [...(made === seen.seq ? [] : [made]), seen.seq, ...(ack ? [ack.seq] : [])];
      yield check(ok, because, `${seen.record.summary} was not acknowledged`);
    }
  }
}

/** By the transaction that got it: with its branch, as often as it comes. */
function* acknowledgesRefusal(run: RunModel): Generator<Check> {
  const acks = new Map<number, SipSeen>();
  for (const seen of run.sent) if (isRequest(seen, 'ACK')) acks.set(seen.record.cause ?? -1, seen);
  const cancelled = new Map<string, number>();
  for (const seen of run.sent)
    if (isRequest(seen, 'CANCEL') && seen.record.transmission === 0)
      cancelled.set(`${seen.node} ${seen.branch}`, seen.at);
  for (const { sends, responses } of transactions(run)) {
    const [first] = sends;
    if (first === undefined || first.method !== 'INVITE' || forgetful(run, first.node)) continue;
    const refusal = responses.find(({ status = 0 }) => status >= 200);
    // Timer B has given the transaction up, and Timer D forgets it.
    if (refusal === undefined || (refusal.status ?? 0) < 300) continue;
    const patience = 64 * run.parameters.t1Us;
    // So does who has cancelled and heard nothing for as long (§9.1).
    const gaveUp = cancelled.get(`${first.node} ${first.branch}`) ?? Number.POSITIVE_INFINITY;
    if ((responses[0]?.at ?? 0) - first.at >= patience || refusal.at - gaveUp >= patience) continue;
    // A connection that broke ended the transaction (§17.1.4); what still comes belongs to nothing.
    const states = run.states(first.node, 'inviteClient', `client INVITE ${first.branch}`);
    if (states.some(({ on, seq }) => on === 'transport error' && seq < refusal.seq)) continue;
    for (const copy of copiesOf(refusal, first, responses)) {
      const ack = acks.get(copy.seq);
      const ok =
        ack !== undefined &&
        ack.branch === first.branch &&
        ack.number === first.number &&
        ack.toTag === refusal.toTag;
      yield check(
        ok,
        [copy.seq, ...(ack ? [ack.seq] : [])],
        `${copy.record.summary} was not acknowledged as its transaction has to`,
      );
    }
  }
}

/**
 * "Any retransmissions of the final response that are received while in the "Completed" state MUST cause the ACK to be re-passed": for the 32 s
 * that Timer D is at least, and 0 s by TCP.
 */
function copiesOf(refusal: SipSeen, { record }: SipSeen, responses: readonly SipSeen[]): readonly SipSeen[] {
  if (record.transport !== 'udp') return [refusal];
  return responses.filter(
    ({ status, toTag, at }) =>
      status === refusal.status && toTag === refusal.toTag && at - refusal.at < TIMER_D_US,
  );
}

/** "a value of at least 32 seconds for unreliable transports" */
const TIMER_D_US = 32_000_000;
