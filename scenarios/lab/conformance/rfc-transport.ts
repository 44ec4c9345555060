// RFC 3261 §18.1.1: by which transport a request goes, and that a reliable one is trusted.
import { chooseTransport } from '../../../core/sip/choose-transport.ts';
import { isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { forgetful } from './rfc-transactions.ts';

export const rfcTransport: readonly Monitor[] = [
  monitor('RFC3261-18.1.1', 'no SIP message went by TCP', nothingAgainByTcp),
  monitor('RFC3261-18.1.1-size', 'no request was too large for a datagram', largeGoByTcp),
];

/** Timers A, E and G are not started over a reliable transport. What a proxy passes on anew when its transaction is over is another's. */
function* nothingAgainByTcp(run: RunModel): Generator<Check> {
  const before = new Map<string, SipSeen>();
  for (const seen of run.sent) {
    if (seen.record.transport !== 'tcp' || forgetful(run, seen.node)) continue;
    // A proxy passes on whatever response comes, as often as it comes; those to an INVITE that refuse it are its own to repeat.
    const refuses = seen.method === 'INVITE' && (seen.status ?? 0) >= 300;
    if ((seen.message.kind !== 'request' || isRequest(seen, 'ACK')) && !refuses) continue;
    const key = `${seen.node}>${seen.record.to} ${seen.branch} ${seen.record.summary} ${run.timesBegun(seen)}`;
    const first = before.get(key);
    before.set(key, first ?? seen);
    // An INVITE that comes again draws the last response anew (§17.2.1).
    const asked = run.record(seen.record.cause)?.type === 'message.received' && refuses;
    yield check(
      first === undefined || asked,
      [...(first ? [first.seq] : []), seen.seq],
      `${seen.record.summary} was sent again by TCP`,
    );
  }
}

/**
 * "If a request is within 200 bytes of the path MTU […] the request MUST be sent using […] TCP". The link's MTU is the path's. Where a
 * scenario has chosen UDP for a link or a host, it has chosen that for large requests too; one that TCP could not carry is tried by UDP.
 */
function* largeGoByTcp(run: RunModel): Generator<Check> {
  const byTcp = new Set<string>();
  for (const { seq, node, callId, number, method, message, record, octets } of run.sent) {
    if (message.kind !== 'request') continue;
    const { from, to, transport } = record;
    const key = `${node} ${callId} ${number} ${method}`;
    if (transport === 'tcp') byTcp.add(key);
    const { mtu, chosen } = run.parameters.linkOf(from, to);
    if (chosen !== undefined || chooseTransport(octets, mtu) === 'udp') continue;
    yield check(
      transport === 'tcp' || byTcp.has(key),
      [seq],
      `${record.summary} of ${octets} octets went by UDP`,
    );
  }
}
