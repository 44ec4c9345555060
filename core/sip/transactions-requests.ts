// RFC 3261 §17.1.1.3, §9.1: the requests that belong to an INVITE's own hop, ACK for 300–699 and CANCEL.

import { cseq, read } from './header-table.ts';
import { header, headerValues } from './headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './message.ts';

/**
 * The ACK for a 300–699: Request-URI, Call-ID, From, CSeq number, Route and the one top Via of the INVITE, the To of the response
 * (§17.1.1.3); and the INVITE's credentials, since an ACK cannot be challenged (§22.1).
 */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return onSameHop(invite, 'ACK', header(response, 'To') ?? '', [
    ...copied(invite, 'Authorization'),
    ...copied(invite, 'Proxy-Authorization'),
  ]);
}

/**
 * The CANCEL for an INVITE: Request-URI, Call-ID, To, From, CSeq number, Route and the one top Via of the INVITE (§9.1). `extra` are headers
 * of the caller's, as Reason (RFC 3326); "MUST NOT contain any Require or Proxy-Require header fields".
 */
export function cancelFor(invite: SipRequest, extra: readonly HeaderField[] = []): SipRequest {
  return onSameHop(invite, 'CANCEL', header(invite, 'To') ?? '', extra);
}

function onSameHop(
  invite: SipRequest,
  method: string,
  to: string,
  extra: readonly HeaderField[],
): SipRequest {
  return {
    kind: 'request',
    method,
    uri: invite.uri,
    headers: [
      { name: 'Via', value: headerValues(invite, 'Via')[0] ?? '' },
      { name: 'Max-Forwards', value: '70' },
      ...copied(invite, 'Route'),
      { name: 'From', value: header(invite, 'From') ?? '' },
      { name: 'To', value: to },
      { name: 'Call-ID', value: header(invite, 'Call-ID') ?? '' },
      { name: 'CSeq', value: `${read(invite, cseq)?.number} ${method}` },
      ...extra,
    ],
    body: new Uint8Array(0),
  };
}

function copied(request: SipRequest, name: string): HeaderField[] {
  return headerValues(request, name).map((value) => ({ name, value }));
}
