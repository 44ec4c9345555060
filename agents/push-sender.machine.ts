// The change request, 6.5.2 and 6.5.3.3: one push by the Push Sender Agent, from the INVITE to the release. Its parts (the INVITE usage,
// the dialog, the MSRP sessions, the file transfers) are machines of their own; push-sender.ts carries their news here.
import { assertEvent, assign, emit, setup } from 'xstate';

export interface PushSenderInput {
  /** How long a session lingers after the last file before it is closed, in µs (the document's "timer set"; 0 by default). */
  readonly lingerUs: number;
}

interface PushSenderContext extends PushSenderInput {
  /** Files accepted by the receiver and not yet finished. */
  readonly remaining: number;
  readonly anyFailed: boolean;
}

export type PushOutcome = 'delivered' | 'failed' | 'declined' | 'cancelled' | 'aborted';

export type PushSenderEvent =
  | { readonly type: 'push' }
  /** 200 to the INVITE: so many files were accepted (port other than 0). */
  | { readonly type: 'answered'; readonly files: number }
  | { readonly type: 'rejected'; readonly status: number }
  | { readonly type: 'fileFinished'; readonly ok: boolean }
  | { readonly type: 'mediaLost' }
  | { readonly type: 'cancel' }
  | { readonly type: 'release' }
  | { readonly type: 'abort' }
  /** The dialog is over, by either side. */
  | { readonly type: 'dialogEnded' };

export type PushSenderEffect =
  | { readonly type: 'invite' }
  | { readonly type: 'cancelInvite' }
  | { readonly type: 'openMedia' }
  | { readonly type: 'abortFiles' }
  | { readonly type: 'bye' }
  | { readonly type: 'releaseMedia' }
  | { readonly type: 'ended'; readonly outcome: PushOutcome };

export const pushSenderMachine = setup({
  types: {
    context: {} as PushSenderContext,
    input: {} as PushSenderInput,
    events: {} as PushSenderEvent,
    emitted: {} as PushSenderEffect,
  },
  guards: {
    noneAccepted: ({ event }) => event.type === 'answered' && event.files === 0,
    isLastFile: ({ context }) => context.remaining === 1,
    closesAtOnce: ({ context }) => context.lingerUs === 0,
  },
  delays: { linger: ({ context }) => context.lingerUs },
  actions: {
    invite: emit({ type: 'invite' }),
    cancelInvite: emit({ type: 'cancelInvite' }),
    openMedia: emit({ type: 'openMedia' }),
    abortFiles: emit({ type: 'abortFiles' }),
    bye: emit({ type: 'bye' }),
    releaseMedia: emit({ type: 'releaseMedia' }),
    noteFiles: assign(({ event }) => {
      assertEvent(event, 'answered');
      return { remaining: event.files };
    }),
    noteFinished: assign(({ context, event }) => {
      assertEvent(event, 'fileFinished');
      return { remaining: context.remaining - 1, anyFailed: context.anyFailed || !event.ok };
    }),
    noteFailure: assign({ anyFailed: true }),
    endDelivered: emit(({ context }) => ({
      type: 'ended',
      outcome: context.anyFailed ? 'failed' : 'delivered',
    })),
    endFailed: emit({ type: 'ended', outcome: 'failed' }),
    endDeclined: emit({ type: 'ended', outcome: 'declined' }),
    endCancelled: emit({ type: 'ended', outcome: 'cancelled' }),
    endAborted: emit({ type: 'ended', outcome: 'aborted' }),
  },
}).createMachine({
  id: 'pushSender',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ remaining: 0, anyFailed: false, ...input }),
  initial: 'ready',
  states: {
    ready: {
      on: { push: 'inviting' },
    },
    inviting: {
      entry: 'invite',
      on: {
        answered: [
          { guard: 'noneAccepted', target: 'releasing.declined' },
          { target: 'sending', actions: 'noteFiles' },
        ],
        rejected: { target: 'over', actions: 'endFailed' },
        cancel: 'cancelling',
        release: 'cancelling',
        abort: 'cancelling',
      },
    },
    // 6.5.2.2. A 200 that crosses the CANCEL is acknowledged and ended by the INVITE usage: then the dialog ends too.
    cancelling: {
      entry: 'cancelInvite',
      on: {
        rejected: { target: 'over', actions: 'endCancelled' },
        dialogEnded: { target: 'over', actions: 'endCancelled' },
      },
    },
    sending: {
      entry: 'openMedia',
      on: {
        fileFinished: [
          { guard: 'isLastFile', target: 'lingering', actions: 'noteFinished' },
          { actions: 'noteFinished' },
        ],
        mediaLost: { target: 'releasing.delivered', actions: 'noteFailure' },
        release: { target: 'releasing.delivered', actions: 'noteFailure' },
        abort: { target: 'releasing.aborted', actions: 'abortFiles' },
        dialogEnded: { target: 'over', actions: ['releaseMedia', 'endFailed'] },
      },
    },
    // "If the timer set expires" (6.5.2.3): the session stays for a moment, then it is closed.
    lingering: {
      always: { guard: 'closesAtOnce', target: 'releasing' },
      after: { linger: 'releasing' },
      on: {
        release: 'releasing',
        dialogEnded: { target: 'over', actions: ['releaseMedia', 'endDelivered'] },
      },
    },
    releasing: {
      entry: 'bye',
      initial: 'delivered',
      states: {
        delivered: {
          on: { dialogEnded: { target: '#pushSender.over', actions: ['releaseMedia', 'endDelivered'] } },
        },
        declined: {
          on: { dialogEnded: { target: '#pushSender.over', actions: ['releaseMedia', 'endDeclined'] } },
        },
        aborted: {
          on: { dialogEnded: { target: '#pushSender.over', actions: ['releaseMedia', 'endAborted'] } },
        },
      },
    },
    over: { type: 'final' },
  },
});
