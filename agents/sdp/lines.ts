// RFC 4566 §5: the lines of a description, before anyone asks what they mean.
import type { SdpLine } from './types.ts';

/** A line and where it stood. */
export interface PlacedLine extends SdpLine {
  /** Offset of its type letter. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** Not of the form `letter=value`: `value` is then the whole line. */
  readonly broken?: string;
}

/**
 * Splits text at CRLF; a bare LF is taken too ("parsers SHOULD be tolerant and also accept records terminated with a single newline
 * character", §5). An end of line after the last line is not asked for. Empty lines at the end are passed over.
 */
export function splitLines(text: string): PlacedLine[] {
  const lines: PlacedLine[] = [];
  const end = endWithoutBlanks(text);
  let offset = 0;
  for (let line = 1; offset < end; line++) {
    const newline = text.indexOf('\n', offset);
    const next = newline < 0 || newline >= end ? end : newline;
    const stop = next > offset && text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    lines.push(placed(text.slice(offset, stop), offset, line));
    offset = next + 1;
  }
  return lines;
}

function endWithoutBlanks(text: string): number {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
  return end;
}

function placed(raw: string, offset: number, line: number): PlacedLine {
  const type = raw[0] ?? '';
  const broken = whatIsBroken(raw);
  if (broken !== undefined) return { type, value: raw, offset, line, broken };
  return { type, value: raw.slice(2), offset, line };
}

function whatIsBroken(raw: string): string | undefined {
  if (raw === '') return 'an empty line';
  const letter = raw.charCodeAt(0) | 0x20;
  if (raw[1] !== '=' || letter < 97 || letter > 122)
    return 'a line is one letter, an equals sign and a value';
  if (raw.includes('\0') || raw.includes('\r')) return 'NUL and CR have no place in a line';
  return undefined;
}
