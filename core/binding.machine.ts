// RFC 3261 §10.3: the life of one binding, from the REGISTER that made it to its end.
import { assertEvent, assign, emit, setup } from 'xstate';

export type BindingEvent =
  /** A REGISTER has renewed it, for so many µs from now. */
  { readonly type: 'refresh'; readonly expiresUs: number } | { readonly type: 'remove' };

/** Its time is over: nobody renewed it. */
export type BindingEffect = { readonly type: 'expire' };

export const bindingMachine = setup({
  types: {
    context: {} as { readonly expiresUs: number },
    input: {} as { readonly expiresUs: number },
    events: {} as BindingEvent,
    emitted: {} as BindingEffect,
  },
  delays: { expires: ({ context }) => context.expiresUs },
  actions: {
    noteExpiry: assign(({ event }) => {
      assertEvent(event, 'refresh');
      return { expiresUs: event.expiresUs };
    }),
    expire: emit({ type: 'expire' }),
  },
}).createMachine({
  id: 'binding',
  context: ({ input }) => ({ expiresUs: input.expiresUs }),
  initial: 'active',
  states: {
    active: {
      after: { expires: 'expired' },
      on: {
        refresh: { target: 'active', reenter: true, actions: 'noteExpiry' },
        remove: 'removed',
      },
    },
    expired: { type: 'final', entry: 'expire' },
    removed: { type: 'final' },
  },
});
