import { begin, end, type Style } from '../../views/text/palette.ts';
import { plain, shorten, size } from '../../views/words.ts';
import type { Kind, Reading } from './reading.ts';

const names: Readonly<Record<Kind, string>> = {
  'sip-request': 'SIP request',
  'sip-response': 'SIP response',
  'msrp-request': 'MSRP request',
  'msrp-response': 'MSRP response',
  sdp: 'SDP',
  cpim: 'message/cpim',
  unknown: 'unknown',
};

interface Read {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reading: Reading;
}

/** A file's structure for people: what it is, its parts indented, and its errors with their places. */
export function readingText({ name, bytes, reading }: Read, color: boolean): string {
  if (Array.isArray(reading.messages)) {
    const all = reading.messages as readonly Reading[];
    const called = (n: number) => `${name}, message ${n} of ${all.length}`;
    return all.map((each, i) => readingText({ name: called(i + 1), bytes, reading: each }, color)).join('\n');
  }
  const paint = (text: string, style: Style): string => (color ? `${begin(style)}${text}${end}` : text);
  const judged = reading.valid ? paint('valid', 'good') : paint(`not valid`, 'failure');
  const { kind, valid, errors, ...parts } = reading;
  const lines = [`${paint(plain(name), 'strong')}: ${names[kind]}, ${judged}`, ...structure(parts, 1)];
  for (const { offset, rule, status, text } of errors) {
    const place = placeOf(bytes, offset);
    lines.push(
      paint(`  ✘ ${place} (offset ${offset}) ${plain(rule)}: ${plain(text)} → ${status}`, 'failure'),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** `line:column`, both from 1, of an offset in bytes. */
function placeOf(bytes: Uint8Array, offset: number): string {
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) {
    line++;
    start = at + 1;
  }
  return `${line}:${offset - start + 1}`;
}

/** A value as indented lines; name and value pairs, as headers and attributes are, stand in one line each. */
function structure(parts: Readonly<Record<string, unknown>>, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(parts).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name.endsWith('Bytes') && typeof value === 'number')
      return [`${indent}${name.slice(0, -5)}: ${size(value)}`];
    if (typeof value !== 'object' || value === null) return [`${indent}${name}: ${shown(value)}`];
    if (!Array.isArray(value))
      return [`${indent}${name}`, ...structure(value as Record<string, unknown>, depth + 1)];
    if (value.length === 0) return [];
    return [`${indent}${name}`, ...value.flatMap((item: unknown) => listed(item, depth + 1))];
  });
}

function listed(item: unknown, depth: number): string[] {
  const indent = '  '.repeat(depth);
  if (typeof item !== 'object' || item === null) return [`${indent}${shown(item)}`];
  if (isPair(item))
    return [`${indent}${plain(item.name)}${item.value === undefined ? '' : `: ${shown(item.value)}`}`];
  const lines = structure(item as Record<string, unknown>, depth + 1);
  const [first = '', ...rest] = lines;
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function isPair(item: object): item is { readonly name: string; readonly value?: unknown } {
  const keys = Object.keys(item);
  return (
    'name' in item && typeof item.name === 'string' && keys.every((key) => key === 'name' || key === 'value')
  );
}

function shown(value: unknown): string {
  return shorten(plain(String(value)), 400);
}
