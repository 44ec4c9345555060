import { sha1Hex } from '../hash.ts';
import { base64 } from './base64.ts';
import type { Raw } from './records.ts';

/** Up to here a trace keeps a message whole. */
const WHOLE_UP_TO = 64 * 1024;
/** Of a larger one it keeps so much. */
const HEAD = 4 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A message's bytes as a trace has them: text as it is, else base64; of more than 64 KiB the head, the length and the SHA-1. */
export function rawOf(bytes: Uint8Array): Raw {
  if (bytes.length <= WHOLE_UP_TO) return textOrBase64(bytes);
  const head = textOrBase64(bytes.subarray(0, endOfCharacter(bytes, HEAD)));
  return { head, bytes: bytes.length, sha1: sha1Hex(bytes) };
}

/** Whether two messages are the same to the octet, as far as a trace keeps them. */
export function sameRaw(one: Raw, other: Raw): boolean {
  if (one === other) return true;
  return (
    typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other)
  );
}

function textOrBase64(bytes: Uint8Array): string | { readonly base64: string } {
  try {
    return utf8.decode(bytes);
  } catch {
    return { base64: base64(bytes) };
  }
}

/** The last place at or before `end` that does not cut a UTF-8 character in two; bytes 10xxxxxx continue one. */
function endOfCharacter(bytes: Uint8Array, end: number): number {
  let start = end;
  while (start > end - 4 && (bytes[start]! & 0xc0) === 0x80) start--;
  return start;
}
