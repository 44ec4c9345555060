// RFC 3261 §18.2.1, §18.2.2; RFC 3581 §4: what a server notes in the top Via, and where a response goes by it.

import { read, via as viaCodec } from './header-table.ts';
import { prependHeader, withoutFirst } from './headers.ts';
import { canonicalHost, isIPv6 } from './host.ts';
import type { SipRequest } from './message.ts';
import { param, withParam } from './params.ts';
import type { Via } from './via.ts';

export interface Address {
  /** An address, or the host name of sent-by, to be resolved. IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * The request as the server transport hands it on. "If the host portion of the sent-by […] contains a domain name, or if it
 * contains an IP address that differs from the packet source address, the server MUST add a received parameter" (§18.2.1). A
 * `rport` without a value gets the source port, and `received` with it, always (RFC 3581 §4).
 */
export function stampVia(request: SipRequest, source: { address: string; port: number }): SipRequest {
  const top = read(request, viaCodec);
  if (top === undefined) return request;
  const wantsPort = param(top.params, 'rport') === '';
  const isSource = canonicalHost(top.host) === canonicalHost(source.address);
  if (isSource && !wantsPort) return request;
  let params = withParam(top.params, 'received', source.address);
  if (wantsPort) params = withParam(params, 'rport', String(source.port));
  return prependHeader(withoutFirst(request, 'Via'), 'Via', viaCodec.format({ ...top, params }));
}

/**
 * Where a response goes when there is no connection to send it back on (§18.2.2): to `maddr`, else to `received` at `rport` or
 * sent-by's port, else to sent-by. The default port is 5060, 5061 for TLS.
 */
export function responseAddress(top: Via): Address {
  const port = top.port ?? (top.transport.toUpperCase() === 'TLS' ? 5061 : 5060);
  const maddr = param(top.params, 'maddr');
  if (maddr) return { host: bare(maddr), port };
  const received = param(top.params, 'received');
  if (!received) return { host: top.host, port };
  const rport = Number(param(top.params, 'rport') || Number.NaN);
  return { host: bare(received), port: rport >= 1 && rport <= 65535 ? rport : port };
}

/** An address without brackets. */
function bare(host: string): string {
  const inner = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIPv6(inner) ? inner : host;
}
