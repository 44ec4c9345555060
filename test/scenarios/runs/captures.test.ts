import { describe, expect, it } from 'vitest';
import type { Raw } from '../../../sim/trace/records.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { dissect } from '../../support/tshark.ts';
import { captured, ofType, outcomes, type Run, run, runShipped, story } from './lab.ts';

/** What Wireshark's TCP analysis says where segments were lost, held back or sent twice; nothing of it is wrong with the lab. */
const TROUBLE =
  /^(Duplicate ACK|This frame is a \(suspected\) (fast |spurious )?retransmission|This frame is a \(suspected\) out-of-order|Previous segment|ACKed segment|dropped: |This frame (initiates|undergoes) the connection closing|Connection reset)/;

/** A sender with more to say than the window takes; a large file does so all the time. */
const FULL_WINDOW = /^TCP window specified by the receiver is now completely full|^TCP window update/;

/** Reads the capture as Wireshark does and holds it against the trace. */
function holds(result: Run & { readonly pcapng: Uint8Array }, streamsAreTroubled: boolean): void {
  const found = dissect(result.pcapng);
  for (const protocol of ['sip', 'msrp'] as const) {
    const sent = beginnings(result, protocol);
    const seen = found[protocol].map(lineOnly);
    expect(without(seen, sent)).toEqual([]);
    expect(without(without(sent, seen), beginnings(result, protocol, cutOff(result)))).toEqual([]);
  }
  expect({ malformed: found.malformed, badChecksums: found.badChecksums }).toEqual({
    malformed: 0,
    badChecksums: 0,
  });
  expect(found.experts.filter(({ severity }) => severity === 'Error')).toEqual([]);
  const flags = found.tcpFlags.map(({ text }) => text).filter((text) => !FULL_WINDOW.test(text));
  expect(flags.filter((text) => !streamsAreTroubled || !TROUBLE.test(text))).toEqual([]);
}

/** The first lines of the messages that were sent; a further piece of a chunk begins no message. */
function beginnings(result: Run, protocol: string, ids?: ReadonlySet<number>): string[] {
  return ofType(result, 'message.sent').flatMap((record) => {
    const begins = record.protocol === protocol && !/^SEND-(body|end)/.test(record.summary);
    return begins && (ids === undefined || ids.has(record.id)) ? [firstLine(record.raw)] : [];
  });
}

/** What was lost with its connection, a chunk with any piece of it: some of it may never have left. A datagram that is lost was sent. */
function cutOff(result: Run): ReadonlySet<number> {
  const byStream = ofType(result, 'message.sent').filter(({ transport }) => transport === 'tcp');
  const dropped = new Set(ofType(result, 'message.dropped').map(({ id }) => id));
  const chunk = ({ transaction, node }: { transaction: string; node: string }): string =>
    `${node} ${transaction}`;
  const broken = new Set(
    byStream.filter(({ id, summary }) => dropped.has(id) && /^SEND-(body|end)/.test(summary)).map(chunk),
  );
  return new Set(byStream.filter((one) => dropped.has(one.id) || broken.has(chunk(one))).map(({ id }) => id));
}

/** What is left of some lines when each of others took one away. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

function firstLine(raw: Raw): string {
  const head = typeof raw === 'object' && 'head' in raw ? raw.head : raw;
  const text =
    typeof head === 'string' ? head : new TextDecoder('latin1').decode(Buffer.from(head.base64, 'base64'));
  return lineOnly(text.slice(0, text.indexOf('\r\n')));
}

function lineOnly(text: string): string {
  return text.replace(/\\r\\n$|\r\n$/, '').trim();
}

describe('Wireshark', () => {
  it.each(shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`)))(
    'reads every message of %s, and nothing is malformed',
    (name) => {
      const result = captured((options) => runShipped(name, options));
      const lost =
        JSON.stringify(result.scenario.network).includes('"loss"') &&
        /gilbert|"loss":0\.|"loss":[1-9]/.test(JSON.stringify(result.scenario.network));
      // Where a link is narrow an acknowledgement may come later than the first estimates of its round trip say.
      const narrow = JSON.stringify(result.scenario.network).includes('"rate"');
      holds(result, lost || narrow || result.scenario.faults.length > 0);
    },
  );

  it('reads SIP by TCP over links that lose', () => {
    const links = '{ default: { transport: tcp, latency: 20ms, jitter: 5ms, loss: 15% } }';
    const result = captured((options) => run(story({ links }), options));
    expect(outcomes(result)).toEqual(['delivered']);
    holds(result, true);
  });

  it('reads datagrams that a link doubles, reorders and cuts into fragments', () => {
    const links = '{ default: { transport: udp, latency: 20ms, duplicate: 20%, reorder: 20%, mtu: 1280 } }';
    const result = captured((options) => run(story({ links }), options));
    expect(outcomes(result)).toEqual(['delivered']);
    const found = dissect(result.pcapng);
    expect(found.malformed + found.badChecksums).toBe(0);
    expect(found.sip.length).toBeGreaterThanOrEqual(
      ofType(result, 'message.sent').filter(({ protocol }) => protocol === 'sip').length,
    );
  });

  it('reads IPv6 where the IPv4 addresses are used up', () => {
    const crowd =
      '  crowd: { role: push-sender, uri: "sip:crowd-{n}@crowd.example.net", count: 765 }\n  sender:';
    const text = story().replace('  sender:', crowd);
    const result = captured((options) => run(text, options));
    expect(outcomes(result)).toEqual(['delivered']);
    const contacts = ofType(result, 'binding').map(({ contact }) => contact);
    expect(contacts[0]).toMatch(/^sip:bob@\[2001:db8::[0-9a-f]+\]:5060$/);
    holds(result, false);
  });

  it('reads IPv6 to bob alone, whose address is too late for IPv4', () => {
    const crowd =
      '  crowd: { role: push-receiver, uri: "sip:crowd-{n}@crowd.example.net", count: 765 }\n  bob:';
    const result = captured((options) => run(story().replace('  bob:', crowd), options));
    expect(outcomes(result)).toEqual(['delivered']);
    holds(result, false);
  });
});
