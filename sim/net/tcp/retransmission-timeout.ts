import type { Us } from '../../time.ts';

/** RFC 6298: Computing TCP's Retransmission Timer. The clock's granularity G is the lab's: 1 µs, taken as 0. */

const SECOND = 1_000_000;
/** (2.1) "the sender SHOULD set RTO <- 1 second". */
const INITIAL_US = SECOND;
/** (2.4) "if it is less than 1 second, then the RTO SHOULD be rounded up to 1 second." */
const LEAST_US = SECOND;
/** (2.5) "A maximum value MAY be placed on RTO provided it is at least 60 seconds." */
const MOST_US = 60 * SECOND;
/** (5.7) "the RTO MUST be re-initialized to 3 seconds when data transmission begins". */
const AFTER_LOST_SYN_US = 3 * SECOND;

/** How long an end waits for an acknowledgement. */
export class RetransmissionTimeout {
  #us: Us = INITIAL_US;
  #smoothedUs: Us | undefined;
  #variationUs: Us = 0;

  /** The timeout now, in whole µs. */
  get us(): Us {
    return this.#us;
  }

  /** Takes in one measured round trip (2.2, 2.3). Karn's rule is the caller's: never one of a segment that was sent twice (3). */
  sample(roundTripUs: Us): void {
    if (this.#smoothedUs === undefined) {
      this.#smoothedUs = roundTripUs;
      this.#variationUs = roundTripUs / 2;
    } else {
      this.#variationUs = 0.75 * this.#variationUs + 0.25 * Math.abs(this.#smoothedUs - roundTripUs);
      this.#smoothedUs = 0.875 * this.#smoothedUs + 0.125 * roundTripUs;
    }
    this.#set(this.#smoothedUs + 4 * this.#variationUs);
  }

  /** (5.5) The timer has expired: "The host MUST set RTO <- RTO * 2". The next sample ends it. */
  backOff(): void {
    this.#set(2 * this.#us);
  }

  /** (5.7) The handshake succeeded after a SYN had to be sent again: nothing is known of the round trip. */
  synWasSentAgain(): void {
    this.#us = AFTER_LOST_SYN_US;
  }

  #set(us: number): void {
    this.#us = Math.min(Math.max(Math.round(us), LEAST_US), MOST_US);
  }
}
