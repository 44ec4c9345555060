// A message taken apart by the lab's own parsers, each part with the place of its text.
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import { header } from '../../../core/sip/headers.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { size } from '../../views/words.ts';
import { type Meaning, meaningOf } from './meanings/meaning.ts';
import type { Octets } from './octets.ts';

export interface Field {
  readonly name: string;
  readonly value: string;
  /** In UTF-16 units of the message's text. */
  readonly from: number;
  readonly to: number;
  readonly meaning?: Meaning;
}

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly Field[];
}

export interface Fields {
  readonly groups: readonly FieldGroup[];
  /** What the parser finds wrong with it, with the rule. */
  readonly problems: readonly string[];
}

export function fieldsOf({ bytes, text }: Octets, protocol: string): Fields {
  return protocol === 'msrp' ? msrpFields(bytes, text) : sipFields(bytes, text);
}

function sipFields(bytes: Uint8Array, text: string): Fields {
  const { message, errors } = parseMessage(bytes);
  const lines = headLines(text);
  const problems = errors.map(({ rule, text: what }) => `${rule}: ${what}`);
  if (message === undefined) return { groups: [], problems };
  const first = lines[0];
  const start = first === undefined ? [] : startFields(first, text);
  const headers = headerFields(lines.slice(1), message.headers).map((field) => meant('sip', field));
  const groups = [
    { title: message.kind === 'request' ? 'Request line' : 'Status line', fields: start },
    { title: 'Headers', fields: headers },
  ];
  const bodyAt = bodyStart(text, lines);
  if (bodyAt >= text.length) return { groups, problems };
  const type = header(message, 'Content-Type') ?? 'body';
  if (!/^application\/sdp\b/i.test(type))
    return { groups: [...groups, wholeBody(type, text, bodyAt)], problems };
  const body = text.slice(bodyAt);
  const wrong = parseSdp(body).errors.map(({ rule, text: what }) => `SDP ${rule}: ${what}`);
  return {
    groups: [...groups, { title: 'Session description', fields: sdpFields(body, bodyAt) }],
    problems: [...problems, ...wrong],
  };
}

function msrpFields(bytes: Uint8Array, text: string): Fields {
  const { message, errors } = parseMsrp(bytes);
  const lines = headLines(text);
  const problems = errors.map(({ rule, text: what }) => `${rule}: ${what}`);
  const first = lines[0];
  if (message === undefined || first === undefined) return { groups: [], problems };
  const fields = lines
    .slice(1)
    .flatMap((line) => nameAndValue(line) ?? [])
    .map((field) => meant('msrp', field));
  const groups: FieldGroup[] = [
    { title: message.kind === 'request' ? 'Request line' : 'Status line', fields: startFields(first, text) },
    { title: 'Headers', fields },
  ];
  const endAt = text.lastIndexOf('\r\n-------') + 2;
  const bodyAt = bodyStart(text, lines);
  if (message.kind === 'request' && message.body !== undefined && endAt > bodyAt)
    groups.push({
      title: 'Body',
      fields: [{ name: 'chunk', value: size(message.body.length), from: bodyAt, to: endAt }],
    });
  if (endAt > 2) {
    const meaning = { $: 'the last chunk', '+': 'more follows', '#': 'abandoned' }[message.flag];
    groups.push({
      title: 'End line',
      fields: [{ name: `flag ${message.flag}`, value: meaning, from: endAt, to: text.length }],
    });
  }
  return { groups, problems };
}

interface Line {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The lines of the head, folded ones joined to the line that they continue. */
function headLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed;
    const line = text.slice(from, to).replace(/\r$/, '');
    if (line === '' || line.startsWith('-------')) break;
    const last = lines.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined)
      lines[lines.length - 1] = { ...last, text: `${last.text} ${line.trim()}`, to: from + line.length };
    else lines.push({ text: line, from, to: from + line.length });
    from = to + 1;
  }
  return lines;
}

/** After the empty line. */
function bodyStart(text: string, lines: readonly Line[]): number {
  const at = text.indexOf('\r\n\r\n', (lines.at(-1)?.to ?? 0) - 2);
  return at < 0 ? text.length : at + 4;
}

/** The words of a start line, by their meaning. */
function startFields(line: Line, text: string): Field[] {
  const words = line.text.split(' ');
  const names =
    words[0] === 'MSRP'
      ? ['Protocol', 'Transaction', /^\d{3}$/.test(words[2] ?? '') ? 'Status' : 'Method', 'Comment']
      : words[0]?.startsWith('SIP/')
        ? ['Version', 'Status', 'Reason']
        : ['Method', 'Request-URI', 'Version'];
  let from = line.from;
  return names.flatMap((name, index) => {
    const last = index === names.length - 1;
    const value = last ? words.slice(index).join(' ') : (words[index] ?? '');
    const field = { name, value, from, to: from + value.length };
    from += value.length + 1;
    return value === '' || field.to > text.length ? [] : [field];
  });
}

/** As the parser read them, where it read as many as there are lines. */
function headerFields(
  lines: readonly Line[],
  read: readonly { readonly name: string; readonly value: string }[],
): Field[] {
  if (read.length !== lines.length) return lines.flatMap((line) => nameAndValue(line) ?? []);
  return lines.map(({ from, to }, index) => ({
    name: read[index]!.name,
    value: read[index]!.value,
    from,
    to,
  }));
}

function nameAndValue({ text, from, to }: Line): Field | undefined {
  const colon = text.indexOf(':');
  return colon < 1
    ? undefined
    : { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), from, to };
}

/** The field with what it is for. */
function meant(part: 'sip' | 'msrp' | 'sdp', field: Field, name = field.name): Field {
  const meaning = meaningOf(part, name);
  return meaning === undefined ? field : { ...field, meaning };
}

const sdpNames: Readonly<Record<string, string>> = {
  v: 'version',
  o: 'origin',
  s: 'session name',
  i: 'title',
  c: 'connection',
  b: 'bandwidth',
  t: 'timing',
  m: 'media',
};

function sdpFields(body: string, at: number): Field[] {
  let from = at;
  return body.split('\n').flatMap((raw) => {
    const line = raw.replace(/\r$/, '');
    const field = { from, to: from + line.length };
    from += raw.length + 1;
    if (line === '') return [];
    const value = line.slice(2);
    const colon = value.indexOf(':');
    const attribute = line.startsWith('a=');
    const name = attribute
      ? colon < 0
        ? value
        : value.slice(0, colon)
      : (sdpNames[line[0] ?? ''] ?? line.slice(0, 1));
    const found = { ...field, name, value: attribute ? (colon < 0 ? '' : value.slice(colon + 1)) : value };
    return [meant('sdp', found, attribute ? `a=${name}` : line.slice(0, 2))];
  });
}

function wholeBody(type: string, text: string, from: number): FieldGroup {
  const bytes = new TextEncoder().encode(text.slice(from)).length;
  return { title: 'Body', fields: [{ name: type, value: size(bytes), from, to: text.length }] };
}
