// RFC 3261 §17.1.1.2, §17.1.2.2, §13.3.1.4: when something that nobody answers is sent again.

export interface Schedule {
  readonly t1Us: number;
  /** The longest interval; none for an INVITE. */
  readonly t2Us?: number;
  /** From here on every interval is the longest: the instant of a provisional response to a request that is no INVITE. */
  readonly slowFromUs?: number;
  /** Nothing is sent again from here on: an answer came, or the run ended. */
  readonly untilUs: number;
}

/** The instants, from the first sending, at which it is due again: at T1, then after twice as long each time, before 64×T1. */
export function dueAgain({ t1Us, t2Us = Number.POSITIVE_INFINITY, slowFromUs, untilUs }: Schedule): number[] {
  const due: number[] = [];
  let interval = t1Us;
  for (let at = interval; at < 64 * t1Us && at <= untilUs; at += interval) {
    due.push(at);
    interval = slowFromUs !== undefined && slowFromUs <= at ? t2Us : Math.min(2 * interval, t2Us);
  }
  return due;
}
