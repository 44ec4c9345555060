// What an expectation of timers and states may name: the lab's machines as they stand, so that nothing here grows old.
import type { AnyStateMachine } from 'xstate';
import { statesOf } from '../../sim/statechart/transitions.ts';
import { machines } from './machines.ts';

/** The states of each machine by its id, one within another as in the trace: `calling.retransmitting`. */
export const stateNames: ReadonlyMap<string, readonly string[]> = new Map(
  machines.map(({ machine }) => [machine.id, nodes(machine).flatMap(({ path }) => path.join('.') || [])]),
);

/** Every timer that a machine sets, by its name in the trace. */
export const timerNames: readonly string[] = [
  ...new Set(
    machines.flatMap(({ machine }) =>
      nodes(machine).flatMap(({ config }) => Object.keys(config.after ?? {})),
    ),
  ),
].toSorted();

function nodes(machine: AnyStateMachine) {
  return statesOf(machine.root);
}
