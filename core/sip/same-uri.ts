// RFC 3261 §19.1.4, §10.3, RFC 3966 §4: when two URIs are the same. Not transitive, and not to be replaced by comparing text.

import type { Value } from './codec.ts';
import { plain, unescaped } from './escapes.ts';
import { formatHost, sameHost } from './host.ts';
import { type Params, param } from './params.ts';
import {
  formatUri,
  isSip,
  isTel,
  isVisualSeparator,
  parseUri,
  type SipUri,
  type TelUri,
  type Uri,
  type UriHeader,
} from './parse-uri.ts';

/** Whether two URIs are equivalent. Texts that are no URIs are the same when they are equal. */
export function sameUri(a: string, b: string): boolean {
  if (a === b) return true;
  const left = parseUri(a);
  const right = parseUri(b);
  if (!left.ok || !right.ok) return false;
  const one = left.value;
  const other = right.value;
  if (one.scheme !== other.scheme) return false;
  if (isSip(one)) return isSip(other) && sameSipUri(one, other);
  if (isTel(one)) return isTel(other) && sameTelUri(one, other);
  return 'opaque' in other && one.opaque === other.opaque;
}

/** RFC 3261 §19.1.4, all rules. */
function sameSipUri(a: SipUri, b: SipUri): boolean {
  return (
    a.scheme === b.scheme &&
    sameUserPart(a.user, b.user) &&
    sameUserPart(a.password, b.password) &&
    a.port === b.port &&
    sameHost(a.host, b.host) &&
    sameParams(a.params, b.params) &&
    sameHeaders(a.headers, b.headers)
  );
}

/** "Comparison of the userinfo […] is case-sensitive." Left out does not match what is there. */
function sameUserPart(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && plain(a) === plain(b));
}

/**
 * Of the parameters that stand in only one URI, these never match: "A URI omitting any component with a default value will not
 * match a URI explicitly containing that component"; `transport` is in that rule's list, and in the section's examples.
 */
const NEVER_OMITTED = new Set(['user', 'ttl', 'method', 'maddr', 'transport']);

function sameParams(a: Params, b: Params): boolean {
  const left = byName(a);
  const right = byName(b);
  for (const [name, value] of left) {
    const other = right.get(name);
    if (other === undefined ? NEVER_OMITTED.has(name) : !sameParam(name, value, other)) return false;
  }
  for (const name of right.keys()) if (!left.has(name) && NEVER_OMITTED.has(name)) return false;
  return true;
}

function sameParam(name: string, a: string, b: string): boolean {
  return name === 'maddr' ? sameHost(a, b) : a === b;
}

/** Names and values without escapes that are not needed, in lower case: the comparison is case-insensitive. */
function byName(params: Params): Map<string, string> {
  return new Map(
    params.map(({ name, value }) => [plain(name).toLowerCase(), plain(value ?? '').toLowerCase()]),
  );
}

/** "Any present header component MUST be present in both URIs and match." Order is not significant. */
function sameHeaders(a: readonly UriHeader[], b: readonly UriHeader[]): boolean {
  if (a.length !== b.length) return false;
  const texts = (headers: readonly UriHeader[]) =>
    headers.map(({ name, value }) => `${plain(name).toLowerCase()}=${unescaped(value)}`).sort();
  const left = texts(a);
  const right = texts(b);
  return left.every((text, index) => text === right[index]);
}

/** RFC 3966 §4: numbers without visual separators, all parameters in any order, nothing case-sensitive. */
function sameTelUri(a: TelUri, b: TelUri): boolean {
  const left = telParams(a.params);
  const right = telParams(b.params);
  return (
    digits(a.number) === digits(b.number) &&
    left.length === right.length &&
    left.every((text, index) => text === right[index])
  );
}

function telParams(params: Params): string[] {
  return params
    .map(({ name }) => {
      const value = plain(param(params, name) ?? '').toLowerCase();
      const isNumber = name.toLowerCase() === 'ext' || value.startsWith('+');
      return `${name.toLowerCase()}=${isNumber ? digits(value) : value}`;
    })
    .sort();
}

function digits(number: string): string {
  let text = '';
  for (const character of number) if (!isVisualSeparator(character.charCodeAt(0))) text += character;
  return text.toLowerCase();
}

/**
 * The address-of-record under which a registrar or proxy keeps bindings (§10.3 step 5): "all URI parameters MUST be removed
 * (including the user-param), and any escaped characters MUST be converted to their unescaped form". Header components go too,
 * and scheme and host are in lower case. Text that is no SIP URI stays as it is.
 */
export function canonicalAor(uri: string | Uri): string {
  const parsed: Value<Uri> = typeof uri === 'string' ? parseUri(uri) : { ok: true, value: uri };
  if (!parsed.ok) return String(uri);
  if (!isSip(parsed.value)) return formatUri(parsed.value);
  const { scheme, user, password, host, port } = parsed.value;
  const secret = password === undefined ? '' : `:${unescaped(password)}`;
  const userinfo = user === undefined ? '' : `${unescaped(user)}${secret}@`;
  return `${scheme}:${userinfo}${formatHost(host.toLowerCase())}${port === undefined ? '' : `:${port}`}`;
}
