// A message's octets as the trace keeps them.
import type { Raw } from '../../../sim/trace/records.ts';

export interface Octets {
  readonly bytes: Uint8Array;
  /** Its text; octets that are no UTF-8 as U+FFFD. */
  readonly text: string;
  /** How many there were, where the trace kept only the head. */
  readonly cutAt?: number;
}

export function octetsOf(raw: Raw): Octets {
  if (typeof raw === 'string') return { bytes: new TextEncoder().encode(raw), text: raw };
  if ('base64' in raw) {
    const bytes = Uint8Array.from(atob(raw.base64), (character) => character.charCodeAt(0));
    return { bytes, text: new TextDecoder().decode(bytes) };
  }
  return { ...octetsOf(raw.head), cutAt: raw.bytes };
}
