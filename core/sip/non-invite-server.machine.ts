// The non-INVITE server transaction: RFC 3261 §17.2.2, RFC 4320 §4.1 and §4.2.
import { assign, emit, setup } from 'xstate';
import type { SipResponse } from './message.ts';
import { responseIn, type ServerEffect, type ServerInput } from './transactions-events.ts';
import { sixtyFourT1Us, untilTimerEIsT2Us } from './transactions-timers.ts';

interface Context extends ServerInput {
  /** The response that a retransmission of the request draws: the latest, to begin with the 100. */
  readonly latest: SipResponse;
}

type Event =
  /** The request again. */
  | { readonly type: 'retransmission' }
  /** From the TU; what RFC 4320 forbids is heard in no state, but a 408, which is not sent, is the end. */
  | { readonly type: '100' | '101-199' | '200-699' | '408'; readonly response: SipResponse }
  | { readonly type: 'transport error' };

export const nonInviteServerMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as ServerInput,
    emitted: {} as ServerEffect,
  },
  guards: {
    reliable: ({ context }) => context.reliable,
  },
  actions: {
    passRequest: emit({ type: 'request' }),
    keepResponse: assign({ latest: ({ event }) => responseIn(event) }),
    sendLatest: emit(({ context }) => ({ type: 'send', response: context.latest })),
    reportTransportError: emit({ type: 'failed', because: 'transport error' }),
  },
  delays: {
    timer100: ({ context }) => untilTimerEIsT2Us(context.timers),
    timerJ: ({ context }) => (context.reliable ? 0 : sixtyFourT1Us(context.timers)),
  },
}).createMachine({
  id: 'nonInviteServer',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ latest: input.trying, ...input }),
  initial: 'trying',
  // RFC 6026 §8.8: "the server transaction SHOULD inform the TU that a failure has occurred, and MUST remain in the current state".
  on: { 'transport error': { actions: 'reportTransportError' } },
  states: {
    trying: {
      entry: 'passRequest',
      after: { timer100: { target: 'proceeding', actions: 'sendLatest' } },
      on: {
        '100': { guard: 'reliable', target: 'proceeding', actions: ['keepResponse', 'sendLatest'] },
        '200-699': { target: 'completed', actions: ['keepResponse', 'sendLatest'] },
        '408': 'terminated',
        retransmission: {},
      },
    },
    proceeding: {
      on: {
        '100': { actions: ['keepResponse', 'sendLatest'] },
        '200-699': { target: 'completed', actions: ['keepResponse', 'sendLatest'] },
        '408': 'terminated',
        retransmission: { actions: 'sendLatest' },
      },
    },
    completed: {
      after: { timerJ: 'terminated' },
      on: {
        '200-699': {},
        retransmission: { actions: 'sendLatest' },
      },
    },
    terminated: { type: 'final' },
  },
});
