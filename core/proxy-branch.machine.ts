// RFC 3261 §9.1, §16.6 items 8 to 11, §16.7 item 2, §16.8, §16.9: one branch of a response context. It holds Timer C.
import { assertEvent, emit, setup, stateIn } from 'xstate';
import type { SipResponse } from './sip/message.ts';

export interface BranchInput {
  readonly invite: boolean;
  /** Timer C in µs: more than 3 minutes (§16.6 item 11). */
  readonly timerCUs: number;
  /** 64*T1 in µs: how long a cancelled INVITE waits for its final response (§9.1). */
  readonly guardUs: number;
}

/** A response that reached this branch, by its class. */
interface Heard<T extends string> {
  readonly type: T;
  readonly received: SipResponse;
}

export type BranchEvent =
  | Heard<'trying'>
  | Heard<'provisional'>
  | Heard<'success'>
  | Heard<'failure'>
  | { readonly type: 'timeout' }
  | { readonly type: 'transportError' }
  | { readonly type: 'cancel' };

export type BranchEffect =
  | { readonly type: 'send' }
  | { readonly type: 'sendCancel' }
  /** Destroys the client transaction: no final response came after its CANCEL. */
  | { readonly type: 'abandon' }
  | { readonly type: 'relay'; readonly response: SipResponse }
  | { readonly type: 'succeed'; readonly response: SipResponse }
  | { readonly type: 'fail'; readonly response: SipResponse }
  /** Fails as if this response had come: 408 (§16.8), 503 (§16.9), 487 after a CANCEL that nobody answered. */
  | { readonly type: 'failAs'; readonly status: number };

export const branchMachine = setup({
  types: {
    context: {} as BranchInput,
    input: {} as BranchInput,
    events: {} as BranchEvent,
    emitted: {} as BranchEffect,
  },
  guards: {
    isInvite: ({ context }) => context.invite,
    hasHeard: stateIn({ pending: { inviting: 'proceeding' } }),
  },
  delays: {
    timerC: ({ context }) => context.timerCUs,
    cancelGuard: ({ context }) => context.guardUs,
  },
  actions: {
    send: emit({ type: 'send' }),
    sendCancel: emit({ type: 'sendCancel' }),
    abandon: emit({ type: 'abandon' }),
    failAs408: emit({ type: 'failAs', status: 408 }),
    failAs487: emit({ type: 'failAs', status: 487 }),
    failAs503: emit({ type: 'failAs', status: 503 }),
    relay: emit(({ event }) => {
      assertEvent(event, 'provisional');
      return { type: 'relay', response: event.received };
    }),
    succeed: emit(({ event }) => {
      assertEvent(event, 'success');
      return { type: 'succeed', response: event.received };
    }),
    fail: emit(({ event }) => {
      assertEvent(event, 'failure');
      return { type: 'fail', response: event.received };
    }),
  },
}).createMachine({
  id: 'branch',
  context: ({ input }) => input,
  initial: 'pending',
  states: {
    pending: {
      initial: 'begun',
      on: {
        success: { target: 'completed', actions: 'succeed' },
        failure: { target: 'completed', actions: 'fail' },
        timeout: { target: 'completed', actions: 'failAs408' },
        transportError: { target: 'completed', actions: 'failAs503' },
      },
      states: {
        begun: {
          entry: 'send',
          always: [{ guard: 'isInvite', target: 'inviting' }, { target: 'requesting' }],
        },
        // Anything but INVITE: Timer F ends it, it cannot be cancelled (§9.1), and a provisional goes no further (RFC 4320 §4.1).
        requesting: {},
        // Timer C runs from the request, and anew from each 101 to 199, but not from a 100 (§16.7 item 2).
        inviting: {
          initial: 'calling',
          after: {
            timerC: [
              { guard: 'hasHeard', target: 'cancelling', actions: 'sendCancel' },
              { target: '#branch.completed', actions: ['abandon', 'failAs408'] },
            ],
          },
          on: { provisional: { target: '.proceeding', reenter: true, actions: 'relay' } },
          states: {
            calling: { on: { trying: 'proceeding', cancel: 'unwanted' } },
            proceeding: {
              on: { cancel: { target: '#branch.pending.cancelling', actions: 'sendCancel' } },
            },
            // "If no provisional response has been received, the CANCEL request MUST NOT be sent" (§9.1): it waits here.
            unwanted: {
              on: {
                trying: { target: '#branch.pending.cancelling', actions: 'sendCancel' },
                provisional: { target: '#branch.pending.cancelling', actions: ['relay', 'sendCancel'] },
              },
            },
          },
        },
        cancelling: {
          after: { cancelGuard: { target: '#branch.completed', actions: ['abandon', 'failAs487'] } },
          on: { provisional: { actions: 'relay' } },
        },
      },
    },
    // A 2xx to an INVITE may still come, again or from another fork: each is forwarded (RFC 6026 §7.2).
    completed: {
      on: { success: { actions: 'succeed' } },
    },
  },
});
