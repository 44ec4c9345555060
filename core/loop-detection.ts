// RFC 3261 §16.3 item 4, §16.6 item 8, RFC 5393 §4.2: telling a request that runs in a circle from one that comes by again on another way.
import type { Chance } from '../sim/chance.ts';
import { read, readAll, type Via, via } from './sip/header-table.ts';
import { header, headerValues } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import { branchOf } from './sip/via.ts';

/**
 * "This second part MUST vary with any field used by the location service logic": beside the Request-URI and the Routes, what caller
 * preferences (RFC 3841) and extensions read. "This second part MUST NOT vary with the request method."
 */
const deciding = [
  'Route',
  'Accept-Contact',
  'Reject-Contact',
  'Request-Disposition',
  'Event',
  'Proxy-Require',
];

/** The second part of a branch: equal for two requests exactly when this proxy would route them alike. The first part is not looked at. */
export function loopHash(chance: Chance, host: string, request: SipRequest): string {
  const values = deciding.flatMap((name) => [name, ...headerValues(request, name)]);
  const text = JSON.stringify([request.uri, header(request, 'Call-ID') ?? '', ...values]);
  return chance.token(`${host}/loop/${text}`, 8);
}

/** Whether one of the Via values that `isOwn` knows as this proxy's has `hash` as the second part of its branch. */
export function hasLooped(request: SipRequest, hash: string, isOwn: (value: Via) => boolean): boolean {
  return readAll(request, via).some((value) => (branchOf(value) ?? '').endsWith(`.${hash}`) && isOwn(value));
}

/** What tells apart the requests that reach a proxy: two that differ in it are never given the same branch (§16.11). */
export function originOf(request: SipRequest): string {
  const top = read(request, via);
  const branch = top && branchOf(top);
  const rest = ['Call-ID', 'From', 'To', 'CSeq'].map((name) => header(request, name) ?? '');
  // The CANCEL of an INVITE and the ACK of its failure share its branch (§9.1, §17.1.1.3), the method in their CSeq does not count.
  rest[3] = rest[3]?.trim().split(/\s/, 1)[0] ?? '';
  return JSON.stringify([top?.host, top?.port ?? '', branch ?? '', ...rest]);
}
