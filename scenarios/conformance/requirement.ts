// What a row of the catalogue says. The document: the change request "INVITE / MSRP push method" (Push using SIP).

/** The document's own keyword; `flow` and `statement` stand for sentences without one, `MUST` and its like for rules of an RFC. */
export type Level =
  | 'SHALL'
  | 'SHOULD'
  | 'MAY'
  | 'recommended'
  | 'flow'
  | 'statement'
  | 'MUST'
  | 'MUST NOT'
  | 'SHOULD NOT';

/** PSA: Push Sender Agent; PRA: Push Receiver Agent; core: the SIP/IP core; session: both agents' user plane. */
export type Role = 'PSA' | 'PRA' | 'core' | 'session' | 'any';

export interface Requirement {
  /** `PSA-EST-01`; of an RFC's rule its number and section: `RFC3261-17.1.1.2`. */
  readonly id: string;
  readonly level: Level;
  readonly role: Role;
  /** What it asks for, in our words. */
  readonly says: string;
  /** The document's section, or the RFC's. */
  readonly section: string;
  /** The RFC rule behind it. */
  readonly rfc?: string;
  /** How an RFC contradicts it. Such a row is judged under `dialect: change-request` alone. */
  readonly conflict?: string;
  /** Why no run of the lab reaches it. */
  readonly beyond?: string;
}

/** What stands beside a row's five columns. */
type More = Pick<Requirement, 'rfc' | 'conflict' | 'beyond'>;

export function row(
  id: string,
  level: Level,
  role: Role,
  section: string,
  says: string,
  more: More = {},
): Requirement {
  return { id, level, role, section, says, ...more };
}

/** Rows that ask for the mechanisms of 3GPP TS 24.229. */
export const needsIms = { beyond: 'it needs an IMS core, and the lab has none yet' } as const;
