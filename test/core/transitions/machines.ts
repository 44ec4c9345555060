import type { AnyStateMachine } from 'xstate';
import { type ListedMachine, machines } from '../../../scenarios/lab/machines.ts';

// Every machine by the name that it has in the trace.

/** Those of `core/`: none of their transitions stays untaken without a reason. */
export const coreMachines = byName(['SIP', 'Core']);

export const agentMachines = byName(['MSRP', 'Agents']);

function byName(layers: readonly ListedMachine['layer'][]): Readonly<Record<string, AnyStateMachine>> {
  const those = machines.filter(({ layer }) => layers.includes(layer));
  return Object.fromEntries(those.map(({ machine }) => [machine.id, machine]));
}
