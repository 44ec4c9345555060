// RFC 4028 §7 to §10: who agrees on a session timer, and what comes of it.
import { minSE, read, readAll, require_, sessionExpires, supported } from '../../../core/sip/header-table.ts';
import { type Call, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { clientIsOver, forgetful, isHeard } from './rfc-transactions.ts';

export const rfcSessionTimers: readonly Monitor[] = [
  monitor('RFC4028-7.4', 'no interval was too small', eachCall(asksForEnough)),
  monitor('RFC4028-9', 'no 2xx had Session-Expires', eachCall(negotiatesTheTimer)),
  monitor('RFC4028-10', 'no session was left without a refresh', eachCall(endsInTime)),
  monitor('RFC4028-10-refresh', 'no session lasted for half of its interval', eachCall(refreshesAtHalf)),
];

function eachCall(judge: (call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.allCalls) yield* judge(call, run);
  };
}

/** §6, §9: a 422 tells of an interval of at least 90 s; §7.4: who tries again names the largest that it was told, and asks for no less. */
function* asksForEnough(call: Call): Generator<Check> {
  let most = 0;
  for (const seen of call.sip) {
    if (seen.status === 422 && seen.record.transmission === 0) {
      const told = read(seen.message, minSE)?.seconds;
      if (seen.sent) yield check((told ?? 0) >= 90, [seen.seq], 'the 422 has no Min-SE of 90 s or more');
      else if (seen.node === call.caller) most = Math.max(most, told ?? 0);
    }
    const again = seen.sent && seen.node === call.caller && isRequest(seen, 'INVITE') && most > 0;
    if (!again || seen.record.transmission > 0) continue;
    const asked = read(seen.message, sessionExpires)?.seconds ?? most;
    const named = read(seen.message, minSE)?.seconds ?? 0;
    yield check(
      asked >= most && named >= most,
      [seen.seq],
      `${most} s are the least, and it asks for ${asked} s`,
    );
  }
}

/**
 * §9: "The UAS MUST NOT increase the value", nor go below Min-SE or 90 s; "cannot override the UAC's choice of refresher, if it made one"; "If the
 * refresher parameter is 'uac', the UAS MUST place a Require header field into the response with the value 'timer'".
 */
function* negotiatesTheTimer(call: Call, run: RunModel): Generator<Check> {
  for (const { request: invite, answer } of refreshes(call, run)) {
    const granted = read(answer.message, sessionExpires);
    if (granted === undefined) continue;
    const asked = read(invite.message, sessionExpires);
    const required = readAll(answer.message, require_).some((tag) => tag.toLowerCase() === 'timer');
    const longer = asked !== undefined && granted.seconds > asked.seconds;
    const least = Math.max(90, read(invite.message, minSE)?.seconds ?? 0);
    // What came too small already is its sender's.
    const shorter = granted.seconds < Math.min(least, asked?.seconds ?? least);
    const isTimed = readAll(invite.message, supported).some((tag) => tag.toLowerCase() === 'timer');
    const { refresher } = granted;
    const wrong =
      longer || shorter
        ? `${asked?.seconds ?? 'no'} s became ${granted.seconds} s`
        : refresher === undefined || (refresher === 'uac' && !required)
          ? 'refresher or Require: timer is missing'
          : isTimed && asked?.refresher !== undefined && asked.refresher !== refresher
            ? `it was to be refreshed by the ${asked.refresher}, and is by the ${refresher}`
            : undefined;
    yield check(wrong === undefined, [invite.seq, answer.seq], wrong ?? '');
  }
}

/** The session refresh requests that reached an agent, the first INVITE among them, each with the 2xx that it sent. */
function* refreshes(
  call: Call,
  run: RunModel,
): Generator<{ readonly request: SipSeen; readonly answer: SipSeen }> {
  const asked = new Map<string, SipSeen>();
  for (const seen of call.sip) {
    if (run.parameters.roleOf(seen.node) === 'core') continue;
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    if (!seen.sent && (isRequest(seen, 'INVITE') || isRequest(seen, 'UPDATE')))
      asked.set(key, asked.get(key) ?? seen);
    const request = seen.sent && Math.floor((seen.status ?? 0) / 100) === 2 ? asked.get(key) : undefined;
    if (request === undefined) continue;
    asked.delete(key);
    yield { request, answer: seen };
  }
}

/** A session timer as one side of a dialog has it: from a 2xx to a session refresh request on. */
interface Agreed {
  readonly since: SipSeen;
  /** The same 2xx sent again or heard again. */
  readonly again: SipSeen[];
  readonly intervalUs: number;
  readonly refreshes: boolean;
  /** When the next one replaced it, a BYE ended the session, or the trace ended. */
  until: number;
  untilSeq: number;
}

/** Each side's session timers, one after the other. */
const agreements = once((call: Call, run: RunModel): readonly Agreed[] => [...findAgreements(call, run)]);

function* findAgreements(call: Call, run: RunModel): Generator<Agreed> {
  const open = new Map<string, Agreed>();
  const over = new Set<string>();
  const end = run.records.at(-1);
  for (const seen of call.sip) {
    const { node } = seen;
    if (run.parameters.roleOf(node) === 'core' || forgetful(run, node)) continue;
    const tag = seen.toTag === call.invite.fromTag ? seen.fromTag : seen.toTag;
    const key = `${node} ${tag}`;
    const before = open.get(key);
    const success = Math.floor((seen.status ?? 0) / 100) === 2 && ['INVITE', 'UPDATE'].includes(seen.method);
    if (over.has(key) || (success && !seen.sent && !isTaken(seen, run))) continue;
    if (before !== undefined && success && answersSame(before.since, seen)) {
      before.again.push(seen);
    } else if (success || isRequest(seen, 'BYE')) {
      if (before !== undefined) yield { ...before, until: seen.at, untilSeq: seen.seq };
      open.delete(key);
      if (!success) over.add(key);
      const interval = success ? read(seen.message, sessionExpires) : undefined;
      if (interval === undefined) continue;
      const refreshes = (interval.refresher ?? 'uac') === (seen.sent ? 'uas' : 'uac');
      const since = { since: seen, again: [], intervalUs: interval.seconds * 1_000_000, refreshes };
      // A BYE that no connection could be had for left no message.
      const gone = ended(run, node, call, seen.seq) ?? end;
      open.set(key, { ...since, until: gone?.at ?? 0, untilSeq: gone?.seq ?? 0 });
    }
  }
  yield* open.values();
}

/** What is discarded agrees on nothing: a response of somebody else's, or to what is over (RFC 3261 §8.1.3.3, RFC 6026 §7.3). */
function isTaken(seen: SipSeen, run: RunModel): boolean {
  return isHeard(seen, run) && !clientIsOver(run, seen);
}

/** Where the side's own dialog ended after a record, by what the trace tells of its machine. */
function ended(run: RunModel, node: string, call: Call, after: number) {
  return run
    .states(node, 'dialog', `dialog ${call.name}`)
    .find(({ seq, to }) => seq > after && to.startsWith('terminat'));
}

function answersSame(one: SipSeen, other: SipSeen): boolean {
  return one.sent === other.sent && one.number === other.number && one.method === other.method;
}

/** "It is RECOMMENDED that this refresh be sent once half the session interval has elapsed" (§7.2, §9): by then one is under way. */
function* refreshesAtHalf(call: Call, run: RunModel): Generator<Check> {
  for (const { since, intervalUs, refreshes, until } of agreements(call, run)) {
    const due = since.at + intervalUs / 2;
    if (!refreshes || until <= due) continue;
    const refresh = call.sip.find(
      (seen) =>
        seen.sent &&
        seen.node === since.node &&
        seen.seq > since.seq &&
        (isRequest(seen, 'INVITE') || isRequest(seen, 'UPDATE')),
    );
    const ok = refresh !== undefined && refresh.at <= due + LEEWAY_US;
    yield check(
      ok,
      [since.seq, ...(refresh ? [refresh.seq] : [])],
      `no refresh left after half of ${intervalUs / 1_000_000} s`,
    );
  }
}

/** A thousandth of a second: intervals that three does not divide. */
const LEEWAY_US = 1000;

/**
 * "if the side not performing refreshes does not receive a session refresh request before the session expiration, it SHOULD send a BYE […]
 * slightly before […]. The minimum of 32 seconds and one third of the session interval is RECOMMENDED." From the first 2xx or any repeat of it.
 */
function* endsInTime(call: Call, run: RunModel): Generator<Check> {
  for (const { since, again, intervalUs, refreshes, until, untilSeq } of agreements(call, run)) {
    const waits = intervalUs - Math.min(32_000_000, intervalUs / 3);
    if (refreshes || until < since.at + waits - LEEWAY_US) continue;
    const last = again.at(-1) ?? since;
    const bye = run.sipAt(untilSeq);
    const ends = bye?.sent === true && bye.node === since.node && isRequest(bye, 'BYE');
    const inTime = [since, ...again].some(({ at }) => Math.abs(until - at - waits) <= LEEWAY_US);
    // A refresh that came just in time, the peer's own BYE, or the end of the trace before it was due by the last 2xx.
    if (!ends && until <= last.at + waits + LEEWAY_US && run.record(untilSeq)?.type !== 'state') continue;
    yield check(
      ends && inTime,
      [since.seq, ...(ends ? [bye.seq] : [])],
      ends ? 'the BYE did not leave when it was due' : 'the session was not refreshed, and no BYE left',
    );
  }
}
