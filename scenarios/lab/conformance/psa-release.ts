// 6.5.2.2 and 6.5.2.3: giving up before an answer, and ending the session.
import { readAll, recordRoute, route } from '../../../core/sip/header-table.ts';
import { sameUri } from '../../../core/sip/same-uri.ts';
import { answers, type Call, isRequest, type Stream } from './call.ts';
import {
  type Carried,
  carriedBy,
  isFailure,
  isKnown,
  msrpRequests,
  sessionStates,
  streamStates,
  taken,
  undisturbed,
  waitedInVain,
  zeroed,
  zeroingInvites,
} from './course.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get, number, text } from './parameters.ts';
import { actOf } from './psa-establishment.ts';
import { refreshesTarget, targetOf } from './rfc-dialogs.ts';
import { clientIsOver, forgetful } from './rfc-transactions.ts';
import { push } from './trace-index.ts';

const noBye = 'no push sender sent a BYE';
const noneRemain = 'no file was closed while other media remained';

export const psaRelease: readonly Monitor[] = [
  monitor('PSA-CAN-01', 'no push was given up before its answer', givesUpByCancel),
  monitor('PSA-CAN-02', 'no 200 crossed a CANCEL', endsWhatCrossed),
  monitor('PSA-REL-01', noBye, endsByBye),
  monitor('PSA-REL-02', noBye, eachBye(isForTheIdentity)),
  monitor('PSA-REL-03', noBye, eachBye(goesByTheRouteSet)),
  monitor('PSA-REL-04', noneRemain, function* (run) {
    yield* closesInTime(run);
    yield* eachZeroing(closesWhatWasCarried)(run);
  }),
  monitor('PSA-REL-05', noneRemain, eachZeroing(closesAllThatWere)),
  monitor('PSA-REL-06', noBye, releasesTheMedia),
];

/** A push that was given up: its CANCEL, or else the act that wanted one after a provisional response had come. */
function* givesUpByCancel(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [cancel] = call.requests('CANCEL', call.caller);
    const provisional = call.sip.find(
      (seen) =>
        !seen.sent &&
        seen.node === call.caller &&
        answers(seen, call.invite) &&
        (seen.status ?? 200) < 200 &&
        seen.seq > call.invite.seq,
    );
    const final = call.finals[0];
    if (cancel !== undefined) {
      const early = provisional === undefined || provisional.seq > cancel.seq;
      const late = final !== undefined && final.seq < cancel.seq;
      const wrong = early
        ? 'CANCEL went before a provisional response came'
        : 'CANCEL went after the final response';
      yield check(
        !early && !late && cancel.branch === call.invite.branch,
        [cancel.seq],
        early || late ? wrong : 'it is not the INVITE’s CANCEL',
      );
      continue;
    }
    const act = run
      .acts(call.caller, 'cancel')
      .find(
        (one) =>
          one.seq > call.invite.seq &&
          (final === undefined || one.seq < final.seq) &&
          isAbout(one, call, run),
      );
    if (act === undefined || provisional === undefined || clientIsOver(run, provisional)) continue;
    const waited =
      final === undefined
        ? run.finished
        : provisional.seq < final.seq && final.at > Math.max(act.at, provisional.at);
    if (waited) yield check(false, [act.seq], 'the push was given up, and no CANCEL left');
  }
}

/** Whether an act is about a call: the push that it names, or else the last that its node had to do with by then. */
function isAbout({ detail, node, seq }: RecordOf<'act'>, call: Call, run: RunModel): boolean {
  const named = text(get(detail, 'push'));
  const begun = actOf(call, run);
  if (named !== undefined)
    return begun !== undefined && text(get(run.parameters.pushAt(node, begun.at), 'name')) === named;
  const last = [run.acts(node, 'push'), run.acts(node, 'resume'), askedOf(run).get(node) ?? []]
    .map((all) => all.findLast((one) => one.seq < seq)?.seq ?? -1)
    .reduce((one, other) => Math.max(one, other));
  return call.invites[0]?.record.cause === last;
}

/** Where a node was asked for files. */
const askedOf = once((run: RunModel): ReadonlyMap<string, readonly SipSeen[]> => {
  const asked = new Map<string, SipSeen[]>();
  for (const one of run.allCalls.flatMap(({ arrivals }) => arrivals)) push(asked, one.node, one);
  return asked;
});

function* endsWhatCrossed(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [cancel] = call.requests('CANCEL', call.caller);
    const { success } = call;
    if (cancel === undefined || success === undefined || success.seq < cancel.seq) continue;
    const acks = call.sip.filter(
      (seen) => seen.sent && seen.node === call.caller && isRequest(seen, 'ACK') && seen.seq > success.seq,
    );
    const [bye] = call.byes(call.caller);
    const ok = acks.length > 0 && bye !== undefined;
    if (!ok && (clientIsOver(run, success) || forgetful(run, call.caller))) continue;
    const because = [cancel, success, ...acks, ...(bye ? [bye] : [])].map(({ seq }) => seq);
    yield check(ok, because, acks.length > 0 ? 'the session was not ended' : 'the 200 was not acknowledged');
  }
}

function eachBye(judge: (bye: SipSeen, call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls)
      for (const bye of call.requests('BYE', call.caller)) yield* judge(bye, call, run);
  };
}

/** A BYE of the session's own dialog; and there is one where all was carried and nothing else ended the session. */
function* endsByBye(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const byes = call.requests('BYE', call.caller);
    for (const bye of byes) {
      const of = call.finals.find(({ toTag }) => toTag === bye.toTag) ?? earlyDialogOf(bye, call);
      const ok = of !== undefined && bye.fromTag === call.invite.fromTag && bye.number > call.invite.number;
      yield check(ok, [bye.seq], 'the BYE is not of the dialog that the 200 made');
    }
    const carried = carriedBy(call);
    const done = taken(call).length > 0 && carried.length > 0 && carried.every(isKnown);
    if (byes.length === 0 && run.finished && done && undisturbed(call, run)) {
      yield check(
        false,
        carried.flatMap(({ answered }) => (answered ? [answered.seq] : [])),
        'all was carried, and no BYE left',
      );
    }
  }
}

/** "The caller's UA MAY send a BYE for either confirmed or early dialogs" (RFC 3261 §15). */
function earlyDialogOf(bye: SipSeen, { caller, invite, sip }: Call): SipSeen | undefined {
  return sip.find(
    (seen) => !seen.sent && seen.node === caller && answers(seen, invite) && seen.toTag === bye.toTag,
  );
}

/** The Contact of the 200, or with which its peer has refreshed that since (RFC 3261 §12.2.1.2, §12.2.2). */
function* isForTheIdentity(bye: SipSeen, call: Call): Generator<Check> {
  const success = call.finals.find(({ toTag }) => toTag === bye.toTag);
  if (success === undefined || bye.message.kind !== 'request') return;
  const told = call.sip.findLast(
    (seen) =>
      !seen.sent &&
      seen.node === bye.node &&
      seen.seq < bye.seq &&
      (seen.toTag === bye.toTag || seen.fromTag === bye.toTag) &&
      refreshesTarget(seen),
  );
  const target = targetOf(told ?? success);
  if (target === undefined) return;
  yield check(
    sameUri(bye.message.uri, target),
    [success.seq, bye.seq],
    `the Request-URI is ${bye.message.uri}, not ${target}`,
  );
}

/** "The route set [is] the list of URIs in the Record-Route … taken in reverse order" (RFC 3261 §12.1.2). */
function* goesByTheRouteSet(bye: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const success = call.finals.find(({ toTag }) => toTag === bye.toTag);
  if (success === undefined) return;
  const wanted = readAll(success.message, recordRoute)
    .map(({ uri }) => uri)
    .reverse();
  const taken = readAll(bye.message, route).map(({ uri }) => uri);
  const core = wanted.length === 0 || run.parameters.roleOf(bye.record.to) === 'core';
  yield check(
    core && wanted.join() === taken.join(),
    [success.seq, bye.seq],
    'it does not follow the route set',
  );
}

function eachZeroing(judge: (invite: SipSeen, call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls)
      for (const invite of zeroingInvites(call, run)) yield* judge(invite, call, run);
  };
}

/** The lines of the files that had been carried when a request left. */
function carriedBefore(seen: SipSeen, call: Call): number[] {
  return carriedBy(call).flatMap(({ stream, answered }) =>
    answered && answered.seq < seen.seq ? [stream.index] : [],
  );
}

function* closesWhatWasCarried(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const done = new Set(carriedBefore(invite, call));
  const wrong = zeroed(invite, call, run).find(
    (index) =>
      !done.has(index) &&
      taken(call).some((stream) => stream.index === index && !isGivenUp(stream, invite, run)),
  );
  yield check(
    wrong === undefined,
    [invite.seq],
    `m= line ${(wrong ?? 0) + 1} was closed before its file had been carried`,
  );
}

/**
 * Either side broke it off before: a chunk ended with "#" (RFC 5547 §8.4), or its failure was told; its session failed; or the file is larger than the answer's
 * max-size, or of a type that it does not name, so that it may not be sent at all (§8.7, RFC 4975 §8.6).
 */
function isGivenUp(stream: Stream, before: SipSeen, run: RunModel): boolean {
  const { call, index, msrp } = stream;
  const name = call.offer?.lines[index]?.msrp?.file?.selector.name;
  const notBegun = [...run.stores(call.caller, 'too large'), ...run.stores(call.caller, 'type not taken')];
  const passedOver = notBegun.some(
    ({ seq, value }) => seq < before.seq && text(get(value, 'file')) === (name ?? ''),
  );
  const stopped = msrp.some(
    (seen) =>
      seen.firstSeq < before.seq &&
      (isFailure(seen) || (seen.message.kind === 'request' && seen.message.flag === '#')),
  );
  const failed = streamStates(stream, call.caller, run).some(
    ({ to, seq }) => to === 'failed' && seq < before.seq,
  );
  return stopped || failed || passedOver || waitedInVain(stream, call.caller, before.seq, run);
}

/** "If the timer set expires": a file that was carried and had lingered while another was still to be carried has a re-INVITE of its own. */
function* closesInTime(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [bye] = call.byes(call.caller);
    if (bye === undefined || !undisturbed(call, run)) continue;
    const closed = new Set(zeroingInvites(call, run).flatMap((invite) => zeroed(invite, call, run)));
    const ends = carriedBy(call).map((one) => ({ ...one, end: endOf(one) }));
    const longest = Math.max(0, ...ends.map(({ end }) => (end === undefined ? 0 : end.at)));
    const last = ends.find(({ end }) => end?.at === longest)?.end;
    for (const { stream, end } of ends) {
      if (
        end === undefined ||
        last === undefined ||
        call.offer?.lines[stream.index]?.msrp?.file === undefined
      )
        continue;
      if (end.at + lingerUs(call, run) + PATIENCE_US > longest) continue;
      const told = `m= line ${stream.index + 1} had been carried, other media remained, and no re-INVITE closed it`;
      yield check(closed.has(stream.index), [end.seq, last.seq, bye.seq], told);
    }
  }
}

/** What told the sender that all of a file had come: the report that it asked for, or else the last 200. */
function endOf({ asksSuccess, answered, reported }: Carried): Carried['answered'] {
  return asksSuccess ? answered && reported : answered;
}

/** A re-INVITE may have to wait for another one, and for up to 4 s after two have crossed (RFC 3261 §14.1). */
const PATIENCE_US = 5_000_000;

function lingerUs(call: Call, run: RunModel): number {
  const act = run.parameters.pushAt(call.caller, call.invites[0]?.at ?? -1);
  const options = [get(act, 'options'), get(run.parameters.planOf(call.caller), 'push')];
  return options.map((one) => number(get(one, 'lingerUs'))).find((one) => one !== undefined) ?? 0;
}

/** Its sender knew by then that all of it had come. Where nobody tells it, it learns so from the receiver's host, some time after the arrival. */
function isOverFor(one: Carried, { seq, at }: SipSeen): boolean {
  const end = endOf(one);
  if (end === undefined) return false;
  const isTold = end.message.kind === 'response' || one.asksSuccess;
  return isTold ? end.seq < seq : end.at + PATIENCE_US < at;
}

function* closesAllThatWere(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const closed = new Set(zeroed(invite, call, run));
  const left = carriedBy(call)
    .filter((one) => isOverFor(one, invite))
    .map(({ stream }) => stream.index)
    .find((index) => !closed.has(index));
  yield check(
    left === undefined,
    [invite.seq],
    `m= line ${(left ?? 0) + 1} had been carried, and its port is not 0`,
  );
}

/** Nothing is sent after the BYE, and once it is over each of the call's MSRP sessions comes to its end. */
function* releasesTheMedia(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    const [bye] = call.byes(call.caller);
    if (bye === undefined || forgetful(run, call.caller)) continue;
    const late = call.streams
      .flatMap((stream) => msrpRequests(stream, 'SEND', call.caller, true))
      .find(({ lastSeq }) => lastSeq > bye.seq);
    yield check(late === undefined, late ? [bye.seq, late.lastSeq] : [bye.seq], 'a SEND left after the BYE');
    if (!run.finished) continue;
    // What answers it, or else that nobody does, ends the session all the same (RFC 3261 §15.1.1).
    const [answer = bye] = call.finalsTo(bye);
    const states = sessionStates(call, call.caller, run);
    const open = [...new Set(states.map(({ id }) => id))].filter(
      (id) =>
        !['closing', 'closed', 'failed'].includes(states.filter((one) => one.id === id).at(-1)?.to ?? ''),
    );
    yield check(
      open.length === 0,
      [answer.seq, ...states.slice(-1).map(({ seq }) => seq)],
      `the MSRP session ${open[0]} was kept`,
    );
  }
}
