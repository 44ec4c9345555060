// RFC 768 (UDP), RFC 791 §3.2 and RFC 8200 §4.5 (fragmentation).
import { isIpv6 } from './addresses.ts';
import type { DatagramContent, Endpoint, Label, Packet } from './types.ts';

/** A UDP length field counts header and payload in 16 bits, and so does IPv4 the whole packet. */
export const MAX_DATAGRAM_BYTES = 65_507;

const UDP_HEADER_BYTES = 8;
const IPV6_FRAGMENT_HEADER_BYTES = 8;

/** The datagram that a packet is, or is a part of. */
export interface WholeDatagram {
  readonly from: string;
  readonly to: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly payload: Uint8Array;
  readonly label: Label;
  /** Its message's id. */
  readonly id: number;
  /** What its draws are named after. */
  readonly key: string;
}

/** The IP packets of one datagram: one, or as many fragments as the MTU needs, each with draws of its own. */
export function packetsOf(datagram: WholeDatagram, mtu: number, nextPacketNumber: () => number): Packet[] {
  const { payload, key } = datagram;
  const ipv6 = isIpv6(datagram.destination.address);
  const ipHeader = ipv6 ? 40 : 20;
  const total = UDP_HEADER_BYTES + payload.length;
  if (ipHeader + total <= mtu) {
    return [packetOf(datagram, nextPacketNumber(), ipHeader + total, key, { kind: 'udp', payload })];
  }
  const header = ipv6 ? ipHeader + IPV6_FRAGMENT_HEADER_BYTES : ipHeader;
  // Offsets are in units of 8 bytes, so each fragment but the last holds a multiple of 8.
  const room = (mtu - header) & ~7;
  // IPv4 has 16 bits for the identification.
  const id = ipv6 ? datagram.id : datagram.id & 0xffff;
  const packets: Packet[] = [];
  for (let offset = 0; offset < total; offset += room) {
    const length = Math.min(room, total - offset);
    const fragment = { id, offset, length, last: offset + length === total };
    const drawName = `${key}/fragment ${packets.length + 1}`;
    const content: DatagramContent = { kind: 'udp', payload, fragment };
    packets.push(packetOf(datagram, nextPacketNumber(), header + length, drawName, content));
  }
  return packets;
}

function packetOf(
  { from, to, source, destination, label, id }: WholeDatagram,
  number: number,
  sizeBytes: number,
  drawName: string,
  content: DatagramContent,
): Packet {
  return { number, from, to, source, destination, sizeBytes, drawName, label, messageId: id, content };
}
