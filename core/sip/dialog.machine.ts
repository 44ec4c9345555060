// RFC 3261 §12 and §15, RFC 4028 §7.2, §8 and §10: a dialog with its session timer. The refresher refreshes at half the interval; the
// other side ends the session "slightly before" it expires: the lesser of 32 s and a third of the interval.
import { assertEvent, assign, emit, setup } from 'xstate';

/** The session timer as a 2xx set it. Absent: the session does not expire. */
export interface SessionTimer {
  readonly intervalUs: number;
  readonly refresher: 'us' | 'peer';
}

interface DialogContext {
  readonly timer: SessionTimer | undefined;
}

export type DialogEvent =
  | { readonly type: 'confirmed'; readonly timer?: SessionTimer }
  /** Its INVITE came to another end: "any early dialogs … are terminated" (§12.3, §13.2.2.4). */
  | { readonly type: 'abandoned' }
  /** A 2xx to a re-INVITE or an UPDATE of either side. */
  | { readonly type: 'refreshed'; readonly timer?: SessionTimer }
  /** Our refresh was refused, but not by 408 or 481. */
  | { readonly type: 'refreshRefused' }
  /** A request inside the dialog was answered 408 or 481, or not at all (§12.2.1.2). */
  | { readonly type: 'lost' }
  /** The user is done with the session. */
  | { readonly type: 'release' }
  | { readonly type: 'byeReceived' }
  /** The BYE has its final response, or never will (§15.1.1). */
  | { readonly type: 'byeAnswered' };

export type DialogEffect =
  | { readonly type: 'refresh' }
  | { readonly type: 'sendBye'; readonly because: 'release' | 'session expired' | 'lost' }
  | { readonly type: 'ended'; readonly by: 'us' | 'peer' };

const guardUs = (intervalUs: number) => Math.min(32_000_000, Math.floor(intervalUs / 3));

export const dialogMachine = setup({
  types: {
    context: {} as DialogContext,
    events: {} as DialogEvent,
    emitted: {} as DialogEffect,
  },
  guards: {
    weRefresh: ({ context }) => context.timer?.refresher === 'us',
    peerRefreshes: ({ context }) => context.timer?.refresher === 'peer',
  },
  delays: {
    sessionRefresh: ({ context }) => Math.floor((context.timer?.intervalUs ?? 0) / 2),
    sessionExpiry: ({ context }) => {
      const intervalUs = context.timer?.intervalUs ?? 0;
      return intervalUs - guardUs(intervalUs);
    },
    sessionEnd: ({ context }) => context.timer?.intervalUs ?? 0,
  },
  actions: {
    noteTimer: assign(({ event }) => {
      assertEvent(event, ['confirmed', 'refreshed']);
      return { timer: event.timer };
    }),
    refresh: emit({ type: 'refresh' }),
    byeForRelease: emit({ type: 'sendBye', because: 'release' }),
    byeForExpiry: emit({ type: 'sendBye', because: 'session expired' }),
    byeForLoss: emit({ type: 'sendBye', because: 'lost' }),
    endedByUs: emit({ type: 'ended', by: 'us' }),
    endedByPeer: emit({ type: 'ended', by: 'peer' }),
  },
}).createMachine({
  id: 'dialog',
  context: { timer: undefined },
  initial: 'early',
  states: {
    early: {
      on: { confirmed: { target: 'confirmed', actions: 'noteTimer' }, abandoned: 'terminated' },
    },
    confirmed: {
      initial: 'timing',
      on: {
        release: { target: 'terminating', actions: 'byeForRelease' },
        lost: { target: 'terminating', actions: 'byeForLoss' },
        byeReceived: { target: 'terminated', actions: 'endedByPeer' },
        refreshed: { target: '.timing', actions: 'noteTimer' },
      },
      states: {
        timing: {
          always: [
            { guard: 'weRefresh', target: 'refresher' },
            { guard: 'peerRefreshes', target: 'guarding' },
            { target: 'untimed' },
          ],
        },
        untimed: {},
        /** "It is RECOMMENDED that this refresh be sent once half the session interval has elapsed" (RFC 4028 §10). */
        refresher: {
          initial: 'waiting',
          after: { sessionEnd: { target: '#dialog.terminating', actions: 'byeForExpiry' } },
          states: {
            waiting: { after: { sessionRefresh: 'refreshing' } },
            refreshing: { entry: 'refresh', on: { refreshRefused: 'unrefreshed' } },
            // "SHOULD NOT continuously retry the request if the server indicates the same error response" (§10).
            unrefreshed: {},
          },
        },
        guarding: {
          after: { sessionExpiry: { target: '#dialog.terminating', actions: 'byeForExpiry' } },
        },
      },
    },
    terminating: {
      on: {
        byeAnswered: { target: 'terminated', actions: 'endedByUs' },
        // Two BYEs cross: ours is still to be answered (481), theirs was answered by plain code.
        byeReceived: { target: 'terminated', actions: 'endedByPeer' },
      },
    },
    terminated: { type: 'final' },
  },
});
