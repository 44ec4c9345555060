// RFC 5547 §8 and RFC 4975 §7: one file, as either side sees it: one m= line, one MSRP session, one MSRP message.
import { emit, setup } from 'xstate';

export type FileTransferEvent =
  /** The answer's port is not 0. */
  | { readonly type: 'accepted' }
  | { readonly type: 'declined' }
  /** The first chunk left, or came. */
  | { readonly type: 'started' }
  /** The last octet left, or every octet came. */
  | { readonly type: 'carried' }
  /** Sender: its connection broke, and another is asked for (RFC 4975 §5.4). */
  | { readonly type: 'broken' }
  /** Sender: every SEND answered and every asked report come. Receiver: hash and size agree with the offer. */
  | { readonly type: 'confirmed' }
  | { readonly type: 'failed' }
  | { readonly type: 'aborted' };

export type FileTransferEffect = {
  readonly type: 'finished';
  readonly outcome: 'completed' | 'declined' | 'failed' | 'aborted';
};

export const fileTransferMachine = setup({
  types: {
    events: {} as FileTransferEvent,
    emitted: {} as FileTransferEffect,
  },
  actions: {
    tellCompleted: emit({ type: 'finished', outcome: 'completed' }),
    tellDeclined: emit({ type: 'finished', outcome: 'declined' }),
    tellFailed: emit({ type: 'finished', outcome: 'failed' }),
    tellAborted: emit({ type: 'finished', outcome: 'aborted' }),
  },
}).createMachine({
  id: 'fileTransfer',
  initial: 'offered',
  states: {
    offered: {
      on: { accepted: 'agreed', declined: { target: 'over', actions: 'tellDeclined' } },
    },
    agreed: {
      on: {
        started: 'transferring',
        failed: { target: 'over', actions: 'tellFailed' },
        aborted: { target: 'over', actions: 'tellAborted' },
      },
    },
    transferring: {
      on: {
        carried: 'confirming',
        broken: 'suspended',
        failed: { target: 'over', actions: 'tellFailed' },
        aborted: { target: 'over', actions: 'tellAborted' },
      },
    },
    confirming: {
      on: {
        broken: 'suspended',
        confirmed: { target: 'over', actions: 'tellCompleted' },
        failed: { target: 'over', actions: 'tellFailed' },
        aborted: { target: 'over', actions: 'tellAborted' },
      },
    },
    // It waits for a session to go on with.
    suspended: {
      on: {
        started: 'transferring',
        failed: { target: 'over', actions: 'tellFailed' },
        aborted: { target: 'over', actions: 'tellAborted' },
      },
    },
    over: { type: 'final' },
  },
});
