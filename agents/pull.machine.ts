// RFC 5547 §8.2.2: files that a receiver asks for, from its INVITE to the end of the session. The sender of the files closes their lines and
// the session (§8.7); the receiver ends what it gives up.
import { assertEvent, assign, emit, setup } from 'xstate';
import { type Outcome, type Worst, worseOf, worstOf } from './outcome.ts';

interface PullContext {
  /** Files that the sender gives, and that have not finished. */
  readonly files: number;
  readonly worst: Worst;
}

export type PullEvent =
  | { readonly type: 'pull' }
  /** 200 to the INVITE: so many lines have a port other than 0, and so many have port 0. */
  | { readonly type: 'answered'; readonly files: number; readonly declined: number }
  | { readonly type: 'rejected'; readonly status: number }
  | { readonly type: 'fileFinished'; readonly outcome: 'completed' | 'aborted' | 'failed' }
  | { readonly type: 'cancel' }
  | { readonly type: 'release' }
  | { readonly type: 'abort'; readonly file?: string }
  /** The dialog is over, by either side. */
  | { readonly type: 'dialogEnded' };

export type PullEffect =
  | { readonly type: 'invite' }
  | { readonly type: 'cancelInvite' }
  /** 413, then a re-INVITE with port 0; of one file or of all. */
  | { readonly type: 'abortFiles'; readonly file: string | undefined }
  | { readonly type: 'bye' }
  | { readonly type: 'releaseMedia' }
  | { readonly type: 'ended'; readonly outcome: Outcome };

export const pullMachine = setup({
  types: {
    context: {} as PullContext,
    events: {} as PullEvent,
    emitted: {} as PullEffect,
  },
  guards: {
    noneGiven: ({ event }) => event.type === 'answered' && event.files === 0,
  },
  actions: {
    invite: emit({ type: 'invite' }),
    cancelInvite: emit({ type: 'cancelInvite' }),
    abortFiles: emit(({ event }) => {
      assertEvent(event, 'abort');
      return { type: 'abortFiles', file: event.file };
    }),
    bye: emit({ type: 'bye' }),
    releaseMedia: emit({ type: 'releaseMedia' }),
    noteAnswer: assign(({ event }) => {
      assertEvent(event, 'answered');
      return { files: event.files, worst: worstOf(event.declined) };
    }),
    noteFile: assign(({ context, event }) => {
      assertEvent(event, 'fileFinished');
      return { files: context.files - 1, worst: worseOf(context.worst, event.outcome) };
    }),
    noteUnfinished: assign(({ context }) => ({ worst: context.files > 0 ? 'failed' : context.worst })),
    tellOutcome: emit(({ context }) => ({ type: 'ended', outcome: context.worst })),
    endFailed: emit({ type: 'ended', outcome: 'failed' }),
    endDeclined: emit({ type: 'ended', outcome: 'declined' }),
    endCancelled: emit({ type: 'ended', outcome: 'cancelled' }),
  },
}).createMachine({
  id: 'pull',
  context: { files: 0, worst: 'delivered' },
  initial: 'ready',
  states: {
    ready: { on: { pull: 'inviting' } },
    inviting: {
      entry: 'invite',
      on: {
        answered: [
          { guard: 'noneGiven', target: 'releasing.declined' },
          { target: 'receiving', actions: 'noteAnswer' },
        ],
        rejected: { target: 'over', actions: 'endFailed' },
        cancel: 'cancelling',
        release: 'cancelling',
        abort: 'cancelling',
      },
    },
    cancelling: {
      entry: 'cancelInvite',
      on: {
        rejected: { target: 'over', actions: 'endCancelled' },
        dialogEnded: { target: 'over', actions: 'endCancelled' },
      },
    },
    receiving: {
      on: {
        fileFinished: { actions: 'noteFile' },
        abort: { actions: 'abortFiles' },
        release: { target: 'releasing', actions: 'noteUnfinished' },
        dialogEnded: { target: 'over', actions: ['noteUnfinished', 'releaseMedia', 'tellOutcome'] },
      },
    },
    releasing: {
      entry: 'bye',
      on: { fileFinished: { actions: 'noteFile' } },
      initial: 'sent',
      states: {
        sent: { on: { dialogEnded: { target: '#pull.over', actions: ['releaseMedia', 'tellOutcome'] } } },
        declined: { on: { dialogEnded: { target: '#pull.over', actions: ['releaseMedia', 'endDeclined'] } } },
      },
    },
    over: { type: 'final' },
  },
});
