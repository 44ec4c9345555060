// RFC 3261 §8.1.1, §8.2.6: new requests, and responses to a request.
import { keyOf } from './header-names.ts';
import { cseq, to as toCodec, via as viaCodec } from './header-table.ts';
import type { HeaderField, SipRequest, SipResponse } from './message.ts';
import { makeRequest, makeResponse } from './message-index.ts';
import { formatNameAddr, type NameAddr, tagOf } from './name-addr.ts';
import { reasonPhrase } from './reason-phrases.ts';
import type { Via } from './via.ts';

export interface Body {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  /** As text of the header, or as a value. */
  readonly from: string | NameAddr;
  readonly to: string | NameAddr;
  readonly callId: string;
  /** The sequence number; the method is the request's. */
  readonly cseq: number;
  /** Absent when the transport adds it later, on top. */
  readonly via?: Via;
  readonly maxForwards?: number;
  /** What else there is, in this order. */
  readonly headers?: readonly HeaderField[];
  readonly body?: Body;
}

/** A request with the headers that each must have (§8.1.1). */
export function request(parts: RequestParts): SipRequest {
  const { method, uri, maxForwards = 70, via, body, headers = [] } = parts;
  const fields: HeaderField[] = [
    ...(via === undefined ? [] : [field('Via', viaCodec.format(via))]),
    field('Max-Forwards', String(maxForwards)),
    field('From', nameAddrText(parts.from)),
    field('To', nameAddrText(parts.to)),
    field('Call-ID', parts.callId),
    field('CSeq', cseq.format({ number: parts.cseq, method })),
    ...headers,
    ...bodyFields(body),
  ];
  return makeRequest(method, uri, fields, body?.bytes ?? new Uint8Array(0));
}

export interface ResponseParts {
  readonly reason?: string;
  /** Added to To unless the request had one, or the status is 100. */
  readonly toTag?: string;
  readonly headers?: readonly HeaderField[];
  readonly body?: Body;
}

/**
 * A response (§8.2.6.2): Via, From, Call-ID and CSeq "MUST equal" those of the request, in the same order; To too, with a tag of
 * the server's own "with the exception of the 100 (Trying) response"; Timestamp is copied into a 100 (§8.2.6.1).
 */
export function responseTo(request: SipRequest, status: number, parts: ResponseParts = {}): SipResponse {
  const copied: HeaderField[] = [];
  for (const each of request.headers) {
    const key = keyOf(each.name);
    if (COPIED.has(key) || (key === 'timestamp' && status === 100)) copied.push(each);
    else if (key === 'to') copied.push(status === 100 ? each : withTag(each, parts.toTag));
  }
  const headers = [...copied, ...(parts.headers ?? []), ...bodyFields(parts.body)];
  const reason = parts.reason ?? reasonPhrase(status);
  return makeResponse(status, reason, headers, parts.body?.bytes ?? new Uint8Array(0));
}

const COPIED = new Set(['via', 'from', 'call-id', 'cseq']);

/** The To with a tag, its text kept otherwise; a To that cannot be read, or has a tag, stays as it is. */
function withTag(to: HeaderField, tag: string | undefined): HeaderField {
  const parsed = tag === undefined ? undefined : toCodec.parse(to.value);
  return parsed?.ok && tagOf(parsed.value) === undefined ? field(to.name, `${to.value};tag=${tag}`) : to;
}

function bodyFields(body: Body | undefined): HeaderField[] {
  return body === undefined ? [] : [field('Content-Type', body.contentType)];
}

function nameAddrText(value: string | NameAddr): string {
  return typeof value === 'string' ? value : formatNameAddr(value);
}

function field(name: string, value: string): HeaderField {
  return { name, value };
}
