// RFC 4028 §8: how a proxy takes part in the session timers of those who call through it. It keeps no state of the sessions: "a stateful
// proxy server […] MAY also follow the rules described here", and remembers what it did "for the duration of the transaction".
import type { Refusal } from './proxy-validation.ts';
import { minSE, read, readAll, require_, sessionExpires, supported } from './sip/header-table.ts';
import { hasHeader, withHeader } from './sip/headers.ts';
import type { SipRequest, SipResponse } from './sip/message.ts';

/** "That minimum MUST NOT be lower than 90 seconds" (§8.1), which is also what Min-SE is where it is absent (§5). */
const SMALLEST_S = 90;

export interface IntervalPolicy {
  /** What it asks for where a request does not, and lowers a longer interval to, in s. Absent: it takes what the callers ask for. */
  readonly intervalS?: number;
  /** Its minimum, in s. */
  readonly leastS?: number;
}

/** What a proxy knows of a request when its answer comes. */
export interface AskedInterval {
  /** The Session-Expires that it forwarded, in s. */
  readonly seconds: number;
  /** Whether the caller supports session timers. */
  readonly capable: boolean;
}

export interface Asking {
  /** As it is to be forwarded. */
  readonly request: SipRequest;
  /** Absent: no session timer was asked for. */
  readonly asked?: AskedInterval;
}

/**
 * A session refresh request on its way, or the 422 that it gets. Of another request, and of one whose Session-Expires or Min-SE can't be
 * read, nothing is changed.
 */
export function askingFor(request: SipRequest, policy: IntervalPolicy): Asking | Refusal {
  if (request.method !== 'INVITE' && request.method !== 'UPDATE') return { request };
  const named = read(request, sessionExpires);
  const told = read(request, minSE);
  if (named === undefined && hasHeader(request, 'Session-Expires')) return { request };
  if (told === undefined && hasHeader(request, 'Min-SE')) return { request };
  const capable = has(readAll(request, supported));
  const ownLeastS = Math.max(policy.leastS ?? SMALLEST_S, SMALLEST_S);
  const tooSmall = named !== undefined && named.seconds < ownLeastS;
  if (tooSmall && capable) return { status: 422, headers: [{ name: 'Min-SE', value: String(ownLeastS) }] };
  // "the proxy cannot usefully reject the request […]. Rather, the proxy SHOULD insert a Min-SE […], SHOULD increase (but MUST NOT decrease)".
  const raised = tooSmall && ownLeastS > (told?.seconds ?? 0) ? ownLeastS : undefined;
  const leastS = Math.max(raised ?? told?.seconds ?? SMALLEST_S, SMALLEST_S);
  const seconds = intervalOf(named?.seconds, leastS, policy.intervalS);
  if (seconds === undefined) return { request };
  // "The proxy MUST NOT insert or modify the value of the 'refresher' parameter."
  const value = sessionExpires.format({ params: [], ...named, seconds });
  const timed = named?.seconds === seconds ? request : withHeader(request, 'Session-Expires', value);
  const asked = { seconds, capable };
  if (raised === undefined) return { request: timed, asked };
  const least = minSE.format({ params: [], ...told, seconds: raised });
  return { request: withHeader(timed, 'Min-SE', least), asked };
}

/**
 * "If the value of the Session-Expires header field is lower than the value of the Min-SE header field […], the proxy MUST increase the
 * value […] to make it equal"; else it "MAY reduce its value but MUST NOT set it to a duration lower than the value in the Min-SE", and
 * "MUST NOT increase" it.
 */
function intervalOf(named: number | undefined, leastS: number, ownS: number | undefined): number | undefined {
  const wantedS = ownS === undefined ? undefined : Math.max(ownS, leastS);
  if (named === undefined) return wantedS;
  return Math.max(leastS, Math.min(named, wantedS ?? named));
}

/**
 * A response on its way back. A 2xx without Session-Expires is from a callee that does not support session timers, and the first proxy that
 * asked for one hears it first: where the caller does, it "MUST insert a Session-Expires header field into the response with the value it
 * remembered", "MUST set the value of the 'refresher' parameter to 'uac'", and "MUST add the 'timer' option tag to any Require".
 */
export function answeringTo(response: SipResponse, asked: AskedInterval | undefined): SipResponse {
  const { status } = response;
  const isSilent = status >= 200 && status < 300 && !hasHeader(response, 'Session-Expires');
  if (!isSilent || asked?.capable !== true) return response;
  const timed = withHeader(response, 'Session-Expires', `${asked.seconds};refresher=uac`);
  const required = readAll(timed, require_);
  return has(required) ? timed : withHeader(timed, 'Require', [...required, 'timer'].join(', '));
}

function has(tags: readonly string[]): boolean {
  return tags.some((tag) => tag.toLowerCase() === 'timer');
}
