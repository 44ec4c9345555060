// RFC 3261 §20.10, §20.20, §25.1 name-addr: a display name, a URI and parameters, as in From, To, Contact and Route.
import { type Codec, codec } from './codec.ts';
import { isIn, isWs, quote, TOKEN, trimmed, unquote } from './grammar.ts';
import { formatParams, type Params, param } from './params.ts';
import type { Reader } from './reader.ts';
import { parseUri } from './uri.ts';

export interface NameAddr {
  /** What is to be shown: unquoted, unescaped. */
  readonly displayName?: string;
  /** As text; `parseUri` reads it. */
  readonly uri: string;
  /** Parameters of the header, not of the URI. */
  readonly params: Params;
}

/** The tag of a From or To. */
export function tagOf(nameAddr: NameAddr): string | undefined {
  return param(nameAddr.params, 'tag');
}

/** Always with `<` and `>`, so that no URI can be mistaken; a display name is always quoted. */
export function formatNameAddr({ displayName, uri, params }: NameAddr): string {
  const name = displayName === undefined ? '' : `${quote(displayName)} `;
  return `${name}<${uri}>${formatParams(params)}`;
}

/** A codec for `name-addr *( SEMI generic-param )`; with `bare`, for `( name-addr / addr-spec ) *( SEMI generic-param )`. */
export function nameAddrCodec(name: string, section: string, { bare }: { bare: boolean }): Codec<NameAddr> {
  return codec(name, section, (reader) => readNameAddr(reader, bare), formatNameAddr);
}

/** Reads one value up to its end or to a comma. */
export function readNameAddr(reader: Reader, bare: boolean): NameAddr | undefined {
  const start = reader.pos;
  const displayName = readDisplayName(reader);
  if (reader.failure !== undefined) return undefined;
  let uri: string | undefined;
  if (reader.take(0x3c)) uri = readBracketed(reader);
  else if (!bare) return reader.fail('"<" expected', start);
  else if (displayName !== undefined) return reader.fail('"<" expected after the display name');
  else uri = readBare(reader, start);
  const params = uri === undefined ? undefined : reader.params();
  if (uri === undefined || params === undefined) return undefined;
  return displayName === undefined ? { uri, params } : { displayName, uri, params };
}

/** display-name = *(token LWS) / quoted-string. Reads nothing when no `<` follows the tokens: then it was an addr-spec. */
function readDisplayName(reader: Reader): string | undefined {
  if (reader.code === 0x22) {
    const quoted = reader.quotedString();
    reader.skipWs();
    return quoted === undefined ? undefined : unquote(quoted);
  }
  const start = reader.pos;
  while (isIn(reader.code, TOKEN) || isWs(reader.code)) reader.pos++;
  if (reader.code === 0x3c) return trimmed(reader.text, start, reader.pos) || undefined;
  const isAddrSpec = reader.code === 0x3a;
  if (!isAddrSpec) return reader.fail('character not allowed in a display name or URI scheme');
  reader.pos = start;
  return undefined;
}

/** addr-spec RAQUOT, after the `<`. */
function readBracketed(reader: Reader): string | undefined {
  const start = reader.pos;
  const close = reader.text.indexOf('>', start);
  if (close < 0) return reader.fail('">" expected', reader.text.length);
  reader.pos = close + 1;
  return checked(reader, start, close);
}

/**
 * An addr-spec without brackets. "If the URI is not enclosed in angle brackets, any semicolon-delimited parameters are
 * header-parameters"; one with a comma, question mark or semicolon must be enclosed (§20).
 */
function readBare(reader: Reader, start: number): string | undefined {
  for (; !reader.atEnd; reader.pos++) {
    const { code } = reader;
    if (code === 0x3f)
      return reader.fail('URI with "?" not enclosed in <>', reader.pos, 'RFC 3261 §20 addr-spec');
    if (code === 0x3b || code === 0x2c || isWs(code)) break;
  }
  return checked(reader, start, reader.pos);
}

/** The URI between two places, if it is one. */
function checked(reader: Reader, start: number, end: number): string | undefined {
  const text = reader.text.slice(start, end);
  const uri = parseUri(text);
  return uri.ok ? text : reader.fail(uri.text, start + uri.offset, uri.rule);
}
