// RFC 3261 §13.3.1.1: a callee that takes long "will need to ask for an "extension" in order to prevent proxies from canceling the
// transaction": it "MUST send a non-100 provisional response at every minute", or, where that is reliable, every two and a half (RFC 3262 §3).
import { emit, setup } from 'xstate';

export interface RingingInput {
  readonly againUs: number;
}

export type RingingEvent = { readonly type: 'answered' };
export type RingingEffect = { readonly type: 'ringAgain' };

export const ringingMachine = setup({
  types: {
    context: {} as RingingInput,
    input: {} as RingingInput,
    events: {} as RingingEvent,
    emitted: {} as RingingEffect,
  },
  delays: { ringAgain: ({ context }) => context.againUs },
  actions: { ring: emit({ type: 'ringAgain' }) },
}).createMachine({
  id: 'ringing',
  context: ({ input }) => input,
  initial: 'waiting',
  states: {
    waiting: {
      after: { ringAgain: { target: 'waiting', reenter: true, actions: 'ring' } },
      on: { answered: 'over' },
    },
    over: { type: 'final' },
  },
});
