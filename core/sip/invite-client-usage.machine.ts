// RFC 3261 §9.1, §13.2.2 and §15: what the caller's core does with one INVITE: its answers, an ACK for each 2xx, a CANCEL that waits for
// the first provisional response, and a 2xx that crosses the CANCEL.
import { assertEvent, emit, setup } from 'xstate';
import type { SipResponse } from './message.ts';

export interface InviteClientUsageInput {
  /** 64*T1, in µs. */
  readonly guardUs: number;
}

export type InviteClientUsageEvent =
  | { readonly type: 'provisional'; readonly response: SipResponse }
  | { readonly type: 'success'; readonly response: SipResponse }
  /** 300–699; a timeout comes as 408, a transport error as 503 (§8.1.3.1). */
  | { readonly type: 'failure'; readonly response: SipResponse }
  /** 401, 407 or 422 to which there is an answer. */
  | { readonly type: 'challenged'; readonly response: SipResponse }
  /** Nothing has come for long since the last provisional response. */
  | { readonly type: 'unanswered' }
  | { readonly type: 'cancel' };

export type InviteClientUsageEffect =
  | { readonly type: 'progress'; readonly response: SipResponse }
  /** The first 2xx: the session stands. It is acknowledged at once. */
  | { readonly type: 'established'; readonly response: SipResponse }
  /** A 2xx again, or one of another fork: ACK it; another fork's session is ended at once. */
  | { readonly type: 'successAgain'; readonly response: SipResponse }
  /** A 2xx that the user no longer wants: ACK, then BYE (§15). */
  | { readonly type: 'crossed'; readonly response: SipResponse }
  | { readonly type: 'failed'; readonly response: SipResponse }
  /** The INVITE once more, with credentials (§22.2) or a larger interval (RFC 4028 §7.3). */
  | { readonly type: 'tryAgain' }
  | { readonly type: 'sendCancel' }
  /** Patience is running out. */
  | { readonly type: 'losePatience' }
  /** No final response came within 64*T1 of the CANCEL (§9.1). */
  | { readonly type: 'abandon' };

export const inviteClientUsageMachine = setup({
  types: {
    context: {} as InviteClientUsageInput,
    input: {} as InviteClientUsageInput,
    events: {} as InviteClientUsageEvent,
    emitted: {} as InviteClientUsageEffect,
  },
  delays: {
    cancelGuard: ({ context }) => context.guardUs,
    lateForks: ({ context }) => context.guardUs,
  },
  actions: {
    tryAgain: emit({ type: 'tryAgain' }),
    sendCancel: emit({ type: 'sendCancel' }),
    losePatience: emit({ type: 'losePatience' }),
    abandon: emit({ type: 'abandon' }),
    progress: emit(({ event }) => {
      assertEvent(event, 'provisional');
      return { type: 'progress', response: event.response };
    }),
    established: emit(({ event }) => {
      assertEvent(event, 'success');
      return { type: 'established', response: event.response };
    }),
    successAgain: emit(({ event }) => {
      assertEvent(event, 'success');
      return { type: 'successAgain', response: event.response };
    }),
    crossed: emit(({ event }) => {
      assertEvent(event, 'success');
      return { type: 'crossed', response: event.response };
    }),
    failed: emit(({ event }) => {
      assertEvent(event, ['failure', 'challenged']);
      return { type: 'failed', response: event.response };
    }),
  },
}).createMachine({
  id: 'inviteClientUsage',
  context: ({ input }) => input,
  initial: 'calling',
  states: {
    calling: {
      on: {
        provisional: { target: 'proceeding', actions: 'progress' },
        success: { target: 'established', actions: 'established' },
        failure: { target: 'failed', actions: 'failed' },
        challenged: { actions: 'tryAgain' },
        cancel: 'cancelWaiting',
      },
    },
    proceeding: {
      on: {
        provisional: { actions: 'progress' },
        success: { target: 'established', actions: 'established' },
        failure: { target: 'failed', actions: 'failed' },
        challenged: { target: 'calling', actions: 'tryAgain' },
        unanswered: { actions: 'losePatience' },
        cancel: { target: 'cancelling', actions: 'sendCancel' },
      },
    },
    // "If no provisional response has been received, the CANCEL request MUST NOT be sent" (§9.1).
    cancelWaiting: {
      on: {
        provisional: { target: 'cancelling', actions: 'sendCancel' },
        success: { target: 'crossed', actions: 'crossed' },
        failure: { target: 'failed', actions: 'failed' },
        challenged: { target: 'failed', actions: 'failed' },
      },
    },
    cancelling: {
      after: { cancelGuard: { target: 'failed', actions: 'abandon' } },
      on: {
        success: { target: 'crossed', actions: 'crossed' },
        failure: { target: 'failed', actions: 'failed' },
        challenged: { target: 'failed', actions: 'failed' },
      },
    },
    // 2xx may come again, and from other forks, until 64*T1 after the first (§13.2.2.4).
    established: {
      after: { lateForks: 'done' },
      on: { success: { actions: 'successAgain' } },
    },
    crossed: {
      after: { lateForks: 'done' },
      on: { success: { actions: 'crossed' } },
    },
    failed: { type: 'final' },
    done: { type: 'final' },
  },
});
