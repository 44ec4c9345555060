// RFC 4028 §7 to §9: what Session-Expires says, as header fields and as the timer that follows from them.
import type { SessionTimer } from '../core/sip/dialog.machine.ts';
import { cseq, minSE, read, readAll, sessionExpires, supported } from '../core/sip/header-table.ts';
import { withHeader } from '../core/sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';

/** "The absolute minimum for the Session-Expires header field is 90 seconds" (§4), and Min-SE's value where it is absent (§5). */
export const smallestS = 90;

/** How an agent takes part in RFC 4028. */
export interface TimerPolicy {
  /** What it asks for, and what it grants at most, in s; 0: it takes no part. */
  readonly intervalS: number;
  /** Its own Min-SE: shorter intervals are refused by 422. */
  readonly leastS?: number;
  /** Who is to refresh, relative to its own requests, or to those that it answers. A caller that says nothing leaves it to the peer (§7.1). */
  readonly refresher?: 'uac' | 'uas';
}

/** What an INVITE asks for: `timer` in Supported stands with the agent's other option tags. */
export function offerHeaders({
  intervalS,
  leastS = smallestS,
  refresher,
}: TimerPolicy): readonly HeaderField[] {
  if (intervalS === 0) return [];
  return sessionExpiresHeaders(Math.max(intervalS, leastS), refresher, leastS);
}

/**
 * A refresh keeps the interval, "unless the Min-SE is larger", and the refresher: "uac" if its sender "is currently performing refreshes",
 * else "uas" (§7.4). `leastS` is the largest Min-SE that was heard in this dialog.
 */
export function refreshHeaders(timer: SessionTimer, leastS = smallestS): readonly HeaderField[] {
  const refresher = timer.refresher === 'us' ? 'uac' : 'uas';
  return sessionExpiresHeaders(Math.max(timer.intervalUs / 1_000_000, leastS), refresher, leastS);
}

function sessionExpiresHeaders(
  seconds: number,
  refresher: 'uac' | 'uas' | undefined,
  leastS: number,
): readonly HeaderField[] {
  const value = refresher === undefined ? String(seconds) : `${seconds};refresher=${refresher}`;
  const least = leastS > smallestS ? [{ name: 'Min-SE', value: String(leastS) }] : [];
  return [{ name: 'Session-Expires', value }, ...least];
}

/** What a 422 insists on, in s: its Min-SE, which it MUST have (§6). */
export function insistedS(response: SipResponse): number | undefined {
  return response.status === 422 ? read(response, minSE)?.seconds : undefined;
}

/**
 * The request that follows a 422: a higher CSeq, "the largest value among all Min-SE header field values" that were heard, and a
 * Session-Expires that is not below it (§7.3, §7.4). Undefined where the 422 asks for nothing more than the request had.
 */
export function afterTooSmall<M extends SipRequest>(request: M, response: SipResponse): M | undefined {
  const leastS = insistedS(response) ?? 0;
  const { number = 0 } = read(request, cseq) ?? {};
  const asked = read(request, sessionExpires);
  if (asked === undefined || leastS <= leastOf(request)) return undefined;
  const value = sessionExpires.format({ ...asked, seconds: Math.max(asked.seconds, leastS) });
  const counted = withHeader(request, 'CSeq', `${number + 1} ${request.method}`);
  return withHeader(withHeader(counted, 'Session-Expires', value), 'Min-SE', String(leastS));
}

/** The Min-SE of a request, "90 seconds" where it has none (§5). */
export function leastOf(request: SipRequest): number {
  return read(request, minSE)?.seconds ?? smallestS;
}

/** The timer that a 2xx sets for the side that was `role` in its transaction; none where it has no Session-Expires (§7.2). */
export function timerOf(response: SipResponse, role: 'uac' | 'uas'): SessionTimer | undefined {
  const value = read(response, sessionExpires);
  if (value === undefined || value.seconds === 0) return undefined;
  const refresher = value.refresher ?? 'uac';
  return { intervalUs: value.seconds * 1_000_000, refresher: refresher === role ? 'us' : 'peer' };
}

/** What a server answers (§9, table 2), or the interval that it insists on: 422. */
export type Negotiated =
  | { readonly headers: readonly HeaderField[]; readonly timer: SessionTimer | undefined }
  | { readonly tooSmall: true; readonly headers: readonly HeaderField[] };

/**
 * The UAS's side of the negotiation: "the UAS MUST NOT increase" the interval and may lower it, "MUST NOT" below Min-SE (§9); the
 * refresher as asked, or else by policy. Where the caller names no interval the server begins a timer by its own.
 */
export function answerOffer(request: SipRequest, policy: TimerPolicy): Negotiated {
  const { intervalS, leastS = smallestS } = policy;
  const asked = read(request, sessionExpires);
  const capable = isCapable(request);
  if (asked !== undefined && asked.seconds < leastS && capable) {
    return { tooSmall: true, headers: [{ name: 'Min-SE', value: String(leastS) }] };
  }
  if (intervalS === 0) return { headers: [], timer: undefined };
  const floorS = Math.max(smallestS, leastOf(request));
  const wishedS = Math.max(intervalS, floorS);
  const seconds = asked === undefined ? wishedS : Math.min(Math.max(asked.seconds, smallestS), wishedS);
  const refresher = capable ? (asked?.refresher ?? policy.refresher ?? 'uac') : 'uas';
  return granted(seconds, refresher, capable);
}

/**
 * The answer to a refresh inside the dialog: as asked. A re-INVITE that asks for nothing, from a peer that knows timers, goes on with the
 * timer that runs: "a 2xx without Session-Expires" would end it (§9).
 */
export function answerRefresh(
  request: SipRequest,
  policy: TimerPolicy,
  running: SessionTimer | undefined,
): Negotiated {
  const asked = read(request, sessionExpires);
  // Who takes no part in session timers begins none because of a refresh; one that runs all the same goes on.
  const begins = policy.intervalS > 0 || running !== undefined;
  const intervalS = begins ? Math.max(policy.intervalS, asked?.seconds ?? 0) : 0;
  if (asked !== undefined) return answerOffer(request, { ...policy, intervalS });
  if (running === undefined || !isCapable(request)) return { headers: [], timer: undefined };
  return granted(running.intervalUs / 1_000_000, running.refresher === 'us' ? 'uas' : 'uac', true);
}

function isCapable(request: SipRequest): boolean {
  return readAll(request, supported).some((tag) => tag.toLowerCase() === 'timer');
}

function granted(seconds: number, refresher: 'uac' | 'uas', capable: boolean): Negotiated {
  const headers: HeaderField[] = [{ name: 'Session-Expires', value: `${seconds};refresher=${refresher}` }];
  // "If the refresher parameter is 'uac', the UAS MUST place a Require"; towards a caller without the extension it may not (§9).
  if (capable) headers.push({ name: 'Require', value: 'timer' });
  return {
    headers,
    timer: { intervalUs: seconds * 1_000_000, refresher: refresher === 'uas' ? 'us' : 'peer' },
  };
}
