/** The one unit of time in the lab: an integer count of microseconds since the run began. */
export type Us = number;

/** What a protocol sees of time. It never reads a real clock. */
export interface Clock {
  /** Now, in microseconds since the run began. */
  readonly nowUs: Us;
  /**
   * Runs `action` once, `delayUs` from now (an integer, 0 or more), after everything already due at that instant.
   * A background timer does not keep a run alive: a run without `until` ends when only background timers are left. What is asked for
   * while one runs, or a consequence of one, is background too unless it says otherwise.
   */
  after(delayUs: Us, action: () => void, options?: { readonly background?: boolean }): Alarm;
  /** Cancels an alarm; false when it has fired or was cancelled before. Cheap: nearly every SIP timer is cancelled. */
  cancel(alarm: Alarm): boolean;
}

/** A timer that was asked for; opaque but for its due time. */
export interface Alarm {
  readonly dueUs: Us;
}
