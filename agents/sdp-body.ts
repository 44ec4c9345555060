// RFC 5547 §8.2.2, RFC 5621 §3: the session description in a request: its body, or the root of a multipart body.
import { contentType, read } from '../core/sip/header-table.ts';
import type { SipRequest } from '../core/sip/message.ts';
import { bodyParts } from '../core/sip/mime.ts';

export function sdpOf(request: SipRequest): Uint8Array | undefined {
  const type = read(request, contentType);
  if (type === undefined || request.body.length === 0) return undefined;
  if (isSdp(type)) return request.body;
  return bodyParts(request).find(({ headers }) =>
    headers.some(
      ({ name, value }) => name.toLowerCase() === 'content-type' && /^application\/sdp\b/i.test(value),
    ),
  )?.body;
}

function isSdp(type: { readonly type: string; readonly subtype: string }): boolean {
  return `${type.type}/${type.subtype}`.toLowerCase() === 'application/sdp';
}
