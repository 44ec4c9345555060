// RFC 3262 §3: one provisional response that was sent reliably. It goes again after T1, then after twice as long each time, without a cap and
// on every transport, until its PRACK comes. "If a reliable provisional response is retransmitted for 64*T1 seconds without reception of a
// corresponding PRACK, the UAS SHOULD reject the original request with a 5xx response."
import { assign, emit, setup } from 'xstate';

export interface ReliableProvisionalInput {
  readonly t1Us: number;
}

export type ReliableProvisionalEvent =
  /** The PRACK that matches it. */
  | { readonly type: 'PRACK' }
  /** A final response has left. */
  | { readonly type: 'final' };

export type ReliableProvisionalEffect =
  | { readonly type: 'sendAgain' }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'unacknowledged' };

export const reliableProvisionalMachine = setup({
  types: {
    context: {} as ReliableProvisionalInput & { readonly intervalUs: number },
    input: {} as ReliableProvisionalInput,
    events: {} as ReliableProvisionalEvent,
    emitted: {} as ReliableProvisionalEffect,
  },
  delays: {
    timer1xx: ({ context }) => context.intervalUs,
    waitForPrack: ({ context }) => 64 * context.t1Us,
  },
  actions: {
    sendAgain: emit({ type: 'sendAgain' }),
    acknowledged: emit({ type: 'acknowledged' }),
    unacknowledged: emit({ type: 'unacknowledged' }),
    doubleInterval: assign(({ context }) => ({ intervalUs: 2 * context.intervalUs })),
  },
}).createMachine({
  id: 'reliableProvisional',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ intervalUs: input.t1Us, ...input }),
  initial: 'unacknowledged',
  states: {
    unacknowledged: {
      after: { waitForPrack: { target: 'over', actions: 'unacknowledged' } },
      on: {
        PRACK: { target: 'over', actions: 'acknowledged' },
        final: 'overtaken',
      },
      initial: 'waiting',
      states: {
        waiting: {
          after: { timer1xx: { target: 'waiting', reenter: true, actions: ['sendAgain', 'doubleInterval'] } },
        },
      },
    },
    // "it SHOULD NOT continue to retransmit the unacknowledged reliable provisional responses, but it MUST be prepared to process PRACK".
    overtaken: {
      after: { waitForPrack: 'over' },
      on: { PRACK: { target: 'over', actions: 'acknowledged' } },
    },
    over: { type: 'final' },
  },
});
