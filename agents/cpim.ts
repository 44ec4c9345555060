// RFC 3862 message/cpim, as MSRP uses it (RFC 4975 §8.6, §11.4; RFC 5547): message header fields, then a MIME part.

import {
  cpimAddress,
  escapeCpim,
  hasControl,
  isDateTime,
  isHeaderName,
  namespaceOf,
  unescapeCpim,
} from './cpim-text.ts';

/** A message header field. `value` is as it stood, escapes included. */
export interface CpimHeader {
  /** Case-sensitive (§2.2), with its namespace prefix if it has one: `MyFeatures.VitalMessageOption`. */
  readonly name: string;
  /** `lang=fr`, as written, without the semicolons. */
  readonly parameters: readonly string[];
  readonly value: string;
}

/** A MIME header field of the wrapped part; folded lines are joined. */
export interface MimeField {
  readonly name: string;
  readonly value: string;
}

export interface CpimMessage {
  readonly headers: readonly CpimHeader[];
  readonly mime: readonly MimeField[];
  readonly content: Uint8Array;
}

/** What is wrong: byte offset, rule, and the MSRP status that says so. */
export interface CpimError {
  readonly offset: number;
  readonly rule: string;
  readonly status: number;
  readonly text: string;
}

export interface ParsedCpim {
  /** There whenever the two header groups had an end, also beside errors. */
  readonly message: CpimMessage | undefined;
  readonly errors: readonly CpimError[];
}

const MAX_ERRORS = 32;
const LF = 0x0a;
const CR = 0x0d;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin = new TextDecoder('latin1');
const encoder = new TextEncoder();

/**
 * Reads a message. Both published forms are read: with an empty line between the header groups, as RFC 3862 §2 has it, and without, as the
 * examples of RFC 4975 §11.4 and RFC 5547 §9 print it; there the first `Content-` field begins the MIME group. Never throws.
 */
export function parseCpim(bytes: Uint8Array): ParsedCpim {
  const reader = new Reader(bytes);
  const headers: CpimHeader[] = [];
  const mime: MimeField[] = [];
  let line = reader.next();
  while (line !== undefined && line.text !== '' && !isMimeField(line.text)) {
    const header = readHeader(line, reader);
    if (header) headers.push(header);
    line = reader.next();
  }
  if (line?.text === '') line = reader.next();
  for (; line !== undefined && line.text !== ''; line = reader.next()) readMime(line, mime, reader);
  if (line === undefined) {
    reader.complain(bytes.length, 'RFC 3862 §2', 'an empty line ends the MIME header fields');
    return { message: undefined, errors: reader.errors };
  }
  judge(headers, mime, reader);
  return { message: { headers, mime, content: bytes.slice(reader.position) }, errors: reader.errors };
}

/** Writes it, always with the empty line between the groups. */
export function formatCpim(message: CpimMessage): Uint8Array {
  const front = formatCpimHead(message);
  const whole = new Uint8Array(front.length + message.content.length);
  whole.set(front);
  whole.set(message.content, front.length);
  return whole;
}

/** All that stands before the content, for content that is not in memory. */
export function formatCpimHead(message: Pick<CpimMessage, 'headers' | 'mime'>): Uint8Array {
  let head = '';
  for (const { name, parameters, value } of message.headers) {
    head += `${name}:${parameters.map((parameter) => `;${parameter}`).join('')} ${value}\r\n`;
  }
  head += '\r\n';
  for (const { name, value } of message.mime) head += `${name}: ${value}\r\n`;
  return encoder.encode(`${head}\r\n`);
}

/** A header field of plain text, escaped as §2.3.1 asks. */
export function cpimHeader(name: string, text: string): CpimHeader {
  return { name, parameters: [], value: escapeCpim(text) };
}

/** The first value of that name, which is compared exactly (§2.2), without its escapes. */
export function cpimValue(message: CpimMessage, name: string): string | undefined {
  const header = message.headers.find((each) => each.name === name);
  return header && unescapeCpim(header.value);
}

/** The MIME header field of that name, whatever its case. */
export function mimeValue(message: CpimMessage, name: string): string | undefined {
  return message.mime.find((field) => field.name.toLowerCase() === name.toLowerCase())?.value;
}

/**
 * §3.5: what a `Require` names and `understood` does not hold. A message with any such must not be processed. Names are compared
 * as they stand; `understood` holds, for names with a prefix, the prefix's URI, `#` and the name.
 */
export function requiredButUnknown(message: CpimMessage, understood: ReadonlySet<string>): readonly string[] {
  const prefixes = new Map<string, string>();
  for (const { name, value } of message.headers) {
    const declared = name === 'NS' ? namespaceOf(value) : undefined;
    if (declared) prefixes.set(declared.prefix, declared.uri);
  }
  const required = message.headers
    .filter((header) => header.name === 'Require')
    .flatMap((header) => header.value.split(','));
  return required
    .map((name) => name.trim())
    .filter((name) => {
      const dot = name.indexOf('.');
      return !understood.has(dot < 0 ? name : `${prefixes.get(name.slice(0, dot))}#${name.slice(dot + 1)}`);
    });
}

interface Line {
  readonly text: string;
  readonly offset: number;
}

/** Lines one by one; offsets in bytes. */
class Reader {
  readonly errors: CpimError[] = [];
  position = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): Line | undefined {
    const lf = this.#bytes.indexOf(LF, this.position);
    if (lf < 0) return undefined;
    const offset = this.position;
    const ended = this.#bytes[lf - 1] === CR && lf > offset;
    // §2.2: "The character sequence CR,LF (13,10) MUST be used to terminate each line."
    if (!ended) this.complain(lf, 'RFC 3862 §2.2', 'lines end with CRLF');
    this.position = lf + 1;
    return { text: this.#decode(this.#bytes.subarray(offset, ended ? lf - 1 : lf), offset), offset };
  }

  complain(offset: number, rule: string, text: string): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ offset, rule, status: 400, text });
  }

  #decode(bytes: Uint8Array, offset: number): string {
    try {
      return utf8.decode(bytes);
    } catch {
      this.complain(offset, 'RFC 3862 §2.2', 'header fields are UTF-8');
      return latin.decode(bytes);
    }
  }
}

function isMimeField(text: string): boolean {
  return text.slice(0, 8).toLowerCase() === 'content-';
}

/** Header = Header-name ":" *( ";" Parameter ) SP Header-value (§3.6). */
function readHeader(line: Line, reader: Reader): CpimHeader | undefined {
  const { text, offset } = line;
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon));
  if (!isHeaderName(name)) {
    reader.complain(offset, 'RFC 3862 §3.6 Header-name', 'a header line is a name, ":", SP and a value');
    return undefined;
  }
  const space = firstUnquotedSpace(text, colon + 1);
  const parameterText = text.slice(colon + 1, space);
  if (parameterText !== '' && !parameterText.startsWith(';')) {
    reader.complain(offset + colon + 1, 'RFC 3862 §2.2', 'a single SP follows the colon');
    return { name, parameters: [], value: text.slice(colon + 1).trim() };
  }
  const value = text.slice(space + 1);
  const padded = value.startsWith(' ') || value.endsWith(' ');
  if (space >= text.length || value.startsWith(' '))
    reader.complain(offset + space, 'RFC 3862 §2.2', 'a single SP follows the colon');
  else if (value.endsWith(' '))
    reader.complain(offset + text.length, 'RFC 3862 §2.2', 'no whitespace at the end of a line');
  if (hasControl(text)) reader.complain(offset, 'RFC 3862 §2.2', 'control characters are escaped');
  return { name, parameters: splitParameters(parameterText), value: padded ? value.trim() : value };
}

function readMime(line: Line, mime: MimeField[], reader: Reader): void {
  const { text, offset } = line;
  const last = mime.at(-1);
  if ((text[0] === ' ' || text[0] === '\t') && last !== undefined) {
    mime[mime.length - 1] = { name: last.name, value: `${last.value} ${text.trim()}` };
    return;
  }
  const colon = text.indexOf(':');
  if (colon < 1) reader.complain(offset, 'RFC 2045 §3', 'a MIME header line is a name, ":" and a value');
  else mime.push({ name: text.slice(0, colon), value: text.slice(colon + 1).trim() });
}

function judge(headers: readonly CpimHeader[], mime: readonly MimeField[], reader: Reader): void {
  const names = headers.map((header) => header.name);
  for (const name of ['From', 'To']) {
    if (!names.includes(name)) reader.complain(0, 'RFC 4975 §13', `${name} is missing`);
  }
  const prefixes = new Set<string>();
  const once = new Set<string>();
  for (const { name, value } of headers) {
    if (once.has(name) && (name === 'From' || name === 'DateTime'))
      reader.complain(0, 'RFC 3862 §4', `a second ${name}`);
    once.add(name);
    if ((name === 'From' || name === 'To' || name === 'cc') && cpimAddress(value) === undefined) {
      reader.complain(0, `RFC 3862 §4 ${name}`, `${name} is a name and a URI in angle brackets`);
    }
    if (name === 'DateTime' && !isDateTime(value))
      reader.complain(0, 'RFC 3339 §5.6', 'DateTime is no date-time');
    const declared = name === 'NS' ? namespaceOf(value) : undefined;
    if (name === 'NS' && declared === undefined)
      reader.complain(0, 'RFC 3862 §4.6 NS', 'NS is a prefix and a URI in angle brackets');
    if (declared) prefixes.add(declared.prefix);
    const dot = name.indexOf('.');
    // §3.4: "A namespace prefix declaration MUST precede any use of that prefix."
    if (dot > 0 && !prefixes.has(name.slice(0, dot)))
      reader.complain(0, 'RFC 3862 §3.4', `${name}: its prefix is not declared`);
  }
  if (!mime.some((field) => field.name.toLowerCase() === 'content-type')) {
    reader.complain(reader.position, 'RFC 3862 §2.4', 'the wrapped part has a Content-Type');
  }
}

function firstUnquotedSpace(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\' && quoted) at++;
    else if (char === '"') quoted = !quoted;
    else if (char === ' ' && !quoted) return at;
  }
  return text.length;
}

function splitParameters(text: string): readonly string[] {
  const parameters: string[] = [];
  let from = 1;
  let quoted = false;
  for (let at = 1; at <= text.length; at++) {
    const char = text[at];
    if (char === '\\' && quoted) at++;
    else if (char === '"') quoted = !quoted;
    else if (at >= text.length || (char === ';' && !quoted)) {
      parameters.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return text === '' ? [] : parameters;
}
