// RFC 3261 §7, §8, §12, §20: what every SIP message has to be.
import { from, read, readAll, to, via } from '../../../core/sip/header-table.ts';
import { header } from '../../../core/sip/headers.ts';
import { sameUri } from '../../../core/sip/same-uri.ts';
import { branchOf } from '../../../core/sip/via.ts';
import { againByUdp, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { byItself, type Monitor, monitor } from './monitor.ts';

const noSip = 'no SIP message was sent';

export const rfcMessages: readonly Monitor[] = [
  ...byItself([
    monitor('RFC3261-7.3.1', noSip, canBeRead),
    monitor('RFC3261-8.1.1', 'no request was sent', hasWhatItMust),
    monitor('RFC3261-20.14', noSip, lengthIsRight),
  ]),
  monitor('RFC3261-8.1.1.5', 'no request was sent', countsUp),
  monitor('RFC3261-8.1.1.7', 'no request was sent', branchIsItsOwn),
  monitor('RFC3261-8.2.6.2', 'no response was sent', repeatsItsRequest),
];

function* canBeRead(run: RunModel): Generator<Check> {
  for (const { seq, errors, record, status } of run.sent) {
    // A response repeats what its request said, even where a fault on the way has made that unreadable.
    if (status !== undefined && (run.sipAt(record.cause)?.errors.length ?? 0) > 0) continue;
    // The document's own Accept-Contact has no "*".
    const flaw = errors.find(({ rule }) => !(run.parameters.early && rule.includes('Accept-Contact')));
    yield check(flaw === undefined, [seq], flaw ? `${flaw.rule}: ${flaw.text}` : '');
  }
}

/** "A valid SIP request formulated by a UAC MUST, at a minimum, contain the following header fields"; a CANCEL of a proxy's too. */
const mandatory = ['To', 'From', 'CSeq', 'Call-ID', 'Max-Forwards', 'Via'];

function* hasWhatItMust(run: RunModel): Generator<Check> {
  for (const { cut, seq, message } of run.sent) {
    if (cut || message.kind !== 'request') continue;
    const missing = mandatory.find((name) => header(message, name) === undefined);
    yield check(missing === undefined, [seq], `${message.method} has no ${missing}`);
  }
}

/** "Requests within a dialog MUST contain strictly monotonically increasing and contiguous CSeq sequence numbers" (§12.2.1.1); gaps are left to the peer. */
function* countsUp(run: RunModel): Generator<Check> {
  const last = new Map<string, SipSeen>();
  for (const seen of run.sent) {
    if (seen.message.kind !== 'request') continue;
    const { method } = seen.message;
    yield check(method === seen.method, [seen.seq], `the CSeq of ${method} is for ${seen.method}`);
    if (
      run.parameters.roleOf(seen.node) === 'core' ||
      ['ACK', 'CANCEL'].includes(method) ||
      seen.record.transmission > 0
    )
      continue;
    // The first request of a dialog follows that which began it.
    const begun = `${seen.node} ${seen.callId} ${seen.fromTag}`;
    const key = seen.toTag === undefined ? begun : `${begun} ${seen.toTag}`;
    const before = last.get(key) ?? last.get(begun);
    last.set(key, seen);
    if (before !== undefined && !againByUdp(before, seen))
      yield check(
        seen.number > before.number,
        [before.seq, seen.seq],
        `CSeq went from ${before.number} to ${seen.number}`,
      );
  }
}

/** Of INVITE, its CANCEL and its ACK to a refusal there is one branch; a retransmission has that of what it repeats. */
function* branchIsItsOwn(run: RunModel): Generator<Check> {
  const owners = new Map<string, { readonly seen: SipSeen; readonly transaction: string }>();
  for (const seen of run.sent) {
    if (seen.message.kind !== 'request') continue;
    const { method } = seen.message;
    const family = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
    const transaction = `${seen.node} ${seen.callId} ${seen.number} ${family}`;
    const owner = owners.get(seen.branch) ?? { seen, transaction };
    owners.set(seen.branch, owner);
    const cookie = seen.branch.startsWith('z9hG4bK');
    const own = owner.transaction === transaction;
    yield check(
      cookie && own,
      own ? [seen.seq] : [owner.seen.seq, seen.seq],
      cookie ? `the branch ${seen.branch} was used before` : 'the branch does not begin with z9hG4bK',
    );
  }
}

/**
 * A response and the request that it answers: the last one that reached the node with that top Via and method, or the first, whose response
 * is sent again for whatever comes by that branch (§17.2.3).
 */
function* repeatsItsRequest(run: RunModel): Generator<Check> {
  const requests = new Map<string, SipSeen>();
  const firsts = new Map<string, SipSeen>();
  for (const seen of run.sip) {
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    if (!seen.sent && seen.message.kind === 'request' && !isRequest(seen, 'ACK')) {
      requests.set(key, seen);
      if (!firsts.has(key)) firsts.set(key, seen);
    }
    if (!seen.sent || seen.status === undefined) continue;
    const last = requests.get(key);
    const first = firsts.get(key);
    const fits = (one: SipSeen | undefined) => one !== undefined && difference(one, seen) === undefined;
    const request = !fits(last) && fits(first) ? first : last;
    const wrong = request === undefined ? 'no request has its Via and CSeq' : difference(request, seen);
    yield check(wrong === undefined, [...(request ? [request.seq] : []), seen.seq], wrong ?? '');
  }
}

function difference(request: SipSeen, response: SipSeen): string | undefined {
  const [call, own] = [request, response].map(({ message }) => header(message, 'Call-ID'));
  if (call !== own) return 'Call-ID is not the request’s';
  if (request.number !== response.number) return 'CSeq is not the request’s';
  if (request.fromTag !== response.fromTag) return 'From is not the request’s';
  if (request.vias !== response.vias || !sameWay(request, response)) return 'its Via are not the request’s';
  if (namesAnother(request, response, from)) return 'From is not the request’s';
  if (namesAnother(request, response, to)) return 'To is not the request’s';
  if (request.toTag !== undefined)
    return request.toTag === response.toTag ? undefined : 'the tag of To was changed';
  // A To that came broken, and that nobody can read, is copied with the tag that it has.
  const [asked, said] = [request, response].map(({ message }) => header(message, 'To'));
  if (asked === said && /;\s*tag=/i.test(asked ?? '')) return undefined;
  return response.toTag === undefined && response.status !== 100 ? 'To has no tag' : undefined;
}

/** "The Via header field values in the response MUST equal the Via header field values in the request and MUST maintain the same ordering." */
function sameWay(request: SipSeen, response: SipSeen): boolean {
  const branches = ({ message }: SipSeen) => readAll(message, via).map((one) => branchOf(one) ?? '');
  return branches(request).join() === branches(response).join();
}

/** Whether From or To has another URI; what cannot be read is left to who cannot read it. */
function namesAnother(request: SipSeen, response: SipSeen, name: typeof from): boolean {
  const [asked, said] = [read(request.message, name)?.uri, read(response.message, name)?.uri];
  return asked !== undefined && said !== undefined && asked !== said && !sameUri(asked, said);
}

function* lengthIsRight(run: RunModel): Generator<Check> {
  for (const { seq, message, cut, surplus } of run.sent) {
    const length = header(message, 'Content-Length');
    if (cut || length === undefined) continue;
    const ok = Number(length) === message.body.length && surplus === 0;
    yield check(
      ok,
      [seq],
      `Content-Length is ${length}, the body has ${message.body.length + surplus} octets`,
    );
  }
}
