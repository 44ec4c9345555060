// RFC 3261 §9, §14, §15, RFC 3264 §8, RFC 3841 §7.2.4, RFC 4028 §9: rules of calls and sessions.
import { read, readAll, require_, sessionExpires } from '../../../core/sip/header-table.ts';
import { headerValues } from '../../../core/sip/headers.ts';
import { againByUdp, answers, type Call, isRequest } from './call.ts';
import { scoresByRequest } from './core.ts';
import { msrpRequests } from './course.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';

export const rfcSessions: readonly Monitor[] = [
  monitor('RFC3261-9.1', 'nothing was cancelled', cancelsItsInvite),
  monitor('RFC3261-14.1', 'no dialog had a further INVITE', eachCall(oneInviteAtATime)),
  monitor('RFC3261-15.1.1', 'no session with media was ended by BYE', eachCall(silentAfterBye)),
  monitor('RFC3264-8', 'nobody described a session twice', eachCall(versionsCount)),
  monitor('RFC3841-7.2.4', 'no contact was scored for plain features', scoresAreMeans),
  monitor('RFC4028-9', 'no 2xx had Session-Expires', eachCall(negotiatesTheTimer)),
];

function eachCall(judge: (call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.allCalls) yield* judge(call, run);
  };
}

/** At a sender and at a proxy alike: after a 1xx came, with the INVITE's Request-URI, From tag and CSeq number. */
function* cancelsItsInvite(run: RunModel): Generator<Check> {
  const invites = new Map<string, SipSeen>();
  const answered = new Set<string>();
  for (const seen of run.sip) {
    const key = `${seen.node} ${seen.branch}`;
    if (seen.sent && isRequest(seen, 'INVITE') && !invites.has(key)) invites.set(key, seen);
    if (!seen.sent && seen.status !== undefined && seen.method === 'INVITE') answered.add(key);
    // One with further Via was forwarded by a proxy that knows no INVITE of it (§16.10).
    if (!seen.sent || !isRequest(seen, 'CANCEL') || seen.record.transmission > 0 || seen.vias > 1) continue;
    const invite = invites.get(key);
    const same =
      invite !== undefined &&
      invite.number === seen.number &&
      invite.fromTag === seen.fromTag &&
      uriOf(invite) === uriOf(seen);
    const ok = same && answered.has(key);
    yield check(
      ok,
      [...(invite ? [invite.seq] : []), seen.seq],
      same ? 'it did not wait for a provisional response' : 'it is not that of an INVITE',
    );
  }
}

function uriOf({ message }: SipSeen): string | undefined {
  return message.kind === 'request' ? message.uri : undefined;
}

/** "a UAC MUST NOT initiate a new INVITE transaction within a dialog while another INVITE transaction is in progress in either direction" */
function* oneInviteAtATime(call: Call, run: RunModel): Generator<Check> {
  for (const node of [call.caller, call.answer?.node ?? '']) {
    const invites = call.requests('INVITE', node);
    for (const [at, invite] of invites.entries()) {
      const before = invites[at - 1];
      if (before === undefined || againByUdp(before, invite)) continue;
      const final = call.finalsTo(before).find(({ seq }) => seq < invite.seq);
      const late = invite.at - before.at >= 64 * run.parameters.t1Us;
      yield check(
        final !== undefined || late,
        [before.seq, invite.seq],
        'the INVITE before it was still pending',
      );
    }
  }
}

function* silentAfterBye(call: Call): Generator<Check> {
  for (const node of [call.caller, call.answer?.node ?? '']) {
    const [bye] = call.byes(node);
    if (bye === undefined || call.streams.every(({ msrp }) => msrp.length === 0)) continue;
    const late = call.streams
      .flatMap((stream) => msrpRequests(stream, 'SEND', node, true))
      .find(({ lastSeq }) => lastSeq > bye.seq);
    yield check(late === undefined, late ? [bye.seq, late.lastSeq] : [bye.seq], 'a SEND left after the BYE');
  }
}

/** "the version … MUST increment by one" where anything changed, and must not where nothing did. */
function* versionsCount(call: Call, run: RunModel): Generator<Check> {
  const last = new Map<
    string,
    { readonly seen: SipSeen; readonly text: string; readonly id: string; readonly version: bigint }
  >();
  for (const seen of call.sip) {
    if (!seen.sent || run.parameters.roleOf(seen.node) === 'core' || seen.record.transmission > 0) continue;
    const said = run.describe(seen);
    if (said === undefined || !/^\d{1,19}$/.test(said.sdp.origin.sessionVersion)) continue;
    const { username, sessionId, sessionVersion } = said.sdp.origin;
    const now = { seen, text: said.text, id: `${username} ${sessionId}`, version: BigInt(sessionVersion) };
    const before = last.get(seen.node);
    last.set(seen.node, now);
    if (before === undefined) continue;
    const step = now.version - before.version;
    const ok = now.id === before.id && step === (now.text === before.text ? 0n : 1n);
    yield check(ok, [before.seen.seq, seen.seq], `the version went from ${before.version} to ${now.version}`);
  }
}

/**
 * Recomputed from the INVITE's text and the binding's features, where both have plain tags alone: of each Accept-Contact value the
 * share of its tags that the contact has; 0 for less than all where `explicit` stands; the mean over all values.
 */
function* scoresAreMeans(run: RunModel): Generator<Check> {
  for (const [cause, scores] of scoresByRequest(run)) {
    const request = run.sipAt(cause);
    const predicates = request && plainPredicates(request);
    if (request === undefined || predicates === undefined) continue;
    for (const score of scores) {
      const features = featuresOf(run, score);
      if (score.outcome !== 'kept' || features === undefined) continue;
      const wanted =
        predicates.reduce((sum, predicate) => sum + shareOf(predicate, features), 0) / predicates.length;
      yield check(
        Math.abs(fraction(score.score) - wanted) < 1e-9,
        [request.seq, score.seq],
        `${score.contact} scored ${score.score}`,
      );
    }
  }
}

interface Predicate {
  readonly tags: readonly string[];
  readonly explicit: boolean;
}

function plainPredicates({ message }: SipSeen): Predicate[] | undefined {
  if (headerValues(message, 'Reject-Contact').length > 0) return undefined;
  const values = headerValues(message, 'Accept-Contact').map((value) =>
    value.split(';').map((part) => part.trim().toLowerCase()),
  );
  const predicates = values.map((parts) => {
    const tags = parts.filter((part) => !['*', 'require', 'explicit', ''].includes(part));
    return { tags, explicit: parts.includes('explicit') };
  });
  const plain = predicates.every(({ tags }) => tags.length > 0 && tags.every((tag) => !/[=,]/.test(tag)));
  return plain && predicates.length > 0 ? predicates : undefined;
}

function featuresOf(run: RunModel, score: RecordOf<'score'>): ReadonlySet<string> | undefined {
  const features = run
    .bindingsTo(score.contact)
    .filter(({ seq }) => seq < score.seq)
    .at(-1)?.features;
  return features?.some((feature) => feature.includes('='))
    ? undefined
    : features && new Set(features.map((one) => one.toLowerCase()));
}

function shareOf({ tags, explicit }: Predicate, features: ReadonlySet<string>): number {
  const share = tags.filter((tag) => features.has(tag)).length / tags.length;
  return explicit && share < 1 ? 0 : share;
}

/** `5/6`. */
function fraction(text: string): number {
  const [over = Number.NaN, under = 1] = text.split('/').map(Number);
  return over / under;
}

/** §9: "The UAS MUST NOT increase the value"; "If the refresher parameter is 'uac', the UAS MUST place a Require header field into the response with the value 'timer'". */
function* negotiatesTheTimer(call: Call): Generator<Check> {
  for (const invite of call.arrivals) {
    const answer = call.sip.find(
      (seen) =>
        seen.sent &&
        seen.node === invite.node &&
        answers(seen, invite) &&
        Math.floor((seen.status ?? 0) / 100) === 2,
    );
    const granted = answer && read(answer.message, sessionExpires);
    if (answer === undefined || granted === undefined) continue;
    const asked = read(invite.message, sessionExpires);
    const required = readAll(answer.message, require_).some((tag) => tag.toLowerCase() === 'timer');
    const longer = asked !== undefined && granted.seconds > asked.seconds;
    const ok = !longer && granted.refresher !== undefined && (granted.refresher === 'uas' || required);
    yield check(
      ok,
      [invite.seq, answer.seq],
      longer ? `${asked.seconds} s became ${granted.seconds} s` : 'refresher or Require: timer is missing',
    );
  }
}
