// RFC 3261 §13.3.1 and RFC 6026: what the callee's core does with one INVITE. Its 2xx is sent again at T1, doubling up to T2, on every
// transport, until the ACK comes; after 64*T1 without one "the session SHOULD be terminated" by a BYE (§13.3.1.4).
import { assign, emit, setup } from 'xstate';

export interface InviteServerUsageInput {
  readonly t1Us: number;
  readonly t2Us: number;
}

export type InviteServerUsageEvent =
  | { readonly type: 'ring' }
  | { readonly type: 'accept' }
  | { readonly type: 'reject' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'ack' };

export type InviteServerUsageEffect =
  | { readonly type: 'sendRinging' }
  | { readonly type: 'sendAccept' }
  | { readonly type: 'sendReject' }
  | { readonly type: 'sendTerminated' }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'unacknowledged' };

export const inviteServerUsageMachine = setup({
  types: {
    context: {} as InviteServerUsageInput & { readonly intervalUs: number },
    input: {} as InviteServerUsageInput,
    events: {} as InviteServerUsageEvent,
    emitted: {} as InviteServerUsageEffect,
  },
  delays: {
    timer2xx: ({ context }) => context.intervalUs,
    waitForAck: ({ context }) => 64 * context.t1Us,
  },
  actions: {
    sendRinging: emit({ type: 'sendRinging' }),
    sendAccept: emit({ type: 'sendAccept' }),
    sendReject: emit({ type: 'sendReject' }),
    sendTerminated: emit({ type: 'sendTerminated' }),
    acknowledged: emit({ type: 'acknowledged' }),
    unacknowledged: emit({ type: 'unacknowledged' }),
    doubleInterval: assign(({ context }) => ({ intervalUs: Math.min(2 * context.intervalUs, context.t2Us) })),
  },
}).createMachine({
  id: 'inviteServerUsage',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ intervalUs: input.t1Us, ...input }),
  initial: 'deciding',
  states: {
    deciding: {
      on: {
        ring: { actions: 'sendRinging' },
        accept: 'accepted',
        reject: { target: 'rejected', actions: 'sendReject' },
        cancelled: { target: 'rejected', actions: 'sendTerminated' },
      },
    },
    accepted: {
      entry: 'sendAccept',
      after: { waitForAck: { target: 'over', actions: 'unacknowledged' } },
      initial: 'waiting',
      states: {
        waiting: {
          after: {
            timer2xx: { target: 'waiting', reenter: true, actions: ['sendAccept', 'doubleInterval'] },
          },
        },
      },
      on: { ack: { target: 'over', actions: 'acknowledged' } },
    },
    rejected: { type: 'final' },
    over: { type: 'final' },
  },
});
