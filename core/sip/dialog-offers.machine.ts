// RFC 3261 §14, RFC 3264 §8: further offers inside a dialog. "a UAC MUST NOT initiate a new INVITE transaction within a dialog while another
// INVITE transaction is in progress in either direction": what is wanted meanwhile waits, a 491 is waited out, and so is the BYE of who is
// done: the callee's may not leave before the ACK (§15), and neither side's has to cross an offer.
import { and, assertEvent, assign, emit, setup } from 'xstate';

interface DialogOffersContext {
  /** An offer is to be made as soon as none is under way. */
  readonly isWanted: boolean;
  /** Accepted re-INVITEs of the peer whose ACK is still to come. */
  readonly unacknowledged: number;
  readonly waitUs: number;
  /** Our user is done with the session. */
  readonly isEnding: boolean;
}

export type DialogOffersEvent =
  /** Our user has something to propose. */
  | { readonly type: 'want' }
  /** A 2xx to our re-INVITE; it was acknowledged. */
  | { readonly type: 'answered' }
  /** Any other final response, or none: the session goes on as it was (§14.1). */
  | { readonly type: 'refused' }
  /** 491, or a 500 with Retry-After: again after this time. */
  | { readonly type: 'putOff'; readonly waitUs: number }
  /** The peer's re-INVITE was answered by a 2xx. */
  | { readonly type: 'accepted' }
  /** Its ACK came, or never will. */
  | { readonly type: 'acknowledged' }
  /** Our user is done: no more offers, and a BYE as soon as none is under way. */
  | { readonly type: 'end' }
  /** The dialog is over. */
  | { readonly type: 'closed' };

export type DialogOffersEffect = { readonly type: 'sendOffer' } | { readonly type: 'release' };

export const dialogOffersMachine = setup({
  types: {
    context: {} as DialogOffersContext,
    events: {} as DialogOffersEvent,
    emitted: {} as DialogOffersEffect,
  },
  guards: {
    isWanted: ({ context }) => context.isWanted,
    isEnding: ({ context }) => context.isEnding,
    isAcknowledged: ({ context }) => context.unacknowledged === 0,
  },
  delays: { glare: ({ context }) => context.waitUs },
  actions: {
    sendOffer: emit({ type: 'sendOffer' }),
    release: emit({ type: 'release' }),
    noteEnd: assign({ isEnding: true }),
    want: assign({ isWanted: true }),
    unwant: assign({ isWanted: false }),
    noteWait: assign(({ event }) => {
      assertEvent(event, 'putOff');
      return { waitUs: event.waitUs, isWanted: true };
    }),
    noteAccepted: assign(({ context }) => ({ unacknowledged: context.unacknowledged + 1 })),
    noteAcknowledged: assign(({ context }) => ({ unacknowledged: context.unacknowledged - 1 })),
  },
}).createMachine({
  id: 'dialogOffers',
  context: { isWanted: false, unacknowledged: 0, waitUs: 0, isEnding: false },
  initial: 'open',
  on: { closed: '.over', end: { actions: 'noteEnd' } },
  states: {
    /** No INVITE of ours is under way. */
    open: {
      initial: 'idle',
      on: {
        want: { actions: 'want' },
        accepted: { actions: 'noteAccepted' },
        acknowledged: { actions: 'noteAcknowledged' },
      },
      states: {
        idle: {
          always: [
            { guard: and(['isEnding', 'isAcknowledged']), target: '#dialogOffers.over', actions: 'release' },
            { guard: and(['isWanted', 'isAcknowledged']), target: '#dialogOffers.offering' },
          ],
        },
        /** §14.1: a time of its own for each side, so that both do not collide again. */
        puttingOff: { always: { guard: 'isEnding', target: 'idle' }, after: { glare: 'idle' } },
      },
    },
    offering: {
      entry: ['unwant', 'sendOffer'],
      on: {
        want: { actions: 'want' },
        answered: 'open',
        refused: 'open',
        putOff: { target: 'open.puttingOff', actions: 'noteWait' },
      },
    },
    over: { type: 'final' },
  },
});
