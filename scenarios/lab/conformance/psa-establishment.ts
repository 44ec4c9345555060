// 6.5 and 6.5.2.1, steps 1 to 9: the INVITE of a push.
import { checkMsrp } from '../../../agents/sdp/msrp-media.ts';
import {
  allow,
  contact,
  maxForwards,
  read,
  readAll,
  sessionExpires,
  supported,
} from '../../../core/sip/header-table.ts';
import { headerValues } from '../../../core/sip/headers.ts';
import { sameUri } from '../../../core/sip/same-uri.ts';
import { numbered } from '../members.ts';
import type { Call } from './call.ts';
import { type Described, sdpText } from './described.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { byItself, type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get, list, number, text } from './parameters.ts';

const noPush = 'no push sender sent an INVITE';

export const psaEstablishment: readonly Monitor[] = byItself([
  monitor('PSA-EST-00', 'nothing large was pushed', largeContentGoesByMsrp),
  monitor('PSA-EST-01', noPush, eachInvite(wellFormed)),
  monitor('PSA-EST-02', noPush, eachInvite(namesTheService)),
  monitor('PSA-EST-02a', 'no Accept-Contact had require or explicit', eachInvite(requireAndExplicit)),
  monitor('PSA-EST-03', 'no push was for an application', eachInvite(namesTheApplication)),
  monitor('PSA-EST-04', noPush, eachInvite(allowsWhatItUses)),
  monitor('PSA-EST-05', noPush, eachInvite(supportsTimer)),
  monitor('PSA-EST-06', noPush, eachInvite(offersToRefresh)),
  monitor('PSA-EST-07', noPush, eachInvite(isForTheReceiver)),
  monitor('PSA-EST-08', noPush, eachInvite(offersMsrp)),
  monitor('PSA-EST-08a', noPush, eachInvite(sendsOnly)),
  monitor('PSA-EST-08b', 'no offer described files', eachInvite(describesFiles)),
  monitor('PSA-EST-08c', 'no push had several files', eachInvite(oneLineAFile)),
  monitor('PSA-EST-09', noPush, eachInvite(goesToTheCore)),
]);

type JudgeInvite = (invite: SipSeen, call: Call, run: RunModel) => Iterable<Check>;

function eachInvite(judge: JudgeInvite) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls) for (const invite of call.invites) yield* judge(invite, call, run);
  };
}

/** The act that an INVITE carries out: what the push is to bring, and to whom. */
export function actOf(call: Call, run: RunModel): RecordOf<'act'> | undefined {
  const cause = run.record(call.invites[0]?.record.cause);
  return cause?.type === 'act' && cause.act === 'push' ? cause : undefined;
}

/** What the scenario says of a push: the act's options, or else its sender's. */
function optionOf(call: Call, run: RunModel, key: string): string | undefined {
  const act = run.parameters.pushAt(call.caller, call.invites[0]?.at ?? -1);
  const plan = run.parameters.planOf(call.caller);
  const option = [get(act, 'options'), get(plan, 'push'), plan].map((one) => get(one, key));
  return option.map((one) => text(get(one, 'name'))).find((name) => name !== undefined);
}

/**
 * "Large" is for the scenario to say (`large-from`). Where it says nothing: "A MESSAGE request … outside a session MUST NOT exceed 1300
 * octets" (RFC 3428 §8), so what is more is large.
 */
const LARGE = 1300;

function* largeContentGoesByMsrp(run: RunModel): Generator<Check> {
  const large = number(get(run.parameters.json, 'largeFromBytes')) ?? LARGE;
  const calls = new Map(run.calls.map((call) => [call.invites[0]?.record.cause, call]));
  for (const act of run.ofType('act')) {
    const bytes = list(get(act.detail, 'files')).map((file) => number(get(file, 'bytes')) ?? 0);
    if (act.act !== 'push' || bytes.reduce((sum, one) => sum + one, 0) <= large) continue;
    const call = calls.get(act.seq);
    // Where no connection opened, or the run was over before, nothing left at all.
    if (call === undefined && !sentOtherwise(act.seq, run)) continue;
    // Who left the offer to a callee that made none has nothing to answer.
    if (call?.calleeOffers && !hasMsrp(call.answered)) continue;
    yield check(
      hasMsrp(call?.offer),
      [act.seq, ...(call ? [call.invite.seq] : [])],
      'no INVITE with an MSRP line followed the push',
    );
  }
}

function hasMsrp(described: Described | undefined): boolean {
  return described?.lines.some(({ msrp }) => msrp !== undefined) ?? false;
}

function sentOtherwise(act: number, run: RunModel): boolean {
  return causesOf(run).has(act);
}

/** What brought about that a SIP message was sent. */
const causesOf = once((run: RunModel) => new Set(run.sent.map(({ record }) => record.cause)));

function* wellFormed(
  { seq, message, errors, method, fromTag, branch }: SipSeen,
  _call: Call,
  run: RunModel,
): Generator<Check> {
  // The document's own Accept-Contact has no "*"; its dialect is judged by its own grammar.
  const flaw = errors.find(({ rule }) => !(run.parameters.early && rule.includes('Accept-Contact')));
  const contacts = readAll(message, contact);
  const wrong =
    flaw !== undefined
      ? `${flaw.rule}: ${flaw.text}`
      : method !== 'INVITE'
        ? 'its CSeq is for another method'
        : fromTag === undefined
          ? 'From has no tag'
          : !branch.startsWith('z9hG4bK')
            ? 'its branch does not begin with z9hG4bK'
            : read(message, maxForwards) === undefined
              ? 'Max-Forwards is missing'
              : contacts.length !== 1 || contacts[0] === '*'
                ? 'it has not exactly one Contact'
                : undefined;
  yield check(wrong === undefined, [seq], wrong ?? '');
}

/** The feature parameters of each Accept-Contact value, in small letters; the document's own form has no `*;` before them. */
function wanted({ message }: SipSeen): string[][] {
  return headerValues(message, 'Accept-Contact').map((value) =>
    value
      .split(';')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== '*' && part !== ''),
  );
}

function* namesTheService(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const service = optionOf(call, run, 'service')?.toLowerCase();
  if (service === undefined) return;
  const named = wanted(invite).some((parts) => parts.some((part) => tagName(part) === service));
  yield check(named, [invite.seq], `no Accept-Contact has ${service}`);
}

function tagName(part: string): string {
  return part.split('=')[0]?.trim() ?? '';
}

function* requireAndExplicit(invite: SipSeen): Generator<Check> {
  for (const parts of wanted(invite)) {
    const flags = parts.filter((part) => ['require', 'explicit'].includes(tagName(part)));
    if (flags.length === 0) continue;
    const plain = flags.every((flag) => !flag.includes('=')) && new Set(flags).size === flags.length;
    yield check(plain, [invite.seq], 'require and explicit stand once, without a value');
  }
}

function* namesTheApplication(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const application = optionOf(call, run, 'application')?.toLowerCase();
  const service = optionOf(call, run, 'service')?.toLowerCase();
  const values = wanted(invite).map((parts) => parts.map(tagName));
  const naming = values.filter((names) =>
    names.some((name) => name === application || name.includes('.iari.')),
  );
  if (application === undefined && naming.length === 0) return;
  const further = naming.some((names) => service === undefined || !names.includes(service));
  yield check(further, [invite.seq], 'no Accept-Contact of its own names the application');
}

function* allowsWhatItUses(invite: SipSeen, call: Call): Generator<Check> {
  const used = new Set(
    call.sip
      .filter(({ sent, node, message }) => sent && node === call.caller && message.kind === 'request')
      .map(({ method }) => method),
  );
  const allowed = new Set(readAll(invite.message, allow));
  const missing = [...used, 'INVITE', 'ACK', 'BYE', 'CANCEL'].find((method) => !allowed.has(method));
  yield check(missing === undefined, [invite.seq], `Allow has no ${missing}`);
}

function* supportsTimer({ seq, message }: SipSeen): Generator<Check> {
  const tags = readAll(message, supported).map((tag) => tag.toLowerCase());
  yield check(tags.includes('timer'), [seq], 'Supported has no timer');
}

function* offersToRefresh({ seq, message }: SipSeen): Generator<Check> {
  const interval = read(message, sessionExpires);
  yield check(
    interval?.refresher === 'uac',
    [seq],
    interval ? 'refresher is not uac' : 'there is no Session-Expires',
  );
}

function* isForTheReceiver(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const act = actOf(call, run);
  const asked = text(get(act?.detail ?? null, 'to'));
  const member = /-(\d+)$/.exec(call.caller)?.[1];
  const to = asked && member !== undefined ? numbered(asked, Number(member)) : asked;
  if (invite.message.kind !== 'request' || to === undefined) return;
  yield check(
    sameUri(invite.message.uri, to),
    [invite.seq],
    `the Request-URI is ${invite.message.uri}, not ${to}`,
  );
  for (const arrival of call.arrivals.filter((one) => one.number === invite.number)) {
    const uri = arrival.message.kind === 'request' ? arrival.message.uri : '';
    const bound = run.bindingsTo(uri).find(({ seq }) => seq < arrival.seq);
    yield check(
      bound !== undefined,
      [arrival.seq, ...(bound ? [bound.seq] : [])],
      `nobody registered ${uri}`,
    );
  }
}

function* offersMsrp(invite: SipSeen, _call: Call, run: RunModel): Generator<Check> {
  const offer = run.describe(invite);
  if (invite.cut) return;
  const index = offer?.lines.findIndex(({ msrp }) => msrp !== undefined) ?? -1;
  const problems =
    offer?.lines.flatMap(({ msrp }, at) => (msrp === undefined ? [] : checkMsrp(offer.sdp, at))) ?? [];
  // The document's own example has an empty s=, which its dialect reads without an error.
  const wrong =
    offer === undefined
      ? sdpText(invite.message) === undefined
        ? 'there is no SDP'
        : 'its SDP cannot be read'
      : (offer.errors[0] ?? problems[0])?.text;
  yield check(wrong === undefined && index >= 0, [invite.seq], wrong ?? 'it offers no MSRP');
}

function* sendsOnly(invite: SipSeen, _call: Call, run: RunModel): Generator<Check> {
  for (const { msrp } of run.describe(invite)?.lines ?? []) {
    if (msrp === undefined) continue;
    yield check(msrp.direction === 'sendonly', [invite.seq], `an MSRP line is ${msrp.direction}`);
  }
}

function* describesFiles(invite: SipSeen, _call: Call, run: RunModel): Generator<Check> {
  for (const { msrp } of run.describe(invite)?.lines ?? []) {
    if (msrp?.file === undefined) continue;
    const { selector, transferId } = msrp.file;
    const known = selector.size !== undefined || selector.type !== undefined || selector.hashes.length > 0;
    const identified = transferId !== undefined || run.parameters.early;
    yield check(
      known && identified,
      [invite.seq],
      known ? 'no file-transfer-id' : 'the file has neither size, type nor hash',
    );
  }
}

function* oneLineAFile(invite: SipSeen, call: Call, run: RunModel): Generator<Check> {
  const files = list(get(actOf(call, run)?.detail ?? null, 'files')).filter(
    (file) => get(file, 'name') !== '',
  );
  // Where there is no SDP at all, PSA-EST-08 says so.
  if (files.length < 2 || invite.cut || call.calleeOffers) return;
  const lines = run.describe(invite)?.lines.filter(({ msrp }) => msrp?.file !== undefined) ?? [];
  yield check(
    lines.length === files.length,
    [invite.seq],
    `${files.length} files have ${lines.length} m= lines`,
  );
}

function* goesToTheCore(invite: SipSeen, _call: Call, run: RunModel): Generator<Check> {
  const { to } = invite.record;
  yield check(run.parameters.roleOf(to) === 'core', [invite.seq], `it went to ${to}`);
}
