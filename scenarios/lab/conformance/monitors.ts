import { community } from './community.ts';
import { core } from './core.ts';
import { flow } from './flow.ts';
import { media } from './media.ts';
import type { Monitor } from './monitor.ts';
import { praInvited } from './pra-invited.ts';
import { praRelease } from './pra-release.ts';
import { psaEstablishment } from './psa-establishment.ts';
import { psaRelease } from './psa-release.ts';
import { psaSession } from './psa-session.ts';
import { psaUserPlane } from './psa-user-plane.ts';
import { rfcConnections } from './rfc-connections.ts';
import { rfcDialogs } from './rfc-dialogs.ts';
import { rfcFiles } from './rfc-files.ts';
import { rfcMessages } from './rfc-messages.ts';
import { rfcMsrp } from './rfc-msrp.ts';
import { rfcMsrpSending } from './rfc-msrp-sending.ts';
import { rfcOffers } from './rfc-offers.ts';
import { rfcPracks } from './rfc-pracks.ts';
import { rfcPreferences } from './rfc-preferences.ts';
import { rfcProxy } from './rfc-proxy.ts';
import { rfcProxyTimers } from './rfc-proxy-timers.ts';
import { rfcReliable } from './rfc-reliable.ts';
import { rfcServers } from './rfc-servers.ts';
import { rfcSessionTimers } from './rfc-session-timers.ts';
import { rfcSessions } from './rfc-sessions.ts';
import { rfcTransactions } from './rfc-transactions.ts';
import { rfcTransport } from './rfc-transport.ts';

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
    ...community,
    ...flow,
    ...media,
    ...rfcMessages,
    ...rfcTransactions,
    ...rfcServers,
    ...rfcTransport,
    ...rfcReliable,
    ...rfcPracks,
    ...rfcDialogs,
    ...rfcProxy,
    ...rfcSessions,
    ...rfcOffers,
    ...rfcConnections,
    ...rfcSessionTimers,
    ...rfcProxyTimers,
    ...rfcPreferences,
    ...rfcMsrp,
    ...rfcMsrpSending,
    ...rfcFiles,
  ].map((one) => [one.id, one]),
);
