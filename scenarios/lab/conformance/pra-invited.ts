// 6.5.1.1: a receiver that is invited, and its 200.
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { wanted } from '../../../agents/wanted.ts';
import {
  allow,
  contact,
  read,
  readAll,
  require_,
  sessionExpires,
  supported,
} from '../../../core/sip/header-table.ts';
import { headerValues } from '../../../core/sip/headers.ts';
import { answers, type Call, firstOfEach, isRequest, type Stream } from './call.ts';
import { msrpRequests, sessionStates, streamStates } from './course.ts';
import type { Described } from './described.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen, SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get, list, text } from './parameters.ts';
import { sessionTimerAt } from './session-timers.ts';

const notInvited = 'no receiver was invited';
const noAnswer = 'no receiver answered 200';

export const praInvited: readonly Monitor[] = [
  monitor('PRA-INV-01', notInvited, eachInvitation(knowsTheTypes)),
  monitor('PRA-INV-02', 'no receiver said no', eachInvitation(refusesFittingly)),
  monitor('PRA-INV-03', noAnswer, eachAnswer(storesTheIdentity)),
  monitor('PRA-INV-04', 'no push that was accepted was for an application', eachAnswer(storesTheApplication)),
  monitor(
    'PRA-INV-05',
    'no receiver that was offered files, and accepted, had been told which it wants',
    eachAnswer(takesWhatIsWanted),
  ),
  monitor('PRA-INV-06', noAnswer, eachAnswer(answerFits)),
  monitor('PRA-INV-06a', noAnswer, eachAnswer(receivesOnly)),
  monitor('PRA-INV-06b', 'no answer had max-size', eachAnswer(tellsTheLargest)),
  monitor('PRA-INV-06c', noAnswer, eachAnswer(namesTheService)),
  monitor('PRA-INV-06d', 'no 200 had require or explicit', eachAnswer(flagsInAnswer)),
  monitor('PRA-INV-07', noAnswer, eachAnswer(goesToTheCore)),
  monitor('PRA-INV-08', 'no caller that was accepted supports session timers', eachAnswer(requiresTimer)),
  monitor('PRA-INV-09', 'no caller that was accepted supports session timers', eachAnswer(startsTheTimers)),
  monitor('PRA-INV-10', noAnswer, eachAnswer(hasAllow)),
  monitor('PRA-INV-11', noAnswer, eachAnswer(isReady)),
];

/** An invitation at one receiver: the INVITE as it came, and the final response that this receiver sent first. */
interface Invitation {
  readonly call: Call;
  readonly invite: SipSeen;
  readonly final: SipSeen | undefined;
}

const invitations = once((run: RunModel): readonly Invitation[] => [...findInvitations(run)]);

function* findInvitations(run: RunModel): Generator<Invitation> {
  for (const call of run.calls) {
    for (const invite of call.arrivals) {
      const final = call.sip.find(
        (seen) =>
          seen.sent && seen.node === invite.node && answers(seen, invite) && (seen.status ?? 0) >= 200,
      );
      yield { call, invite, final };
    }
  }
}

function eachInvitation(judge: (invitation: Invitation, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const invitation of invitations(run)) yield* judge(invitation, run);
  };
}

interface Accepted {
  readonly call: Call;
  readonly invite: SipSeen;
  readonly answer: SipSeen;
}

function eachAnswer(judge: (accepted: Accepted, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const { call, invite, final } of invitations(run)) {
      if (final !== undefined && (final.status ?? 0) < 300)
        yield* judge({ call, invite, answer: final }, run);
    }
  };
}

/** The lab's receivers take message/cpim, with what their `accept-types` name inside; a line that offers nothing of it is no line for them. */
function understood({ msrp }: Described['lines'][number], takes: readonly string[]): boolean {
  const any = (types: readonly string[], others: readonly string[]) =>
    types.some((type) => others.some((other) => overlaps(type.toLowerCase(), other.toLowerCase())));
  const offered = (msrp?.acceptTypes ?? []).map(({ type, subtype }) => `${type}/${subtype}`);
  // What is pushed is of the file's own type, whatever else the line says.
  const pushed = msrp?.direction === 'sendonly' ? msrp.file?.selector.type?.split(';')[0]?.trim() : undefined;
  return any(offered, ['message/cpim', ...takes]) && (pushed === undefined || any([pushed], takes));
}

function overlaps(offered: string, taken: string): boolean {
  if (offered.startsWith('*') || taken.startsWith('*')) return true;
  const [type, subtype] = offered.split('/');
  const [ownType, ownSubtype] = taken.split('/');
  return type === ownType && (subtype === '*' || ownSubtype === '*' || subtype === ownSubtype);
}

function* knowsTheTypes({ invite, final }: Invitation, run: RunModel): Generator<Check> {
  const offer = run.describe(invite);
  if (offer === undefined || final === undefined) return;
  const takes = list(get(get(run.parameters.planOf(invite.node), 'policy'), 'acceptTypes')).flatMap(
    (entry) => text(entry) ?? [],
  );
  const usable = offer.lines.map((line) => understood(line, takes));
  const because = [invite.seq, final.seq];
  if (!usable.includes(true)) {
    yield check(
      final.status === 488,
      because,
      `nothing in the offer is supported, and the answer was ${final.status}`,
    );
  } else if ((final.status ?? 0) < 300) {
    const lines = run.describe(final)?.lines ?? [];
    const taken = lines.findIndex(({ media }, index) => media.port !== 0 && usable[index] === false);
    yield check(taken < 0, because, `m= line ${taken + 1} was taken, and its types are not supported`);
  }
}

/** Codes that say of a receiver, and not of the request, why nothing comes of it (RFC 3261 §21.4 to §21.6). */
const fitting = new Set([403, 404, 480, 486, 488, 500, 503, 600, 603, 606]);

function* refusesFittingly({ call, invite, final }: Invitation): Generator<Check> {
  const status = final?.status ?? 0;
  // 487 follows a CANCEL; what is wrong with the request itself (400, 415, 420, 422 …) is no refusal of the receiver's.
  if (final === undefined || status < 300 || !(fitting.has(status) || status >= 600)) return;
  const others = call.arrivals.filter(({ node, number }) => node !== invite.node && number === invite.number);
  const accepted = others.some(({ node }) =>
    call.sip.some(
      (seen) =>
        seen.node === node &&
        seen.sent &&
        answers(seen, invite) &&
        Math.floor((seen.status ?? 0) / 100) === 2,
    ),
  );
  const known = fitting.has(status);
  const wrong = known
    ? `${status} says that no other device will answer, and one accepted`
    : `${status} is no code that fits`;
  yield check(known && !(status >= 600 && accepted), [invite.seq, final.seq], wrong);
}

/** What a receiver stored of an INVITE before it answered that, whatever else it was told by then. */
function storedOf({ invite, answer }: Accepted, what: string, run: RunModel): RecordOf<'store'> | undefined {
  return run
    .storesBetween(invite.node, what, invite.seq, answer.seq)
    .find(({ cause }) => cause === invite.seq);
}

function* storesTheIdentity(accepted: Accepted, run: RunModel): Generator<Check> {
  const { invite } = accepted;
  const said = read(invite.message, contact);
  const uri = said === undefined || said === '*' ? undefined : said.uri;
  const stored = storedOf(accepted, 'session identity', run);
  yield check(
    uri !== undefined && stored?.value === uri,
    [invite.seq, ...(stored ? [stored.seq] : [])],
    `the Contact ${uri} was not stored`,
  );
}

function* storesTheApplication(accepted: Accepted, run: RunModel): Generator<Check> {
  const { invite } = accepted;
  const named = headerValues(invite.message, 'Accept-Contact')
    .join(';')
    .split(/[;,]/)
    .find((part) => part.includes('.iari.'))
    ?.trim();
  if (named === undefined) return;
  const stored = storedOf(accepted, 'application reference', run);
  const ok = typeof stored?.value === 'string' && stored.value.includes(named);
  yield check(ok, [invite.seq, ...(stored ? [stored.seq] : [])], `${named} was not stored`);
}

function* takesWhatIsWanted({ invite, answer }: Accepted, run: RunModel): Generator<Check> {
  const files = get(get(run.parameters.planOf(invite.node), 'policy'), 'files');
  const patterns = (key: string) => list(get(files, key)).flatMap((one) => text(one) ?? []);
  const policy = { accept: patterns('accept'), decline: patterns('decline') };
  const answered = run.describe(answer)?.lines ?? [];
  for (const [index, { msrp }] of (run.describe(invite)?.lines ?? []).entries()) {
    const name = msrp?.file?.selector.name;
    if (msrp?.file === undefined || files === null) continue;
    const takes = name === undefined || wanted(name, policy);
    const line = answered[index];
    const ok = line?.msrp?.file !== undefined && (line.media.port === 0 || takes);
    yield check(
      ok,
      [invite.seq, answer.seq],
      `the answer to m= line ${index + 1} is not about its file, or takes what is not wanted`,
    );
  }
}

function* answerFits({ invite, answer }: Accepted, run: RunModel): Generator<Check> {
  const offer = run.describe(invite);
  const said = run.describe(answer);
  if (offer === undefined || answer.cut) return;
  const dialect = run.parameters.early ? 'change-request' : 'rfc';
  const problem = said && (said.errors[0] ?? checkAnswer(offer.sdp, said.sdp, dialect)[0]);
  const wrong =
    said === undefined ? 'it has no SDP that can be read' : problem && `${problem.rule}: ${problem.text}`;
  yield check(wrong === undefined, [invite.seq, answer.seq], wrong ?? '');
}

function* receivesOnly({ answer }: Accepted, run: RunModel): Generator<Check> {
  for (const { media, msrp } of run.describe(answer)?.lines ?? []) {
    if (msrp === undefined || media.port === 0) continue;
    yield check(msrp.direction === 'recvonly', [answer.seq], `an MSRP line is ${msrp.direction}`);
  }
}

function* tellsTheLargest({ call, answer }: Accepted, run: RunModel): Generator<Check> {
  // Another device's answer agreed on the session.
  if (call.answer !== undefined && call.answer.node !== answer.node) return;
  for (const [index, { msrp }] of (run.describe(answer)?.lines ?? []).entries()) {
    const most = msrp?.maxSize;
    if (most === undefined) continue;
    const sent =
      call.streams
        .find((stream) => stream.index === index)
        ?.msrp.filter((seen) => seen.sent && seen.node === call.caller) ?? [];
    const above = sent.find(({ range }) => (range?.total ?? 0) > most);
    yield check(
      above === undefined,
      above ? [answer.seq, above.seq] : [answer.seq],
      `a message is larger than ${most} octets`,
    );
  }
}

function* namesTheService({ invite, answer }: Accepted, run: RunModel): Generator<Check> {
  const service = text(get(get(run.parameters.planOf(invite.node), 'service'), 'name'));
  if (service === undefined) return;
  const named = headerValues(answer.message, 'Accept-Contact').some((value) =>
    value.split(/[;,]/).some((part) => part.trim() === service),
  );
  yield check(named, [answer.seq], `the 200 has no Accept-Contact with ${service}`);
}

function* flagsInAnswer({ answer }: Accepted): Generator<Check> {
  for (const value of headerValues(answer.message, 'Accept-Contact')) {
    const flags = value
      .split(';')
      .map((part) => part.trim())
      .filter((part) => /^(?:require|explicit)\b/i.test(part));
    if (flags.length > 0)
      yield check(
        flags.every((flag) => !flag.includes('=')),
        [answer.seq],
        'require and explicit have no value',
      );
  }
}

/** Back the way that the INVITE came: where that had passed no core, a response may not either (RFC 3261 §18.2.2). */
function* goesToTheCore({ answer, invite }: Accepted, run: RunModel): Generator<Check> {
  const { to } = answer.record;
  const { parameters } = run;
  const ok = parameters.roleOf(to) === parameters.roleOf(invite.record.from);
  yield check(ok, [invite.seq, answer.seq], `it went to ${to}`);
}

/** A server may not require what its caller doesn't support (RFC 3261 §8.2.4). */
function capable({ message }: SipSeen): boolean {
  return readAll(message, supported).some((tag) => tag.toLowerCase() === 'timer');
}

function* requiresTimer({ invite, answer }: Accepted): Generator<Check> {
  if (!capable(invite)) return;
  const tags = readAll(answer.message, require_).map((tag) => tag.toLowerCase());
  yield check(tags.includes('timer'), [invite.seq, answer.seq], 'Require has no timer');
}

/** "the SIP 200 "OK" response to the initial SIP INVITE request or the SIP re-INVITE request". */
function* startsTheTimers(accepted: Accepted, run: RunModel): Generator<Check> {
  yield* startsTheTimer(accepted, run);
  const own = accepted.call.sip.filter(
    ({ node, seq }) => node === accepted.invite.node && seq > accepted.answer.seq,
  );
  const further = own.filter(
    (seen) => !seen.sent && isRequest(seen, 'INVITE') && seen.toTag === accepted.answer.toTag,
  );
  for (const invite of firstOfEach(further, ({ branch }) => branch)) {
    const answer = own.find(
      (seen) => seen.sent && answers(seen, invite) && Math.floor((seen.status ?? 0) / 100) === 2,
    );
    if (answer !== undefined) yield* startsTheTimer({ ...accepted, invite, answer }, run);
  }
}

function* startsTheTimer({ invite, answer }: Accepted, run: RunModel): Generator<Check> {
  if (!capable(invite)) return;
  const interval = read(answer.message, sessionExpires);
  const timer = interval && sessionTimerAt(run, answer, interval.seconds);
  const wrong =
    interval === undefined ? 'the 200 has no Session-Expires' : 'no session timer was set with it';
  yield check(timer !== undefined, [answer.seq, ...(timer ? [timer.seq] : [])], wrong);
}

function* hasAllow({ answer }: Accepted): Generator<Check> {
  yield check(readAll(answer.message, allow).length > 0, [answer.seq], 'the 200 has no Allow');
}

/**
 * What is listened for stands in the trace before the 200; a SEND that comes is not turned away. A line that the receiver connects itself
 * (RFC 6135 §4.2.2) has nothing to listen for, nor has one whose INVITE had no offer: it learns from the ACK of whom it would hear.
 */
function* isReady({ call, invite, answer }: Accepted, run: RunModel): Generator<Check> {
  const lines = (run.describe(answer)?.lines ?? []).filter(
    ({ media, msrp }) => msrp !== undefined && media.port !== 0 && msrp.setup !== 'active',
  );
  if (lines.length === 0 || call.calleeOffers) return;
  const ready = sessionStates(call, invite.node, run).filter(
    ({ from, seq }) => from === '' && seq > invite.seq && seq < answer.seq,
  );
  const turnedAway = call.streams.flatMap((stream) => turnedAwayBy(stream, invite.node, run))[0];
  const ok = ready.length >= lines.length && turnedAway === undefined;
  yield check(
    ok,
    [...ready.map(({ seq }) => seq), turnedAway?.seq ?? answer.seq],
    'it was not ready for SEND',
  );
}

/** The responses 481 to SENDs that came over a line before that was closed; what is still under way then is rightly turned away. */
function turnedAwayBy(stream: Stream, node: string, run: RunModel): MsrpSeen[] {
  const over = streamStates(stream, node, run).find(({ to }) => ['closing', 'closed', 'failed'].includes(to));
  const sends = new Set(msrpRequests(stream, 'SEND', node, false).map(({ message }) => message.transactId));
  return stream.msrp.filter(
    (seen) =>
      seen.sent &&
      seen.node === node &&
      seen.message.kind === 'response' &&
      seen.message.status === 481 &&
      sends.has(seen.message.transactId) &&
      seen.seq < (over?.seq ?? Number.POSITIVE_INFINITY),
  );
}
