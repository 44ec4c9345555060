// RFC 4975 §9: the productions that several files share. One linear look at each character, no regular expressions.

const ALPHANUM = 1;
const IDENT = 2;
const TOKEN = 4;
const SESSION_ID = 8;
const AUTHORITY = 16;

/** Which productions each ASCII character belongs to. */
const CLASSES = new Uint8Array(128);
for (const char of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  CLASSES[char.charCodeAt(0)] = ALPHANUM | IDENT | TOKEN | SESSION_ID | AUTHORITY;
}
for (const char of '.-+%=') CLASSES[char.charCodeAt(0)]! |= IDENT;
for (const char of "!#$%&'*+-.^_`{|}~") CLASSES[char.charCodeAt(0)]! |= TOKEN;
for (const char of '-._~+=/') CLASSES[char.charCodeAt(0)]! |= SESSION_ID;
for (const char of "-._~!$&'()*+,;=%") CLASSES[char.charCodeAt(0)]! |= AUTHORITY;

function every(text: string, from: number, wanted: number): boolean {
  for (let at = from; at < text.length; at++) {
    if ((CLASSES[text.charCodeAt(at)] ?? 0) & wanted) continue;
    return false;
  }
  return true;
}

/** ident = ALPHANUM 3*31ident-char: transact-ids and Message-IDs, 4 to 32 characters. */
export function isIdent(text: string): boolean {
  if (text.length < 4 || text.length > 32) return false;
  return (CLASSES[text.charCodeAt(0)] ?? 0) & ALPHANUM ? every(text, 1, IDENT) : false;
}

/** token = 1*(printable ASCII but SP, quotes and separators). */
export function isToken(text: string): boolean {
  return text.length > 0 && every(text, 0, TOKEN);
}

/** session-id = 1*(unreserved / "+" / "=" / "/"). */
export function isSessionId(text: string): boolean {
  return text.length > 0 && every(text, 0, SESSION_ID);
}

/** Only characters that userinfo and reg-name of RFC 3986 have: unreserved, sub-delims, and "%", which begins an escape. */
export function isAuthorityText(text: string): boolean {
  return every(text, 0, AUTHORITY);
}

/** ALPHA, by its code. */
export function isAlpha(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** 1*ALPHANUM. */
export function isAlphanumeric(text: string): boolean {
  return text.length > 0 && every(text, 0, ALPHANUM);
}

/** other-method = 1*UPALPHA. */
export function isMethod(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x41 || code > 0x5a) return false;
  }
  return text.length > 0;
}

/** The number of a 3DIGIT, undefined for anything else. */
export function threeDigits(text: string): number | undefined {
  if (text.length !== 3) return undefined;
  let value = 0;
  for (let at = 0; at < 3; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** Where the first character lies that utf8text (HTAB, SP and above, no DEL) does not allow; −1 if none. */
export function firstControl(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return at;
  }
  return -1;
}

/** media-type = type "/" subtype *( ";" gen-param ). Parameters are taken as they stand. */
export function isMediaType(text: string): boolean {
  const semicolon = text.indexOf(';');
  const essence = (semicolon < 0 ? text : text.slice(0, semicolon)).trimEnd();
  const slash = essence.indexOf('/');
  return slash > 0 && isToken(essence.slice(0, slash)) && isToken(essence.slice(slash + 1));
}

/** `Text/Plain; charset=utf-8` → `text/plain`: "token is compared case-insensitive". */
export function mediaEssence(text: string): string {
  const semicolon = text.indexOf(';');
  return (semicolon < 0 ? text : text.slice(0, semicolon)).trim().toLowerCase();
}
