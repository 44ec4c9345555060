// RFC 4975: where an agent begins. All sessions and connections of one agent, which share its URIs.
import { Connection } from './connection.ts';
import { msrpUriKey, parseMsrpUri } from './msrp-uri.ts';
import { Session } from './session.ts';
import type { RoutedSession, Shared } from './shared.ts';
import type { MsrpEndpoint, MsrpEndpointOptions, MsrpLimits } from './types.ts';

/** 16 of 36 letters: "at least 80 bits of randomness" (§14.1) need 15.5. */
const SESSION_ID_LENGTH = 16;

const DEFAULT_LIMITS: MsrpLimits = {
  sliceBytes: 16_384,
  heldBytes: 67_108_864,
  incomingMessages: 256,
  listening: 256,
  rememberedMessages: 4096,
};

export function createMsrpEndpoint(options: MsrpEndpointOptions): MsrpEndpoint {
  const sessions = new Map<string, RoutedSession>();
  const shared: Shared = {
    runner: options.runner,
    token: options.token,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    sessions,
    offered: new Map(),
    remembered: new Map(),
  };
  return {
    session: (sessionOptions) => new Session(sessionOptions, shared),
    connection: (connectionOptions) => new Connection(connectionOptions, shared),
    sessionId: (name) => options.token(`${name}/session-id`, SESSION_ID_LENGTH),
    offered: (localUri, begin) => {
      const key = keyOf(localUri);
      shared.offered.set(key, begin);
      return () => void (shared.offered.get(key) === begin && shared.offered.delete(key));
    },
    get sessionCount() {
      return sessions.size;
    },
  };
}

function keyOf(uri: string): string {
  const parsed = parseMsrpUri(uri);
  if (!parsed.ok) throw new Error(`our own URI ${uri} is none`);
  return msrpUriKey(parsed.value);
}
