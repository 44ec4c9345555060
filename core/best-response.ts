// RFC 3261 §16.7 item 6 and 7: which of the final responses a proxy passes on, and what it adds to it.
import { addHeader, withoutHeader } from './sip/headers.ts';
import type { SipResponse } from './sip/message.ts';

/** "A 6xx response": it ends the search everywhere. */
export function isSixth(response: SipResponse): boolean {
  return response.status >= 600;
}

/** 4xx that "provide information affecting resubmission of this request", best first (§16.7 item 6). */
const preferred = [401, 407, 415, 420, 484];

const challenges = new Set(['www-authenticate', 'proxy-authenticate']);

/** The better of two final responses that are not 2xx: any 6xx, then the lowest class; challenges of both are kept (§16.7 item 7). */
export function betterOf(best: SipResponse | undefined, next: SipResponse): SipResponse {
  if (best === undefined) return next;
  const [winner, loser] = order(next) < order(best) ? [next, best] : [best, next];
  return asksForCredentials(winner) && asksForCredentials(loser) ? withChallengesOf(winner, loser) : winner;
}

/** What the best response becomes: a 503 alone "SHOULD NOT" be forwarded and is turned into 500 (§16.7 item 6). */
export function forwardable(best: SipResponse): SipResponse {
  if (best.status !== 503) return best;
  return { ...withoutHeader(best, 'Retry-After'), status: 500, reason: 'Server Internal Error' };
}

function order(response: SipResponse): number {
  if (isSixth(response)) return 0;
  const place = preferred.indexOf(response.status);
  const within = place >= 0 ? place : preferred.length;
  // A 503 is the last choice of all: it says nothing about the other branches.
  if (response.status === 503) return 700;
  return Math.floor(response.status / 100) * 100 + within;
}

function asksForCredentials(response: SipResponse): boolean {
  return response.status === 401 || response.status === 407;
}

function withChallengesOf(winner: SipResponse, loser: SipResponse): SipResponse {
  let merged = winner;
  for (const { name, value } of loser.headers) {
    if (challenges.has(name.toLowerCase())) merged = addHeader(merged, name, value);
  }
  return merged;
}
