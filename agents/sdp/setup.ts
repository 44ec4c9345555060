// RFC 6135 §4.2.2, RFC 4145 §4.1: who opens the connection of an MSRP session.
import type { Setup } from './types.ts';

/** "If an MSRP UA receives the "holdconn" attribute value, it MUST ignore it" (RFC 6135 §4.2.1). */
export function heeded(setup: Setup | undefined): Exclude<Setup, 'holdconn'> | undefined {
  return setup === 'holdconn' ? undefined : setup;
}

/** What an offer says: "actpass" of one who can be reached, "active" of one who cannot; "MUST NOT use … "passive" … in an SDP offer". */
export function offeredSetup(own: Setup = 'actpass'): Setup {
  return own === 'active' ? 'active' : 'actpass';
}

/**
 * What an answer says: "MAY include … "active"" for who cannot be reached, else "SHOULD include … "passive"", which leaves the connecting to
 * the offerer; to one who says nothing of it likewise: the offerer opens it by RFC 4975 §8.5.
 */
export function answeredSetup(offered: Setup | undefined, own: Setup = 'passive'): Setup {
  switch (heeded(offered)) {
    case 'passive':
      return 'active';
    case 'actpass':
      return own === 'active' ? 'active' : 'passive';
    default:
      return 'passive';
  }
}

/** Whether the offerer opens the connection: as offer and answer agree, and where one of them says nothing, as in RFC 4975 §8.5. */
export function offererOpens(offered: Setup | undefined, answered: Setup | undefined): boolean {
  return heeded(offered) === undefined || heeded(answered) !== 'active';
}
