import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { Reading, ReadingError } from './reading.ts';

/** Reads a session description. */
export function readSdp(bytes: Uint8Array): Reading {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const errors = [{ offset: 0, rule: 'RFC 4566 §5 UTF-8', status: 400, text: 'not UTF-8' }];
    return { kind: 'sdp', valid: false, errors, ...structureOf(text) };
  }
  const errors = inBytes(text, parseSdp(text).errors);
  return { kind: 'sdp', valid: errors.length === 0, errors, ...structureOf(text) };
}

function structureOf(text: string): Record<string, unknown> {
  const { sdp } = parseSdp(text);
  return sdp === undefined ? {} : { sdp };
}

/** Offsets count UTF-16 units there and bytes here; errors stand in the order of the text, so one pass is enough. */
function inBytes(
  text: string,
  errors: readonly { readonly offset: number; readonly rule: string; readonly text: string }[],
): ReadingError[] {
  const encoder = new TextEncoder();
  let units = 0;
  let bytes = 0;
  return errors.map(({ offset, rule, text: what }) => {
    if (offset < units) [units, bytes] = [0, 0];
    bytes += encoder.encode(text.slice(units, offset)).length;
    units = offset;
    return { offset: bytes, rule, status: 400, text: what };
  });
}
