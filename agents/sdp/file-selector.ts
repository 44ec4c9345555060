// RFC 5547 §6: a=file-selector. Which file is meant: by name, size, type and hash.
import { type AttributeCodec, isToken } from './attribute.ts';
import { fileTypeText, readFileType } from './file-type.ts';
import { percentDecoded, percentEncoded } from './percent.ts';
import { bad, type Dialect, type FileHash, type FileSelector, good, type Value } from './types.ts';

const rule = 'RFC 5547 §6 file-selector';

/** Bare it tells of a capability (§8.5); with a value it holds one selector or more. Several hashes are kept, as §6 demands. */
export const fileSelector: AttributeCodec<FileSelector> = {
  name: 'file-selector',
  level: 'media',
  parse: parseSelector,
  format: formatSelector,
};

/** Whether a selector identifies anything at all. */
export function isBare(selector: FileSelector): boolean {
  return formatSelector(selector, 'rfc') === undefined;
}

/** Whether two selectors speak of the same file: nothing that both say differs (§8.1 compares files by what describes them). */
export function sameFile(one: FileSelector, other: FileSelector): boolean {
  const agree = <T>(a: T | undefined, b: T | undefined) => a === undefined || b === undefined || a === b;
  return (
    agree(one.name, other.name) &&
    agree(one.size, other.size) &&
    agree(one.type && comparable(one.type), other.type && comparable(other.type)) &&
    one.hashes.every((hash) => agree(hash.hex, hashOf(other, hash.algorithm)))
  );
}

/** The hash under an algorithm, as upper-case hexadecimal without colons. */
export function hashOf(selector: FileSelector, algorithm: string): string | undefined {
  return selector.hashes.find((hash) => hash.algorithm.toLowerCase() === algorithm.toLowerCase())?.hex;
}

type Draft = { -readonly [K in keyof FileSelector]: FileSelector[K] } & { hashes: FileHash[] };

function parseSelector(text: string | undefined, dialect: Dialect): Value<FileSelector> {
  const draft: Draft = { hashes: [] };
  if (text === undefined) return good(draft);
  for (let at = 0; ; ) {
    const colon = text.indexOf(':', at);
    const kind = colon < 0 ? '' : text.slice(at, colon);
    const end = endOfSelector(text, colon + 1);
    const refused = takeSelector(draft, kind, text.slice(colon + 1, end), dialect);
    if (refused !== undefined) return bad(at, rule, refused);
    if (end === text.length) return good(draft);
    at = end + 1;
  }
}

/** The space that ends a selector: the first one outside of quotes. */
function endOfSelector(text: string, start: number): number {
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ' ' && !quoted) return at;
  }
  return text.length;
}

/** Puts one selector into the draft; says what is wrong with it instead. Words of a grammar have no case (RFC 5234 §2.3). */
function takeSelector(draft: Draft, kind: string, value: string, dialect: Dialect): string | undefined {
  switch (kind.toLowerCase()) {
    case 'name':
      return once(draft, 'name', decodedName(value), 'name is a quoted, percent-encoded string');
    case 'size':
      return once(draft, 'size', positive(value), 'size is a positive number of octets');
    case 'type':
      return once(draft, 'type', readFileType(value), 'type is a media type');
    case 'hash': {
      const hash = parseHash(value, dialect);
      if (hash === undefined) return 'hash is an algorithm and its bytes in hexadecimal, parted by colons';
      draft.hashes.push(hash);
      return undefined;
    }
    default:
      return 'a selector is name, size, type or hash';
  }
}

function once<K extends 'name' | 'size' | 'type'>(
  draft: Draft,
  kind: K,
  value: Draft[K] | undefined,
  otherwise: string,
): string | undefined {
  if (value === undefined) return otherwise;
  if (draft[kind] !== undefined) return `more than one ${kind}`;
  draft[kind] = value;
  return undefined;
}

/** filename-string in quotes. */
function decodedName(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  const isQuoted =
    quoted.length >= 3 && quoted.startsWith('"') && quoted.endsWith('"') && !inner.includes('"');
  return isQuoted ? percentDecoded(inner) : undefined;
}

/** Encodes what the grammar forbids and "characters that can be interpreted as directory structure" (§6). */
function encodedName(name: string): string {
  return percentEncoded(name, /["%/\\:]/);
}

function positive(text: string): number | undefined {
  const value = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

function comparable(type: string): string {
  return fileTypeText(type).toLowerCase();
}

function parseHash(text: string, dialect: Dialect): FileHash | undefined {
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, colon);
  const value = text.slice(colon + 1);
  const pairs = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*$/.test(value);
  const plain = dialect === 'change-request' && /^(?:[0-9A-Fa-f]{2})+$/.test(value);
  if (colon < 0 || !isToken(algorithm) || !(pairs || plain)) return undefined;
  const hex = value.replaceAll(':', '').toUpperCase();
  return algorithm.toLowerCase() === 'sha-1' && hex.length !== 40 ? undefined : { algorithm, hex };
}

/** In the order of the RFC's examples. A size of 0 cannot be said: "integer = POS-DIGIT *DIGIT". */
function formatSelector(selector: FileSelector, dialect: Dialect): string | undefined {
  const said: string[] = [];
  if (selector.name !== undefined && selector.name !== '') said.push(`name:"${encodedName(selector.name)}"`);
  if (selector.type !== undefined) said.push(`type:${fileTypeText(selector.type)}`);
  if (selector.size !== undefined && selector.size > 0) said.push(`size:${selector.size}`);
  for (const { algorithm, hex } of selector.hashes) {
    const bytes = dialect === 'rfc' ? hex.toUpperCase().replace(/..(?=.)/g, '$&:') : hex.toUpperCase();
    said.push(`hash:${algorithm}:${bytes}`);
  }
  return said.length === 0 ? undefined : said.join(' ');
}
