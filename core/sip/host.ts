// RFC 3261 §25.1 host, RFC 4291 §2.2: host names and addresses, as text. A host is kept without the brackets of IPv6reference.
import { ALPHA, DIGIT, HEXDIG, HOST, isIn, skip } from './grammar.ts';

const DOT = 0x2e;

/** hostname = *( domainlabel "." ) toplabel [ "." ] */
export function isHostname(text: string): boolean {
  const end = text.endsWith('.') ? text.length - 1 : text.length;
  let label = 0;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (!isLabel(text, label, at, ALPHA | DIGIT)) return false;
      label = at + 1;
    } else if (!isIn(code, HOST)) return false;
  }
  return isLabel(text, label, end, ALPHA);
}

/** alphanum / alphanum *( alphanum / "-" ) alphanum; a toplabel begins with ALPHA. */
function isLabel(text: string, start: number, end: number, first: number): boolean {
  return end > start && isIn(text.charCodeAt(start), first) && isIn(text.charCodeAt(end - 1), ALPHA | DIGIT);
}

/** The 32 bits of a dotted quad, each part 0 to 255; `undefined` for anything else. */
export function ipv4Value(text: string): number | undefined {
  let value = 0;
  let at = 0;
  for (let part = 0; part < 4; part++) {
    const end = skip(text, at, DIGIT);
    const octet = Number(text.slice(at, end));
    if (end === at || end - at > 3 || octet > 255) return undefined;
    value = value * 256 + octet;
    if (part < 3 && text.charCodeAt(end) !== DOT) return undefined;
    at = part < 3 ? end + 1 : end;
  }
  return at === text.length ? value : undefined;
}

/** The eight 16-bit groups of an IPv6 address without brackets; `undefined` for anything else. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const [left = '', right, more] = text.split('::');
  if (more !== undefined) return undefined;
  const head = groupsOf(left, right === undefined);
  const tail = right === undefined ? [] : groupsOf(right, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** hexseq, the last group of which may be an IPv4address. */
function groupsOf(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const v4 = last && index === parts.length - 1 ? ipv4Value(part) : undefined;
    if (v4 !== undefined) {
      groups.push(Math.floor(v4 / 0x10000), v4 % 0x10000);
      continue;
    }
    if (part === '' || part.length > 4 || skip(part, 0, HEXDIG) !== part.length) return undefined;
    groups.push(Number.parseInt(part, 16));
  }
  return groups;
}

export function isIPv4(text: string): boolean {
  return ipv4Value(text) !== undefined;
}

export function isIPv6(text: string): boolean {
  return ipv6Groups(text) !== undefined;
}

/** A host and where it ends in the text. */
export interface HostAt {
  readonly host: string;
  readonly end: number;
}

/** Reads `host = hostname / IPv4address / IPv6reference` at `at`. */
export function readHost(text: string, at: number): HostAt | undefined {
  if (text.charCodeAt(at) === 0x5b) {
    const close = text.indexOf(']', at);
    const address = text.slice(at + 1, close);
    return close > at && isIPv6(address) ? { host: address, end: close + 1 } : undefined;
  }
  const end = skip(text, at, HOST);
  const host = text.slice(at, end);
  return end > at && (isHostname(host) || isIPv4(host)) ? { host, end } : undefined;
}

/** A host as it is written in a URI or a Via: IPv6 in brackets. */
export function formatHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** One text for all spellings of a host: names in lower case, IPv6 as eight groups. */
export function canonicalHost(host: string): string {
  if (!host.includes(':')) {
    const v4 = ipv4Value(host);
    return v4 === undefined ? host.toLowerCase() : `v4:${v4}`;
  }
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const groups = ipv6Groups(bare);
  return groups === undefined ? host.toLowerCase() : groups.map((group) => group.toString(16)).join(':');
}

export function sameHost(a: string, b: string): boolean {
  return a === b || canonicalHost(a) === canonicalHost(b);
}
