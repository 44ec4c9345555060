// RFC 3325 §5 to §7, RFC 5876 §3.2 and §4: identities at the edge of a trust domain. What comes from outside is believed only as far as
// this host has authenticated it; what leaves is kept private where the user asked for that.
import { pPreferredIdentity, readAll } from './sip/header-table.ts';
import { addHeader, hasHeader, headerValues, withoutHeader } from './sip/headers.ts';
import type { SipMessage, SipRequest, SipResponse } from './sip/message.ts';
import { formatNameAddr } from './sip/name-addr.ts';
import { canonicalAor } from './sip/uri.ts';

export interface TrustEdgeOptions {
  /** Whether a node at this address belongs to the trust domain. */
  readonly trusts: (address: string) => boolean;
  /** Where a URI leads; undefined where that is not known. */
  readonly addressOf: (uri: string) => string | undefined;
  /** Hears what was done to an identity, in words. */
  readonly note: (text: string) => void;
}

const asserted = 'P-Asserted-Identity';
const preferred = 'P-Preferred-Identity';

export class TrustEdge {
  readonly #options: TrustEdgeOptions;

  constructor(options: TrustEdgeOptions) {
    this.#options = options;
  }

  trusts(address: string): boolean {
    return this.#options.trusts(address);
  }

  /**
   * A request as it is to be forwarded. From outside, any asserted identity goes; that of `user`, the address of record that was
   * authenticated, takes its place, as the hint in P-Preferred-Identity writes it where that is the same (§6: other hints count for
   * nothing). "The proxy MUST remove the user-provided P-Preferred-Identity header from any message it forwards."
   */
  entering(request: SipRequest, from: string, user: string | undefined): SipRequest {
    if (this.trusts(from)) return this.#without(request, preferred, 'a hint goes no further');
    const hint = readAll(request, pPreferredIdentity).find(({ uri }) => canonicalAor(uri) === user);
    const bare = this.#without(
      this.#without(request, asserted, 'it came from outside the trust domain'),
      preferred,
      'a hint goes no further',
    );
    if (user === undefined || bare.method === 'ACK' || bare.method === 'CANCEL') return bare;
    return addHeader(bare, asserted, hint === undefined ? `<${user}>` : formatNameAddr(hint));
  }

  /** A request on its way to `nextHop`: "prior to forwarding messages to elements that are not trusted", `Privacy: id` is obeyed (§7). */
  leaving(request: SipRequest, nextHop: string): SipRequest {
    const address = this.#options.addressOf(nextHop);
    return address !== undefined && this.trusts(address) ? request : this.#private(request);
  }

  /** A response from where `nextHop` leads. */
  answered(response: SipResponse, nextHop: string): SipResponse {
    const address = this.#options.addressOf(nextHop);
    if (address !== undefined && this.trusts(address)) return response;
    return this.#without(response, asserted, 'it came from outside the trust domain');
  }

  /** A response on its way back to `address`. */
  telling(response: SipResponse, address: string): SipResponse {
    return this.trusts(address) ? response : this.#private(response);
  }

  #private<M extends SipMessage>(message: M): M {
    return privacyOf(message).includes('id')
      ? this.#without(message, asserted, 'Privacy: id, and the next hop is outside the trust domain')
      : message;
  }

  #without<M extends SipMessage>(message: M, name: string, because: string): M {
    if (!hasHeader(message, name)) return message;
    const summary = message.kind === 'request' ? message.method : String(message.status);
    this.#options.note(`${summary}: ${name} ${headerValues(message, name).join(', ')} removed: ${because}`);
    return withoutHeader(message, name);
  }
}

/** Privacy-hdr = "Privacy" HCOLON priv-value *(";" priv-value) (RFC 3323 §4.2), in lower case. */
function privacyOf(message: SipMessage): string[] {
  return headerValues(message, 'Privacy').flatMap((value) =>
    value.split(';').map((each) => each.trim().toLowerCase()),
  );
}
