import { core } from './core.ts';
import { flow } from './flow.ts';
import type { Monitor } from './monitor.ts';
import { praInvited } from './pra-invited.ts';
import { praRelease } from './pra-release.ts';
import { psaEstablishment } from './psa-establishment.ts';
import { psaRelease } from './psa-release.ts';
import { psaSession } from './psa-session.ts';
import { psaUserPlane } from './psa-user-plane.ts';
import { rfcMessages } from './rfc-messages.ts';
import { rfcMsrp } from './rfc-msrp.ts';
import { rfcProxy } from './rfc-proxy.ts';
import { rfcSessions } from './rfc-sessions.ts';
import { rfcTransactions } from './rfc-transactions.ts';

/** Every monitor by the id of its requirement. */
export const monitors: ReadonlyMap<string, Monitor> = new Map(
  [
    ...psaEstablishment,
    ...psaSession,
    ...psaRelease,
    ...psaUserPlane,
    ...praInvited,
    ...praRelease,
    ...core,
    ...flow,
    ...rfcMessages,
    ...rfcTransactions,
    ...rfcProxy,
    ...rfcSessions,
    ...rfcMsrp,
  ].map((one) => [one.id, one]),
);
