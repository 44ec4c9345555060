// RFC 3261 Appendix A, RFC 6026 §8.12: timer values, in integer microseconds.
import type { TimerValues } from './transaction-types.ts';

/** The values of RFC 3261 Table 4. Timer C: more than 3 minutes. */
export const defaultTimers: TimerValues = {
  t1Us: 500_000,
  t2Us: 4_000_000,
  t4Us: 5_000_000,
  dUs: 32_000_000,
  cUs: 181_000_000,
  tryingUs: 200_000,
};

/** Timers B, F, H, J, L and M: `64*T1`. */
export function sixtyFourT1Us(timers: TimerValues): number {
  return 64 * timers.t1Us;
}

/** The next value of Timers E and G: `MIN(2*T, T2)` (§17.1.2.2, §17.2.1). */
export function doubledUs(us: number, timers: TimerValues): number {
  return Math.min(2 * us, timers.t2Us);
}

/**
 * "the amount of time it takes a client transaction's Timer E to be reset to T2" (RFC 4320 §4.1): 3.5 s with the default values.
 */
export function untilTimerEIsT2Us(timers: TimerValues): number {
  let eUs = timers.t1Us;
  let elapsedUs = eUs;
  while (doubledUs(eUs, timers) < timers.t2Us) {
    eUs = doubledUs(eUs, timers);
    elapsedUs += eUs;
  }
  return elapsedUs;
}
