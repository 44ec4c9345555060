// RFC 4975 §7.1.1: how a message is divided into chunks.
import type { ByteRange } from './byte-range.ts';

/** Content by random access, so that a message of any size never lies in memory as a whole. */
export interface ContentSource {
  readonly sizeBytes: number;
  /** `length` octets from `offset` (counted from 0); both within the size. */
  read(offset: number, length: number): Uint8Array;
}

/**
 * The ways to divide. A chunk whose range-end is `*` can be interrupted; one with a number goes out whole.
 * - `pieces`: 2048-octet chunks with numeric ends, "in 2048-octet increments until the final chunk". Legal in every network, slowest. Pieces of
 *   another size where one is given.
 * - `whole`: one chunk `1-*` to the end, "as few chunks as possible", interrupted only for other traffic.
 * - `first then rest`: 2048 octets with a numeric end, then the rest with `*`: the figure of the change request within RFC 4975.
 * - `change-request`: the document's own form: `1-2048/4385`, then `2049-4385/4385`, a numeric end though longer than 2048 octets
 *   (§7.1.1 MUST NOT), and Success-Report on the first chunk alone ("All chunks … MUST use the same").
 */
export type Chunking = 'pieces' | 'whole' | 'first then rest' | 'change-request';

/** "senders MUST NOT send chunks with a body larger than 2048 octets unless they are prepared to interrupt them". */
export const FAIR_CHUNK_BYTES = 2048;

export interface PlannedChunk {
  readonly range: ByteRange;
  /** Octets of the body if nothing interrupts it. */
  readonly lengthBytes: number;
  /** The end-line may come earlier than planned, with `+` or `#`. */
  readonly interruptible: boolean;
}

/** The next chunk of a message of `totalBytes` of which the first `sentBytes` have gone. */
export function planChunk(
  chunking: Chunking,
  totalBytes: number,
  sentBytes: number,
  chunkBytes = FAIR_CHUNK_BYTES,
): PlannedChunk {
  const rest = totalBytes - sentBytes;
  const length = chunkLength(chunking, rest, sentBytes, chunkBytes);
  const interruptible = length > FAIR_CHUNK_BYTES && chunking !== 'change-request';
  const end = interruptible ? undefined : sentBytes + length;
  return { range: { start: sentBytes + 1, end, total: totalBytes }, lengthBytes: length, interruptible };
}

function chunkLength(chunking: Chunking, rest: number, sentBytes: number, chunkBytes: number): number {
  if (chunking === 'whole') return rest;
  if (chunking !== 'pieces' && sentBytes > 0) return rest;
  return Math.min(rest, chunkBytes);
}

/** Whether this chunk carries Success-Report: every one, except in the document's own form the first alone. */
export function carriesSuccessReport(chunking: Chunking, sentBytes: number): boolean {
  return chunking !== 'change-request' || sentBytes === 0;
}

/** Bytes in memory as a source. */
export function contentOf(bytes: Uint8Array): ContentSource {
  return { sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
