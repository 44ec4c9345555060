// The INVITE client transaction: RFC 3261 §17.1.1, RFC 6026 §7.2 and §8.4.
import { assign, emit, setup } from 'xstate';
import type { SipResponse } from './message.ts';
import { type ClientEffect, type ClientInput, responseIn } from './transactions-events.ts';
import { sixtyFourT1Us } from './transactions-timers.ts';

interface Context extends ClientInput {
  /** The next interval of Timer A. */
  readonly aUs: number;
}

type Event =
  | { readonly type: '1xx' | '2xx' | '300-699'; readonly response: SipResponse }
  | { readonly type: 'transport error' }
  /** The TU drops the transaction 64*T1 after its CANCEL (§9.1). */
  | { readonly type: 'abandon' };

export const inviteClientMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as ClientInput,
    emitted: {} as ClientEffect,
  },
  guards: {
    unreliable: ({ context }) => !context.reliable,
  },
  actions: {
    sendRequest: emit({ type: 'send' }),
    sendAck: emit(({ event }) => ({ type: 'send ACK', response: responseIn(event) })),
    passResponse: emit(({ event }) => ({ type: 'response', response: responseIn(event) })),
    reportTimeout: emit({ type: 'timeout' }),
    reportTransportError: emit({ type: 'transport error' }),
    doubleTimerA: assign({ aUs: ({ context }) => 2 * context.aUs }),
  },
  delays: {
    timerA: ({ context }) => context.aUs,
    timerB: ({ context }) => sixtyFourT1Us(context.timers),
    timerD: ({ context }) => (context.reliable ? 0 : context.timers.dUs),
    timerM: ({ context }) => sixtyFourT1Us(context.timers),
  },
}).createMachine({
  id: 'inviteClient',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ aUs: input.timers.t1Us, ...input }),
  initial: 'calling',
  states: {
    calling: {
      entry: 'sendRequest',
      after: { timerB: { target: 'terminated', actions: 'reportTimeout' } },
      on: {
        '1xx': { target: 'proceeding', actions: 'passResponse' },
        '2xx': { target: 'accepted', actions: 'passResponse' },
        '300-699': { target: 'completed', actions: ['sendAck', 'passResponse'] },
        'transport error': { target: 'terminated', actions: 'reportTransportError' },
        abandon: 'terminated',
      },
      initial: 'sent',
      states: {
        sent: { always: { guard: 'unreliable', target: 'retransmitting' } },
        retransmitting: {
          after: {
            timerA: { target: 'retransmitting', reenter: true, actions: ['doubleTimerA', 'sendRequest'] },
          },
        },
      },
    },
    proceeding: {
      on: {
        '1xx': { actions: 'passResponse' },
        '2xx': { target: 'accepted', actions: 'passResponse' },
        '300-699': { target: 'completed', actions: ['sendAck', 'passResponse'] },
        abandon: 'terminated',
      },
    },
    completed: {
      after: { timerD: 'terminated' },
      on: {
        '300-699': { actions: 'sendAck' },
        'transport error': { target: 'terminated', actions: 'reportTransportError' },
      },
    },
    accepted: {
      after: { timerM: 'terminated' },
      on: { '2xx': { actions: 'passResponse' } },
    },
    terminated: { type: 'final' },
  },
});
