// RFC 4975 §5.4, §7.3: one MSRP session, from the agreement on its URIs to its end.
import { emit, setup } from 'xstate';

export type MsrpSessionMachineEvent =
  /** Active side: the connection stands. */
  | { readonly type: 'connected' }
  /** Passive side: a first SEND came with our URI in its To-Path. Active side: the peer has answered or sent something. */
  | { readonly type: 'bound' }
  /** Nothing is left unanswered. */
  | { readonly type: 'settled' }
  /** The signalling ended the session. */
  | { readonly type: 'close' }
  /** The connection was lost, 481 or 506 came, or a REPORT says that octets never arrived. */
  | { readonly type: 'failed'; readonly because: string };

export type MsrpSessionEffect =
  /** "the active endpoint MUST immediately issue a SEND request". */
  | { readonly type: 'sendFirst' }
  | { readonly type: 'tellBound' }
  /** No new SEND; unfinished messages end with "#". */
  | { readonly type: 'abandonUnfinished' }
  | { readonly type: 'ended'; readonly how: 'closed' | 'failed'; readonly because: string };

export const msrpSessionMachine = setup({
  types: {
    input: {} as { readonly role: 'active' | 'passive' },
    context: {} as { readonly role: 'active' | 'passive' },
    events: {} as MsrpSessionMachineEvent,
    emitted: {} as MsrpSessionEffect,
  },
  guards: { opensConnection: ({ context }) => context.role === 'active' },
  actions: {
    sendFirst: emit({ type: 'sendFirst' }),
    tellBound: emit({ type: 'tellBound' }),
    abandonUnfinished: emit({ type: 'abandonUnfinished' }),
    tellClosed: emit({ type: 'ended', how: 'closed', because: 'closed' }),
    tellFailed: emit((_, params: { readonly because: string }) => ({
      type: 'ended',
      how: 'failed',
      because: params.because,
    })),
  },
}).createMachine({
  id: 'msrpSession',
  context: ({ input }) => ({ role: input.role }),
  initial: 'agreed',
  states: {
    agreed: { always: [{ guard: 'opensConnection', target: 'connecting' }, { target: 'awaiting' }] },
    connecting: {
      on: {
        connected: 'binding',
        close: { target: 'closed', actions: 'tellClosed' },
        failed: {
          target: 'failed',
          actions: { type: 'tellFailed', params: ({ event }) => ({ because: event.because }) },
        },
      },
    },
    /** The passive side cannot know who connected until the first SEND says so. */
    awaiting: {
      on: {
        bound: 'active',
        close: { target: 'closed', actions: 'tellClosed' },
        failed: {
          target: 'failed',
          actions: { type: 'tellFailed', params: ({ event }) => ({ because: event.because }) },
        },
      },
    },
    /** The first SEND is on its way; more may follow it without waiting. */
    binding: {
      entry: 'sendFirst',
      on: {
        bound: 'active',
        close: 'closing',
        failed: {
          target: 'failed',
          actions: { type: 'tellFailed', params: ({ event }) => ({ because: event.because }) },
        },
      },
    },
    active: {
      entry: 'tellBound',
      on: {
        close: 'closing',
        failed: {
          target: 'failed',
          actions: { type: 'tellFailed', params: ({ event }) => ({ because: event.because }) },
        },
      },
    },
    /** Our URI is no longer valid; answers to what we sent are still heard. */
    closing: {
      entry: 'abandonUnfinished',
      on: {
        settled: { target: 'closed', actions: 'tellClosed' },
        failed: { target: 'closed', actions: 'tellClosed' },
      },
    },
    closed: { type: 'final' },
    failed: { type: 'final' },
  },
});
