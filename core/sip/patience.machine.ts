// RFC 3261 §13.2.1 and §9.1: a caller may give up an INVITE that is not answered. A proxy that lives has cancelled it by Timer C; one that has
// crashed while the callee rang says nothing any more. Only the last part of the wait is told, where something is wrong already.
import { emit, setup } from 'xstate';

export interface PatienceInput {
  readonly patienceUs: number;
}

/** Some response came, or the caller has given up by itself. */
export type PatienceEvent = { readonly type: 'heard' };
export type PatienceEffect = { readonly type: 'giveUp' };

export const patienceMachine = setup({
  types: {
    context: {} as PatienceInput,
    input: {} as PatienceInput,
    events: {} as PatienceEvent,
    emitted: {} as PatienceEffect,
  },
  delays: { patience: ({ context }) => context.patienceUs },
  actions: { giveUp: emit({ type: 'giveUp' }) },
}).createMachine({
  id: 'patience',
  context: ({ input }) => input,
  initial: 'waiting',
  states: {
    waiting: {
      after: { patience: { target: 'over', actions: 'giveUp' } },
      on: { heard: 'over' },
    },
    over: { type: 'final' },
  },
});
