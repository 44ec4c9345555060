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

const SIP_RULE = 'RFC 3261 §19.1.1 SIP-URI';
const COLON = 0x3a;
const SEMI = 0x3b;
const EQUAL = 0x3d;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;

/** Reads a URI: SIP and SIPS by RFC 3261 §19.1.1, tel by RFC 3966 §3, any other scheme as opaque text. */
export function parseUri(text: string): Value<Uri> {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const read = (rule: string, body: (reader: Reader) => Uri | undefined): Value<Uri> => {
    const reader = new Reader(text, rule);
    reader.pos = colon + 1;
    const uri = body(reader);
    if (uri !== undefined && reader.failure === undefined && reader.atEnd) return { ok: true, value: uri };
    return { ok: false, ...(reader.failure ?? reader.describe('character not allowed here')) };
  };
  if (scheme === 'sip' || scheme === 'sips') return read(SIP_RULE, (reader) => readSipUri(reader, scheme));
  if (scheme === 'tel') return read('RFC 3966 §3 telephone-uri', readTelUri);
  if (!isScheme(scheme)) {
    return { ok: false, offset: 0, rule: 'RFC 3261 §25.1 absoluteURI', text: 'no URI scheme' };
  }
  return read('RFC 3261 §25.1 absoluteURI', (reader) => {
    const opaque = span(reader, skipEscapable(text, reader.pos, URIC));
    return opaque === '' ? reader.fail('nothing after the scheme') : { scheme, opaque };
  });
}

/** The URI when it is a SIP or SIPS URI. */
export function sipUri(text: string): SipUri | undefined {
  const parsed = parseUri(text);
  return parsed.ok && isSip(parsed.value) ? parsed.value : undefined;
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

function isScheme(text: string): boolean {
  return isIn(text.charCodeAt(0), ALPHA) && /^[a-z0-9+.-]*$/.test(text);
}

/** Advances the reader to `end` and gives what lay between. */
function span(reader: Reader, end: number): string {
  const start = reader.pos;
  reader.pos = end;
  return reader.text.slice(start, end);
}

function readSipUri(reader: Reader, scheme: 'sip' | 'sips'): SipUri | undefined {
  // No other part of a SIP URI may hold an unescaped "@".
  const at = reader.text.indexOf('@', reader.pos);
  const userinfo = at < 0 ? {} : readUserinfo(reader, at);
  if (userinfo === undefined) return undefined;
  const found = readHost(reader.text, reader.pos);
  if (found === undefined) return reader.fail('host expected');
  reader.pos = found.end;
  const port = reader.take(COLON) ? reader.integer(65535) : undefined;
  const params = readUriParams(reader);
  const headers = reader.take(QUESTION) ? readUriHeaders(reader) : [];
  if (params === undefined || headers === undefined || reader.failure !== undefined) return undefined;
  return { scheme, ...userinfo, host: found.host, ...(port === undefined ? {} : { port }), params, headers };
}

/** userinfo = ( user / telephone-subscriber ) [ ":" password ] "@" */
function readUserinfo(reader: Reader, at: number): { user: string; password?: string } | undefined {
  const user = span(reader, skipEscapable(reader.text, reader.pos, USER));
  if (user === '') return reader.fail('user expected before "@"');
  const password = reader.take(COLON)
    ? span(reader, skipEscapable(reader.text, reader.pos, PASSWORD))
    : undefined;
  if (reader.pos !== at) return reader.fail('character not allowed in userinfo');
  reader.pos = at + 1;
  return password === undefined ? { user } : { user, password };
}

/** uri-parameters = *( ";" pname [ "=" pvalue ] ); "any given parameter-name MUST NOT appear more than once" (§19.1.1). */
function readUriParams(reader: Reader): Params | undefined {
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
function readUriHeaders(reader: Reader): UriHeader[] | undefined {
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
