import type { AnyStateMachine } from 'xstate';
import { machines } from '../../../scenarios/lab/machines.ts';

/** Every machine by the name that it has in the trace. None of their transitions stays untaken without a reason. */
export const machinesByName: Readonly<Record<string, AnyStateMachine>> = Object.fromEntries(
  machines.map(({ machine }) => [machine.id, machine]),
);
