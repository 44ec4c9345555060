// The change request, 6.5.1 and 6.5.3.2.1: one invitation at the Push Receiver Agent, from the INVITE to the release.
import { assertEvent, assign, emit, setup } from 'xstate';

export interface PushReceiverInput {
  /** How long the user takes to decide, in µs. */
  readonly thinkUs: number;
  /** A 180 goes out while the user thinks. */
  readonly rings: boolean;
  /** `silent` never answers; `manual` waits for the timeline. */
  readonly decides: 'by itself' | 'manual' | 'silent';
  /** Having decided it says no with this status; absent where it says yes. */
  readonly refusal?: number;
}

interface PushReceiverContext extends PushReceiverInput {
  readonly status: number;
  /** What the user asked for before the ACK: until it is there nothing may be sent within the dialog (RFC 3261 §15). */
  readonly leaves: boolean;
  readonly aborts: readonly (string | undefined)[];
}

export type PushReceiverEvent =
  /** The offer can be accepted. */
  | { readonly type: 'acceptable' }
  /** The offer cannot, or the policy refuses: answer with this status. */
  | { readonly type: 'refuse'; readonly status: number }
  | { readonly type: 'accept' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'abort'; readonly file?: string }
  | { readonly type: 'release' }
  | { readonly type: 'dialogEnded' };

export type PushReceiverEffect =
  | { readonly type: 'examine' }
  | { readonly type: 'ring' }
  /** Step 10 before step 9: it is ready for SEND before its 200 leaves. */
  | { readonly type: 'prepareMedia' }
  | { readonly type: 'answer' }
  /** The ACK came, and nothing had ended the session before. */
  | { readonly type: 'beginMedia' }
  | { readonly type: 'reject'; readonly status: number }
  | { readonly type: 'bye' }
  /** 413, then a re-INVITE with port 0; each of one file or of all. */
  | { readonly type: 'abortFiles'; readonly files: readonly (string | undefined)[] }
  | { readonly type: 'releaseMedia' };

export const pushReceiverMachine = setup({
  types: {
    context: {} as PushReceiverContext,
    input: {} as PushReceiverInput,
    events: {} as PushReceiverEvent,
    emitted: {} as PushReceiverEffect,
  },
  guards: {
    rings: ({ context }) => context.rings,
    isSilent: ({ context }) => context.decides === 'silent',
    decidesAtOnce: ({ context }) => context.thinkUs === 0,
    refusesAtOnce: ({ context }) => context.thinkUs === 0 && context.refusal !== undefined,
    refuses: ({ context }) => context.refusal !== undefined,
    leaves: ({ context }) => context.leaves,
    aborts: ({ context }) => context.aborts.length > 0,
    isManual: ({ context }) => context.decides === 'manual',
  },
  delays: { think: ({ context }) => context.thinkUs },
  actions: {
    examine: emit({ type: 'examine' }),
    ring: emit({ type: 'ring' }),
    prepareMedia: emit({ type: 'prepareMedia' }),
    answer: emit({ type: 'answer' }),
    beginMedia: emit({ type: 'beginMedia' }),
    bye: emit({ type: 'bye' }),
    abortFiles: emit(({ event }) => {
      assertEvent(event, 'abort');
      return { type: 'abortFiles', files: [event.file] };
    }),
    noteAbort: assign(({ context, event }) => {
      assertEvent(event, 'abort');
      return { aborts: [...context.aborts, event.file] };
    }),
    noteRelease: assign({ leaves: true }),
    abortNoted: emit(({ context }) => ({ type: 'abortFiles', files: context.aborts })),
    releaseMedia: emit({ type: 'releaseMedia' }),
    noteStatus: assign(({ event }) => {
      assertEvent(event, 'refuse');
      return { status: event.status };
    }),
    reject: emit(({ context }) => ({ type: 'reject', status: context.status })),
  },
}).createMachine({
  id: 'pushReceiver',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ status: input.refusal ?? 0, leaves: false, aborts: [], ...input }),
  initial: 'examining',
  states: {
    examining: {
      entry: 'examine',
      on: {
        acceptable: [{ guard: 'rings', target: 'deciding', actions: 'ring' }, { target: 'deciding' }],
        refuse: { target: 'over', actions: ['noteStatus', 'reject'] },
      },
    },
    deciding: {
      initial: 'choosing',
      on: {
        accept: 'answered',
        refuse: { target: 'over', actions: ['noteStatus', 'reject', 'releaseMedia'] },
        cancelled: { target: 'over', actions: 'releaseMedia' },
      },
      states: {
        choosing: {
          always: [
            { guard: 'isSilent', target: 'silent' },
            { guard: 'isManual', target: 'asking' },
            { guard: 'refusesAtOnce', target: '#pushReceiver.over', actions: ['reject', 'releaseMedia'] },
            { guard: 'decidesAtOnce', target: '#pushReceiver.answered' },
            { target: 'thinking' },
          ],
        },
        thinking: {
          after: {
            think: [
              { guard: 'refuses', target: '#pushReceiver.over', actions: ['reject', 'releaseMedia'] },
              { target: '#pushReceiver.answered' },
            ],
          },
        },
        asking: {},
        silent: {},
      },
    },
    answered: {
      entry: ['prepareMedia', 'answer'],
      on: {
        abort: { actions: 'noteAbort' },
        release: { actions: 'noteRelease' },
        acknowledged: [
          { guard: 'leaves', target: 'releasing' },
          { guard: 'aborts', target: 'receiving', actions: ['beginMedia', 'abortNoted'] },
          { target: 'receiving', actions: 'beginMedia' },
        ],
        // The 200 waits for a PRACK (RFC 3262 §5), and the caller gives up or is never heard of again.
        cancelled: { target: 'over', actions: 'releaseMedia' },
        dialogEnded: { target: 'over', actions: 'releaseMedia' },
      },
    },
    receiving: {
      on: {
        abort: { actions: 'abortFiles' },
        release: 'releasing',
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
