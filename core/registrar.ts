// RFC 3261 §10.3, RFC 3327 §5.3, RFC 3608 §6.3, RFC 3840 §6: a registrar. `register` decides, and changes nothing; `Registrar`
// carries it out.
import type { Binding, BindingChange, Bindings, Location } from './location.ts';
import { contactChanges, type ExpiryPolicy } from './registrar-contacts.ts';
import { responseTo } from './sip/build.ts';
import { authorization, contact, date, read, readAll, require_, supported, to } from './sip/header-table.ts';
import { hasHeader, header, headerValues } from './sip/headers.ts';
import type { HeaderField, SipError, SipRequest, SipResponse } from './sip/message.ts';
import { withParam } from './sip/params.ts';
import { canonicalAor, isSip, parseUri } from './sip/uri.ts';

/** Who sent a request, or what to answer instead. `user` absent: nobody was asked, "the registrar MAY take the From address". */
export type Authentication =
  | { readonly user?: string }
  | { readonly status: number; readonly headers?: readonly HeaderField[] };

export interface RegistrarOptions {
  /** The domains that it holds bindings for, in lower case. */
  readonly domains: readonly string[];
  readonly expiresS: ExpiryPolicy;
  /** The date at which virtual time began, in s since 1970, for Date. */
  readonly epochS: number;
  /** Random text under a name of its own. */
  token(name: string, length: number): string;
  /** Whether this canonical address of record is a user's. Every address of its domains, unless told. */
  readonly isUser?: (aor: string) => boolean;
  /** Item 3. Undefined: credentials are not asked for, and those of a scheme that nobody knows are refused. */
  readonly authenticate?: (request: SipRequest) => Authentication | undefined;
  /** Item 4. Unless told, a user may change the bindings of his own name. */
  readonly mayModify?: (user: string, aor: string) => boolean;
  /** What a user agent is to put into Route of its requests (RFC 3608), with `<` and `>`. */
  readonly serviceRoute?: (request: SipRequest) => readonly string[];
}

export interface Decision {
  readonly response: SipResponse;
  /** Empty where the request was refused, or only asked. */
  readonly changes: readonly BindingChange[];
}

/** Option tags that a REGISTER may require here: Path (RFC 3327) and preferences (RFC 3840 §6). */
const extensions = ['path', 'pref'];

/** A step of §10.3 that has come to an end: the status with its headers. */
interface Refusal {
  readonly status: number;
  readonly headers?: readonly HeaderField[];
  readonly reason?: string;
}

/**
 * Decides about a REGISTER, in the order of §10.3: domain, Require, who sent it, whether he may, the address of record, the
 * Contacts. `flaws`
 * are what parsing found wrong. Pure: `changes` are to be committed by the caller, all of them, before the response is sent.
 */
export function register(
  options: RegistrarOptions,
  bindings: Bindings,
  request: SipRequest,
  nowUs: number,
  flaws: readonly SipError[] = [],
): Decision {
  const toTag = options.token(`${header(request, 'Call-ID')}/${header(request, 'CSeq')}/tag`, 10);
  const refuse = ({ status, headers = [], reason }: Refusal): Decision => {
    const parts = { toTag, headers, ...(reason !== undefined && { reason }) };
    return { response: responseTo(request, status, parts), changes: [] };
  };
  const refusal =
    checkRequest(options, request, flaws) ?? checkRequire(request) ?? checkSender(options, request);
  if (refusal !== undefined) return refuse(refusal);
  const aor = addressOfRecord(options, request);
  if (typeof aor !== 'string') return refuse(aor);
  const current = bindings.of(aor);
  const outcome = contactChanges({ request, aor, current, policy: options.expiresS, nowUs });
  if ('status' in outcome) {
    const tooBrief = { headers: [{ name: 'Min-Expires', value: String(options.expiresS.min) }] };
    return refuse({
      status: outcome.status,
      ...(outcome.status === 423 ? tooBrief : { reason: outcome.because }),
    });
  }
  const headers = okHeaders(options, request, afterwards(current, outcome.changes), nowUs);
  return { response: responseTo(request, 200, { toTag, headers }), changes: outcome.changes };
}

/** The registrar of one host: answers REGISTER requests one after the other and keeps the location service. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #location: Location;

  constructor(options: RegistrarOptions, location: Location) {
    this.#options = options;
    this.#location = location;
  }

  /** Decides and commits; the response is ready to be sent. */
  answer(request: SipRequest, nowUs: number, flaws: readonly SipError[] = []): SipResponse {
    const { response, changes } = register(this.#options, this.#location, request, nowUs, flaws);
    this.#location.commit(changes);
    return response;
  }
}

/**
 * §8.2.1, §8.2.2.1 and item 1; `sips` wants TLS, which is left out. Only what a registrar reads can be wrong for it: a broken Contact is item 6's, a broken Expires
 * counts as 3600.
 */
function checkRequest(
  { domains }: RegistrarOptions,
  request: SipRequest,
  flaws: readonly SipError[],
): Refusal | undefined {
  if (request.method !== 'REGISTER') return { status: 405, headers: [{ name: 'Allow', value: 'REGISTER' }] };
  const essential = flaws.find((flaw) => flaw.essential);
  if (essential !== undefined) return { status: essential.status };
  const uri = parseUri(request.uri);
  if (!uri.ok) return { status: 400 };
  if (!isSip(uri.value) || uri.value.scheme === 'sips') return { status: 416 };
  return domains.includes(uri.value.host.toLowerCase()) ? undefined : { status: 404 };
}

/** Item 2, and the recommended policy of RFC 3327 §5.3 for a Path that the user agent did not offer to support. */
function checkRequire(request: SipRequest): Refusal | undefined {
  const unknown = readAll(request, require_).filter((tag) => !extensions.includes(tag.toLowerCase()));
  const supports = readAll(request, supported).some((tag) => tag.toLowerCase() === 'path');
  if (hasHeader(request, 'Path') && !supports) unknown.push('path');
  if (unknown.length === 0) return undefined;
  return { status: 420, headers: [{ name: 'Unsupported', value: unknown.join(', ') }] };
}

/** Items 3 and 4. */
function checkSender(options: RegistrarOptions, request: SipRequest): Refusal | undefined {
  const { authenticate, mayModify = isOwnName } = options;
  const found = authenticate?.(request) ?? withoutPasswords(options, request);
  if ('status' in found) return found;
  const aor = canonicalAor(read(request, to)?.uri ?? '');
  return found.user === undefined || mayModify(found.user, aor) ? undefined : { status: 403 };
}

/** RFC 4475 §3.3.7: credentials of an unknown scheme are no credentials, and are answered with a challenge of a known one. */
function withoutPasswords({ domains, token }: RegistrarOptions, request: SipRequest): Authentication {
  if (!hasHeader(request, 'Authorization')) return {};
  const given = readAll(request, authorization);
  if (given.some(({ scheme }) => scheme.toLowerCase() === 'digest')) return {};
  const nonce = token(`${header(request, 'Call-ID')}/${header(request, 'CSeq')}/nonce`, 20);
  const challenge = `Digest realm="${domains[0]}", nonce="${nonce}", algorithm=SHA-256, qop="auth"`;
  return { status: 401, headers: [{ name: 'WWW-Authenticate', value: challenge }] };
}

function isOwnName(user: string, aor: string): boolean {
  const uri = parseUri(aor);
  return user === aor || (uri.ok && 'user' in uri.value && uri.value.user === user);
}

/** Item 5. "The To header field … is required to contain a SIP or SIPS URI as an AOR" (RFC 4475 §3.3.4). */
function addressOfRecord({ domains, isUser }: RegistrarOptions, request: SipRequest): string | Refusal {
  const uri = parseUri(read(request, to)?.uri ?? '');
  if (!uri.ok || !('host' in uri.value)) return { status: 400, reason: 'To Is No SIP URI' };
  const aor = canonicalAor(uri.value);
  const valid = domains.includes(uri.value.host.toLowerCase()) && (isUser === undefined || isUser(aor));
  return valid ? aor : { status: 404 };
}

/** The bindings as they will be, each at its place. */
function afterwards(current: readonly Binding[], changes: readonly BindingChange[]): Binding[] {
  const changed = new Map(changes.map((each) => [each.before, each]));
  const kept = current.flatMap((binding) => {
    const own = changed.get(binding);
    if (own === undefined) return [binding];
    return own.change === 'removed' ? [] : [own.binding];
  });
  return [...kept, ...changes.flatMap(({ change, binding }) => (change === 'added' ? [binding] : []))];
}

/** Item 8: all current bindings with what is left of their time, Path as it came, Service-Route, Date. No Record-Route, ever. */
function okHeaders(
  { serviceRoute, epochS }: RegistrarOptions,
  request: SipRequest,
  bindings: readonly Binding[],
  nowUs: number,
): HeaderField[] {
  const fields = (name: string, values: readonly string[]) => values.map((value) => ({ name, value }));
  const contacts = bindings.map(({ displayName, uri, params, expiresAtUs }) => {
    const leftS = Math.ceil((expiresAtUs - nowUs) / 1_000_000);
    const value = {
      ...(displayName !== undefined && { displayName }),
      uri,
      params: withParam(params, 'expires', String(leftS)),
    };
    return contact.format(value);
  });
  return [
    ...fields('Contact', contacts),
    ...fields('Path', headerValues(request, 'Path')),
    ...fields('Service-Route', serviceRoute?.(request) ?? []),
    ...fields('Date', [date.format(epochS + Math.floor(nowUs / 1_000_000))]),
  ];
}
