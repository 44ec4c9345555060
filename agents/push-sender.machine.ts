// The change request, 6.5.2 and 6.5.3.3: one push by the Push Sender Agent, from the INVITE to the release. Its parts (the INVITE usage,
// the dialog, the m= lines, the MSRP sessions, the file transfers) are machines of their own; push.ts carries their news here.
import { assertEvent, assign, emit, setup } from 'xstate';
import { type Outcome, type Worst, worseOf, worstOf } from './outcome.ts';

interface PushSenderContext {
  /** Lines accepted by the receiver and not yet due to be closed. */
  readonly lines: number;
  /** Files accepted by the receiver and not yet finished. */
  readonly files: number;
  readonly worst: Worst;
}

export type PushSenderEvent =
  | { readonly type: 'push' }
  /** 200 to the INVITE: so many lines were accepted (port other than 0), with so many files, and so many declined. */
  | { readonly type: 'answered'; readonly lines: number; readonly files: number; readonly declined: number }
  | { readonly type: 'rejected'; readonly status: number }
  | { readonly type: 'fileFinished'; readonly outcome: 'completed' | 'aborted' | 'failed' }
  /** A line has nothing left to send and has lingered. */
  | { readonly type: 'lineDue' }
  /** The peer closed a line that was not due. */
  | { readonly type: 'lineTaken' }
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
  /** A re-INVITE with port 0 for every line that is due. */
  | { readonly type: 'closeLines' }
  | { readonly type: 'bye' }
  | { readonly type: 'releaseMedia' }
  | { readonly type: 'ended'; readonly outcome: Outcome };

export const pushSenderMachine = setup({
  types: {
    context: {} as PushSenderContext,
    events: {} as PushSenderEvent,
    emitted: {} as PushSenderEffect,
  },
  guards: {
    noneAccepted: ({ event }) => event.type === 'answered' && event.lines === 0,
    isSending: ({ context }) => context.files > 0,
    isLastFile: ({ context }) => context.files === 1,
    isLastLine: ({ context }) => context.lines === 1,
  },
  actions: {
    invite: emit({ type: 'invite' }),
    cancelInvite: emit({ type: 'cancelInvite' }),
    openMedia: emit({ type: 'openMedia' }),
    abortFiles: emit({ type: 'abortFiles' }),
    closeLines: emit({ type: 'closeLines' }),
    bye: emit({ type: 'bye' }),
    releaseMedia: emit({ type: 'releaseMedia' }),
    noteAnswer: assign(({ event }) => {
      assertEvent(event, 'answered');
      return { lines: event.lines, files: event.files, worst: worstOf(event.declined) };
    }),
    noteFile: assign(({ context, event }) => {
      assertEvent(event, 'fileFinished');
      return { files: context.files - 1, worst: worseOf(context.worst, event.outcome) };
    }),
    noteLine: assign(({ context }) => ({ lines: context.lines - 1 })),
    noteUnfinished: assign(({ context }) => ({ worst: context.files > 0 ? 'failed' : context.worst })),
    tellOutcome: emit(({ context }) => ({ type: 'ended', outcome: context.worst })),
    endFailed: emit({ type: 'ended', outcome: 'failed' }),
    endDeclined: emit({ type: 'ended', outcome: 'declined' }),
    endCancelled: emit({ type: 'ended', outcome: 'cancelled' }),
    endAborted: emit({ type: 'ended', outcome: 'aborted' }),
  },
}).createMachine({
  id: 'pushSender',
  context: { lines: 0, files: 0, worst: 'delivered' },
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
          { target: 'sending', actions: 'noteAnswer' },
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
    // "where there are other media remaining", a line is closed by a re-INVITE; the last by BYE (6.5.2.3).
    sending: {
      entry: 'openMedia',
      on: {
        fileFinished: { actions: 'noteFile' },
        lineDue: [
          { guard: 'isLastLine', target: 'releasing' },
          { guard: 'isSending', actions: ['noteLine', 'closeLines'] },
          // The others linger, and go with the BYE.
          { actions: 'noteLine' },
        ],
        lineTaken: [{ guard: 'isLastLine', target: 'releasing' }, { actions: 'noteLine' }],
        release: [
          { guard: 'isSending', target: 'stopping.released', actions: 'noteUnfinished' },
          { target: 'releasing' },
        ],
        abort: [{ guard: 'isSending', target: 'stopping.aborted' }, { target: 'releasing.aborted' }],
        dialogEnded: { target: 'over', actions: ['noteUnfinished', 'releaseMedia', 'tellOutcome'] },
      },
    },
    // RFC 5547 §8.4: what is under way ends with "#", "the file receiver acknowledges", and then the BYE.
    stopping: {
      entry: 'abortFiles',
      on: { dialogEnded: { target: 'over', actions: ['noteUnfinished', 'releaseMedia', 'tellOutcome'] } },
      initial: 'released',
      states: {
        released: {
          on: {
            fileFinished: [
              { guard: 'isLastFile', target: '#pushSender.releasing', actions: 'noteFile' },
              { actions: 'noteFile' },
            ],
          },
        },
        aborted: {
          on: {
            fileFinished: [
              { guard: 'isLastFile', target: '#pushSender.releasing.aborted', actions: 'noteFile' },
              { actions: 'noteFile' },
            ],
          },
        },
      },
    },
    releasing: {
      entry: 'bye',
      initial: 'sent',
      states: {
        sent: {
          on: { dialogEnded: { target: '#pushSender.over', actions: ['releaseMedia', 'tellOutcome'] } },
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
