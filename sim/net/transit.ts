import type { Kernel } from '../kernel/kernel.ts';
import type { Us } from '../time.ts';
import type { PacketEntry } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Drop, Passage } from './link.ts';
import type { Links } from './links.ts';
import type { Endpoint, Packet, PacketTap, Wire } from './types.ts';

/** Carries single packets from host to host, for datagrams and streams alike. */
export interface Transit {
  /** Asks the link what becomes of a packet that is sent now. A lost one is told to the taps and the trace here. */
  enter(packet: Packet): Passage;
  /** Records a packet that never came to a link as lost. */
  lose(packet: Packet, reason: string): void;
  /** Lets a packet that was sent at `sentUs` arrive; `lost` when the host is down by then. */
  arrive(packet: Packet, sentUs: Us, arrivesUs: Us, deliver: () => void, lost?: (drop: Drop) => void): void;
  /** Sends a packet, and its copies if the link makes any: `Wire.transmit`. */
  transmit: Wire['transmit'];
  tap(tap: PacketTap): void;
  nextPacketNumber(): number;
}

export interface TransitOptions {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly links: Links;
  readonly up: (host: string) => boolean;
  /** Whether the trace is to have `packet.*` records. */
  readonly packetRecords: boolean;
}

export function createTransit({ kernel, trace, links, up, packetRecords }: TransitOptions): Transit {
  const taps: PacketTap[] = [];
  let packets = 0;

  function record(type: PacketEntry['type'], packet: Packet, reason?: string): void {
    if (packetRecords) trace.record(packetEntry(type, packet, reason));
  }

  function show(packet: Packet, sentUs: Us, arrivesUs: Us | undefined, dropped: string | undefined): void {
    for (const tap of taps) tap.packet(packet, sentUs, arrivesUs, dropped);
  }

  function lose(packet: Packet, reason: string): void {
    record('packet.sent', packet);
    record('packet.dropped', packet, reason);
    show(packet, kernel.nowUs, undefined, reason);
  }

  function enter(packet: Packet): Passage {
    const passage = links.between(packet.from, packet.to).cross(packet, kernel.nowUs);
    if (passage.dropped === undefined) record('packet.sent', packet);
    else lose(packet, passage.dropped.reason);
    return passage;
  }

  const arrive: Transit['arrive'] = (packet, sentUs, arrivesUs, deliver, lost) => {
    show(packet, sentUs, arrivesUs, undefined);
    kernel.at(arrivesUs, () => {
      if (up(packet.to)) {
        record('packet.received', packet);
        deliver();
      } else {
        record('packet.dropped', packet, HOST_DOWN.reason);
        show(packet, sentUs, arrivesUs, HOST_DOWN.reason);
        lost?.(HOST_DOWN);
      }
    });
  };

  return {
    enter,
    lose,
    arrive,
    transmit(packet, deliver, lost) {
      const { arrivesUs, copies, dropped } = enter(packet);
      if (dropped !== undefined) lost?.(packet, dropped.reason, dropped.draw);
      if (arrivesUs === undefined) return;
      const sentUs = kernel.nowUs;
      const gone = (drop: Drop) => lost?.(packet, drop.reason, drop.draw);
      arrive(packet, sentUs, arrivesUs, () => deliver(packet), gone);
      for (const { byUs } of copies) arrive(packet, sentUs, arrivesUs + byUs, () => deliver(packet));
    },
    tap: (tap) => taps.push(tap),
    nextPacketNumber: () => ++packets,
  };
}

const HOST_DOWN: Drop = { reason: 'host down' };

function packetEntry(type: PacketEntry['type'], packet: Packet, reason?: string): PacketEntry {
  const { number, from, to, source, destination, sizeBytes, content } = packet;
  return {
    type,
    packet: number,
    from,
    to,
    protocol: content.kind,
    source: endpointText(source),
    destination: endpointText(destination),
    bytes: sizeBytes,
    info: packetInfo(packet),
    ...(reason !== undefined && { reason }),
  };
}

function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** One line about a packet, as a sniffer would say it: `SYN ACK seq=… ack=… len=…`. */
function packetInfo({ content }: Packet): string {
  if (content.kind === 'udp') {
    const { fragment, payload } = content;
    if (fragment === undefined) return `len=${payload.length}`;
    return `fragment id=${fragment.id} offset=${fragment.offset} len=${fragment.length}${fragment.last ? ' last' : ''}`;
  }
  const flags = [
    content.syn && 'SYN',
    content.fin && 'FIN',
    content.rst && 'RST',
    content.psh && 'PSH',
    content.isAck && 'ACK',
  ];
  const { seq, ack, window, payload } = content;
  return `${flags.filter(Boolean).join(' ')} seq=${seq} ack=${ack} win=${window} len=${payload.length}`;
}
