// RFC 3862 §2.3, §3.6, §4: the words of message/cpim: escapes, addresses, names, dates.

/** §4.1, §4.2: `[Formal-name] "<" URI ">"`. Undefined when it is none. */
export function cpimAddress(
  value: string,
): { readonly name: string | undefined; readonly uri: string } | undefined {
  const open = value.lastIndexOf('<');
  if (open < 0 || !value.endsWith('>')) return undefined;
  const uri = value.slice(open + 1, -1);
  const colon = uri.indexOf(':');
  if (colon < 1 || uri.includes(' ')) return undefined;
  const formal = value.slice(0, open).trim();
  const quoted = formal.length > 1 && formal.startsWith('"') && formal.endsWith('"');
  return { name: formal === '' ? undefined : quoted ? formal.slice(1, -1) : formal, uri };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
const UNESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', r: '\r' };

/** §2.3.1: backslash and control characters become escapes; "All other characters MUST NOT". */
export function escapeCpim(text: string): string {
  let escaped = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    const control = code < 0x20 || code === 0x7f;
    escaped += ESCAPES[char] ?? (control ? `\\u${code.toString(16).padStart(4, '0')}` : char);
  }
  return escaped;
}

/** §2.3.1: an unknown escape is "the character following the backslash"; a lone one at the end is ignored. */
export function unescapeCpim(value: string): string {
  const [first = '', ...rest] = value.split('\\');
  let text = first;
  for (let at = 0; at < rest.length; at++) {
    const part = rest[at]!;
    // Two backslashes in a row leave an empty part between them.
    if (part === '') text += at + 1 < rest.length ? `\\${rest[++at]}` : '';
    else text += unescapeOne(part);
  }
  return text;
}

function unescapeOne(part: string): string {
  const letter = part[0]!;
  if (letter === 'u' && part.length >= 5 && isHex(part.slice(1, 5))) {
    return String.fromCharCode(Number.parseInt(part.slice(1, 5), 16)) + part.slice(5);
  }
  return (UNESCAPES[letter] ?? letter) + part.slice(1);
}

/** §4.6: a prefix, which may be empty, and a URI in angle brackets. */
export function namespaceOf(value: string): { prefix: string; uri: string } | undefined {
  const open = value.indexOf('<');
  if (open < 0 || !value.endsWith('>') || value.length - open < 3) return undefined;
  return { prefix: value.slice(0, open).trim(), uri: value.slice(open + 1, -1) };
}

/** Name of NAMECHARs, with at most one "." after a prefix: ASCII without controls and separators. */
export function isHeaderName(text: string): boolean {
  const dot = text.indexOf('.');
  if (text === '' || dot === 0 || dot === text.length - 1 || text.indexOf('.', dot + 1) > dot) return false;
  for (const char of text) {
    if (char <= ' ' || char >= '\x7f' || '()<>@,;:\\"/[]?={}'.includes(char)) return false;
  }
  return true;
}

/** date-time of RFC 3339: `2006-05-15T15:02:31-03:00`. */
export function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(text);
}

/** Characters that §2.2 wants escaped. */
export function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function isHex(text: string): boolean {
  for (const char of text) if (!'0123456789abcdefABCDEF'.includes(char)) return false;
  return true;
}
