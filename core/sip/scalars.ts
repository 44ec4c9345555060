// RFC 3261 §20, RFC 3262 §7, RFC 4028 §4–5 and others: headers that are one number, token or pair of them.
import { type Codec, codec } from './codec.ts';
import { WORD } from './grammar.ts';
import { formatParams, type Params, param } from './params.ts';
import type { Reader } from './reader.ts';

const MAX_32 = 2 ** 32 - 1;

const integer = (name: string, section: string, max: number): Codec<number> =>
  codec(name, section, (reader) => reader.integer(max), String);

/** "A delta-seconds is a decimal integer between 0 and (2**32)-1" (RFC 3261 §20.19). */
const seconds = (name: string, section: string): Codec<number> => integer(name, section, MAX_32);

const token = (name: string, section: string): Codec<string> =>
  codec(name, section, (reader) => reader.token(), String);

/** "An integer in the range 0-255" (RFC 3261 §20.22). */
export const maxForwards = integer('Max-Forwards', 'RFC 3261 §20.22', 255);
/** RFC 5393 §5. */
export const maxBreadth = integer('Max-Breadth', 'RFC 5393 §5.3.3', MAX_32);
export const contentLength = integer('Content-Length', 'RFC 3261 §20.14', Number.MAX_SAFE_INTEGER);
export const expires = seconds('Expires', 'RFC 3261 §20.19');
export const minExpires = seconds('Min-Expires', 'RFC 3261 §20.23');
/** "The value […] MUST be between 1 and 2**31 - 1" for the first; it may go on to 2**32 - 1 (RFC 3262 §3, §7.1). */
export const rseq = integer('RSeq', 'RFC 3262 §7.1', MAX_32);

export const allow = token('Allow', 'RFC 3261 §20.5');
export const supported = token('Supported', 'RFC 3261 §20.37');
export const require_ = token('Require', 'RFC 3261 §20.32');
export const proxyRequire = token('Proxy-Require', 'RFC 3261 §20.29');
export const unsupported = token('Unsupported', 'RFC 3261 §20.40');
export const contentEncoding = token('Content-Encoding', 'RFC 3261 §20.12');
export const allowEvents = token('Allow-Events', 'RFC 6665 §8.2.2');
export const priority = token('Priority', 'RFC 3261 §20.26');
export const sipETag = token('SIP-ETag', 'RFC 3903 §11.3.1');
export const sipIfMatch = token('SIP-If-Match', 'RFC 3903 §11.3.2');
/** One directive each: `no-fork`, `parallel`. */
export const requestDisposition = token('Request-Disposition', 'RFC 3841 §9.1');

/** callid = word [ "@" word ]. Compared octet by octet (§20.8). */
export const callId = codec<string>(
  'Call-ID',
  'RFC 3261 §20.8',
  (reader) => {
    const start = reader.pos;
    if (reader.many(WORD, 'word') === undefined) return undefined;
    if (reader.take(0x40) && reader.many(WORD, 'word') === undefined) return undefined;
    return reader.text.slice(start, reader.pos);
  },
  String,
);

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** "The sequence number MUST be expressible as a 32-bit unsigned integer and MUST be less than 2**31" (§8.1.1.5). */
export const cseq = codec<CSeq>(
  'CSeq',
  'RFC 3261 §20.16',
  (reader) => {
    const number = reader.integer(2 ** 31 - 1);
    if (number === undefined) return undefined;
    const method = spaced(reader);
    return method === undefined ? undefined : { number, method };
  },
  ({ number, method }) => `${number} ${method}`,
);

export interface RAck {
  readonly rseq: number;
  readonly cseq: CSeq;
}

/** RAck = response-num LWS CSeq-num LWS Method. */
export const rack = codec<RAck>(
  'RAck',
  'RFC 3262 §7.2',
  (reader) => {
    const rseq = reader.integer(MAX_32);
    if (rseq === undefined || !gap(reader)) return undefined;
    const number = reader.integer(2 ** 31 - 1);
    const method = number === undefined ? undefined : spaced(reader);
    return number === undefined || method === undefined ? undefined : { rseq, cseq: { number, method } };
  },
  (value) => `${value.rseq} ${cseq.format(value.cseq)}`,
);

export interface SessionExpires {
  readonly seconds: number;
  readonly refresher?: 'uac' | 'uas';
  /** Other parameters. */
  readonly params: Params;
}

export const sessionExpires = codec<SessionExpires>(
  'Session-Expires',
  'RFC 4028 §4',
  (reader) => {
    const delta = reader.integer(MAX_32);
    const params = delta === undefined ? undefined : reader.params();
    if (delta === undefined || params === undefined) return undefined;
    const refresher = param(params, 'refresher')?.toLowerCase();
    if (refresher === undefined) return { seconds: delta, params };
    if (refresher !== 'uac' && refresher !== 'uas') return reader.fail('refresher must be uac or uas');
    const others = params.filter(({ name }) => name.toLowerCase() !== 'refresher');
    return { seconds: delta, refresher, params: others };
  },
  ({ seconds: delta, refresher, params }) =>
    `${delta}${refresher === undefined ? '' : `;refresher=${refresher}`}${formatParams(params)}`,
);

export interface SecondsWithParams {
  readonly seconds: number;
  readonly params: Params;
}

const secondsWithParams = (name: string, section: string): Codec<SecondsWithParams> =>
  codec(
    name,
    section,
    (reader) => {
      const delta = reader.integer(MAX_32);
      const params = delta === undefined ? undefined : reader.params();
      return delta === undefined || params === undefined ? undefined : { seconds: delta, params };
    },
    ({ seconds: delta, params }) => `${delta}${formatParams(params)}`,
  );

export const minSE = secondsWithParams('Min-SE', 'RFC 4028 §5');

export interface RetryAfter extends SecondsWithParams {
  /** The text in parentheses, without them. */
  readonly comment?: string;
}

/** Retry-After = delta-seconds [ comment ] *( SEMI retry-param ). */
export const retryAfter = codec<RetryAfter>(
  'Retry-After',
  'RFC 3261 §20.33',
  (reader) => {
    const delta = reader.integer(MAX_32);
    if (delta === undefined) return undefined;
    reader.skipWs();
    const comment = reader.code === 0x28 ? readComment(reader) : undefined;
    const params = reader.failure === undefined ? reader.params() : undefined;
    if (params === undefined) return undefined;
    return comment === undefined ? { seconds: delta, params } : { seconds: delta, comment, params };
  },
  ({ seconds: delta, comment, params }) =>
    `${delta}${comment === undefined ? '' : ` (${comment})`}${formatParams(params)}`,
);

/** comment = LPAREN *( ctext / quoted-pair / comment ) RPAREN, without the outer parentheses, inside as written. */
function readComment(reader: Reader): string | undefined {
  const start = reader.pos;
  let depth = 0;
  for (; !reader.atEnd; reader.pos++) {
    if (reader.code === 0x5c) reader.pos++;
    else if (reader.code === 0x28) depth++;
    else if (reader.code === 0x29 && --depth === 0) return reader.text.slice(start + 1, reader.pos++);
  }
  reader.pos = reader.text.length;
  return reader.fail('comment not closed');
}

/** LWS. */
function gap(reader: Reader): boolean {
  const start = reader.pos;
  reader.skipWs();
  if (reader.pos === start) reader.fail('white space expected');
  return reader.pos > start;
}

/** LWS Method. */
function spaced(reader: Reader): string | undefined {
  return gap(reader) ? reader.token('method') : undefined;
}
