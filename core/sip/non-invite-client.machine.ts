// The non-INVITE client transaction: RFC 3261 §17.1.2.
import { assign, emit, setup, stateIn } from 'xstate';
import type { SipResponse } from './message.ts';
import { type ClientEffect, type ClientInput, responseIn } from './transactions-events.ts';
import { doubledUs, sixtyFourT1Us } from './transactions-timers.ts';

interface Context extends ClientInput {
  /** The next interval of Timer E. */
  readonly eUs: number;
}

type Event =
  | { readonly type: '1xx' | '200-699'; readonly response: SipResponse }
  | { readonly type: 'transport error' };

export const nonInviteClientMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as ClientInput,
    emitted: {} as ClientEffect,
  },
  guards: {
    unreliable: ({ context }) => !context.reliable,
    proceeding: stateIn({ pending: { retransmitting: 'proceeding' } }),
  },
  actions: {
    sendRequest: emit({ type: 'send' }),
    passResponse: emit(({ event }) => ({ type: 'response', response: responseIn(event) })),
    reportTimeout: emit({ type: 'timeout' }),
    reportTransportError: emit({ type: 'transport error' }),
    doubleTimerE: assign({ eUs: ({ context }) => doubledUs(context.eUs, context.timers) }),
    setTimerEToT2: assign({ eUs: ({ context }) => context.timers.t2Us }),
  },
  delays: {
    timerE: ({ context }) => context.eUs,
    timerF: ({ context }) => sixtyFourT1Us(context.timers),
    timerK: ({ context }) => (context.reliable ? 0 : context.timers.t4Us),
  },
}).createMachine({
  id: 'nonInviteClient',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ eUs: input.timers.t1Us, ...input }),
  initial: 'pending',
  states: {
    // Timer F runs through Trying and Proceeding, and so does Timer E: a 1xx does not restart it, only its next interval is T2.
    pending: {
      entry: 'sendRequest',
      after: { timerF: { target: 'terminated', actions: 'reportTimeout' } },
      on: {
        '200-699': { target: 'completed', actions: 'passResponse' },
        'transport error': { target: 'terminated', actions: 'reportTransportError' },
      },
      initial: 'trying',
      states: {
        trying: {
          always: { guard: 'unreliable', target: 'retransmitting' },
          on: { '1xx': { target: 'proceeding', actions: 'passResponse' } },
        },
        proceeding: {
          on: { '1xx': { actions: 'passResponse' } },
        },
        retransmitting: {
          after: {
            timerE: [
              {
                guard: 'proceeding',
                target: '.proceeding',
                reenter: true,
                actions: ['setTimerEToT2', 'sendRequest'],
              },
              { target: '.trying', reenter: true, actions: ['doubleTimerE', 'sendRequest'] },
            ],
          },
          initial: 'trying',
          states: {
            trying: { on: { '1xx': { target: 'proceeding', actions: 'passResponse' } } },
            proceeding: { on: { '1xx': { actions: 'passResponse' } } },
          },
        },
      },
    },
    completed: {
      after: { timerK: 'terminated' },
      on: { '1xx': {}, '200-699': {} },
    },
    terminated: { type: 'final' },
  },
});
