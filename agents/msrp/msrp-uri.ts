// RFC 4975 §6, §6.1, §9 MSRP-URI; RFC 3986 §3.2 for the authority.
import { isAlphanumeric, isAuthorityText, isSessionId, isToken } from './grammar.ts';
import { ipv4Octets, ipv6Groups } from './ip-address.ts';
import type { Outcome } from './message.ts';

export interface MsrpUri {
  readonly scheme: 'msrp' | 'msrps';
  readonly userinfo: string | undefined;
  /** As written; an IPv6 address without its brackets. */
  readonly host: string;
  readonly hostKind: 'name' | 'ipv4' | 'ipv6';
  readonly port: number | undefined;
  /** Undefined: the URI names a device, not a session. */
  readonly sessionId: string | undefined;
  /** `tcp`, in lower case. */
  readonly transport: string;
  /** Further parameters, as they stand. */
  readonly parameters: readonly string[];
}

const SECTION = 'RFC 4975 §9 MSRP-URI';

/** Reads `msrp://host.example.com:8493/asfd34;tcp`. */
export function parseMsrpUri(text: string): Outcome<MsrpUri> {
  const scheme = schemeOf(text);
  if (scheme === undefined) return broken(0, 'begins with msrp:// or msrps://');
  const authorityAt = scheme.length + 3;
  const semicolon = text.indexOf(';', authorityAt);
  if (semicolon < 0) return broken(text.length, 'the transport parameter is missing');
  const slash = text.indexOf('/', authorityAt);
  const hasSession = slash >= 0 && slash < semicolon;
  const sessionId = hasSession ? text.slice(slash + 1, semicolon) : undefined;
  if (sessionId !== undefined && !isSessionId(sessionId))
    return broken(slash + 1, 'the session-id is not unreserved, "+", "=" or "/"');
  const second = text.indexOf(';', semicolon + 1);
  const transport = second < 0 ? text.slice(semicolon + 1) : text.slice(semicolon + 1, second);
  const parameters = second < 0 ? [] : text.slice(second + 1).split(';');
  if (!isAlphanumeric(transport)) return broken(semicolon + 1, 'the transport is alphanumeric');
  if (!parameters.every(isParameter))
    return broken(semicolon + 1, 'a URI-parameter is a token, or two joined by "="');
  const authority = readAuthority(text.slice(authorityAt, hasSession ? slash : semicolon), authorityAt);
  if (!authority.ok) return authority;
  return {
    ok: true,
    value: { scheme, ...authority.value, sessionId, transport: transport.toLowerCase(), parameters },
  };
}

/** Writes it. */
export function formatMsrpUri(uri: MsrpUri): string {
  const user = uri.userinfo === undefined ? '' : `${uri.userinfo}@`;
  const host = uri.hostKind === 'ipv6' ? `[${uri.host}]` : uri.host;
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const session = uri.sessionId === undefined ? '' : `/${uri.sessionId}`;
  return `${uri.scheme}://${user}${host}${port}${session};${[uri.transport, ...uri.parameters].join(';')}`;
}

/**
 * The same text for URIs that §6.1 calls equivalent, and for no others: scheme, host and transport in lower case, addresses in one
 * form, escapes of unreserved characters undone; userinfo and further parameters left out; port and session-id as they are.
 */
export function msrpUriKey(uri: MsrpUri): string {
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const session = uri.sessionId === undefined ? '' : `/${uri.sessionId}`;
  return `${uri.scheme}://${hostKey(uri)}${port}${session};${uri.transport}`;
}

/** §6.1. */
export function sameMsrpUri(a: MsrpUri, b: MsrpUri): boolean {
  return msrpUriKey(a) === msrpUriKey(b);
}

type Authority = Pick<MsrpUri, 'userinfo' | 'host' | 'hostKind' | 'port'>;

function readAuthority(text: string, at: number): Outcome<Authority> {
  const sign = text.lastIndexOf('@');
  const userinfo = sign < 0 ? undefined : text.slice(0, sign);
  // §6: "A userinfo part MUST NOT contain password information."
  if (userinfo?.includes(':')) return broken(at, 'the userinfo contains a password', 'RFC 4975 §6');
  if (userinfo !== undefined && !allAuthority(userinfo))
    return broken(at, 'the userinfo has a character that it must escape');
  const hostport = text.slice(sign + 1);
  const hostAt = at + sign + 1;
  const bracket = hostport.startsWith('[') ? hostport.indexOf(']') : -1;
  const colon = hostport.indexOf(':', bracket + 1);
  const portText = colon < 0 ? undefined : hostport.slice(colon + 1);
  const port = portText === undefined ? undefined : portNumber(portText);
  if (portText !== undefined && port === undefined)
    return broken(hostAt + colon + 1, 'the port is a number up to 65535');
  const written = colon < 0 ? hostport : hostport.slice(0, colon);
  const host = readHost(written, hostAt);
  if (!host.ok) return host;
  // §6: "If the authority field contains a numeric IP address, it MUST also contain a port."
  if (host.value.hostKind !== 'name' && port === undefined) {
    return broken(hostAt + hostport.length, 'a numeric IP address needs a port', 'RFC 4975 §6');
  }
  return { ok: true, value: { userinfo, ...host.value, port } };
}

function readHost(text: string, at: number): Outcome<Pick<MsrpUri, 'host' | 'hostKind'>> {
  if (text.startsWith('[')) {
    const host = text.slice(1, -1);
    if (!text.endsWith(']') || ipv6Groups(host) === undefined)
      return broken(at, 'between brackets stands an IPv6 address');
    return { ok: true, value: { host, hostKind: 'ipv6' } };
  }
  if (text === '' || !allAuthority(text))
    return broken(at, 'the host is missing or has a character that it must escape');
  return { ok: true, value: { host: text, hostKind: ipv4Octets(text) === undefined ? 'name' : 'ipv4' } };
}

function hostKey(uri: MsrpUri): string {
  if (uri.hostKind === 'ipv6')
    return `[${(ipv6Groups(uri.host) ?? []).map((group) => group.toString(16)).join(':')}]`;
  return uri.host.includes('%') ? decodeUnreserved(uri.host).toLowerCase() : uri.host.toLowerCase();
}

/** RFC 3986 §6.2.2.2: `%41` and `A` are one; escapes of other characters stay. */
function decodeUnreserved(text: string): string {
  const [first = '', ...rest] = text.split('%');
  const decoded = rest.map((part) => {
    const char = String.fromCharCode(Number.parseInt(part.slice(0, 2), 16));
    return isAlphanumeric(char) || '-._~'.includes(char) ? char + part.slice(2) : `%${part}`;
  });
  return first + decoded.join('');
}

function schemeOf(text: string): 'msrp' | 'msrps' | undefined {
  const head = text.slice(0, 8).toLowerCase();
  if (head.startsWith('msrp://')) return 'msrp';
  return head === 'msrps://' ? 'msrps' : undefined;
}

function portNumber(text: string): number | undefined {
  if (text.length < 1 || text.length > 5) return undefined;
  let value = 0;
  for (const char of text) {
    if (char < '0' || char > '9') return undefined;
    value = value * 10 + char.charCodeAt(0) - 0x30;
  }
  return value <= 65535 ? value : undefined;
}

function allAuthority(text: string): boolean {
  if (!isAuthorityText(text)) return false;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    if (!isHex(text[at + 1]) || !isHex(text[at + 2])) return false;
  }
  return true;
}

function isHex(char: string | undefined): boolean {
  return char !== undefined && '0123456789abcdefABCDEF'.includes(char);
}

function isParameter(text: string): boolean {
  const equals = text.indexOf('=');
  return equals < 0 ? isToken(text) : isToken(text.slice(0, equals)) && isToken(text.slice(equals + 1));
}

function broken(
  offset: number,
  text: string,
  rule = SECTION,
): { ok: false; offset: number; rule: string; text: string } {
  return { ok: false, offset, rule, text };
}
