// How a push or a pull ended, and each file of it: what its last record tells.
import type { Json } from '../sim/trace/records.ts';
import type { FileTransferEffect } from './file-transfer.machine.ts';

/** From the best to the worst: a push of several files has come to what the worst of them came to. */
const ranks = ['delivered', 'declined', 'aborted', 'failed'] as const;

/** What files come to that were accepted, or some of which were not. */
export type Worst = (typeof ranks)[number];

/** `cancelled`: it was taken back, whole, before it was answered. */
export type Outcome = Worst | 'cancelled';

const words = { completed: 'delivered', declined: 'declined', aborted: 'aborted', failed: 'failed' } as const;

/** The worst so far, once one more file has ended. */
export function worseOf(worst: Worst, ended: FileTransferEffect['outcome']): Worst {
  return ranks[Math.max(ranks.indexOf(worst), ranks.indexOf(words[ended]))] ?? 'failed';
}

/** Before the first file has ended: some were not wanted, or all were. */
export function worstOf(declined: number): Worst {
  return declined > 0 ? 'declined' : 'delivered';
}

/** A file by its name, and what it came to by itself; undefined where that was decided for all at once. */
export interface EndedFile {
  readonly name: string;
  readonly outcome: FileTransferEffect['outcome'] | undefined;
}

/** What a record says beside the outcome of all: that of each file, where there are several. */
export function outcomesOf(files: readonly EndedFile[], ofAll: Outcome): { readonly files?: Json } {
  if (files.length < 2) return {};
  return {
    files: files.map(({ name, outcome }) => ({
      name,
      outcome: outcome === undefined ? ofAll : words[outcome],
    })),
  };
}
