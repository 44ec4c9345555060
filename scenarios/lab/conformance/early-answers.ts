// RFC 3262 §5: an answer that stands in a reliable provisional response, and therefore not in the 2xx behind it.
import type { Described } from './described.ts';
import type { SipSeen } from './messages.ts';
import { numberOf } from './reliable-series.ts';

/** What a message's SDP says; of a 2xx to an INVITE without any, what its side had said, or heard, in that dialog before. */
export function withEarlyAnswers(
  sip: readonly SipSeen[],
  describe: (seen: SipSeen) => Described | undefined,
): (seen: SipSeen) => Described | undefined {
  const early = new Map<string, SipSeen>();
  for (const seen of sip) {
    const key = keyOf(seen);
    if (seen.message.body.length > 0 && numberOf(seen) !== undefined && !early.has(key)) early.set(key, seen);
  }
  if (early.size === 0) return describe;
  return (seen) => {
    const { message, method, status = 0 } = seen;
    const isBare = method === 'INVITE' && Math.floor(status / 100) === 2 && message.body.length === 0;
    const said = isBare ? early.get(keyOf(seen)) : undefined;
    return describe(said ?? seen);
  };
}

function keyOf({ node, sent, callId, number, toTag }: SipSeen): string {
  return `${node} ${sent} ${callId} ${number} ${toTag}`;
}
