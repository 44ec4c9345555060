// RFC 3261 §17.1.3, §17.2.3, §9.2, §8.2.2.2: which transaction a message belongs to, as keys that are equal when the RFC says "match".

import { cseq, from, read, to, via } from './header-table.ts';
import { header, headerValues } from './headers.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import { BRANCH_COOKIE, branchOf, sentBy, type Via } from './via.ts';

/**
 * The key of a client transaction: branch and CSeq method, since a CANCEL shares its branch with its INVITE. The sent-by goes in
 * as well: a response whose sent-by is not ours is discarded (§18.1.2). Undefined for a message without them.
 */
export function clientKey(message: SipRequest | SipResponse): string | undefined {
  const top = read(message, via);
  const branch = top && branchOf(top);
  const sequence = read(message, cseq);
  if (top === undefined || branch === undefined || sequence === undefined) return undefined;
  return `${branchKey(top, branch)} ${sequence.method}`;
}

/** In place of a method: "anything but CANCEL or ACK" (§9.2). No method has a blank in it. */
export const CANCELLED = 'what a CANCEL names';

/**
 * The key of the server transaction that a request opens or belongs to, an ACK to its INVITE's; with `CANCELLED` as `method`, the key under
 * which a CANCEL finds what it names. "The method of the request matches the one that created the transaction, except for ACK."
 */
export function serverKey(request: SipRequest, method: string = request.method): string | undefined {
  const top = read(request, via);
  if (top === undefined) return undefined;
  const branch = branchOf(top);
  if (branch === undefined || !hasCookie(branch)) return oldServerKey(request, method);
  return `${branchKey(top, branch)} ${method === 'ACK' ? 'INVITE' : method}`;
}

/**
 * The key under which the ACK for `response` finds its INVITE when the branch is no RFC 3261 one: as the INVITE's, but with the To tag
 * of the response. Undefined where the branch has the cookie: then the ACK's own key is enough.
 */
export function oldAckKey(invite: SipRequest, response: SipResponse): string | undefined {
  const top = read(invite, via);
  if (top === undefined || hasCookie(branchOf(top) ?? '')) return undefined;
  return oldKey(invite, toTag(response), 'ACK');
}

/** What merged requests have in common (§8.2.2.2): From tag, Call-ID and CSeq. Undefined for a request with a To tag. */
export function mergeKey(request: SipRequest): string | undefined {
  const sequence = read(request, cseq);
  if (sequence === undefined || toTag(request) !== '') return undefined;
  return `${fromTag(request)} ${sequence.number} ${sequence.method} ${header(request, 'Call-ID')}`;
}

/** The branch as it stands, for the id of a transaction. */
export function branchText(request: SipRequest): string {
  const top = read(request, via);
  return (top && branchOf(top)) ?? 'no branch';
}

/** Branch and sent-by; tokens and host names match in any case (§7.3.1), and a port left out is 5060 (§18.2.2). */
function branchKey(top: Via, branch: string): string {
  return `${branch.toLowerCase()} ${sentBy({ ...top, port: top.port ?? 5060 }).toLowerCase()}`;
}

function hasCookie(branch: string): boolean {
  return branch.slice(0, BRANCH_COOKIE.length).toLowerCase() === BRANCH_COOKIE.toLowerCase();
}

/** RFC 2543 rules: Request-URI, To tag, From tag, Call-ID, CSeq and top Via; an ACK's To tag is that of the response. */
function oldServerKey(request: SipRequest, method: string): string {
  return oldKey(request, toTag(request), method);
}

function oldKey(request: SipRequest, tag: string, method: string): string {
  const number = read(request, cseq)?.number;
  const top = headerValues(request, 'Via')[0];
  return JSON.stringify([
    method,
    request.uri,
    tag,
    fromTag(request),
    header(request, 'Call-ID'),
    number,
    top,
  ]);
}

function toTag(message: SipMessage): string {
  const value = read(message, to);
  return (value && tagOf(value)) ?? '';
}

function fromTag(message: SipMessage): string {
  const value = read(message, from);
  return (value && tagOf(value)) ?? '';
}
