// 5 and A.1: what the core does with a push.
import { pAssertedIdentity, privacy, readAll } from '../../../core/sip/header-table.ts';
import { headerValues } from '../../../core/sip/headers.ts';
import { type Call, firstOfEach, isInitialInvite, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { get, list } from './parameters.ts';
import { rfcProxy } from './rfc-proxy.ts';
import { clientIsOver, forgetful } from './rfc-transactions.ts';

export const core: readonly Monitor[] = [
  monitor('CORE-01', 'the core sent no INVITE to a receiver', goesWhereARegistrationSays),
  monitor('CORE-02', 'the core scored no contact', choosesByScore),
  monitor('CORE-03', 'nothing of an established session passed the core', forwardsWhatFollows),
  monitor('CORE-04', 'nothing passed the core', isAProxy),
  monitor('CORE-05', 'nobody asserted an identity', keepsIdentities),
];

/** The binding that holds a contact at an instant: the last record of it before then, unless that took it away. */
function boundAt(run: RunModel, contact: string, seq: number): RecordOf<'binding'> | undefined {
  const last = run
    .bindingsTo(contact)
    .filter((binding) => binding.seq < seq)
    .at(-1);
  return last === undefined || last.change === 'removed' || last.change === 'expired' ? undefined : last;
}

/**
 * Where the proxy chose its targets: at the request that it forwards. Contacts are tried one after the other, and a later one's turn may come
 * when its binding has run out (RFC 3261 §16.5: the target set is made once).
 */
function chosenAt({ node, callId, number, message, seq }: SipSeen, run: RunModel): number {
  const beneath = headerValues(message, 'Via')[1] ?? '';
  const request = run
    .callOf(callId)
    ?.sip.find(
      (other) =>
        !other.sent &&
        other.node === node &&
        other.number === number &&
        isInitialInvite(other) &&
        other.branch !== '' &&
        beneath.includes(other.branch),
    );
  const scored = scoresByRequest(run).get(request?.seq ?? -1)?.[0]?.seq;
  return scored ?? request?.seq ?? seq;
}

function* goesWhereARegistrationSays(run: RunModel): Generator<Check> {
  for (const seen of run.sip) {
    const { roleOf } = run.parameters;
    if (!seen.sent || !isInitialInvite(seen) || seen.record.transmission > 0) continue;
    if (
      roleOf.call(run.parameters, seen.node) !== 'core' ||
      roleOf.call(run.parameters, seen.record.to) !== 'receiver'
    )
      continue;
    const uri = seen.message.kind === 'request' ? seen.message.uri : '';
    const binding = boundAt(run, uri, seen.seq) ?? boundAt(run, uri, chosenAt(seen, run));
    yield check(binding !== undefined, [...(binding ? [binding.seq] : []), seen.seq], `${uri} is not bound`);
  }
}

/** RFC 3841 §7.2.4: a contact that was dropped gets nothing, and the best of those that were kept is tried first. */
function choosesByScore(run: RunModel): Generator<Check> {
  return choices(run, () => true);
}

/** Of the requests whose scores are as they are looked for, whether the choice followed them. */
export function* choices(
  run: RunModel,
  lookedFor: (scores: readonly RecordOf<'score'>[]) => boolean,
): Generator<Check> {
  for (const [cause, scores] of scoresByRequest(run)) {
    if (!lookedFor(scores)) continue;
    const request = run.sipAt(cause);
    if (request === undefined || !isInitialInvite(request)) continue;
    const tried = forks(run, request);
    const ranks = new Map(scores.map((score) => [score.contact, score]));
    const kept = scores.filter(({ outcome }) => outcome !== 'dropped');
    const best = Math.min(...kept.map(({ rank }) => rank));
    const uri = ({ message }: SipSeen) => (message.kind === 'request' ? message.uri : '');
    // A contact without a score came later, from a redirection.
    const wrong = tried.find((seen) => ranks.get(uri(seen))?.outcome === 'dropped');
    const first = tried[0];
    const because = [...scores.slice(0, 10), ...tried.slice(0, 10)].map(({ seq }) => seq);
    if (first === undefined && kept.length > 0) continue;
    const ok = wrong === undefined && (first === undefined || ranks.get(uri(first))?.rank === best);
    yield check(
      ok,
      wrong ? [wrong.seq] : because,
      wrong ? `${uri(wrong)} had been dropped` : 'the best contact was not tried first',
    );
  }
}

export function scoresByRequest(run: RunModel): Map<number, RecordOf<'score'>[]> {
  const scores = new Map<number, RecordOf<'score'>[]>();
  for (const score of run.ofType('score')) {
    const cause = score.cause ?? -1;
    const before = scores.get(cause);
    if (before === undefined) scores.set(cause, [score]);
    else before.push(score);
  }
  return scores;
}

/** The INVITEs that a proxy made of one that it received. */
function forks(run: RunModel, request: SipSeen): SipSeen[] {
  const { callId, node, number } = request;
  const all = run.callOf(callId)?.sip ?? [];
  return all.filter(
    (seen) =>
      seen.sent &&
      seen.node === node &&
      isInitialInvite(seen) &&
      seen.number === number &&
      // One that comes by again is another (a spiral, RFC 3261 §6): its copies have its own branch beneath theirs.
      (headerValues(seen.message, 'Via')[1] ?? '').includes(request.branch) &&
      seen.record.transmission === 0,
  );
}

/** Of each 2xx, ACK, BYE and 200 of a session: what reached a host of the core left it again. */
function* forwardsWhatFollows(run: RunModel): Generator<Check> {
  if (!run.finished) return;
  for (const call of run.calls) {
    if (call.success === undefined) continue;
    const passing = call.sip.filter(
      (seen) => run.parameters.roleOf(seen.node) === 'core' && follows(seen, call),
    );
    const left = new Map(passing.filter(({ sent }) => sent).map((seen) => [passage(seen), seen]));
    const came = firstOfEach(
      passing.filter(({ sent }) => !sent),
      passage,
    );
    for (const seen of came) {
      // A host that was restarted knows of no transaction that it had, and passes on nothing that belongs to one.
      if (seen.status !== undefined && forgetful(run, seen.node)) continue;
      if (isTooLate(seen, passing, run) || answersItsOwn(seen, came)) continue;
      const on = left.get(passage(seen));
      if (on === undefined && (refusedHere(seen, call) || mayNotPass(seen, run))) continue;
      yield check(
        on !== undefined,
        [seen.seq, ...(on ? [on.seq] : [])],
        `${seen.record.summary} was not forwarded`,
      );
    }
  }
}

function follows(seen: SipSeen, call: Call): boolean {
  if (seen.toTag !== call.success?.toTag && seen.fromTag !== call.success?.toTag) return false;
  if (isRequest(seen, 'ACK') || isRequest(seen, 'BYE')) return true;
  const status = seen.status ?? 0;
  return status >= 200 && status < 300 && (seen.method === 'INVITE' || seen.method === 'BYE');
}

function passage({ node, status, method, number, fromTag, message }: SipSeen): string {
  return `${node} ${status ?? (message.kind === 'request' ? message.method : '')} ${number} ${method} ${fromTag}`;
}

/** It answers a BYE that never came to the host: that was its own (which RFC 4028 §8.3 forbids), and so is the response. */
function answersItsOwn(seen: SipSeen, came: readonly SipSeen[]): boolean {
  const { node, number, fromTag } = seen;
  const isAsked = (other: SipSeen) =>
    isRequest(other, 'BYE') && other.node === node && other.number === number && other.fromTag === fromTag;
  return seen.status !== undefined && seen.method === 'BYE' && !came.some(isAsked);
}

/** Timer F has given a BYE up: what answers it after that matches no transaction (RFC 3261 §17.1.2.2), and is passed on by nobody. */
function isTooLate(seen: SipSeen, passing: readonly SipSeen[], run: RunModel): boolean {
  if (seen.status === undefined || seen.method !== 'BYE') return false;
  const asked = passing.findLast(
    (other) => other.seq < seen.seq && other.record.transmission === 0 && isForwarded(other, seen),
  );
  return asked !== undefined && seen.at - asked.at >= 64 * run.parameters.t1Us;
}

function isForwarded(request: SipSeen, { node, branch }: SipSeen): boolean {
  return request.sent && request.node === node && request.branch === branch && isRequest(request, 'BYE');
}

/** The host answered the request by itself, so it did not pass; or it had given the INVITE up, and the 2xx came too late (RFC 6026 §7.3). */
function refusedHere(seen: SipSeen, call: Call): boolean {
  const own = call.sip.filter(({ sent, node, status = 0 }) => sent && node === seen.node && status >= 300);
  const gaveUp = own.some(
    (other) => other.status === 408 && seen.status !== undefined && answersAlike(other, seen),
  );
  return gaveUp || own.some(({ branch }) => branch === seen.branch);
}

/** A response that comes when its transaction is over is discarded (RFC 6026 §7.3). */
function mayNotPass(seen: SipSeen, run: RunModel): boolean {
  return seen.status !== undefined && clientIsOver(run, seen);
}

function answersAlike(one: SipSeen, other: SipSeen): boolean {
  return one.seq < other.seq && one.number === other.number && one.method === other.method;
}

function* isAProxy(run: RunModel): Generator<Check> {
  for (const { judge } of rfcProxy) yield* judge(run);
}

/** RFC 3325 §5: "the proxy MUST remove" it on the way to who is not trusted, where `Privacy: id` asks for that. */
function* keepsIdentities(run: RunModel): Generator<Check> {
  for (const seen of run.sip) {
    if (!seen.sent || run.parameters.roleOf(seen.node) !== 'core') continue;
    const came = run.sipAt(seen.record.cause);
    const asserts = readAll(seen.message, pAssertedIdentity).length > 0;
    const asserted = came !== undefined && readAll(came.message, pAssertedIdentity).length > 0;
    if (!asserts && !asserted) continue;
    const isPrivate = readAll(came?.message ?? seen.message, privacy)
      .flat()
      .some((value) => String(value).toLowerCase() === 'id');
    const trusted = list(get(run.parameters.planOf(seen.node), 'trusts')).includes(seen.record.to);
    yield check(
      !(asserts && isPrivate && !trusted),
      [seen.seq],
      `the identity went to ${seen.record.to}, which is not trusted`,
    );
  }
}
