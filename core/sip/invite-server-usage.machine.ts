// RFC 3261 §13.3.1 and RFC 6026: what the callee's core does with one INVITE. Its 2xx is sent again at T1, doubling up to T2, on every
// transport, until the ACK comes; after 64*T1 without one "the session SHOULD be terminated" by a BYE (§13.3.1.4). RFC 3262 §3 and §5: it
// waits for the PRACK of a provisional response with SDP, and an INVITE whose provisional response is never acknowledged is refused.
import { assign, emit, setup } from 'xstate';

export interface InviteServerUsageInput {
  readonly t1Us: number;
  readonly t2Us: number;
}

export type InviteServerUsageEvent =
  | { readonly type: 'ring' }
  /** `isHeld`: a provisional response that waits for its PRACK has SDP: "the UAS MUST delay sending the 2xx" (RFC 3262 §5). */
  | { readonly type: 'accept'; readonly isHeld?: boolean }
  /** That PRACK has come. */
  | { readonly type: 'freed' }
  /** A provisional response never got its PRACK. */
  | { readonly type: 'unheard' }
  | { readonly type: 'reject' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'ack' };

export type InviteServerUsageEffect =
  | { readonly type: 'sendRinging' }
  | { readonly type: 'sendAccept' }
  | { readonly type: 'sendReject' }
  | { readonly type: 'sendTerminated' }
  | { readonly type: 'sendUnheard' }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'unacknowledged' };

export const inviteServerUsageMachine = setup({
  types: {
    context: {} as InviteServerUsageInput & { readonly intervalUs: number },
    input: {} as InviteServerUsageInput,
    events: {} as InviteServerUsageEvent,
    emitted: {} as InviteServerUsageEffect,
  },
  guards: {
    isHeld: ({ event }) => event.type === 'accept' && event.isHeld === true,
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
    sendUnheard: emit({ type: 'sendUnheard' }),
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
        accept: [{ guard: 'isHeld', target: 'held' }, { target: 'accepted' }],
        reject: { target: 'rejected', actions: 'sendReject' },
        cancelled: { target: 'rejected', actions: 'sendTerminated' },
        unheard: { target: 'rejected', actions: 'sendUnheard' },
      },
    },
    held: {
      on: {
        freed: 'accepted',
        cancelled: { target: 'rejected', actions: 'sendTerminated' },
        unheard: { target: 'rejected', actions: 'sendUnheard' },
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
