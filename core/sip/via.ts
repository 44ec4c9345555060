// RFC 3261 §20.42, §18.2; RFC 3581 §3: where a request has been, and where its responses go.
import { codec } from './codec.ts';
import { formatHost, readHost } from './host.ts';
import { formatParams, type Params, param } from './params.ts';
import type { Reader } from './reader.ts';

export interface Via {
  /** `SIP/2.0`. Another version can be read, so that its request can be answered with 505. */
  readonly version: string;
  /** `UDP`, `TCP`, `TLS`, `SCTP` or another token, as written. */
  readonly transport: string;
  /** Of sent-by; an IPv6 address without brackets. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
}

/** Transaction ids begin with this (§8.1.1.7). */
export const BRANCH_COOKIE = 'z9hG4bK';

export const via = codec<Via>('Via', 'RFC 3261 §20.42', readVia, formatVia);

/** The transaction id that the sender gave. */
export function branchOf(via: Via): string | undefined {
  return param(via.params, 'branch');
}

/** `host` or `host:port`, as in sent-by. */
export function sentBy(via: Via): string {
  return via.port === undefined ? formatHost(via.host) : `${formatHost(via.host)}:${via.port}`;
}

function formatVia(via: Via): string {
  return `${via.version}/${via.transport} ${sentBy(via)}${formatParams(via.params)}`;
}

/** via-parm = protocol-name SLASH protocol-version SLASH transport LWS sent-by *( SEMI via-params ) */
function readVia(reader: Reader): Via | undefined {
  const name = reader.token('protocol name');
  if (name === undefined) return undefined;
  if (!reader.separator(0x2f)) return reader.fail('"/" expected');
  const version = reader.token('protocol version');
  if (version === undefined) return undefined;
  if (!reader.separator(0x2f)) return reader.fail('"/" expected');
  const transport = reader.token('transport');
  if (transport === undefined) return undefined;
  const gap = reader.pos;
  reader.skipWs();
  if (reader.pos === gap) return reader.fail('white space expected before sent-by');
  const found = readHost(reader.text, reader.pos);
  if (found === undefined) return reader.fail('host expected');
  reader.pos = found.end;
  const port = reader.separator(0x3a) ? reader.integer(65535) : undefined;
  const params = reader.params();
  if (params === undefined || reader.failure !== undefined) return undefined;
  const protocol = name === 'SIP' && version === '2.0' ? 'SIP/2.0' : `${name}/${version}`;
  return port === undefined
    ? { version: protocol, transport, host: found.host, params }
    : { version: protocol, transport, host: found.host, port, params };
}
