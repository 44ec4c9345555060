// RFC 3264 §8, RFC 4566 §5.2: one side's own session description through offers and answers: what is agreed, what was proposed, and the
// version of o=, which counts up by one whenever a description differs from the last that was sent.
import { formatSdp } from './sdp/format.ts';
import { nextOffer } from './sdp/offer.ts';
import type { Media, Origin, Sdp } from './sdp/types.ts';
import type { UserAgent } from './user-agent.ts';

/** The o= of a first description: a number that is keyed by `name`, as session id and as version. */
export function firstOrigin(ua: UserAgent, name: string): Origin {
  const number = String(ua.integer(`${name}/o=`, 2 ** 31));
  const { address } = ua.host;
  return {
    username: '-',
    sessionId: number,
    sessionVersion: number,
    netType: 'IN',
    addressType: address.includes(':') ? 'IP6' : 'IP4',
    address,
  };
}

export class OwnDescription {
  #agreed: Sdp | undefined;
  #latest: Sdp | undefined;
  #proposed: Sdp | undefined;

  /** As it was last agreed on. */
  get agreed(): Sdp | undefined {
    return this.#agreed;
  }

  /** What was proposed and not yet answered. */
  get proposed(): Sdp | undefined {
    return this.#proposed;
  }

  /** A first offer. */
  begin(offer: Sdp): Sdp {
    this.#latest = offer;
    this.#proposed = offer;
    return offer;
  }

  /** A further offer with these m= lines; the agreed one itself, o= and all, where they are the same. */
  propose(media: readonly Media[]): Sdp {
    if (this.#agreed === undefined) throw new Error('an offer inside a session that has none');
    this.#proposed = this.#numbered(nextOffer(this.#agreed, media));
    return this.#proposed;
  }

  /** The proposal was answered. */
  agree(): void {
    this.#agreed = this.#proposed ?? this.#agreed;
    this.#proposed = undefined;
  }

  /** The proposal was refused: what was agreed stands. */
  refuse(): void {
    this.#proposed = undefined;
  }

  /** An answer of ours, which counts as soon as it is sent. */
  answer(sdp: Sdp): Sdp {
    this.#agreed = this.#numbered(sdp);
    return this.#agreed;
  }

  #numbered(sdp: Sdp): Sdp {
    const { origin } = sdp;
    const as = ({ origin: { sessionVersion } }: Sdp): Sdp => ({
      ...sdp,
      origin: { ...origin, sessionVersion },
    });
    for (const known of [this.#agreed, this.#latest]) {
      if (known !== undefined && formatSdp(as(known)) === formatSdp(known)) return known;
    }
    const before = this.#latest?.origin.sessionVersion;
    const numbered =
      before === undefined
        ? sdp
        : { ...sdp, origin: { ...origin, sessionVersion: String(BigInt(before) + 1n) } };
    this.#latest = numbered;
    return numbered;
  }
}
