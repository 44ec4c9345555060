// RFC 3261 §22.1 to §22.3, RFC 7616 §3.4: a user agent's side of Digest: a request that was refused with 401 or 407, once more and with
// credentials. "It MUST increment the CSeq header field value as it would normally when sending an updated request" (§8.1.3.5).

import {
  type Challenge,
  type DigestHashes,
  type DigestQuality,
  digestResponse,
  formatCredentials,
  readChallenge,
} from '../core/sip/digest.ts';
import { quote } from '../core/sip/grammar.ts';
import { cseq, proxyAuthenticate, read, readAll, wwwAuthenticate } from '../core/sip/header-table.ts';
import { addHeader, withHeader, withoutHeader } from '../core/sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface CredentialsDeps {
  readonly hashes: DigestHashes;
  /** Makes client nonces, each under its number. */
  token(name: string, length: number): string;
}

/** How often one request is tried again, whatever the servers on its way ask. */
const MOST_TRIES = 4;

/** The login of one user agent, and how often it has used each nonce. */
export class CredentialStore {
  readonly #login: Login | undefined;
  readonly #deps: CredentialsDeps;
  readonly #counts = new Map<string, number>();
  /** The latest challenges that were answered, by method, header and realm. */
  readonly #known = new Map<string, Asked & { readonly method: string }>();

  constructor(login: Login | undefined, deps: CredentialsDeps) {
    this.#login = login;
    this.#deps = deps;
  }

  /**
   * A first try with what was learnt before: "UAs SHOULD cache the credentials for a given value of the To header field and "realm" and
   * attempt to re-use these values on the next request for that destination. UAs MAY cache credentials in any way they would like" (§22.3).
   */
  prepared(request: SipRequest): SipRequest {
    const known = [...this.#known.values()].filter(({ method }) => method === request.method);
    return known.reduce((built, asked) => this.#shown(built, asked), request);
  }

  /**
   * The request as it is to be sent again; undefined where there is nothing to answer with: no password, no challenge of a known algorithm,
   * or one that was answered already: "a UAC MUST NOT re-attempt requests with the credentials that have just been rejected (though the
   * request may be retried if the nonce was stale)" (§22.1).
   */
  answer(request: SipRequest, response: SipResponse, tries: number): SipRequest | undefined {
    const asked = challengesOf(response);
    if (this.#login === undefined || asked.length === 0 || tries >= MOST_TRIES) return undefined;
    const isRejected = asked.some((each) => !each.challenge.stale && hasAnswered(request, each));
    if (isRejected) return undefined;
    const number = (read(request, cseq)?.number ?? 0) + 1;
    const again = withHeader(request, 'CSeq', `${number} ${request.method}`);
    for (const { header, challenge } of asked) {
      const { method } = request;
      this.#known.set(`${method}/${header}/${challenge.realm}`, { method, header, challenge });
    }
    return asked.reduce((built, each) => this.#shown(built, each), again);
  }

  #shown(request: SipRequest, { header, challenge }: Asked): SipRequest {
    const bare = withoutRealm(request, header, challenge.realm);
    return addHeader(bare, header, this.#credentials(bare, challenge));
  }

  #credentials(request: SipRequest, challenge: Challenge): string {
    const { username, password } = this.#login ?? { username: '', password: '' };
    const { realm, nonce, algorithm, opaque } = challenge;
    const count = (this.#counts.get(nonce) ?? 0) + 1;
    this.#counts.set(nonce, count);
    const cnonce = this.#deps.token(`cnonce ${nonce}/${count}`, 16);
    const quality = strongest(challenge.qualities);
    const protection = quality && { quality, cnonce, count };
    const { method, uri, body } = request;
    const input = { algorithm, username, realm, password, method, uri, nonce, protection, body };
    const shown = {
      username,
      realm,
      nonce,
      uri,
      algorithm,
      response: digestResponse(this.#deps.hashes, input),
    };
    return formatCredentials({
      ...shown,
      ...(opaque !== undefined && { opaque }),
      ...(protection !== undefined && { protection }),
    });
  }
}

/** Where the server would have the body protected too, it is. */
function strongest(offered: readonly DigestQuality[]): DigestQuality | undefined {
  return offered.includes('auth-int') ? 'auth-int' : offered[0];
}

/**
 * Credentials of an INVITE for the ACK of its 2xx: "UACs creating an ACK message will duplicate all of the Authorization and
 * Proxy-Authorization header field values that appeared in the INVITE" (§22.1).
 */
export function credentialsOf(request: SipRequest): SipRequest['headers'] {
  return request.headers.filter(({ name }) =>
    ['authorization', 'proxy-authorization'].includes(name.toLowerCase()),
  );
}

interface Asked {
  readonly header: 'Authorization' | 'Proxy-Authorization';
  readonly challenge: Challenge;
}

/** One challenge a realm, the topmost of those that are known: servers put what they prefer first (RFC 8760 §2.4). */
function challengesOf(response: SipResponse): Asked[] {
  const asked: Asked[] = [
    ...readAll(response, wwwAuthenticate).flatMap((auth) => named('Authorization', readChallenge(auth))),
    ...readAll(response, proxyAuthenticate).flatMap((auth) =>
      named('Proxy-Authorization', readChallenge(auth)),
    ),
  ];
  return asked.filter(
    ({ header, challenge }, at) =>
      at === asked.findIndex((other) => other.header === header && other.challenge.realm === challenge.realm),
  );
}

function named(header: Asked['header'], challenge: Challenge | undefined): Asked[] {
  return challenge === undefined ? [] : [{ header, challenge }];
}

/** Whether the request shows credentials for what is asked. */
function hasAnswered(request: SipRequest, { header, challenge }: Asked): boolean {
  return request.headers.some((field) => isFor(field, header, challenge.realm));
}

/** Without what was shown for the same realm before. */
function withoutRealm(request: SipRequest, header: string, realm: string): SipRequest {
  const others = request.headers.filter(
    (field) => field.name.toLowerCase() === header.toLowerCase() && !isFor(field, header, realm),
  );
  return others.reduce((built, { value }) => addHeader(built, header, value), withoutHeader(request, header));
}

function isFor({ name, value }: HeaderField, header: string, realm: string): boolean {
  return name.toLowerCase() === header.toLowerCase() && value.includes(`realm=${quote(realm)}`);
}
