import type { MsrpMessage } from '../../../agents/msrp/message.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import type { Kind, Reading } from './reading.ts';

/** Reads one MSRP message. */
export function readMsrp(bytes: Uint8Array, guess: Kind): Reading {
  const { message, errors, consumed } = parseMsrp(bytes);
  const rest = message === undefined ? 0 : bytes.length - consumed;
  return {
    kind: message === undefined ? guess : message.kind === 'request' ? 'msrp-request' : 'msrp-response',
    valid: errors.length === 0,
    errors: errors.toSorted((a, b) => a.offset - b.offset),
    ...(message !== undefined && structureOf(message)),
    ...(rest > 0 && { restBytes: rest }),
  };
}

function structureOf(message: MsrpMessage): Record<string, unknown> {
  const start =
    message.kind === 'request'
      ? { method: message.method }
      : { status: message.status, ...(message.comment !== undefined && { comment: message.comment }) };
  return {
    transactId: message.transactId,
    ...start,
    toPath: message.toPath,
    fromPath: message.fromPath,
    headers: message.headers,
    flag: message.flag,
    ...(message.kind === 'request' && message.body !== undefined && { bodyBytes: message.body.length }),
  };
}
