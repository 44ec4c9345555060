// RFC 6135 §4.2.2, RFC 4145 §4.1: who opens the connection of an MSRP session.
import type { Setup } from './types.ts';

/** The discard service: nobody is there. */
export const DISCARD = 9;

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

/**
 * What an answer says of a connection that stands: who opened it stays the active side, where the offer leaves that open. "actpass" is never an
 * answer.
 */
export function standingSetup(offered: Setup | undefined, opened: boolean): Setup {
  return answeredSetup(offered, opened ? 'active' : 'passive');
}

/**
 * What a further offer says of a line, whatever the answer before it said: "The UA MUST NOT use the a=setup "passive" attribute value in an SDP
 * offer", and "MUST use … "actpass"" where its path says how it can be reached: "if the a=setup attribute value is "active", the port number value
 * should be 9".
 */
export function reofferedSetup(port: number): Setup {
  return port === DISCARD ? 'active' : 'actpass';
}

/** Whether an answer takes the role that its offer leaves it (RFC 4145 §4.1); a side that says nothing follows RFC 4975 §8.5 alone. */
export function setupFits(offered: Setup | undefined, answered: Setup | undefined): boolean {
  const [asked, said] = [heeded(offered), heeded(answered)];
  if (asked === undefined || said === undefined) return true;
  if (asked === 'actpass') return said !== 'actpass';
  return said === (asked === 'active' ? 'passive' : 'active');
}

/** Whether the offerer opens the connection: as offer and answer agree, and where one of them says nothing, as in RFC 4975 §8.5. */
export function offererOpens(offered: Setup | undefined, answered: Setup | undefined): boolean {
  return heeded(offered) === undefined || heeded(answered) !== 'active';
}
