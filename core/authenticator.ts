// RFC 3261 §22, RFC 7616 §3.3 to §3.5 and §5.12: the server's side of Digest: it challenges, checks what is answered, and takes no answer twice.
import type { Refusal } from './proxy-validation.ts';
import {
  type Challenge,
  type Credentials,
  type DigestAlgorithm,
  type DigestHashes,
  type DigestQuality,
  digestResponse,
  formatChallenge,
  readCredentials,
} from './sip/digest.ts';
import { authorization, proxyAuthorization, readAll } from './sip/header-table.ts';
import { addHeader, withoutHeader } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import { param } from './sip/params.ts';
import { sameUri } from './sip/uri.ts';

export interface AuthenticatorOptions {
  /** "A string to be displayed to users so they know which username and password to use": the domain. */
  readonly realm: string;
  /** One challenge each, in the order of preference (RFC 8760 §2.4). */
  readonly algorithms: readonly DigestAlgorithm[];
  /** The qualities of protection that it offers, of which one has to be used. `auth` unless told. */
  readonly qualities?: readonly DigestQuality[];
  readonly hashes: DigestHashes;
  /** How long a nonce is good for, in µs. */
  readonly nonceUs: number;
  /** Makes nonces, each under its number. */
  token(name: string, length: number): string;
  readonly nowUs: () => number;
}

/** Whose password a request must show. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** Registrars and user agent servers ask with 401, proxies with 407 (§22.2, §22.3). */
export type Asking = 'user agent' | 'proxy';

interface Issued {
  readonly atUs: number;
  /** The highest count that was used. */
  used: number;
}

export class Authenticator {
  readonly #options: AuthenticatorOptions;
  /** Oldest first. */
  readonly #nonces = new Map<string, Issued>();
  #issued = 0;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** Undefined where the request proves to be from `account`; else what it is refused with. */
  check(request: SipRequest, account: Account, asking: Asking): Refusal | undefined {
    const codec = asking === 'proxy' ? proxyAuthorization : authorization;
    // Credentials for other realms may stand beside ours: they are for others (§22.3).
    const shown = readAll(request, codec)
      .map(readCredentials)
      .find((each) => each?.realm === this.#options.realm);
    if (shown === undefined || !this.#isRight(shown, request, account)) return this.#challenge(asking, false);
    // The digest-uri is under the digest: one that names something else was taken from another request (RFC 7616 §3.4.6).
    if (!sameUri(shown.uri, request.uri)) return { status: 400 };
    return this.#isFresh(shown) ? undefined : this.#challenge(asking, true);
  }

  /** A request without what was shown to this realm: it is of no use to anyone further on, and a secret's shadow. */
  consumed(request: SipRequest): SipRequest {
    const others = readAll(request, proxyAuthorization).filter(
      ({ params }) => param(params, 'realm') !== this.#options.realm,
    );
    return others.reduce(
      (built, each) => addHeader(built, proxyAuthorization.name, proxyAuthorization.format(each)),
      withoutHeader(request, proxyAuthorization.name),
    );
  }

  get #qualities(): readonly DigestQuality[] {
    return this.#options.qualities ?? ['auth'];
  }

  /** The old form, without a quality, is taken where `auth` would do: it protects as much. */
  #isRight(shown: Credentials, { method, body }: SipRequest, { username, password }: Account): boolean {
    const { hashes, algorithms } = this.#options;
    const { algorithm, realm, uri, nonce, protection } = shown;
    const isOffered =
      algorithms.includes(algorithm) && this.#qualities.includes(protection?.quality ?? 'auth');
    if (shown.username !== username || !isOffered) return false;
    const input = { algorithm, username, realm, password, method, uri, nonce, protection, body };
    return shown.response === digestResponse(hashes, input);
  }

  /**
   * The nonce is one of ours and not too old, and its count is higher than any before: "if the same nc value is seen twice, then the
   * request is a replay" (RFC 7616 §3.4). Without a count, a nonce serves once.
   */
  #isFresh({ nonce, protection }: Credentials): boolean {
    this.#forgetOld();
    const issued = this.#nonces.get(nonce);
    const count = protection?.count ?? 1;
    if (issued === undefined || count <= issued.used) return false;
    issued.used = protection === undefined ? Number.POSITIVE_INFINITY : count;
    return true;
  }

  #forgetOld(): void {
    const { nonceUs, nowUs } = this.#options;
    for (const [nonce, { atUs }] of this.#nonces) {
      if (atUs + nonceUs > nowUs()) return;
      this.#nonces.delete(nonce);
    }
  }

  #challenge(asking: Asking, stale: boolean): Refusal {
    this.#forgetOld();
    const { realm, algorithms, token, nowUs } = this.#options;
    const nonce = token(`nonce ${++this.#issued}`, 24);
    this.#nonces.set(nonce, { atUs: nowUs(), used: 0 });
    const challenges = algorithms.map((algorithm): Challenge => {
      return { realm, nonce, algorithm, qualities: this.#qualities, stale };
    });
    const name = asking === 'proxy' ? 'Proxy-Authenticate' : 'WWW-Authenticate';
    const headers = challenges.map((challenge) => ({ name, value: formatChallenge(challenge) }));
    return { status: asking === 'proxy' ? 407 : 401, headers };
  }
}
