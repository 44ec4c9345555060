// RFC 5547 §8.1, §8.3 and §8.6: whether a description asks for a new transfer or repeats an old one.
import { sameFile } from './file-selector.ts';
import type { FileSelector } from './types.ts';

/** A transfer as a description names it. Without an id (the change request's example) the file itself tells. */
export interface NamedTransfer {
  readonly id?: string;
  readonly selector: FileSelector;
}

/**
 * `new`: a transfer to start, ending a running one on the same line. `existing`: nothing happens, it runs on or is over.
 * `closed`: port 0. `error`: a used id names another file; the answerer must abort with port 0.
 */
export type TransferMeaning = 'new' | 'existing' | 'closed' | 'error';

/** What a further description means; `used` are the transfers that this session has named before. */
export function meaningOf(
  used: readonly NamedTransfer[],
  next: NamedTransfer & { readonly port: number },
): TransferMeaning {
  if (next.port === 0) return 'closed';
  if (next.id === undefined)
    return used.some((transfer) => sameFile(transfer.selector, next.selector)) ? 'existing' : 'new';
  const before = used.find((transfer) => transfer.id === next.id);
  if (before === undefined) return 'new';
  return sameFile(before.selector, next.selector) ? 'existing' : 'error';
}
