// RFC 3261 §22.4, RFC 7616 §3, RFC 8760: Digest, as both sides compute it. Hash functions, nonces and counts are handed in.
import type { Auth } from './auth-header.ts';
import { quote } from './grammar.ts';
import { type Params, param } from './params.ts';

/** As they stand in `algorithm`, the strongest first. */
export const digestAlgorithms = ['SHA-512-256', 'SHA-256', 'MD5'] as const;

export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** Qualities of protection: of the sender alone, or of the body too. */
export const digestQualities = ['auth', 'auth-int'] as const;

export type DigestQuality = (typeof digestQualities)[number];

/** Which quality was applied, with what it needs: a nonce of the client's and how often it has used the server's. */
export interface Protection {
  readonly quality: DigestQuality;
  readonly cnonce: string;
  readonly count: number;
}

/** The hash of some octets, in lower-case hexadecimal, for each algorithm that is spoken. */
export type DigestHashes = Readonly<Record<DigestAlgorithm, (bytes: Uint8Array) => string>>;

/** What a server asks (RFC 7616 §3.3). */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  /** As it came: to be given back. */
  readonly opaque?: string;
  readonly algorithm: DigestAlgorithm;
  /** The qualities of protection that it offers and that are known here. None: it names none, and RFC 2069's form is meant. */
  readonly qualities: readonly DigestQuality[];
  /** The credentials were right, the nonce is too old: "the client may wish to simply retry the request with a new encrypted response". */
  readonly stale: boolean;
}

/** What a client answers (RFC 7616 §3.4). */
export interface Credentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: DigestAlgorithm;
  readonly opaque?: string;
  readonly protection?: Protection;
}

/** What goes into a response beside the password. */
export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  /** The digest-uri: the Request-URI. */
  readonly uri: string;
  readonly nonce: string;
  readonly protection?: Protection | undefined;
  /** The body of the request; it counts for `auth-int` alone. */
  readonly body: Uint8Array;
}

/**
 * `KD(H(A1), nonce:nc:cnonce:qop:H(A2))`, or `KD(H(A1), nonce:H(A2))` without a qop (RFC 7616 §3.4.1, RFC 2617 §3.2.2.1). A2 is the method and
 * the URI, and for `auth-int` the hash of the body (§3.4.3), of an empty one too (RFC 3261 §22.4 item 6).
 */
export function digestResponse(hashes: DigestHashes, input: DigestInput): string {
  const octetsHash = hashes[input.algorithm];
  const hash = (text: string) => octetsHash(new TextEncoder().encode(text));
  const { username, realm, password, method, uri, nonce, protection, body } = input;
  const a1 = hash(`${username}:${realm}:${password}`);
  const whole = protection?.quality === 'auth-int';
  const a2 = hash(whole ? `${method}:${uri}:${octetsHash(body)}` : `${method}:${uri}`);
  if (protection === undefined) return hash(`${a1}:${nonce}:${a2}`);
  const { quality, cnonce, count } = protection;
  return hash(`${a1}:${nonce}:${countText(count)}:${cnonce}:${quality}:${a2}`);
}

export function formatChallenge(challenge: Challenge): string {
  const { realm, nonce, opaque, algorithm, qualities, stale } = challenge;
  return digestText([
    ['realm', quote(realm)],
    ['nonce', quote(nonce)],
    ['opaque', opaque === undefined ? undefined : quote(opaque)],
    ['stale', stale ? 'true' : undefined],
    ['algorithm', algorithm],
    ['qop', qualities.length === 0 ? undefined : quote(qualities.join(', '))],
  ]);
}

/** A challenge that can be answered here; undefined for another scheme, an unknown algorithm, or one that lacks what it needs. */
export function readChallenge({ scheme, params }: Auth): Challenge | undefined {
  const algorithm = algorithmOf(params);
  const realm = param(params, 'realm');
  const nonce = param(params, 'nonce');
  const offered = param(params, 'qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase());
  const qualities = digestQualities.filter((known) => offered?.includes(known));
  const usable = scheme.toLowerCase() === 'digest' && (offered === undefined || qualities.length > 0);
  if (!usable || algorithm === undefined || realm === undefined || nonce === undefined) return undefined;
  const stale = param(params, 'stale')?.toLowerCase() === 'true';
  return { realm, nonce, algorithm, qualities, stale, ...opaqueOf(params) };
}

export function formatCredentials(credentials: Credentials): string {
  const { username, realm, nonce, uri, response, algorithm, opaque, protection } = credentials;
  return digestText([
    ['username', quote(username)],
    ['realm', quote(realm)],
    ['nonce', quote(nonce)],
    ['uri', quote(uri)],
    ['response', quote(response)],
    ['algorithm', algorithm],
    ['cnonce', protection && quote(protection.cnonce)],
    ['opaque', opaque === undefined ? undefined : quote(opaque)],
    ['qop', protection?.quality],
    ['nc', protection && countText(protection.count)],
  ]);
}

/** Undefined for what is no answer to a Digest challenge: another scheme, a missing parameter, a quality that nobody knows. */
export function readCredentials({ scheme, params }: Auth): Credentials | undefined {
  if (scheme.toLowerCase() !== 'digest') return undefined;
  const [username, realm, nonce, uri, response] = ['username', 'realm', 'nonce', 'uri', 'response'].map(
    (name) => param(params, name),
  );
  const algorithm = algorithmOf(params);
  const protection = protectionOf(params);
  if (username === undefined || realm === undefined || nonce === undefined) return undefined;
  if (uri === undefined || response === undefined || algorithm === undefined) return undefined;
  if (protection === 'malformed') return undefined;
  const read = { username, realm, nonce, uri, response: response.toLowerCase(), algorithm };
  return { ...read, ...opaqueOf(params), ...(protection && { protection }) };
}

/** "If not present, it is assumed to be "MD5"" (RFC 7616 §3.3). */
function algorithmOf(params: Params): DigestAlgorithm | undefined {
  const named = (param(params, 'algorithm') ?? 'MD5').toUpperCase();
  return digestAlgorithms.find((known) => known === named);
}

function protectionOf(params: Params): Protection | 'malformed' | undefined {
  const qop = param(params, 'qop')?.toLowerCase();
  if (qop === undefined) return undefined;
  const quality = digestQualities.find((known) => known === qop);
  const cnonce = param(params, 'cnonce');
  const nc = param(params, 'nc') ?? '';
  if (quality === undefined || cnonce === undefined || !/^[\da-f]{8}$/i.test(nc)) return 'malformed';
  return { quality, cnonce, count: Number.parseInt(nc, 16) };
}

function opaqueOf(params: Params): { readonly opaque?: string } {
  const opaque = param(params, 'opaque');
  return opaque === undefined ? {} : { opaque };
}

/** nc-value = 8LHEX. */
function countText(count: number): string {
  return count.toString(16).padStart(8, '0');
}

function digestText(params: readonly (readonly [string, string | undefined])[]): string {
  const written = params.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return `Digest ${written.join(', ')}`;
}
