// RFC 5547 §8.2.2, RFC 5621 §3: the session description in a message: its body, or the root of a multipart body.
import { contentType, read } from '../core/sip/header-table.ts';
import type { SipMessage } from '../core/sip/message.ts';
import { bodyParts } from '../core/sip/mime.ts';

export function sdpOf(message: SipMessage): Uint8Array | undefined {
  const type = read(message, contentType);
  if (type === undefined || message.body.length === 0) return undefined;
  if (isSdp(type)) return message.body;
  return bodyParts(message).find(({ headers }) =>
    headers.some(
      ({ name, value }) => name.toLowerCase() === 'content-type' && /^application\/sdp\b/i.test(value),
    ),
  )?.body;
}

function isSdp(type: { readonly type: string; readonly subtype: string }): boolean {
  return `${type.type}/${type.subtype}`.toLowerCase() === 'application/sdp';
}
