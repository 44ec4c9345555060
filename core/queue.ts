// RFC 3841 §9.1 `queue`, RFC 3261 §21.1.4: how long a call waits that its callee could not take now. "If the called party is temporarily
// unreachable, e.g., because it is in another call, the caller can indicate that it wants to have its call queued"; the RFC leaves open
// what a queue is. Here: 182, a wait, and the callee is looked up and tried anew, until the waits together come to three minutes.
import { read, retryAfter } from './sip/header-table.ts';
import type { SipResponse } from './sip/message.ts';

/** All waits of a queued call together, in µs: as long as Timer C gives a ringing one. */
export const QUEUE_MOST_US = 180_000_000;

/** Busy Here, or Temporarily Unavailable. A 600 says that nobody else is free either, and that is no matter of waiting. */
export function isForNow({ status }: SipResponse): boolean {
  return status === 480 || status === 486;
}

/**
 * How long to wait after this answer, in µs: what its Retry-After says, and no less than `leastUs`. A copy that came while the callee still
 * has the transaction of the last one would be a merged request to it (§8.2.2.2).
 */
export function queueWaitUs(answer: SipResponse, leastUs: number): number {
  return Math.max(leastUs, (read(answer, retryAfter)?.seconds ?? 0) * 1_000_000);
}
