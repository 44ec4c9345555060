// The SIP and MSRP messages of a trace, each read once from its text on the wire.
import { type ByteRange, parseByteRange } from '../../../agents/msrp/byte-range.ts';
import { join } from '../../../agents/msrp/format.ts';
import { headerValue, type MsrpMessage } from '../../../agents/msrp/message.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { cseq, from, read, readAll, to, via } from '../../../core/sip/header-table.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipError, SipMessage } from '../../../core/sip/message.ts';
import { tagOf } from '../../../core/sip/name-addr.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { branchOf } from '../../../core/sip/via.ts';
import type { Raw, TraceRecord } from '../../../sim/trace/records.ts';

export type MessageRecord = Extract<TraceRecord, { readonly type: 'message.sent' | 'message.received' }>;

/** A SIP message, sent or received. */
export interface SipSeen {
  readonly record: MessageRecord;
  readonly seq: number;
  readonly at: number;
  readonly node: string;
  readonly sent: boolean;
  readonly message: SipMessage;
  readonly errors: readonly SipError[];
  /** The trace kept only its head. */
  readonly cut: boolean;
  /** How many octets it has on the wire. */
  readonly octets: number;
  /** Octets after the end that its Content-Length gives. */
  readonly surplus: number;
  /** Of a response, that of the request which it answers. */
  readonly callId: string;
  /** Of its CSeq. */
  readonly number: number;
  readonly method: string;
  /** Of a response. */
  readonly status: number | undefined;
  /** Of its top Via. */
  readonly branch: string;
  readonly vias: number;
  readonly fromTag: string | undefined;
  readonly toTag: string | undefined;
}

/** An MSRP message, sent or received. */
export interface MsrpSeen {
  readonly record: MessageRecord;
  readonly seq: number;
  readonly at: number;
  readonly node: string;
  readonly sent: boolean;
  readonly message: MsrpMessage;
  /** Of its Byte-Range. */
  readonly range: ByteRange | undefined;
  readonly messageId: string | undefined;
  /** Octets of its body. */
  readonly bodyBytes: number;
  /** `seq` of the records with its first and its last octets: of a long chunk, which is written in pieces, two. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Its end-line never came: the connection broke, or the run ended. Such a message is read as one that was given up (`#`). */
  readonly unfinished: boolean;
}

interface Octets {
  readonly bytes: Uint8Array;
  /** Of the whole message; more than `bytes` has where the trace kept only the head. */
  readonly total: number;
}

/** The text of a record as octets. */
function octetsOf(raw: Raw): Octets {
  if (typeof raw === 'string' || 'base64' in raw) {
    const bytes = bytesOf(raw);
    return { bytes, total: bytes.length };
  }
  return { bytes: bytesOf(raw.head), total: raw.bytes };
}

const encoder = new TextEncoder();

function bytesOf(text: string | { readonly base64: string }): Uint8Array {
  if (typeof text === 'string') return encoder.encode(text);
  try {
    const octets = atob(text.base64);
    const bytes = new Uint8Array(octets.length);
    for (let index = 0; index < octets.length; index++) bytes[index] = octets.charCodeAt(index);
    return bytes;
  } catch {
    return new Uint8Array(0);
  }
}

/** Reads a SIP message; `undefined` for what has no start line. */
export function seeSip(record: MessageRecord): SipSeen | undefined {
  const { bytes, total } = octetsOf(record.raw);
  const cut = total > bytes.length;
  const { message, errors, rest } = parseMessage(
    bytes,
    record.transport === 'tcp' && !cut ? 'stream' : 'datagram',
  );
  if (message === undefined) return undefined;
  const sequence = read(message, cseq);
  const vias = readAll(message, via);
  return {
    ...placeOf(record),
    message,
    errors: cut ? [] : errors,
    cut,
    octets: total,
    surplus: rest.length,
    callId: header(message, 'Call-ID') ?? '',
    number: sequence?.number ?? -1,
    method: sequence?.method ?? '',
    status: message.kind === 'response' ? message.status : undefined,
    branch: (vias[0] && branchOf(vias[0])) ?? '',
    vias: vias.length,
    fromTag: tag(read(message, from)),
    toTag: tag(read(message, to)),
  };
}

function tag(value: Parameters<typeof tagOf>[0] | undefined): string | undefined {
  return value && tagOf(value);
}

/** A message as its records tell of it, in one piece or in several. */
interface Text {
  readonly octets: Octets;
  /** What its end-line says, where the trace kept too little of the message to see it. */
  readonly flag: '$' | '+' | '#';
  readonly unfinished: boolean;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Reads an MSRP message; `undefined` for what is none. Of one that the trace cut, the head is read and the rest is counted. */
function seeMsrp(record: MessageRecord, text: Text): MsrpSeen | undefined {
  const { octets, flag, ...rest } = text;
  const { bytes, total } = octets;
  const cut = total > bytes.length;
  const { message } = parseMsrp(cut || rest.unfinished ? ended(bytes, flag) : bytes);
  if (message === undefined) return undefined;
  const range = parseByteRange(headerValue(message, 'Byte-Range') ?? '');
  const body = message.kind === 'request' ? (message.body?.length ?? 0) : 0;
  const endLine = rest.unfinished ? 0 : endLineBytes(message.transactId);
  return {
    ...placeOf(record),
    ...rest,
    message,
    range: range.ok ? range.value : undefined,
    messageId: headerValue(message, 'Message-ID'),
    bodyBytes: cut ? body + total - bytes.length - endLine : body,
  };
}

interface Begun {
  readonly first: MessageRecord;
  last: MessageRecord;
  readonly pieces: Octets[];
}

/** A long chunk is written in pieces, each a record of its own: they are one message once its end-line is there. */
export class MsrpPieces {
  readonly #begun = new Map<string, Begun>();

  /** The message that a record ends, by itself or with those before it. It stands where its first piece left, or its last one came. */
  take(record: MessageRecord): MsrpSeen | undefined {
    const { type, from, to, transaction } = record;
    const octets = octetsOf(record.raw);
    const key = `${type} ${from} ${to} ${transaction}`;
    const begun = this.#begun.get(key) ?? { first: record, last: record, pieces: [] };
    begun.pieces.push(octets);
    begun.last = record;
    const flag = octets.total > octets.bytes.length ? undefined : endFlag(octets.bytes, transaction);
    if (flag === undefined) {
      this.#begun.set(key, begun);
      return undefined;
    }
    this.#begun.delete(key);
    return whole(begun, flag, false);
  }

  /** What was begun and has no end-line in the trace. One whose only record was cut is taken to be whole. */
  rest(): MsrpSeen[] {
    return [...this.#begun.values()].flatMap((begun) => {
      const [only, more] = begun.pieces;
      const cut = only !== undefined && more === undefined && only.total > only.bytes.length;
      const seen = cut ? whole(begun, '$', false) : whole(begun, '#', true);
      return seen === undefined ? [] : [seen];
    });
  }
}

function whole(
  { first, last, pieces }: Begun,
  flag: Text['flag'],
  unfinished: boolean,
): MsrpSeen | undefined {
  const total = pieces.reduce((sum, piece) => sum + piece.total, 0);
  const cutAt = pieces.findIndex((piece) => piece.total > piece.bytes.length);
  const readable = cutAt < 0 ? pieces : pieces.slice(0, cutAt + 1);
  return seeMsrp(first.type === 'message.sent' ? first : last, {
    octets: { bytes: join(readable.map(({ bytes }) => bytes)), total },
    flag,
    unfinished,
    firstSeq: first.seq,
    lastSeq: last.seq,
  });
}

/** The flag of the end-line of a transaction that octets end with. */
function endFlag(bytes: Uint8Array, transactId: string): Text['flag'] | undefined {
  const tail = new TextDecoder('latin1').decode(
    bytes.subarray(Math.max(0, bytes.length - endLineBytes(transactId))),
  );
  if (!tail.endsWith('\r\n') || !tail.slice(0, -3).endsWith(`-------${transactId}`)) return undefined;
  const flag = tail.at(-3);
  return flag === '$' || flag === '+' || flag === '#' ? flag : undefined;
}

/** CRLF, seven hyphens, the transact-id, the flag, CRLF (RFC 4975 §9). */
function endLineBytes(transactId: string): number {
  return 12 + transactId.length;
}

/** What is there of a message, with an end-line put to it. */
function ended(bytes: Uint8Array, flag: Text['flag']): Uint8Array {
  const id = /^MSRP (\S+) /.exec(new TextDecoder().decode(bytes.subarray(0, 64)))?.[1] ?? '';
  return join([bytes, encoder.encode(`\r\n-------${id}${flag}\r\n`)]);
}

function placeOf(record: MessageRecord) {
  const { seq, at, node, type } = record;
  return { record, seq, at, node, sent: type === 'message.sent' };
}

/** The same message where it arrived: what was read of it when it was sent holds, unless its text was changed on the way. */
export function arrived(seen: SipSeen, record: MessageRecord): SipSeen | undefined {
  return sameText(seen.record.raw, record.raw) ? { ...seen, ...placeOf(record) } : undefined;
}

function sameText(a: Raw, b: Raw): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  if ('base64' in a) return 'base64' in b && a.base64 === b.base64;
  return 'sha1' in b && a.sha1 === b.sha1;
}
