// RFC 3261 §16.4, §16.6 items 2 to 7 and §16.12: what a proxy does to the routes of a request. Pure functions on messages.
import { isLoose } from './sip/dialog.ts';
import { maxForwards, read, readAll, route } from './sip/header-table.ts';
import { addHeader, prependHeader, withHeader, withoutFirst, withoutHeader } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import { formatNameAddr } from './sip/name-addr.ts';
import { param, withoutParam } from './sip/params.ts';
import { formatUri, isSip, parseUri } from './sip/uri.ts';

/**
 * Route preprocessing (§16.4). A Request-URI that is the value this proxy put into a Record-Route came from a strict router: the last Route
 * value is the real one. A maddr that leads to this proxy is stripped. A first Route that leads to this proxy is removed.
 */
export function takeRoutes(
  request: SipRequest,
  isOwn: (uri: string) => boolean,
  transport: 'udp' | 'tcp',
): SipRequest {
  let taken = request;
  const routes = readAll(taken, route);
  const last = routes.at(-1);
  if (last !== undefined && isOwn(taken.uri) && isLoose(taken.uri)) {
    taken = withRoutes({ ...taken, uri: last.uri }, routes.slice(0, -1).map(formatNameAddr));
  }
  taken = withoutOwnMaddr(taken, isOwn, transport);
  const first = readAll(taken, route)[0];
  return first !== undefined && isOwn(first.uri) ? withoutFirst(taken, 'Route') : taken;
}

/**
 * "If the Request-URI has a maddr parameter with a value the proxy is responsible for, and the request was received using the port and
 * transport indicated (explicitly or by default) in the Request-URI, the proxy MUST strip the maddr and any non-default port or transport
 * parameter". `isOwn` looks at maddr and port.
 */
function withoutOwnMaddr(
  request: SipRequest,
  isOwn: (uri: string) => boolean,
  transport: 'udp' | 'tcp',
): SipRequest {
  if (!hasMaddr(request) || !isOwn(request.uri)) return request;
  const parsed = parseUri(request.uri);
  if (!parsed.ok || !isSip(parsed.value)) return request;
  const { port: _port, ...uri } = parsed.value;
  if ((param(uri.params, 'transport') ?? 'udp').toLowerCase() !== transport) return request;
  const params = withoutParam(withoutParam(uri.params, 'maddr'), 'transport');
  return { ...request, uri: formatUri({ ...uri, params }) };
}

/** "If the Request-URI of the request contains an maddr parameter, the Request-URI MUST be […] the only target URI" (§16.5). */
export function hasMaddr({ uri }: SipRequest): boolean {
  if (!/;maddr/i.test(uri)) return false;
  const parsed = parseUri(uri);
  return parsed.ok && isSip(parsed.value) && param(parsed.value.params, 'maddr') !== undefined;
}

/** "If the URI contains any parameters not allowed in a Request-URI, they MUST be removed" (§16.6 item 2): `method` and headers (§19.1.1). */
function asRequestUri(uri: string): string {
  if (!/[?]|;method/i.test(uri)) return uri;
  const parsed = parseUri(uri);
  if (!parsed.ok || !isSip(parsed.value)) return uri;
  return formatUri({ ...parsed.value, params: withoutParam(parsed.value.params, 'method'), headers: [] });
}

function withRoutes(request: SipRequest, values: readonly string[]): SipRequest {
  let bare = withoutHeader(request, 'Route');
  for (const value of values) bare = addHeader(bare, 'Route', value);
  return bare;
}

export interface Forwarded {
  readonly request: SipRequest;
  /** The URI that says where it goes: the first Route, or the Request-URI. */
  readonly nextHop: string;
}

/**
 * One target's copy of a request: its Request-URI, Max-Forwards, Record-Route and Route (§16.6 items 1 to 6), and its Max-Breadth: "All
 * proxied requests MUST contain a single Max-Breadth header field value" (RFC 5393 §5.3.3), other than those that nobody forks.
 */
export function copyFor(
  request: SipRequest,
  target: { readonly uri: string; readonly path?: readonly string[] },
  recordRoute: string | undefined,
  maxBreadth?: number,
): Forwarded {
  let copy: SipRequest = { ...request, uri: asRequestUri(target.uri) };
  const hops = read(copy, maxForwards);
  copy = withHeader(copy, 'Max-Forwards', String(hops === undefined ? 70 : hops - 1));
  if (maxBreadth !== undefined) copy = withBreadth(copy, String(maxBreadth));
  if (recordRoute !== undefined) copy = prependHeader(copy, 'Record-Route', recordRoute);
  // The Path of the binding becomes preloaded Route, ahead of what remains (RFC 3327 §5.4).
  for (const hop of [...(target.path ?? [])].reverse()) copy = prependHeader(copy, 'Route', hop);
  const routes = readAll(copy, route);
  const first = routes[0];
  if (first === undefined) return { request: copy, nextHop: copy.uri };
  if (isLoose(first.uri)) return { request: copy, nextHop: first.uri };
  // A strict router: it wants to find itself in the Request-URI, and the target at the end (§16.6 item 6).
  const rest = [...routes.slice(1).map(formatNameAddr), `<${copy.uri}>`];
  return { request: withRoutes({ ...copy, uri: first.uri }, rest), nextHop: first.uri };
}

/** Beside Max-Forwards, where a reader looks for it. */
function withBreadth(request: SipRequest, value: string): SipRequest {
  const { headers } = withoutHeader(request, 'Max-Breadth');
  const at = headers.findIndex(({ name }) => name.toLowerCase() === 'max-forwards') + 1;
  return { ...request, headers: headers.toSpliced(at, 0, { name: 'Max-Breadth', value }) };
}

/** Whether a request asks for a dialog, so that a proxy that wants to stay on its path must record itself now (§16.6 item 4). */
export function mayCreateDialog(request: SipRequest): boolean {
  return ['INVITE', 'SUBSCRIBE', 'NOTIFY', 'REFER'].includes(request.method);
}
