// RFC 4028 §7 to §9: what Session-Expires says, as header fields and as the timer that follows from them.
import type { SessionTimer } from '../core/sip/dialog.machine.ts';
import { minSE, read, readAll, sessionExpires, supported } from '../core/sip/header-table.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';

const smallestS = 90;

/** What an INVITE asks for: `timer` in Supported stands with the agent's other option tags. */
export function offerHeaders(intervalS: number): readonly HeaderField[] {
  return [{ name: 'Session-Expires', value: `${intervalS};refresher=uac` }];
}

/** A refresh keeps the interval and says that its sender goes on refreshing (§7.4). */
export function refreshHeaders(timer: SessionTimer): readonly HeaderField[] {
  return [{ name: 'Session-Expires', value: `${timer.intervalUs / 1_000_000};refresher=uac` }];
}

/** The timer that a 2xx sets for the side that was `role` in its transaction; none where it has no Session-Expires (§7.2). */
export function timerOf(response: SipResponse, role: 'uac' | 'uas'): SessionTimer | undefined {
  const value = read(response, sessionExpires);
  if (value === undefined) return undefined;
  const refresher = value.refresher ?? 'uac';
  return { intervalUs: value.seconds * 1_000_000, refresher: refresher === role ? 'us' : 'peer' };
}

/** What a server answers (§9, table 2), or the interval that it insists on: 422. */
export type Negotiated =
  | { readonly headers: readonly HeaderField[]; readonly timer: SessionTimer | undefined }
  | { readonly tooSmall: true; readonly headers: readonly HeaderField[] };

/**
 * The UAS's side of the negotiation: the interval as asked; the refresher as asked, or else the caller. Where the caller supports timers
 * but names no interval, `ownS` is used; where it does not support them, the server refreshes by itself or leaves it.
 */
export function answerOffer(request: SipRequest, ownS: number, leastS = smallestS): Negotiated {
  const asked = read(request, sessionExpires);
  const capable = readAll(request, supported).some((tag) => tag.toLowerCase() === 'timer');
  if (asked !== undefined && asked.seconds < leastS && capable) {
    return { tooSmall: true, headers: [{ name: 'Min-SE', value: String(leastS) }] };
  }
  const least = Math.max(leastS, read(request, minSE)?.seconds ?? 0);
  const seconds = Math.max(asked?.seconds ?? ownS, least);
  const refresher = capable ? (asked?.refresher ?? 'uac') : 'uas';
  const headers: HeaderField[] = [{ name: 'Session-Expires', value: `${seconds};refresher=${refresher}` }];
  // "If the refresher parameter is 'uac', the UAS MUST place a Require"; towards a caller without the extension it may not (§9).
  if (capable) headers.push({ name: 'Require', value: 'timer' });
  return {
    headers,
    timer: { intervalUs: seconds * 1_000_000, refresher: refresher === 'uas' ? 'us' : 'peer' },
  };
}

/** The answer to a refresh inside the dialog: as asked; without Session-Expires the session no longer expires. */
export function answerRefresh(request: SipRequest): {
  readonly headers: readonly HeaderField[];
  readonly timer: SessionTimer | undefined;
} {
  const asked = read(request, sessionExpires);
  if (asked === undefined) return { headers: [], timer: undefined };
  const negotiated = answerOffer(request, asked.seconds, 0);
  return 'timer' in negotiated ? negotiated : { headers: [], timer: undefined };
}
