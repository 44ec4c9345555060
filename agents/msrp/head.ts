// RFC 4975 §7.1, §9: the start line and the header fields of one message, judged by the grammar and by what §7 adds to it.
import { parseByteRange } from './byte-range.ts';
import { firstControl, isAlpha, isIdent, isMediaType, isMethod, isToken, threeDigits } from './grammar.ts';
import {
  type HeaderField,
  headerValue,
  type MsrpError,
  type MsrpRequest,
  type MsrpResponse,
  type Outcome,
} from './message.ts';
import { parseMsrpUri } from './msrp-uri.ts';

export type RequestHead = Omit<MsrpRequest, 'body' | 'flag'>;
export type ResponseHead = Omit<MsrpResponse, 'flag'>;
export type MsrpHead = RequestHead | ResponseHead;

export interface HeadRead {
  readonly head: MsrpHead;
  readonly errors: readonly MsrpError[];
}

/** Enough to say what is wrong; a hostile head does not make a long list. */
const MAX_ERRORS = 32;
const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin = new TextDecoder('latin1');
const encoder = new TextEncoder();

/** Collects errors by character offset, and turns them into byte offsets at the end. */
class Complaints {
  readonly errors: MsrpError[] = [];

  add(offset: number, rule: string, text: string, status = 400): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ offset, rule, status, text });
  }
}

/** Reads `bytes`: the start line and all header lines, each with its CRLF, and no more. The transact-id is known to be one. */
export function readHead(bytes: Uint8Array, transactId: string): HeadRead {
  const complaints = new Complaints();
  const text = decode(bytes, complaints);
  const startEnd = text.indexOf('\r\n');
  const fields = readFields(text, startEnd + 2, complaints);
  const head = readStart(text.slice(0, startEnd), transactId, fields, complaints);
  judge(head, fields, text.length, complaints);
  return { head, errors: inBytes(complaints.errors, text, bytes.length) };
}

/** "MSRP is a text protocol that uses the UTF-8 transformation format" (§9). */
function decode(bytes: Uint8Array, complaints: Complaints): string {
  try {
    return fatalUtf8.decode(bytes);
  } catch {
    complaints.add(0, 'RFC 4975 §9', 'the head is not UTF-8');
    return latin.decode(bytes);
  }
}

/** With only ASCII before them, and nearly always, character offsets are byte offsets. */
function inBytes(errors: MsrpError[], text: string, byteLength: number): readonly MsrpError[] {
  if (errors.length === 0 || text.length === byteLength) return errors;
  return errors.map((error) => ({ ...error, offset: encoder.encode(text.slice(0, error.offset)).length }));
}

interface Field extends HeaderField {
  readonly offset: number;
  readonly valueOffset: number;
}

interface Fields {
  readonly toPath: readonly string[];
  readonly fromPath: readonly string[];
  readonly others: readonly Field[];
}

function readFields(text: string, from: number, complaints: Complaints): Fields {
  const others: Field[] = [];
  const paths: { to: readonly string[] | undefined; from: readonly string[] | undefined } = {
    to: undefined,
    from: undefined,
  };
  let position = 0;
  for (let at = from; at < text.length; position++) {
    const end = text.indexOf('\r\n', at);
    const field = readField(text, at, end, complaints);
    at = end + 2;
    if (field === undefined) continue;
    const name = field.name.toLowerCase();
    const side = name === 'to-path' ? 'to' : name === 'from-path' ? 'from' : undefined;
    if (side === undefined) {
      others.push(field);
    } else if (paths[side] !== undefined) {
      complaints.add(field.offset, 'RFC 4975 §9 headers', `a second ${field.name}`);
    } else {
      paths[side] = readPath(field, complaints);
      // headers = To-Path CRLF From-Path CRLF 1*( header CRLF )
      if (position !== (side === 'to' ? 0 : 1)) {
        complaints.add(field.offset, 'RFC 4975 §9 headers', 'To-Path comes first and From-Path second');
      }
    }
  }
  if (paths.to === undefined) complaints.add(from, 'RFC 4975 §9 To-Path', 'To-Path is missing');
  if (paths.from === undefined) complaints.add(from, 'RFC 4975 §9 From-Path', 'From-Path is missing');
  return { toPath: paths.to ?? [], fromPath: paths.from ?? [], others };
}

function readField(text: string, at: number, end: number, complaints: Complaints): Field | undefined {
  const line = text.slice(at, end);
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  // hname = ALPHA *token
  if (!isToken(name) || !isAlpha(name.charCodeAt(0))) {
    complaints.add(at, 'RFC 4975 §9 header', 'a header line is a name, ":", SP and a value');
    return undefined;
  }
  const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
  const valueOffset = end - value.length;
  if (line[colon + 1] !== ' ')
    complaints.add(at + colon + 1, 'RFC 4975 §9 header', 'exactly one SP follows the colon');
  const control = firstControl(value);
  if (control >= 0) complaints.add(valueOffset + control, 'RFC 4975 §9 utf8text', 'a control character');
  return { name, value, offset: at, valueOffset };
}

function readPath(field: Field, complaints: Complaints): readonly string[] {
  const uris = field.value.split(' ');
  let offset = field.valueOffset;
  for (const uri of uris) {
    const parsed = parseMsrpUri(uri);
    if (!parsed.ok) complaints.add(offset + parsed.offset, parsed.rule, parsed.text);
    offset += uri.length + 1;
  }
  return uris;
}

function readStart(line: string, transactId: string, fields: Fields, complaints: Complaints): MsrpHead {
  const at = 5 + transactId.length + 1;
  const rest = line.slice(at);
  const common = {
    transactId,
    toPath: fields.toPath,
    fromPath: fields.fromPath,
    headers: fields.others.map(({ name, value }) => ({ name, value })),
  };
  const status = rest.length === 3 || rest[3] === ' ' ? threeDigits(rest.slice(0, 3)) : undefined;
  if (status !== undefined) {
    const comment = rest.length > 3 ? rest.slice(4) : undefined;
    if (comment !== undefined && firstControl(comment) >= 0)
      complaints.add(at + 4, 'RFC 4975 §9 comment', 'a control character');
    return { kind: 'response', status, comment, ...common };
  }
  if (!isMethod(rest))
    complaints.add(at, 'RFC 4975 §9 method', 'a method in capitals or a status of three digits stands here');
  return { kind: 'request', method: rest, ...common };
}

/** What values the known header fields may have, which of them a method needs, and which it must not have. */
function judge(head: MsrpHead, fields: Fields, end: number, complaints: Complaints): void {
  const seen = new Set<string>();
  for (const field of fields.others) {
    const name = field.name.toLowerCase();
    const rule = FIELD_RULES[name];
    if (rule === undefined) continue;
    if (seen.has(name)) complaints.add(field.offset, 'RFC 4975 §9 headers', `a second ${field.name}`);
    seen.add(name);
    const outcome = rule(field.value);
    if (!outcome.ok) complaints.add(field.valueOffset + outcome.offset, outcome.rule, outcome.text);
  }
  const last = fields.others.at(-1)?.name.toLowerCase();
  if (seen.has('content-type') && last !== 'content-type') {
    complaints.add(fields.others.at(-1)!.offset, 'RFC 4975 §7.1', 'Content-Type is the last header field');
  }
  if (head.kind === 'request') judgeMethod(head.method, seen, end, complaints);
}

function judgeMethod(method: string, seen: ReadonlySet<string>, end: number, complaints: Complaints): void {
  if (method !== 'SEND' && method !== 'REPORT') return;
  if (!seen.has('message-id')) complaints.add(end, 'RFC 4975 §7.1.1 Message-ID', 'Message-ID is missing');
  if (method === 'SEND') return;
  if (!seen.has('status')) complaints.add(end, 'RFC 4975 §7.1.2 Status', 'a REPORT has a Status');
  for (const name of ['success-report', 'failure-report']) {
    if (seen.has(name)) complaints.add(end, 'RFC 4975 §7.1.2', `a REPORT asks for no report: ${name}`);
  }
}

type FieldRule = (value: string) => Outcome<unknown>;

const FIELD_RULES: Readonly<Record<string, FieldRule | undefined>> = {
  'message-id': (value) =>
    isIdent(value) ? fine : broken('§9 Message-ID', 'an ident has 4 to 32 characters'),
  'success-report': oneOf('§9 Success-Report', ['yes', 'no']),
  'failure-report': oneOf('§9 Failure-Report', ['yes', 'no', 'partial']),
  'byte-range': parseByteRange,
  status: (value) =>
    parseStatus(value) ?? broken('§9 Status', 'namespace and status-code are three digits each'),
  'content-type': (value) =>
    isMediaType(value) ? fine : broken('§9 Content-Type', 'a type, "/" and a subtype'),
  // "transfer encoding is always "binary", and transfer-encoding parameters MUST NOT be present" (§7.1.1).
  'content-transfer-encoding': () => broken('§7.1.1', 'Content-Transfer-Encoding must not be present'),
};

const fine: Outcome<undefined> = { ok: true, value: undefined };

function broken(section: string, text: string): Outcome<never> {
  return { ok: false, offset: 0, rule: `RFC 4975 ${section}`, text };
}

function oneOf(section: string, values: readonly string[]): FieldRule {
  return (value) =>
    values.includes(value.toLowerCase()) ? fine : broken(section, `one of ${values.join(', ')}`);
}

export interface ReportStatus {
  /** `000`: a status of §10. */
  readonly namespace: number;
  readonly status: number;
  readonly comment: string | undefined;
}

/** Reads a REPORT's `000 200 OK`. Undefined when it is none. */
export function readReportStatus(message: {
  readonly headers: readonly HeaderField[];
}): ReportStatus | undefined {
  const outcome = parseStatus(headerValue(message, 'Status') ?? '');
  return outcome?.ok ? outcome.value : undefined;
}

function parseStatus(text: string): Outcome<ReportStatus> | undefined {
  const namespace = threeDigits(text.slice(0, 3));
  const status = threeDigits(text.slice(4, 7));
  if (namespace === undefined || status === undefined || text[3] !== ' ') return undefined;
  if (text.length > 7 && text[7] !== ' ') return undefined;
  return { ok: true, value: { namespace, status, comment: text.length > 7 ? text.slice(8) : undefined } };
}
