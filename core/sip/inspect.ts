// RFC 3261 §8.2.1 to §8.2.3: what a user agent server looks at, in this order, before it acts on a request. "If a request is accepted,
// all state changes associated with it MUST be performed. If it is rejected, none."
import { responseTo } from './build.ts';
import { accept, allow, contentType, read, readAll, require_ } from './header-table.ts';
import { header } from './headers.ts';
import type { HeaderField, SipError, SipRequest, SipResponse } from './message.ts';
import { parseUri } from './uri.ts';

/** What a user agent server can do. */
export interface Abilities {
  readonly methods: readonly string[];
  /** Option tags. */
  readonly extensions: readonly string[];
  /** `type/subtype` of the bodies it understands. */
  readonly bodies: readonly string[];
  /** Whether the Request-URI's user is known here. */
  serves(uri: string): boolean;
}

/** Methods that the lab's documents know; any other is answered 501 rather than 405 (§21.5.2). */
const knownMethods = new Set([
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'UPDATE',
  'PRACK',
  'INFO',
  'MESSAGE',
  'SUBSCRIBE',
  'NOTIFY',
  'REFER',
  'PUBLISH',
]);

/** The response that refuses the request, or undefined when nothing stands against it. `toTag` goes into the response. */
export function inspect(
  request: SipRequest,
  abilities: Abilities,
  flaws: readonly SipError[],
  toTag: string,
): SipResponse | undefined {
  const refuse = (status: number, headers: readonly HeaderField[] = [], reason?: string) =>
    responseTo(request, status, { toTag, headers, ...(reason === undefined ? {} : { reason }) });

  // What is malformed is refused as that, whatever it asks for (§21.4.1; RFC 4475 §3.1.2.13).
  if (flaws[0] !== undefined) return refuse(flaws[0].status);
  if (!abilities.methods.includes(request.method)) {
    const status = knownMethods.has(request.method) ? 405 : 501;
    return refuse(status, [{ name: 'Allow', value: abilities.methods.join(', ') }]);
  }
  const uri = parseUri(request.uri);
  if (uri.ok && uri.value.scheme !== 'sip' && uri.value.scheme !== 'sips' && uri.value.scheme !== 'tel')
    return refuse(416);
  if (!abilities.serves(request.uri)) return refuse(404);
  if (request.method === 'CANCEL') return undefined;
  const unsupported = readAll(request, require_).filter(
    (tag) => !abilities.extensions.includes(tag.toLowerCase()),
  );
  if (unsupported.length > 0) return refuse(420, [{ name: 'Unsupported', value: unsupported.join(', ') }]);
  return inspectContent(request, abilities, refuse);
}

function inspectContent(
  request: SipRequest,
  abilities: Abilities,
  refuse: (status: number, headers?: readonly HeaderField[]) => SipResponse,
): SipResponse | undefined {
  const acceptable = [{ name: 'Accept', value: abilities.bodies.join(', ') }];
  const encoding = header(request, 'Content-Encoding');
  if (request.body.length > 0 && encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return refuse(415, [{ name: 'Accept-Encoding', value: 'identity' }]);
  }
  const type = read(request, contentType);
  if (request.body.length > 0 && type !== undefined) {
    const name = `${type.type}/${type.subtype}`.toLowerCase();
    if (!abilities.bodies.includes(name)) return refuse(415, acceptable);
  }
  // An INVITE without an Accept header means application/sdp (§20.1); one that excludes it cannot be answered (RFC 4475 §3.3.15).
  if (request.method === 'INVITE' && header(request, 'Accept') !== undefined && !acceptsSdp(request)) {
    return refuse(406, [{ name: 'Warning', value: '399 siplab "the answer would be application/sdp"' }]);
  }
  return undefined;
}

function acceptsSdp(request: SipRequest): boolean {
  return readAll(request, accept).some(
    ({ type, subtype }) =>
      (type === '*' || type.toLowerCase() === 'application') &&
      (subtype === '*' || subtype.toLowerCase() === 'sdp'),
  );
}

/** `Allow` as a set of method names; undefined when the header is absent, which says nothing about what the peer can do. */
export function allowedMethods(message: SipRequest | SipResponse): ReadonlySet<string> | undefined {
  return header(message, 'Allow') === undefined ? undefined : new Set(readAll(message, allow));
}
