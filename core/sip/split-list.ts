// RFC 3261 §7.3.1: "header-name: value *(COMMA value)". A comma inside quotes or between < and > is part of its value.
import { trimmed } from './grammar.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LESS = 0x3c;
const GREATER = 0x3e;

/** The index of the comma that ends the value beginning at `at`, or the text's length. */
export function valueEnd(text: string, at: number): number {
  if (!text.includes(',', at)) return text.length;
  let inQuotes = false;
  let inBrackets = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inQuotes) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inQuotes = false;
    } else if (inBrackets) {
      if (code === GREATER) inBrackets = false;
    } else if (code === COMMA) return at;
    else if (code === QUOTE) inQuotes = true;
    else if (code === LESS) inBrackets = true;
  }
  return text.length;
}

/** The values of a list, white space around each gone. Empty values are kept: they are errors, and said to be so. */
export function splitList(text: string): string[] {
  const values: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const end = valueEnd(text, at);
    values.push(trimmed(text, at, end));
    at = end + 1;
  }
  return values;
}
