// RFC 3261 §9, §14, §15, RFC 3264 §8: rules of calls and sessions.
import { againByUdp, type Call, isRequest } from './call.ts';
import { msrpRequests } from './course.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { forgetful } from './rfc-transactions.ts';

export const rfcSessions: readonly Monitor[] = [
  monitor('RFC3261-9.1', 'nothing was cancelled', cancelsItsInvite),
  monitor('RFC3261-14.1', 'no dialog had a further INVITE', eachCall(oneInviteAtATime)),
  monitor('RFC3261-15.1.1', 'no session with media was ended by BYE', eachCall(silentAfterBye)),
  monitor('RFC3264-8', 'nobody described a session twice', eachCall(versionsCount)),
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
      invite.toTag === seen.toTag &&
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
    for (const invite of invites) yield* noneIsUnanswered(invite, call);
  }
}

/** "in either direction": one of the peer's that has come is answered first. What crosses another on its way could not be known. */
function* noneIsUnanswered(invite: SipSeen, { sip }: Call): Generator<Check> {
  if (invite.toTag === undefined) return;
  const own = sip.filter(({ node }) => node === invite.node);
  for (const asked of own) {
    if (asked.seq > invite.seq) return;
    if (asked.sent || !isRequest(asked, 'INVITE') || asked.fromTag !== invite.toTag) continue;
    const answered = own.some(
      ({ sent, branch, method, status = 0, seq }) =>
        sent && branch === asked.branch && method === 'INVITE' && status >= 200 && seq < invite.seq,
    );
    yield check(answered, [asked.seq, invite.seq], 'an INVITE of the peer was still to be answered');
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

/** "the version … MUST increment by one" where anything changed, and must not where nothing did: in each dialog, where a call forks. */
function* versionsCount(call: Call, run: RunModel): Generator<Check> {
  const last = new Map<
    string,
    { readonly seen: SipSeen; readonly text: string; readonly id: string; readonly version: bigint }
  >();
  for (const seen of call.sip) {
    if (!seen.sent || run.parameters.roleOf(seen.node) === 'core' || seen.record.transmission > 0) continue;
    if (forgetful(run, seen.node)) continue;
    const said = run.describe(seen);
    if (said === undefined || !/^\d{1,19}$/.test(said.sdp.origin.sessionVersion)) continue;
    const { username, sessionId, sessionVersion } = said.sdp.origin;
    const now = { seen, text: said.text, id: `${username} ${sessionId}`, version: BigInt(sessionVersion) };
    const peerTag = (seen.status === undefined ? seen.toTag : seen.fromTag) ?? '';
    const before = last.get(`${seen.node} ${peerTag}`) ?? last.get(`${seen.node} `);
    last.set(`${seen.node} ${peerTag}`, now);
    if (before === undefined) continue;
    const step = now.version - before.version;
    const ok = now.id === before.id && step === (now.text === before.text ? 0n : 1n);
    yield check(ok, [before.seen.seq, seen.seq], `the version went from ${before.version} to ${now.version}`);
  }
}
