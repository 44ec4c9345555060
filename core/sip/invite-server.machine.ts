// The INVITE server transaction: RFC 3261 §17.2.1, RFC 6026 §7.1 and §8.6–8.8.
import { assign, emit, setup } from 'xstate';
import type { SipRequest, SipResponse } from './message.ts';
import type { Flow } from './transaction-types.ts';
import { responseIn, type ServerEffect, type ServerInput } from './transactions-events.ts';
import { doubledUs, sixtyFourT1Us } from './transactions-timers.ts';

interface Context extends ServerInput {
  /** The response that a retransmission of the request draws: the latest, to begin with the 100. */
  readonly latest: SipResponse;
  /** The next interval of Timer G. */
  readonly gUs: number;
}

type Ack = { readonly type: 'ACK'; readonly request: SipRequest; readonly flow: Flow };

type Event =
  /** The request again. */
  | { readonly type: 'INVITE' }
  | Ack
  /** From the TU. */
  | { readonly type: '1xx' | '2xx' | '300-699'; readonly response: SipResponse }
  | { readonly type: 'transport error' };

export const inviteServerMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as ServerInput,
    emitted: {} as ServerEffect,
  },
  guards: {
    unreliable: ({ context }) => !context.reliable,
    answersAtOnce: ({ context }) => context.timers.tryingUs === 0,
  },
  actions: {
    passRequest: emit({ type: 'request' }),
    passAck: emit(({ event }) => ackIn(event)),
    keepResponse: assign({ latest: ({ event }) => responseIn(event) }),
    sendLatest: emit(({ context }) => ({ type: 'send', response: context.latest })),
    reportNoAck: emit({ type: 'failed', because: 'no ACK' }),
    reportTransportError: emit({ type: 'failed', because: 'transport error' }),
    doubleTimerG: assign({ gUs: ({ context }) => doubledUs(context.gUs, context.timers) }),
  },
  delays: {
    timer100: ({ context }) => context.timers.tryingUs,
    timerG: ({ context }) => context.gUs,
    timerH: ({ context }) => sixtyFourT1Us(context.timers),
    timerI: ({ context }) => (context.reliable ? 0 : context.timers.t4Us),
    timerL: ({ context }) => sixtyFourT1Us(context.timers),
  },
}).createMachine({
  id: 'inviteServer',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ latest: input.trying, gUs: input.timers.t1Us, ...input }),
  initial: 'proceeding',
  // RFC 6026 §8.8: "the server transaction SHOULD inform the TU that a failure has occurred, and MUST remain in the current state".
  on: { 'transport error': { actions: 'reportTransportError' } },
  states: {
    proceeding: {
      on: {
        '2xx': { target: 'accepted', actions: ['keepResponse', 'sendLatest'] },
        '300-699': { target: 'completed', actions: ['keepResponse', 'sendLatest'] },
      },
      initial: 'received',
      states: {
        received: {
          always: [
            { guard: 'answersAtOnce', target: 'answered', actions: ['sendLatest', 'passRequest'] },
            { target: 'unanswered', actions: 'passRequest' },
          ],
        },
        unanswered: {
          after: { timer100: { target: 'answered', actions: 'sendLatest' } },
          on: {
            '1xx': { target: 'answered', actions: ['keepResponse', 'sendLatest'] },
            INVITE: {},
          },
        },
        answered: {
          on: {
            '1xx': { actions: ['keepResponse', 'sendLatest'] },
            INVITE: { actions: 'sendLatest' },
          },
        },
      },
    },
    completed: {
      after: { timerH: { target: 'terminated', actions: 'reportNoAck' } },
      on: {
        INVITE: { actions: 'sendLatest' },
        ACK: 'confirmed',
      },
      initial: 'sent',
      states: {
        sent: { always: { guard: 'unreliable', target: 'retransmitting' } },
        retransmitting: {
          after: {
            timerG: { target: 'retransmitting', reenter: true, actions: ['doubleTimerG', 'sendLatest'] },
          },
        },
      },
    },
    confirmed: {
      after: { timerI: 'terminated' },
      on: { ACK: {}, INVITE: {} },
    },
    accepted: {
      after: { timerL: 'terminated' },
      on: {
        '2xx': { actions: ['keepResponse', 'sendLatest'] },
        ACK: { actions: 'passAck' },
        INVITE: {},
      },
    },
    terminated: { type: 'final' },
  },
});

function ackIn(event: Event): Ack {
  if (event.type !== 'ACK') throw new Error(`${event.type} is no ACK`);
  return event;
}
