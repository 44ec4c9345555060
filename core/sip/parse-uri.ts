// RFC 3261 §19.1.1, §25.1 SIP-URI; RFC 3966 §3 tel; RFC 2396 absoluteURI: URIs as text and as meaning.
import type { Value } from './codec.ts';
import { ALPHA, DIGIT, HNV, isIn, PARAM, PASSWORD, skipEscapable, URIC, USER } from './grammar.ts';
import { formatHost, readHost } from './host.ts';
import { formatParams, hasParam, type Param, type Params } from './params.ts';
import { Reader } from './reader.ts';

export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /** As written, escapes kept: see `unescape` of uri.ts. */
  readonly user?: string;
  readonly password?: string;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
  readonly headers: readonly UriHeader[];
}

/** One of the header fields that a request formed from the URI is to have (§19.1.5), escapes kept. */
export interface UriHeader {
  readonly name: string;
  readonly value: string;
}

export interface TelUri {
  readonly scheme: 'tel';
  /** As written, visual separators kept: `+1-201-555-0123`. */
  readonly number: string;
  readonly params: Params;
}

/** Any other absoluteURI. */
export interface OtherUri {
  /** In lower case; never `sip`, `sips` or `tel`. */
  readonly scheme: string;
  /** What follows the colon, as written. */
  readonly opaque: string;
}

export type Uri = SipUri | TelUri | OtherUri;

const RULES: Readonly<Record<string, string>> = {
  sip: 'RFC 3261 §19.1.1 SIP-URI',
  sips: 'RFC 3261 §19.1.1 SIPS-URI',
  tel: 'RFC 3966 §3 telephone-uri',
};
const ABSOLUTE_RULE = 'RFC 3261 §25.1 absoluteURI';
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Shared by all that have none. */
const NONE: readonly never[] = [];

const COLON = 0x3a;
const SEMI = 0x3b;
const EQUAL = 0x3d;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;

/** Reads a URI: SIP and SIPS by RFC 3261 §19.1.1, tel by RFC 3966 §3, any other scheme as opaque text. */
export function parseUri(text: string): Value<Uri> {
  const colon = text.indexOf(':');
  const scheme = schemeOf(text, colon);
  if (scheme === undefined) return { ok: false, offset: 0, rule: ABSOLUTE_RULE, text: 'no URI scheme' };
  const reader = new Reader(text, RULES[scheme] ?? ABSOLUTE_RULE);
  reader.pos = colon + 1;
  const uri = readBody(reader, scheme);
  if (uri !== undefined && reader.failure === undefined && reader.atEnd) return { ok: true, value: uri };
  return { ok: false, ...(reader.failure ?? reader.describe('character not allowed here')) };
}

/** What follows the colon. */
function readBody(reader: Reader, scheme: string): Uri | undefined {
  if (scheme === 'sip' || scheme === 'sips') return readSipUri(reader, scheme);
  if (scheme === 'tel') return readTelUri(reader);
  const opaque = span(reader, skipEscapable(reader.text, reader.pos, URIC));
  return opaque === '' ? reader.fail('nothing after the scheme') : { scheme, opaque };
}

/** scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), in lower case. */
function schemeOf(text: string, colon: number): string | undefined {
  if (colon === 3 && text.startsWith('sip')) return 'sip';
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  return isIn(scheme.charCodeAt(0), ALPHA) && /^[a-z0-9+.-]*$/.test(scheme) ? scheme : undefined;
}

export function isSip(uri: Uri): uri is SipUri {
  return uri.scheme === 'sip' || uri.scheme === 'sips';
}

export function isTel(uri: Uri): uri is TelUri {
  return uri.scheme === 'tel';
}

export function formatUri(uri: Uri): string {
  if (isTel(uri)) return `tel:${uri.number}${formatParams(uri.params)}`;
  if (!isSip(uri)) return `${uri.scheme}:${uri.opaque}`;
  const password = uri.password === undefined ? '' : `:${uri.password}`;
  const userinfo = uri.user === undefined ? '' : `${uri.user}${password}@`;
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const headers = uri.headers.map(({ name, value }) => `${name}=${value}`).join('&');
  const query = headers === '' ? '' : `?${headers}`;
  return `${uri.scheme}:${userinfo}${formatHost(uri.host)}${port}${formatParams(uri.params)}${query}`;
}

/** Advances the reader to `end` and gives what lay between. */
function span(reader: Reader, end: number): string {
  const start = reader.pos;
  reader.pos = end;
  return reader.text.slice(start, end);
}

/** [ userinfo ] hostport uri-parameters [ headers ] */
function readSipUri(reader: Reader, scheme: 'sip' | 'sips'): SipUri | undefined {
  const userinfo = readUserinfo(reader);
  if (reader.failure !== undefined) return undefined;
  const found = readHost(reader.text, reader.pos);
  if (found === undefined) return reader.fail('host expected');
  reader.pos = found.end;
  const port = reader.take(COLON) ? reader.integer(65535) : undefined;
  const params = readUriParams(reader);
  const headers = reader.take(QUESTION) ? readUriHeaders(reader) : NONE;
  if (params === undefined || headers === undefined || reader.failure !== undefined) return undefined;
  const uri: Mutable<SipUri> = { scheme, host: found.host, params, headers };
  if (userinfo !== undefined) uri.user = userinfo.user;
  if (userinfo?.password !== undefined) uri.password = userinfo.password;
  if (port !== undefined) uri.port = port;
  return uri;
}

/** userinfo = ( user / telephone-subscriber ) [ ":" password ] "@". No other part of a SIP URI may hold an unescaped "@". */
function readUserinfo(reader: Reader): { user: string; password?: string } | undefined {
  const at = reader.text.indexOf('@', reader.pos);
  if (at < 0) return undefined;
  const user = span(reader, skipEscapable(reader.text, reader.pos, USER));
  if (user === '') return reader.fail('user expected before "@"');
  const userinfo: { user: string; password?: string } = { user };
  if (reader.take(COLON)) {
    userinfo.password = span(reader, skipEscapable(reader.text, reader.pos, PASSWORD));
  }
  if (reader.pos !== at) return reader.fail('character not allowed in userinfo');
  reader.pos = at + 1;
  return userinfo;
}

/** uri-parameters = *( ";" pname [ "=" pvalue ] ); "any given parameter-name MUST NOT appear more than once" (§19.1.1). */
function readUriParams(reader: Reader): Params | undefined {
  if (reader.code !== SEMI) return NONE;
  const start = reader.pos;
  const params: Param[] = [];
  while (reader.take(SEMI)) {
    const name = span(reader, skipEscapable(reader.text, reader.pos, PARAM));
    if (name === '') return reader.fail('parameter name expected');
    if (!reader.take(EQUAL)) {
      params.push({ name });
      continue;
    }
    const value = span(reader, skipEscapable(reader.text, reader.pos, PARAM));
    if (value === '') return reader.fail('parameter value expected');
    params.push({ name, value });
  }
  return reader.once(params, start);
}

/** headers = "?" hname "=" hvalue *( "&" hname "=" hvalue ) */
function readUriHeaders(reader: Reader): readonly UriHeader[] | undefined {
  const headers: UriHeader[] = [];
  do {
    const name = span(reader, skipEscapable(reader.text, reader.pos, HNV));
    if (name === '') return reader.fail('header name expected');
    if (!reader.take(EQUAL)) return reader.fail('"=" expected after a header name');
    headers.push({ name, value: span(reader, skipEscapable(reader.text, reader.pos, HNV)) });
  } while (reader.take(AMPERSAND));
  return headers;
}

/**
 * telephone-subscriber = global-number / local-number (RFC 3966 §3). "Local numbers MUST have a 'phone-context' parameter"
 * (§5.1.5).
 */
function readTelUri(reader: Reader): TelUri | undefined {
  const start = reader.pos;
  const isGlobal = reader.take(0x2b);
  const isDigit = isGlobal ? isGlobalPhoneDigit : isLocalPhoneDigit;
  while (isDigit(reader.code)) reader.pos++;
  const number = reader.text.slice(start, reader.pos);
  if (!hasDigit(number)) return reader.fail('digits expected');
  const params = readUriParams(reader);
  if (params === undefined) return undefined;
  if (!isGlobal && !hasParam(params, 'phone-context')) return reader.fail('phone-context expected', start);
  return { scheme: 'tel', number, params };
}

function isGlobalPhoneDigit(code: number): boolean {
  return isIn(code, DIGIT) || isVisualSeparator(code);
}

/** phonedigit-hex = HEXDIG / "*" / "#" / [ visual-separator ] */
function isLocalPhoneDigit(code: number): boolean {
  const lower = code | 0x20;
  return isGlobalPhoneDigit(code) || (lower >= 0x61 && lower <= 0x66) || code === 0x2a || code === 0x23;
}

/** visual-separator = "-" / "." / "(" / ")" */
export function isVisualSeparator(code: number): boolean {
  return code === 0x2d || code === 0x2e || code === 0x28 || code === 0x29;
}

function hasDigit(number: string): boolean {
  for (let at = 0; at < number.length; at++) {
    const code = number.charCodeAt(at);
    if (code !== 0x2b && !isVisualSeparator(code)) return true;
  }
  return false;
}
