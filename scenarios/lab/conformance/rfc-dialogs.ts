// RFC 3261 §12: how a dialog is made, and where the requests within it go.
import { contact, read, readAll, recordRoute, route } from '../../../core/sip/header-table.ts';
import { sameUri } from '../../../core/sip/same-uri.ts';
import { type Call, isInitialInvite, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { forgetful } from './rfc-transactions.ts';

export const rfcDialogs: readonly Monitor[] = [
  monitor('RFC3261-12.1.1', 'no INVITE was answered by what makes a dialog', eachCall(makesTheDialog)),
  monitor('RFC3261-12.2.1.1', 'no request was sent within a dialog', eachCall(goesToTheTarget)),
];

function eachCall(judge: (call: Call, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.allCalls) yield* judge(call, run);
  };
}

/** "the UAS MUST copy all Record-Route header field values from the request into the response […] The UAS MUST add a Contact header field" */
function* makesTheDialog(call: Call, run: RunModel): Generator<Check> {
  const invites = new Map<string, SipSeen>();
  for (const seen of call.sip) {
    if (run.parameters.roleOf(seen.node) === 'core') continue;
    const key = `${seen.node} ${seen.branch}`;
    if (!seen.sent && isInitialInvite(seen)) invites.set(key, seen);
    const invite = invites.get(key);
    const status = seen.status ?? 0;
    if (!seen.sent || seen.method !== 'INVITE' || status <= 100 || status >= 300 || invite === undefined)
      continue;
    if (seen.toTag === undefined || seen.record.transmission > 0) continue;
    const contacts = readAll(seen.message, contact);
    const routes = (of: SipSeen) =>
      readAll(of.message, recordRoute)
        .map(({ uri }) => uri)
        .join();
    const wrong =
      contacts.length !== 1 || contacts[0] === '*'
        ? 'it has not exactly one Contact'
        : routes(invite) === routes(seen)
          ? undefined
          : 'its Record-Route is not that of the INVITE';
    yield check(wrong === undefined, [invite.seq, seen.seq], wrong ?? '');
  }
}

/** What one side keeps of a dialog (§12.1.1, §12.1.2). */
interface Dialog {
  readonly made: SipSeen;
  readonly routeSet: readonly string[];
  target: string;
}

/**
 * "The UAC uses the remote target and route set to build the Request-URI and Route header field of the request": the peer's last Contact, and
 * the Record-Route of the message that made the dialog, at the caller in reverse order. Route sets of strict routers are left aside.
 */
function* goesToTheTarget(call: Call, run: RunModel): Generator<Check> {
  const dialogs = new Map<string, Dialog>();
  const invites = new Map<string, SipSeen>();
  for (const seen of call.sip) {
    if (run.parameters.roleOf(seen.node) === 'core' || forgetful(run, seen.node)) continue;
    const mine = `${seen.node} ${call.invite.fromTag === seen.fromTag ? seen.toTag : seen.fromTag}`;
    if (!seen.sent && isInitialInvite(seen)) invites.set(`${seen.node} ${seen.branch}`, seen);
    if (makesOne(seen)) {
      const from = seen.sent ? invites.get(`${seen.node} ${seen.branch}`) : seen;
      if (from !== undefined && !dialogs.has(mine)) dialogs.set(mine, dialogFrom(from));
    }
    const dialog = dialogs.get(mine);
    if (dialog === undefined) continue;
    if (!seen.sent && refreshesTarget(seen)) dialog.target = targetOf(seen) ?? dialog.target;
    if (!seen.sent || seen.message.kind !== 'request' || ownTransaction(seen, call)) continue;
    if (dialog.routeSet.some((uri) => !/;lr\b/i.test(uri))) continue;
    const taken = readAll(seen.message, route).map(({ uri }) => uri);
    const there = sameUri(seen.message.uri, dialog.target);
    const wrong = there
      ? 'its Route is not the route set'
      : `it is for ${seen.message.uri}, and the remote target is ${dialog.target}`;
    yield check(there && taken.join() === dialog.routeSet.join(), [dialog.made.seq, seen.seq], wrong);
  }
}

/** A 2xx to the INVITE without which there is no dialog, sent or received. */
function makesOne({ status = 0, method }: SipSeen): boolean {
  return status >= 200 && status < 300 && method === 'INVITE';
}

function dialogFrom(made: SipSeen): Dialog {
  const uris = readAll(made.message, recordRoute).map(({ uri }) => uri);
  return {
    made,
    routeSet: made.message.kind === 'request' ? uris : uris.reverse(),
    target: targetOf(made) ?? '',
  };
}

export function targetOf({ message }: SipSeen): string | undefined {
  const said = read(message, contact);
  return said === undefined || said === '*' ? undefined : said.uri;
}

/** INVITE and UPDATE, and what accepts them. */
export function refreshesTarget({ status, method }: SipSeen): boolean {
  const accepted = status === undefined || (status >= 200 && status < 300);
  return accepted && (method === 'INVITE' || method === 'UPDATE');
}

/** What goes by the way of its INVITE: the INVITE itself, its CANCEL, and the ACK to a refusal (§17.1.1.3). */
function ownTransaction(seen: SipSeen, call: Call): boolean {
  if (isInitialInvite(seen) || isRequest(seen, 'CANCEL')) return true;
  return (
    isRequest(seen, 'ACK') &&
    call.sip.some(
      (other) =>
        other.sent && other.node === seen.node && isRequest(other, 'INVITE') && other.branch === seen.branch,
    )
  );
}
