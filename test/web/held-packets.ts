import { expect } from 'vitest';
import type { Raw } from '../../sim/trace/records.ts';
import type { Ladder } from '../../ui/views/ladder-model.ts';
import { type ReadCapture, readCapture } from '../support/pcap-reader.ts';

// What a capture holds, held against the ladder of its run.

function octetsOf(raw: Raw): Buffer {
  if (typeof raw === 'string') return Buffer.from(raw);
  if ('base64' in raw) return Buffer.from(raw.base64, 'base64');
  throw new Error('it is too long for a trace to hold whole');
}

/** A capture has every message of a ladder once, octet by octet, at its time, from and to the hosts that exchanged it. */
export function holdsAll(bytes: Uint8Array, ladder: Ladder): ReadCapture {
  const read = readCapture(bytes);
  expect(read.faults).toEqual([]);
  const epochUs = Date.parse(ladder.epoch) * 1000;
  const left = read.packets
    .filter(({ payload, syn }) => payload.length > 0 && !syn)
    .map(({ from, to, ...one }) => ({ ...one, from: read.names.get(from), to: read.names.get(to) }));
  for (const row of ladder.rows) {
    if (row.kind !== 'message') continue;
    const wanted = octetsOf(row.raw);
    const pieces: typeof left = [];
    while (pieces.reduce((sum, { payload }) => sum + payload.length, 0) < wanted.length) {
      const next = left.findIndex(
        (one) => one.from === row.fromNode && one.to === row.toNode && one.transport === row.transport,
      );
      expect(next, `${row.key} is in the capture`).toBeGreaterThanOrEqual(0);
      pieces.push(...left.splice(next, 1));
    }
    // What goes by TCP waits for its connection, and has left before it arrives.
    const leftUs = pieces[0]!.atUs - epochUs;
    if (row.transport === 'udp') expect(leftUs, row.key).toBe(row.atUs);
    else {
      expect(leftUs, row.key).toBeGreaterThanOrEqual(row.atUs);
      expect(leftUs, row.key).toBeLessThan(row.arrivedUs ?? Number.POSITIVE_INFINITY);
    }
    expect(Buffer.concat(pieces.map(({ payload }) => payload)).equals(wanted), row.key).toBe(true);
    if (row.transport === 'udp') expect(pieces).toHaveLength(1);
  }
  expect(left).toEqual([]);
  // What asks for something at its well-known port is sent there: SIP's is 5060 (RFC 3261 §18.1.1), over UDP from there too.
  const udp = read.packets.filter((one) => one.transport === 'udp');
  for (const { fromPort, toPort } of udp) expect([fromPort, toPort]).toEqual([5060, 5060]);
  return read;
}

/** A capture at a host has what that sent and received by UDP, each at its time there, and nothing of others. */
export function holdsAllAt(host: string, bytes: Uint8Array, ladder: Ladder): void {
  const read = readCapture(bytes);
  expect(read.faults).toEqual([]);
  const epochUs = Date.parse(ladder.epoch) * 1000;
  const ends = read.packets.map(({ from, to }) => [read.names.get(from), read.names.get(to)]);
  for (const pair of ends) expect(pair).toContain(host);
  const seen = read.packets
    .filter(({ transport }) => transport === 'udp')
    .map(({ atUs, payload }) => `${atUs - epochUs} ${Buffer.from(payload).toString('utf8')}`);
  const wanted = ladder.rows.flatMap((row) => {
    if (row.kind !== 'message' || row.transport !== 'udp') return [];
    const text = octetsOf(row.raw).toString('utf8');
    if (row.fromNode === host) return [`${row.atUs} ${text}`];
    return row.toNode === host && row.arrivedUs !== undefined ? [`${row.arrivedUs} ${text}`] : [];
  });
  expect(seen.sort()).toEqual(wanted.sort());
}
