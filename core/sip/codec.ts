// A header's value as text and as meaning, in both directions.
import { Reader } from './reader.ts';

/** What reading a text gave: the value, or what is wrong where. `rule` names the production and its section. */
export type Value<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly offset: number; readonly rule: string; readonly text: string };

/** One header's value. `parse` never throws; `parse(format(v))` equals `v` for every value that can be built. */
export interface Codec<T> {
  /** The header's canonical name. */
  readonly name: string;
  parse(text: string): Value<T>;
  format(value: T): string;
}

/**
 * Makes a codec of a function that reads one value and tells its failure to the reader. What is left after the value is an error.
 * `section` is where the grammar stands: `RFC 3261 §20.42`.
 */
export function codec<T extends NonNullable<unknown>>(
  name: string,
  section: string,
  read: (reader: Reader) => T | undefined,
  format: (value: T) => string,
): Codec<T> {
  const rule = `${section} ${name}`;
  return { name, parse: (text) => readWhole(new Reader(text, rule), read), format };
}

/** Runs `read` over the whole of the reader's text, white space at the ends aside. */
export function readWhole<T extends NonNullable<unknown>>(
  reader: Reader,
  read: (reader: Reader) => T | undefined,
): Value<T> {
  reader.skipWs();
  const value = read(reader);
  if (value !== undefined && reader.failure === undefined) {
    reader.skipWs();
    if (reader.atEnd) return { ok: true, value };
    reader.fail('unexpected text after the value');
  }
  return { ok: false, ...(reader.failure ?? reader.describe('not understood')) };
}
