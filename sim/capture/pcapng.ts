import type { Packet, PacketTap } from '../net/types.ts';
import { addressOctets } from './address-octets.ts';
import { enhancedPacket, interfaceDescription, nameResolution, sectionHeader } from './blocks.ts';
import { frameOf } from './frame.ts';
import { atHost, atSenders, type Captured } from './points.ts';

export interface CaptureOptions {
  /** When the run began, in µs since 1970; 0 if left out. */
  readonly epochUs?: number;
  /** The names of each address, the one to show first; asked when the file is made. */
  readonly names: () => ReadonlyMap<string, readonly string[]>;
  /** What the file says wrote it. */
  readonly application?: string;
  /** The host at which packets are captured; at the sender of each where it is left out. */
  readonly at?: string | undefined;
}

/** Packets on their way into a pcapng file. */
export interface Capture extends PacketTap {
  /** The file, block by block, as it is now: to be written as it comes. */
  blocks(): Iterable<Uint8Array>;
  /** The file as it is now. */
  bytes(): Uint8Array;
}

/**
 * Captures at the senders unless told otherwise: each packet once, when it leaves its node, a lost one with the reason as its comment, a copy
 * that a link makes not at all. In such a file whatever is acknowledged was seen before, no segment seems to overtake another, and every message
 * that was put on the wire is there, so an analyser finds only what the run did. A tap may be told of a packet again when it is lost later on its way.
 *
 * A retransmission is captured without its payload where the capture has that already: Wireshark does not always know it for one
 * (what comes within 20 ms of the third duplicate is a "fast retransmission", what comes within a round trip of new data is "out of order"),
 * and then it would read the message again or stumble over the reassembly of one that was complete.
 */
export function createCapture({ epochUs = 0, names, application = 'siplab', at }: CaptureOptions): Capture {
  const point = at === undefined ? atSenders() : atHost(at);

  function* blocks(): Iterable<Uint8Array> {
    const packets = point.packets();
    yield sectionHeader(application);
    yield interfaceDescription(at ?? 'lab');
    yield nameResolution(namesOf(packets, names()));
    const macOf = macAddresses();
    const leftOut = repeatedOctets();
    for (const { packet, atUs, dropped } of packets) {
      const comment = dropped === undefined ? undefined : `dropped: ${dropped}`;
      const frame = frameOf(packet, macOf);
      yield enhancedPacket(epochUs + atUs, frame, frame.length - leftOut(packet), comment);
    }
  }

  return {
    packet: point.packet,
    blocks,
    bytes() {
      const all = [...blocks()];
      const whole = new Uint8Array(all.reduce((total, { length }) => total + length, 0));
      let at = 0;
      for (const block of all) {
        whole.set(block, at);
        at += block.length;
      }
      return whole;
    },
  };
}

/** How many octets of a packet stand in the capture already, in the one that it repeats. */
function repeatedOctets(): (packet: Packet) => number {
  const seen = new Set<string>();
  return ({ source, destination, content }) => {
    if (content.kind !== 'tcp' || content.payload.length === 0) return 0;
    const ends = [source, destination].map(({ address, port }) => `${address} ${port}`);
    const segment = [...ends, content.seq, content.payload.length].join(' ');
    const again = content.again === true && seen.has(segment);
    seen.add(segment);
    return again ? content.payload.length : 0;
  };
}

/** The addresses that packets have, each with its names or else its node's. */
function namesOf(packets: readonly Captured[], names: ReadonlyMap<string, readonly string[]>) {
  const nodes = new Map<string, string>();
  for (const { packet } of packets) {
    nodes.set(packet.source.address, packet.from);
    nodes.set(packet.destination.address, packet.to);
  }
  return [...nodes].map(([address, node]) => ({
    octets: addressOctets(address),
    names: names.get(address) ?? [node],
  }));
}

/** Locally administered addresses, numbered in the order in which nodes are first seen. */
function macAddresses(): (node: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (node) => {
    const mac = known.get(node) ?? macOf(known.size + 1);
    known.set(node, mac);
    return mac;
  };
}

/** `02` says: one station, locally administered (IEEE 802 §8.2.2). */
function macOf(number: number): Uint8Array {
  return Uint8Array.of(2, 0, number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff);
}
