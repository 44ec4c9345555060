// RFC 3261 §16.5 to §16.10: the response context, from the lookup of the targets to the answer. Its branches are machines of their own;
// plain code in proxy.ts carries out the effects and tells what came of them.
import { and, assertEvent, assign, emit, setup } from 'xstate';
import { betterOf, isSixth } from './best-response.ts';
import { isForNow, queueWaitUs } from './queue.ts';
import type { SipResponse } from './sip/message.ts';

export interface ResponseContextInput {
  readonly invite: boolean;
  /** Whether a 2xx ends the search (RFC 3841 §9.1: not with `no-cancel`). */
  readonly cancelsOthers: boolean;
  /** How long a call may yet wait for a callee who is busy, in µs; 0 where the caller asked for no `queue`. */
  readonly queueLeftUs: number;
  /** The shortest wait, in µs. */
  readonly queueLeastUs: number;
}

interface ResponseContext extends ResponseContextInput {
  /** Branches without a final response. */
  readonly pending: number;
  /** Groups of targets not yet tried, the most preferred first. */
  readonly groupsLeft: number;
  readonly best: SipResponse | undefined;
}

export type ResponseContextEvent =
  | { readonly type: 'found' }
  | { readonly type: 'refused'; readonly response: SipResponse }
  /** The order of the targets: so many groups, each tried in parallel. */
  | { readonly type: 'chosen'; readonly groups: number }
  /** So many branches have been started for the group, and so many groups are left. */
  | { readonly type: 'started'; readonly branches: number; readonly groups: number }
  /** New targets: so many groups are now to be tried, the first of them at once, or when its turn comes. */
  | { readonly type: 'added'; readonly groups: number; readonly atOnce: boolean }
  | { readonly type: 'provisional'; readonly response: SipResponse }
  | { readonly type: 'success'; readonly response: SipResponse }
  | { readonly type: 'failure'; readonly response: SipResponse }
  /** A 3xx that is recursed on: what is left of it, and how many groups are now to be tried (§16.7 item 4). */
  | {
      readonly type: 'redirected';
      readonly left: SipResponse | undefined;
      readonly groups: number;
    }
  /** With the 487 for a call that waits and has no branch to cancel. */
  | { readonly type: 'cancel'; readonly terminated: SipResponse };

export type ResponseContextEffect =
  | { readonly type: 'lookUp' }
  | { readonly type: 'match' }
  | { readonly type: 'forward' }
  | { readonly type: 'cancelPending' }
  /** The call waits: 182. */
  | { readonly type: 'sayQueued' }
  /** Passed on at once: 101–199 and every 2xx. */
  | { readonly type: 'relay'; readonly response: SipResponse }
  /** The best of all, when no branch is left. Absent: there was none. */
  | { readonly type: 'answer'; readonly response: SipResponse | undefined };

export const responseContextMachine = setup({
  types: {
    context: {} as ResponseContext,
    input: {} as ResponseContextInput,
    events: {} as ResponseContextEvent,
    emitted: {} as ResponseContextEffect,
  },
  guards: {
    isInvite: ({ context }) => context.invite,
    cancelsOthers: ({ context }) => context.cancelsOthers,
    isSixth: ({ event }) => event.type === 'failure' && isSixth(event.response),
    hasMoreGroups: ({ context }) => context.groupsLeft > 0,
    nonePending: ({ context }) => context.pending === 0,
    isAtOnce: ({ event }) => event.type === 'added' && event.atOnce,
    bestIsForNow: ({ context }) => mayWait(context, context.best),
    isForNow: ({ context, event }) => event.type === 'refused' && mayWait(context, event.response),
  },
  delays: { queueRetry: ({ context }) => waitUs(context, context.best) },
  actions: {
    lookUp: emit({ type: 'lookUp' }),
    match: emit({ type: 'match' }),
    forward: emit({ type: 'forward' }),
    cancelPending: emit({ type: 'cancelPending' }),
    sayQueued: emit({ type: 'sayQueued' }),
    answer: emit(({ context }) => ({ type: 'answer', response: context.best })),
    relay: emit(({ event }) => {
      assertEvent(event, ['provisional', 'success']);
      return { type: 'relay', response: event.response };
    }),
    refuse: assign(({ event }) => {
      assertEvent(event, 'refused');
      return { best: event.response };
    }),
    noteGroups: assign(({ event }) => {
      assertEvent(event, ['chosen', 'added']);
      return { groupsLeft: event.groups };
    }),
    noteStarted: assign(({ context, event }) => {
      assertEvent(event, 'started');
      return { pending: context.pending + event.branches, groupsLeft: event.groups };
    }),
    noteFailure: assign(({ context, event }) => {
      assertEvent(event, 'failure');
      return { pending: context.pending - 1, best: betterOf(context.best, event.response) };
    }),
    noteRedirection: assign(({ context, event }) => {
      assertEvent(event, 'redirected');
      const best = event.left === undefined ? context.best : betterOf(context.best, event.left);
      return { pending: context.pending - 1, groupsLeft: event.groups, best };
    }),
    noteWait: assign(({ context }) => ({
      queueLeftUs: context.queueLeftUs - waitUs(context, context.best),
    })),
    forgetBest: assign({ best: undefined }),
    noteTerminated: assign(({ event }) => {
      assertEvent(event, 'cancel');
      return { best: event.terminated };
    }),
    noteSuccess: assign(({ context }) => ({ pending: context.pending - 1 })),
  },
}).createMachine({
  id: 'responseContext',
  // The spread comes last: engines are slow at adding to what they have just spread.
  context: ({ input }) => ({ pending: 0, groupsLeft: 0, best: undefined, ...input }),
  initial: 'lookingUp',
  states: {
    lookingUp: {
      entry: 'lookUp',
      on: {
        found: 'matching',
        refused: [
          { guard: 'isForNow', target: 'queued', actions: 'refuse' },
          { target: 'answering', actions: 'refuse' },
        ],
      },
    },
    matching: {
      entry: 'match',
      on: {
        chosen: { target: 'forwarding', actions: 'noteGroups' },
        refused: [
          { guard: 'isForNow', target: 'queued', actions: 'refuse' },
          { target: 'answering', actions: 'refuse' },
        ],
      },
    },
    forwarding: {
      entry: 'forward',
      on: {
        started: { target: 'waiting', actions: 'noteStarted' },
        added: { actions: 'noteGroups' },
      },
    },
    waiting: {
      always: [
        { guard: and(['nonePending', 'hasMoreGroups']), target: 'forwarding' },
        { guard: and(['nonePending', 'bestIsForNow']), target: 'queued' },
        { guard: 'nonePending', target: 'answering' },
      ],
      on: {
        added: [
          { guard: 'isAtOnce', target: 'forwarding', actions: 'noteGroups' },
          { actions: 'noteGroups' },
        ],
        provisional: { actions: 'relay' },
        success: [
          { guard: 'cancelsOthers', target: 'answered.cancelling', actions: ['noteSuccess', 'relay'] },
          { target: 'answered', actions: ['noteSuccess', 'relay'] },
        ],
        failure: [
          { guard: 'isSixth', target: 'cancelling', actions: 'noteFailure' },
          { actions: 'noteFailure' },
        ],
        redirected: { actions: 'noteRedirection' },
        cancel: 'cancelling',
      },
    },
    // "If the call is queued, the server returns '182 Queued'" (RFC 3841 §9.1). It is tried anew after a while, and when a device registers.
    queued: {
      entry: ['sayQueued', 'noteWait'],
      after: { queueRetry: { target: 'lookingUp', actions: 'forgetBest' } },
      on: {
        added: { target: 'forwarding', actions: 'noteGroups' },
        cancel: { target: 'answering', actions: 'noteTerminated' },
      },
    },
    // A 6xx or the caller's CANCEL: no new branches; the pending ones are cancelled and their final responses awaited.
    cancelling: {
      entry: 'cancelPending',
      always: { guard: 'nonePending', target: 'answering' },
      on: {
        provisional: { actions: 'relay' },
        success: { target: 'answered', actions: ['noteSuccess', 'relay'] },
        failure: { actions: 'noteFailure' },
      },
    },
    answering: {
      entry: 'answer',
      always: 'answered',
    },
    // "Any 2xx responses to an INVITE are forwarded, also after a final response" (§16.7 item 5); to anything else they come too late
    // (RFC 4320 §4.2).
    answered: {
      initial: 'open',
      on: {
        success: { guard: 'isInvite', actions: 'relay' },
      },
      states: {
        cancelling: { entry: 'cancelPending', always: 'open' },
        // A 6xx still ends the search, also where the caller wants no CANCEL for a 2xx (RFC 3841 §9.1).
        open: {
          on: { failure: { guard: 'isSixth', target: 'cancelling' }, cancel: 'cancelling' },
        },
      },
    },
  },
});

function waitUs({ queueLeastUs }: ResponseContext, answer: SipResponse | undefined): number {
  return answer === undefined ? queueLeastUs : queueWaitUs(answer, queueLeastUs);
}

/** Whether the call may wait after this answer: then it has a `queue`, and time left for it. */
function mayWait(context: ResponseContext, answer: SipResponse | undefined): boolean {
  return answer !== undefined && isForNow(answer) && waitUs(context, answer) <= context.queueLeftUs;
}
