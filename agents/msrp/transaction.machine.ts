// RFC 4975 §7.1.1, §7.1.4: one SEND that we sent, until it needs no more attention.
import { emit, setup } from 'xstate';
import { type FailureReport, runsTimer } from './reports.ts';

export type MsrpTransactionEvent =
  /** The last octet, the end-line's, was handed to the stream. */
  | { readonly type: 'written' }
  | { readonly type: 'response'; readonly status: number }
  /** Nobody waits any longer: the session is over, or the limit of those that are listened for is reached. */
  | { readonly type: 'abandoned' };

export type MsrpTransactionEffect =
  | { readonly type: 'answered'; readonly status: number }
  /** "the element MUST inform the user that the request probably failed". */
  | { readonly type: 'timedOut' };

/** "within 30 seconds from the time the last byte of the transaction is sent, or submitted to the operating system for sending". */
const RESPONSE_TIMER_US = 30_000_000;

export const msrpTransactionMachine = setup({
  types: {
    input: {} as { readonly failureReport: FailureReport },
    context: {} as { readonly failureReport: FailureReport },
    events: {} as MsrpTransactionEvent,
    emitted: {} as MsrpTransactionEffect,
  },
  guards: {
    waitsForResponse: ({ context }) => runsTimer(context.failureReport),
    mayHearOfError: ({ context }) => context.failureReport === 'partial',
  },
  actions: {
    tellStatus: emit((_, params: { readonly status: number }) => ({
      type: 'answered',
      status: params.status,
    })),
    tellTimeout: emit({ type: 'timedOut' }),
  },
  delays: { responseTimer: RESPONSE_TIMER_US },
}).createMachine({
  id: 'msrpTransaction',
  context: ({ input }) => ({ failureReport: input.failureReport }),
  initial: 'sending',
  states: {
    /** An error may come while the chunk is still being written (§7.3.2). */
    sending: {
      on: {
        written: [
          { guard: 'waitsForResponse', target: 'waiting' },
          { guard: 'mayHearOfError', target: 'listening' },
          { target: 'over' },
        ],
        response: {
          target: 'over',
          actions: { type: 'tellStatus', params: ({ event }) => ({ status: event.status }) },
        },
        abandoned: 'over',
      },
    },
    waiting: {
      after: { responseTimer: { target: 'over', actions: 'tellTimeout' } },
      on: {
        response: {
          target: 'over',
          actions: { type: 'tellStatus', params: ({ event }) => ({ status: event.status }) },
        },
        abandoned: 'over',
      },
    },
    /** Failure-Report: partial. No timer, but errors are told. */
    listening: {
      on: {
        response: {
          target: 'over',
          actions: { type: 'tellStatus', params: ({ event }) => ({ status: event.status }) },
        },
        abandoned: 'over',
      },
    },
    over: { type: 'final' },
  },
});
