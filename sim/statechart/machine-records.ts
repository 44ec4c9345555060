// What both runners tell the trace, in the same words.
import type { Us } from '../time.ts';
import type { Trace } from '../trace/trace.ts';

/** Whose record it is. */
export interface Teller {
  readonly trace: Trace;
  /** The host, as the trace names it. */
  readonly node: string;
}

export type TimerFate = 'timer.set' | 'timer.fired' | 'timer.cleared';

/** Tells of the timer `name` of the machine `owner`, due at `due`; the record's `seq`. */
export function tellTimer(
  { trace, node }: Teller,
  type: TimerFate,
  owner: string,
  name: string,
  due: Us,
  cause?: number,
): number {
  if (!trace.on) return -1;
  return trace.record({ type, node, owner, name, due }, cause);
}

/** Tells that a machine has started, changed its state or entered it again. */
export function tellState(
  { trace, node }: Teller,
  machine: string,
  id: string,
  from: string,
  to: string,
  on: string,
): void {
  trace.record({ type: 'state', node, machine, id, from, to, on });
}

/** Tells that an event did nothing. */
export function tellIgnored(
  { trace, node }: Teller,
  machine: string,
  id: string,
  state: string,
  event: string,
): void {
  trace.record({ type: 'event.ignored', node, machine, id, state, event });
}
