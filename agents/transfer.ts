// RFC 5547 §8 and RFC 4975 §5.4: what a file's sender knows of one file, or one message of a plain session, on its way.
import type { Running } from '../core/sip/transaction-types.ts';
import type { FileTransferEffect, FileTransferEvent, fileTransferMachine } from './file-transfer.machine.ts';
import type { ContentSource } from './msrp/chunking.ts';
import type { OutgoingMessage } from './msrp/types.ts';
import type { PushedFile } from './push-options.ts';
import { remainderOf } from './renewal.ts';

export interface Transfer {
  /** What of it is to go: the whole, or what a broken session has left. */
  file: PushedFile;
  readonly machine: Running<typeof fileTransferMachine>;
  message: OutgoingMessage | undefined;
  /** Of a message that is to go once more as it was: "the Message-ID values for the resent messages MUST match" (RFC 4975 §5.4). */
  again: { readonly messageId: string; readonly content: ContentSource } | undefined;
  /** Octets of the wrapper before the file's own. */
  headBytes: number;
  outcome: FileTransferEffect['outcome'] | undefined;
}

/** What is over hears nothing more: a late answer, the end of the session. */
export function tell(machine: Transfer['machine'], type: FileTransferEvent['type']): void {
  if (!machine.done) machine.send({ type });
}

/** What of it nobody has confirmed. */
export function remaining({ file, message, headBytes }: Transfer): PushedFile {
  return remainderOf(file, Math.max(0, (message?.confirmedBytes ?? 0) - headBytes));
}

/** Its session broke: it waits for another. Of a file the octets go by that which nobody has confirmed, of a message all. */
export function suspend(transfer: Transfer, isFile: boolean): void {
  if (transfer.machine.done) return;
  if (isFile) transfer.file = remaining(transfer);
  transfer.message = undefined;
  tell(transfer.machine, 'broken');
}

/** The receiver knows no ranges: the file goes from its first octet on. */
export function fromTheBeginning(transfer: Transfer): void {
  const { range: _, ...file } = transfer.file;
  transfer.file = file;
}
