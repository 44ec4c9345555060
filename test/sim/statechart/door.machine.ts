import { assign, emit, setup } from 'xstate';

interface Context {
  readonly swings: number;
}

type Event =
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  | { readonly type: 'knock' }
  | { readonly type: 'break' }
  | { readonly type: 'lock' };

export type DoorEffect = { readonly type: 'say'; readonly text: string };

/** A door that squeaks while it stands open, each time later, and closes by itself: two timers, one within the other. */
export const doorMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as { readonly openS: number },
    emitted: {} as DoorEffect,
  },
  guards: {
    fails: () => {
      throw new Error('the hinge broke');
    },
  },
  actions: {
    squeak: emit(({ context }) => ({ type: 'say', text: `squeak ${context.swings}` })),
    greet: emit({ type: 'say', text: 'who is there?' }),
    count: assign({ swings: ({ context }) => context.swings + 1 }),
  },
  delays: {
    timerSqueak: ({ context }) => 1000 * context.swings,
    timerClose: 4500,
    timerBolt: 0,
  },
}).createMachine({
  id: 'door',
  initial: 'closed',
  context: { swings: 0 },
  states: {
    closed: {
      on: {
        open: { target: 'open', actions: 'count' },
        knock: { actions: ['greet', 'greet'] },
        break: { guard: 'fails', target: 'locked' },
        lock: 'bolting',
        close: {},
      },
    },
    open: {
      after: { timerClose: 'closed' },
      on: { close: 'closed' },
      initial: 'still',
      states: {
        still: {
          after: { timerSqueak: { target: 'still', reenter: true, actions: ['count', 'squeak'] } },
        },
      },
    },
    bolting: { after: { timerBolt: 'locked' } },
    locked: { type: 'final' },
  },
});
