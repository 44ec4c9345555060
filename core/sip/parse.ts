// RFC 3261 §7, §18.3: octets to a message. Everything that is wrong is collected; nothing is thrown.
import {
  type HeadScan,
  type Lines,
  MOST_ERRORS,
  placeOf,
  scanHead,
  splitHead,
  withoutBareCr,
} from './head.ts';
import { keyOf } from './header-names.ts';
import type { Parsed, SipError, SipMessage } from './message.ts';
import { makeRequest, makeResponse } from './message-index.ts';
import { contentLength } from './scalars.ts';
import { type LineProblem, readStartLine, type StartLine } from './start-line.ts';
import { byteOffsets, decodeUtf8 } from './utf8.ts';
import { type Finding, validateRequest, validateResponse } from './validate.ts';

/** Where the message came from: one datagram is one message; in a stream its Content-Length says where it ends. */
export type Carrier = 'datagram' | 'stream';

/** A head that has been read, with a body still to come. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Where the head begins: CRLFs before it are skipped. */
  readonly at: number;
  readonly scan: HeadScan;
  readonly text: string;
  readonly lines: Lines;
  /** What each field is known by. */
  readonly keys: readonly string[];
  readonly startLine: StartLine | undefined;
  /** Octets of body that Content-Length announces; absent without one; `broken` when it cannot be known. */
  readonly length: number | 'broken' | undefined;
  readonly invalidAt: number | undefined;
  readonly problems: readonly LineProblem[];
}

/** An error whose place is still one in the head's text. */
type Draft = Omit<SipError, 'offset'> & { readonly place: number };

/**
 * Reads one message. In a datagram CRLFs before it are skipped, a missing Content-Length means "to the end of the transport
 * packet", octets after the body are `rest`, and a Content-Length beyond the end is an error (§18.3). In a stream
 * Content-Length must be there (§20.14). Of each kind of error the first hundred are told, and always one that is essential.
 */
export function parseMessage(bytes: Uint8Array, carrier: Carrier = 'datagram'): Parsed {
  const head = readHead(bytes);
  const bodyAt = head.scan.bodyAt ?? bytes.length;
  const available = bytes.length - bodyAt;
  const { length } = head;
  const take =
    typeof length === 'number' ? Math.min(length, available) : carrier === 'stream' ? 0 : available;
  const end = bodyAt + take;
  const drafts: Draft[] = [];
  if (typeof length === 'number' && length > available) {
    drafts.push(lengthError(head, `Content-Length is ${length}, only ${available} octets follow`));
  } else if (length === undefined && carrier === 'stream') {
    drafts.push(lengthError(head, 'Content-Length is missing on a stream'));
  }
  return complete(head, bytes.subarray(bodyAt, end), drafts, bytes.subarray(end));
}

/** Reads a head from the start of `bytes`, up to the empty line or the end. */
export function readHead(bytes: Uint8Array): Head {
  let at = 0;
  while (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 2;
  const scan = scanHead(bytes, at);
  const { text: decoded, invalidAt } = decodeUtf8(bytes.subarray(at, scan.end));
  const text = scan.bareAt === undefined ? decoded : withoutBareCr(decoded);
  const lines = splitHead(text);
  const keys = lines.fields.map(({ name }) => keyOf(name));
  const { line, problems } = readStartLine(lines.startLine);
  const length = announcedLength(lines, keys);
  return { bytes, at, scan, text, lines, keys, startLine: line, length, invalidAt, problems };
}

/** Puts head and body together and checks the whole. */
export function complete(
  head: Head,
  body: Uint8Array,
  drafts: readonly Draft[] = [],
  rest: Uint8Array = new Uint8Array(0),
): Parsed {
  const message = messageOf(head, body);
  const all = [...drafts, ...headErrors(head)];
  if (message !== undefined) {
    const findings = message.kind === 'request' ? validateRequest(message) : validateResponse(message);
    for (const finding of findings) all.push(draftOf(head, finding));
  }
  return { message, errors: located(head, all), rest };
}

function messageOf({ startLine, lines, keys }: Head, body: Uint8Array): SipMessage | undefined {
  if (startLine === undefined) return undefined;
  const headers = lines.fields;
  return startLine.kind === 'request'
    ? makeRequest(startLine.method, startLine.uri, headers, body, keys)
    : makeResponse(startLine.status, startLine.reason, headers, body, keys);
}

/** Errors of the lines, not of what they say. */
function headErrors(head: Head): Draft[] {
  const { problems, lines, text, scan } = head;
  const drafts: Draft[] = problems.map(({ offset, ...problem }) => ({ place: offset, ...problem }));
  for (const { offset, text: what } of lines.bad)
    drafts.push(bad(offset, 'RFC 3261 §7.3.1 message-header', what));
  if (scan.bodyAt === undefined)
    drafts.push(bad(text.length, 'RFC 3261 §7', 'no empty line after the headers'));
  return scan.hasControls ? drafts.concat(controlErrors(head)) : drafts;
}

function bad(place: number, rule: string, text: string, essential = true): Draft {
  return { place, rule, status: 400, text, essential };
}

/**
 * Control characters in values without a codec: only a quoted-pair may hold one. Those in values with a codec are found there.
 */
function controlErrors({ lines, text }: Head): Draft[] {
  const drafts: Draft[] = [];
  for (const [nth, { name, value }] of lines.fields.entries()) {
    if (!hasBareControl(value)) continue;
    if (drafts.length === MOST_ERRORS) break;
    const place = placeOf(text, lines, nth, 0);
    drafts.push(bad(place, 'RFC 3261 §25.1 header-value', `control character in ${name}`, false));
  }
  return drafts;
}

function hasBareControl(value: string): boolean {
  let inQuotes = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x22) inQuotes = !inQuotes;
    else if (inQuotes && code === 0x5c) at++;
    else if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

/** The one Content-Length; two of them leave no way to know (RFC 4475 §3.3.9). */
function announcedLength(lines: Lines, keys: readonly string[]): number | 'broken' | undefined {
  const at = keys.indexOf('content-length');
  if (at < 0) return undefined;
  const found = contentLength.parse(lines.fields[at]!.value);
  return found.ok && !keys.includes('content-length', at + 1) ? found.value : 'broken';
}

function lengthError({ lines, text, keys }: Head, what: string): Draft {
  const at = keys.indexOf('content-length');
  const place = at < 0 ? text.length : placeOf(text, lines, at, 0);
  return bad(place, 'RFC 3261 §18.3 Content-Length', what);
}

function draftOf({ lines, text: head }: Head, { field, offset, rule, text, essential }: Finding): Draft {
  const place = field === undefined ? head.length : placeOf(head, lines, field, offset);
  return bad(place, rule, text, essential);
}

/** In the order of their offsets, counted in octets of the message as it came. */
function located(head: Head, drafts: Draft[]): SipError[] {
  const { bytes, at, text, scan } = head;
  const octetErrors = errorsOfOctets(head);
  if (drafts.length === 0) return octetErrors;
  drafts.sort((a, b) => a.place - b.place);
  const places = drafts.map(({ place }) => place);
  const offsets = byteOffsets(bytes.subarray(at, scan.end), text, places);
  const errors = drafts.map(({ place: _, ...error }, index) => ({ offset: at + offsets[index]!, ...error }));
  return octetErrors.length === 0 ? errors : [...errors, ...octetErrors].sort((a, b) => a.offset - b.offset);
}

/** Errors that are seen before the octets are text. No element may pass such a head on: it would not be what was sent. */
function errorsOfOctets({ at, scan, invalidAt }: Head): SipError[] {
  const errors: SipError[] = [];
  const add = (offset: number, rule: string, text: string) =>
    errors.push({ offset, rule, status: 400, text, essential: true });
  if (scan.bareAt !== undefined) add(scan.bareAt, 'RFC 3261 §7 CRLF', 'CR without LF, or LF without CR');
  if (invalidAt !== undefined) add(at + invalidAt, 'RFC 3261 §7 UTF-8', 'octet that is not UTF-8');
  return errors;
}
