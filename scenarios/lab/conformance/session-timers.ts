// RFC 4028 §10: the timer of a session in the trace. "The session expiration … is the time of the 2xx plus the session interval".
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';

/** Fires at half of the interval at the refresher, and min(32 s, a third) before its end at the other side. */
const names = new Set(['sessionRefresh', 'sessionExpiry']);

/** The session timer that a node set at the instant of a 2xx that it sent or received, within the interval that this says. */
export function sessionTimerAt(
  run: RunModel,
  response: SipSeen,
  intervalS: number,
): RecordOf<'timer.set'> | undefined {
  const { at, node } = response;
  return run
    .timersSetAt(node, at)
    .find(({ name, due }) => names.has(name) && due > at && due <= at + intervalS * 1_000_000);
}
