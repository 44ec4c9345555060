// RFC 5547 §8.3.2: a receiver asks for files: their sender's side, from the INVITE to the release. It gives what it has at once, and nobody is
// asked; the sender of the files closes their lines, the last by BYE (§8.7).
import { assertEvent, assign, emit, setup } from 'xstate';

interface IncomingPullContext {
  readonly status: number;
  /** Lines that are given and not yet due to be closed. */
  readonly lines: number;
  /** Files that are given and not finished. */
  readonly files: number;
}

export type IncomingPullEvent =
  /** So many of the files that are asked for are there. */
  | { readonly type: 'found'; readonly files: number }
  | { readonly type: 'refuse'; readonly status: number }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'fileFinished' }
  /** A line has nothing left to send and has lingered. */
  | { readonly type: 'lineDue' }
  /** The receiver closed a line that was not due. */
  | { readonly type: 'lineTaken' }
  | { readonly type: 'stop' }
  | { readonly type: 'dialogEnded' };

export type IncomingPullEffect =
  | { readonly type: 'examine' }
  | { readonly type: 'answer' }
  | { readonly type: 'reject'; readonly status: number }
  | { readonly type: 'openMedia' }
  | { readonly type: 'abortFiles' }
  /** A re-INVITE with port 0 for every line that is due. */
  | { readonly type: 'closeLines' }
  | { readonly type: 'bye' }
  | { readonly type: 'releaseMedia' };

export const incomingPullMachine = setup({
  types: {
    context: {} as IncomingPullContext,
    events: {} as IncomingPullEvent,
    emitted: {} as IncomingPullEffect,
  },
  guards: {
    isSending: ({ context }) => context.files > 0,
    isLastFile: ({ context }) => context.files === 1,
    isLastLine: ({ context }) => context.lines === 1,
  },
  actions: {
    examine: emit({ type: 'examine' }),
    answer: emit({ type: 'answer' }),
    reject: emit(({ context }) => ({ type: 'reject', status: context.status })),
    openMedia: emit({ type: 'openMedia' }),
    abortFiles: emit({ type: 'abortFiles' }),
    closeLines: emit({ type: 'closeLines' }),
    bye: emit({ type: 'bye' }),
    releaseMedia: emit({ type: 'releaseMedia' }),
    noteStatus: assign(({ event }) => {
      assertEvent(event, 'refuse');
      return { status: event.status };
    }),
    noteFound: assign(({ event }) => {
      assertEvent(event, 'found');
      return { files: event.files, lines: event.files };
    }),
    noteFile: assign(({ context }) => ({ files: context.files - 1 })),
    noteLine: assign(({ context }) => ({ lines: context.lines - 1 })),
  },
}).createMachine({
  id: 'incomingPull',
  context: { status: 0, lines: 0, files: 0 },
  initial: 'examining',
  states: {
    examining: {
      entry: 'examine',
      on: {
        found: { target: 'answered', actions: 'noteFound' },
        refuse: { target: 'over', actions: ['noteStatus', 'reject'] },
      },
    },
    answered: {
      entry: 'answer',
      on: {
        acknowledged: 'sending',
        dialogEnded: { target: 'over', actions: 'releaseMedia' },
      },
    },
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
        stop: [{ guard: 'isSending', target: 'stopping' }, { target: 'releasing' }],
        dialogEnded: { target: 'over', actions: 'releaseMedia' },
      },
    },
    // RFC 5547 §8.4: what is under way ends with "#", and then the BYE.
    stopping: {
      entry: 'abortFiles',
      on: {
        fileFinished: [
          { guard: 'isLastFile', target: 'releasing', actions: 'noteFile' },
          { actions: 'noteFile' },
        ],
        dialogEnded: { target: 'over', actions: 'releaseMedia' },
      },
    },
    releasing: {
      entry: 'bye',
      on: { dialogEnded: { target: 'over', actions: 'releaseMedia' } },
    },
    over: { type: 'final' },
  },
});
