// RFC 3261 §18.3, RFC 4975 §7.3: a file may hold messages one after the other, as a stream or a log has them.
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipMessage } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { read } from './read.ts';
import { kindOf, type Reading } from './reading.ts';

/** A start line that can be taken for nothing else. */
const START =
  /^(?:SIP\/2\.0 \d{3}(?: |\r?$)|[A-Z]{2,16} \S+:\S* SIP\/2\.0\r?$|MSRP \S{4,32} (?:[A-Z]+|\d{3}\b.*)\r?$)/;

/**
 * Reads a file. Where it holds several SIP or MSRP messages, its kind and structure are those of the first, its errors are those of all of them,
 * and `messages` has each by itself, with where it begins; offsets count from the start of the file. Octets behind a message that begin no other are left over,
 * as behind a datagram.
 */
export function readFile(bytes: Uint8Array): Reading {
  const starts = startsOf(bytes);
  if (starts.length < 2) return read(bytes);
  const messages = starts.map((start, i) => {
    const reading = read(withoutEmptyLines(bytes.subarray(start, starts[i + 1] ?? bytes.length)));
    const errors = reading.errors.map((error) => ({ ...error, offset: error.offset + start }));
    return { offset: start, ...reading, errors };
  });
  const [{ offset: _, ...first } = { offset: 0, ...read(bytes) }] = messages;
  return {
    ...first,
    valid: messages.every(({ valid }) => valid),
    errors: messages.flatMap(({ errors }) => errors),
    messages,
  };
}

/** Where each message begins. */
function startsOf(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at: number | undefined = 0; at !== undefined; at = nextStart(bytes, at)) starts.push(at);
  return starts;
}

/** Where the message behind the one at `at` begins. */
function nextStart(bytes: Uint8Array, at: number): number | undefined {
  const piece = bytes.subarray(at);
  const kind = kindOf(piece);
  const end = kind.startsWith('msrp') ? msrpEnd(piece) : kind.startsWith('sip') ? sipEnd(piece) : undefined;
  if (end === undefined) return undefined;
  let next = at + end;
  while (bytes[next] === 0x0d || bytes[next] === 0x0a) next++;
  return next > at && beginsMessage(bytes, next) ? next : undefined;
}

/** Behind its end-line; where that is missing, where another message begins. */
function msrpEnd(piece: Uint8Array): number | undefined {
  const { consumed } = parseMsrp(piece);
  return consumed > 0 ? consumed : startLineIn(piece, 1);
}

/** By its Content-Length; without one, a message ends where an empty line and another start line follow. */
function sipEnd(piece: Uint8Array): number | undefined {
  const { message, rest } = parseMessage(piece);
  if (message === undefined || rest.length > 0) return piece.length - rest.length;
  if (header(message, 'Content-Length') !== undefined || holdsMessages(message)) return undefined;
  return startLineIn(piece, piece.length - message.body.length);
}

/** A body that may itself be a SIP message. */
function holdsMessages(message: SipMessage): boolean {
  return /^(?:message|multipart)\//i.test(header(message, 'Content-Type') ?? '');
}

/** The first line from `from` on that begins a message, and has an empty line before it or is the first. */
function startLineIn(piece: Uint8Array, from: number): number | undefined {
  for (let at = piece.indexOf(0x0a, from - 1); at >= 0; at = piece.indexOf(0x0a, at + 1))
    if (beginsMessage(piece, at + 1)) return at + 1;
  return undefined;
}

function beginsMessage(bytes: Uint8Array, at: number): boolean {
  const end = bytes.indexOf(0x0a, at);
  const line = bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + 4_096));
  return START.test(new TextDecoder('latin1').decode(line));
}

/** Empty lines between two messages belong to neither, but for the one that ends a head. */
function withoutEmptyLines(piece: Uint8Array): Uint8Array {
  const kind = kindOf(piece);
  if (kind.startsWith('msrp')) {
    const { consumed } = parseMsrp(piece);
    return consumed > 0 && isEmpty(piece.subarray(consumed)) ? piece.subarray(0, consumed) : piece;
  }
  const { rest } = parseMessage(piece);
  return isEmpty(rest) ? piece.subarray(0, piece.length - rest.length) : piece;
}

function isEmpty(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 0x0d || octet === 0x0a);
}
