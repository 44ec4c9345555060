import { header } from '../../../core/sip/headers.ts';
import type { SipMessage } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import type { Kind, Reading } from './reading.ts';
import { readSdp } from './sdp.ts';

/** Reads a SIP message as one datagram. */
export function readSip(bytes: Uint8Array, guess: Kind): Reading {
  const { message, errors, rest } = parseMessage(bytes);
  return {
    kind: message === undefined ? guess : message.kind === 'request' ? 'sip-request' : 'sip-response',
    valid: errors.length === 0,
    errors,
    ...(message !== undefined && structureOf(message)),
    ...(rest.length > 0 && { restBytes: rest.length }),
  };
}

function structureOf(message: SipMessage): Record<string, unknown> {
  const start =
    message.kind === 'request'
      ? { method: message.method, uri: message.uri }
      : { status: message.status, reason: message.reason };
  const type = header(message, 'Content-Type') ?? '';
  const sdp = message.body.length > 0 && /^application\/sdp\b/i.test(type);
  return {
    ...start,
    headers: message.headers,
    bodyBytes: message.body.length,
    ...(sdp && { body: readSdp(message.body) }),
  };
}
