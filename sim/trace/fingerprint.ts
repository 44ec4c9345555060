import { createSha256 } from '../hash.ts';
import { recordLine } from './ndjson.ts';
import type { TraceRecord } from './records.ts';
import type { Sink } from './trace.ts';

/** A digest of all that happened so far: two runs with the same fingerprint have the same trace. */
export interface Fingerprint {
  readonly sink: Sink;
  /** SHA-256 over the lines so far, each with its line end, verdicts and the end left out; in hexadecimal. */
  full(): string;
  /** Its first 16 digits: what people compare. */
  short(): string;
}

/** Lines are hashed in pieces of about this many characters. */
const PIECE = 16 * 1024;

export function createFingerprint(): Fingerprint {
  const hasher = createSha256();
  const encoder = new TextEncoder();
  let piece = '';

  function flush(): void {
    hasher.update(encoder.encode(piece));
    piece = '';
  }

  function full(): string {
    flush();
    return hasher.clone().hex();
  }

  return {
    sink(record: TraceRecord) {
      if (record.type === 'verdict' || record.type === 'end') return;
      piece += `${recordLine(record)}\n`;
      if (piece.length > PIECE) flush();
    },
    full,
    short: () => full().slice(0, 16),
  };
}
