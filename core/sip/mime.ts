// RFC 2046 §5.1 multipart, RFC 2387 multipart/related, RFC 2392 cid, as bodies of SIP messages (RFC 5621 §3).
import type { Body } from './build.ts';
import type { Value } from './codec.ts';
import { unescaped } from './escapes.ts';
import { isIn, isToken, isWs, quote, URIC } from './grammar.ts';
import { scanHead, splitFields, withoutBareCr } from './head.ts';
import { keyOf } from './header-names.ts';
import { contentType, type MediaType, read } from './header-table.ts';
import type { HeaderField, SipMessage } from './message.ts';
import { formatParams, type Params, param } from './params.ts';
import { decodeUtf8 } from './utf8.ts';

/** A part of a body: its own headers and octets. */
export interface Part {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

const RULE = 'RFC 2046 §5.1 multipart';
const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;
const encoder = new TextEncoder();

/**
 * The parts of a message's body: those of a multipart, or one part that is the whole body with the headers that describe it.
 * None for an empty body, or for a multipart that is not well formed: `parseMultipart` says what is wrong with it.
 */
export function bodyParts(message: SipMessage): Part[] {
  if (message.body.length === 0) return [];
  const type = read(message, contentType);
  if (type !== undefined && type.type.toLowerCase() === 'multipart') {
    const parts = parseMultipart(message.body, type);
    return parts.ok ? parts.value : [];
  }
  const headers = message.headers.filter(({ name }) => {
    const key = keyOf(name);
    return key.startsWith('content-') && key !== 'content-length';
  });
  return [{ headers, body: message.body }];
}

/** Splits a multipart body by the boundary of its type. What stands before the first part and after the last is dropped. */
export function parseMultipart(body: Uint8Array, type: MediaType): Value<Part[]> {
  const boundary = param(type.params, 'boundary');
  if (boundary === undefined || !isBoundary(boundary)) return failed(0, 'no usable boundary');
  const dashBoundary = encoder.encode(`--${boundary}`);
  const parts: Part[] = [];
  let partAt: number | undefined;
  for (let at: number | undefined = 0; at !== undefined; at = nextLine(body, at)) {
    const delimiter = delimiterAt(body, at, dashBoundary);
    if (delimiter === undefined) continue;
    if (partAt !== undefined) {
      const part = readPart(body, partAt, at - 2);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    if (delimiter.closes) return parts.length > 0 ? { ok: true, value: parts } : failed(at, 'no part');
    partAt = delimiter.end;
  }
  return failed(body.length, partAt === undefined ? 'boundary not found' : 'no closing boundary');
}

/**
 * Puts parts together. `params` are those of the Content-Type besides `boundary`, as they are to be written. Throws when the
 * boundary is not usable or stands in a part: see `boundaryFits`.
 */
export function formatMultipart(
  subtype: string,
  parts: readonly Part[],
  boundary: string,
  params: Params = [],
): Body {
  if (!boundaryFits(parts, boundary))
    throw new Error(`boundary ${JSON.stringify(boundary)} does not fit the parts`);
  const pieces: Uint8Array[] = [];
  for (const { headers, body } of parts) {
    const fields = headers.map(formatField).join('');
    pieces.push(encoder.encode(`\r\n--${boundary}\r\n${fields}\r\n`), body);
  }
  pieces.push(encoder.encode(`\r\n--${boundary}--\r\n`));
  const written = isToken(boundary) ? boundary : quote(boundary);
  const contentType = `multipart/${subtype}${formatParams([...params, { name: 'boundary', value: written }])}`;
  return { contentType, bytes: concat(pieces).subarray(2) };
}

/** Whether a boundary is well formed and no line of any part begins with it. */
export function boundaryFits(parts: readonly Part[], boundary: string): boolean {
  if (!isBoundary(boundary)) return false;
  const dashBoundary = encoder.encode(`--${boundary}`);
  return parts.every(({ body }) => {
    for (let at: number | undefined = 0; at !== undefined; at = nextLine(body, at)) {
      if (startsWith(body, at, dashBoundary)) return false;
    }
    return true;
  });
}

/** The first header of that name in a part. */
export function partHeader(part: Part, name: string): string | undefined {
  const key = keyOf(name);
  return part.headers.find((each) => keyOf(each.name) === key)?.value;
}

/** The media type of a part; "text/plain" when it does not say (RFC 2046 §5.1). */
export function partType(part: Part): MediaType {
  const parsed = contentType.parse(partHeader(part, 'Content-Type') ?? 'text/plain');
  return parsed.ok ? parsed.value : { type: 'application', subtype: 'octet-stream', params: [] };
}

/** The root of a multipart/related: the part that `start` names, else the first (RFC 2387 §3.2). */
export function root(parts: readonly Part[], type: MediaType): Part | undefined {
  const start = param(type.params, 'start');
  if (start === undefined) return parts[0];
  return parts.find((part) => partHeader(part, 'Content-ID') === start);
}

/** The URL of a Content-ID (RFC 2392 §2): `<a%b@c>` is `cid:a%25b@c`. */
export function cidUrl(contentId: string): string {
  let url = 'cid:';
  for (const byte of encoder.encode(contentId.replace(/^<|>$/g, ''))) {
    const isPlain = isIn(byte, URIC);
    url += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return url;
}

/** The part that a `cid:` URL names. */
export function partByCid(parts: readonly Part[], url: string): Part | undefined {
  if (!/^cid:/i.test(url)) return undefined;
  const wanted = unescaped(url.slice(4));
  return parts.find((part) => partHeader(part, 'Content-ID') === `<${wanted}>`);
}

/** boundary = 0*69<bchars> bcharsnospace: at most 70 characters, which keeps the search linear. */
function isBoundary(text: string): boolean {
  return /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(text);
}

/** The beginning of the next line: after the next CRLF. */
function nextLine(body: Uint8Array, from: number): number | undefined {
  for (let at = body.indexOf(LF, from); at >= 0; at = body.indexOf(LF, at + 1)) {
    if (at > from && body[at - 1] === CR) return at + 1;
  }
  return undefined;
}

function startsWith(body: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > body.length) return false;
  for (let index = 0; index < wanted.length; index++) if (body[at + index] !== wanted[index]) return false;
  return true;
}

/** dash-boundary [ "--" ] transport-padding ( CRLF / end ) at the beginning of a line, and where the next line begins. */
function delimiterAt(
  body: Uint8Array,
  at: number,
  dashBoundary: Uint8Array,
): { closes: boolean; end: number } | undefined {
  if (!startsWith(body, at, dashBoundary)) return undefined;
  let end = at + dashBoundary.length;
  const closes = body[end] === DASH && body[end + 1] === DASH;
  if (closes) end += 2;
  while (end < body.length && isWs(body[end]!)) end++;
  if (closes && end === body.length) return { closes, end };
  return body[end] === CR && body[end + 1] === LF ? { closes, end: end + 2 } : undefined;
}

/** body-part = MIME-part-headers [ CRLF *OCTET ] */
function readPart(body: Uint8Array, start: number, end: number): Value<Part> {
  const stop = Math.max(start, end);
  const scan = scanHead(body, start, stop);
  const content = body.subarray(scan.bodyAt ?? stop, stop);
  if (scan.end === start) return { ok: true, value: { headers: [], body: content } };
  const { text } = decodeUtf8(body.subarray(start, scan.end));
  const { fields, bad } = splitFields(withoutBareCr(text), 0);
  const first = bad[0];
  if (first !== undefined) return failed(start, `part header: ${first.text}`);
  return { ok: true, value: { headers: fields, body: content } };
}

function formatField({ name, value }: HeaderField): string {
  if (/[\r\n]/.test(name + value)) throw new Error(`line break in part header ${JSON.stringify(name)}`);
  return `${name}: ${value}\r\n`;
}

function failed(offset: number, text: string): Value<never> {
  return { ok: false, offset, rule: RULE, text };
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
