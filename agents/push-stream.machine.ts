// The change request, 6.5.2.1 and 6.5.2.3: one m= line of a push, from the offer until it is closed: by a re-INVITE that zeroes its port
// (RFC 3264 §8.2), by the peer, or with the session.
import { emit, setup } from 'xstate';

export interface PushStreamInput {
  /** How long it lingers after its last file before it is closed, in µs (the document's "timer set"). */
  readonly lingerUs: number;
}

export type PushStreamEvent =
  /** The answer's port is not 0, or it is. */
  | { readonly type: 'accepted' }
  | { readonly type: 'declined' }
  /** Its turn has come. */
  | { readonly type: 'start' }
  /** Each of its files, or messages, is over: delivered, failed or aborted. */
  | { readonly type: 'finished' }
  /** Its connection broke, and the push may have another. */
  | { readonly type: 'broken' }
  /** The re-INVITE was answered: there is a session to go on with. */
  | { readonly type: 'renewed' }
  /** Its port is 0 on both sides, or the session is over. */
  | { readonly type: 'closed' };

export type PushStreamEffect =
  | { readonly type: 'openMedia' }
  /** A new offer for its line: "it MUST use a new SDP exchange" (RFC 4975 §5.4). */
  | { readonly type: 'renew' }
  /** It has lingered and is to be closed. */
  | { readonly type: 'due' }
  | { readonly type: 'releaseMedia' };

export const pushStreamMachine = setup({
  types: {
    context: {} as PushStreamInput,
    input: {} as PushStreamInput,
    events: {} as PushStreamEvent,
    emitted: {} as PushStreamEffect,
  },
  guards: { closesAtOnce: ({ context }) => context.lingerUs === 0 },
  delays: { linger: ({ context }) => context.lingerUs },
  actions: {
    openMedia: emit({ type: 'openMedia' }),
    renew: emit({ type: 'renew' }),
    tellDue: emit({ type: 'due' }),
    releaseMedia: emit({ type: 'releaseMedia' }),
  },
}).createMachine({
  id: 'pushStream',
  context: ({ input }) => input,
  initial: 'offered',
  states: {
    offered: { on: { accepted: 'waiting', declined: 'closed', closed: 'closed' } },
    // Its files may be given up before its turn comes.
    waiting: {
      on: {
        start: 'carrying',
        finished: 'lingering',
        closed: { target: 'closed', actions: 'releaseMedia' },
      },
    },
    carrying: {
      entry: 'openMedia',
      on: {
        finished: 'lingering',
        broken: 'renewing',
        closed: { target: 'closed', actions: 'releaseMedia' },
      },
    },
    renewing: {
      entry: 'renew',
      // Who closes it gives up its files first.
      on: { renewed: 'carrying', finished: 'lingering' },
    },
    lingering: {
      always: { guard: 'closesAtOnce', target: 'due' },
      after: { linger: 'due' },
      on: { closed: { target: 'closed', actions: 'releaseMedia' } },
    },
    due: {
      entry: 'tellDue',
      on: { closed: { target: 'closed', actions: 'releaseMedia' } },
    },
    closed: { type: 'final' },
  },
});
