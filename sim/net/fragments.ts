// RFC 768 (UDP), RFC 791 §3.2 and RFC 8200 §4.5 (fragmentation).
import { isIpv6 } from './addresses.ts';
import type { DatagramContent, Packet } from './types.ts';

/** A UDP length field counts header and payload in 16 bits, and so does IPv4 the whole packet. */
export const MAX_DATAGRAM_BYTES = 65_507;

const UDP_HEADER_BYTES = 8;
const IPV6_FRAGMENT_HEADER_BYTES = 8;

/** What all packets of one datagram have in common. */
export type DatagramHead = Omit<Packet, 'number' | 'sizeBytes' | 'content' | 'label' | 'messageId'> &
  Required<Pick<Packet, 'label' | 'messageId'>>;

/** The IP packets of one datagram: one, or as many fragments as the MTU needs, each with draws of its own. */
export function packetsOf(
  head: DatagramHead,
  payload: Uint8Array,
  mtu: number,
  nextPacketNumber: () => number,
): Packet[] {
  const ipv6 = isIpv6(head.destination.address);
  const ipHeader = ipv6 ? 40 : 20;
  const total = UDP_HEADER_BYTES + payload.length;
  if (ipHeader + total <= mtu) {
    const content: DatagramContent = { kind: 'udp', payload };
    return [{ ...head, number: nextPacketNumber(), sizeBytes: ipHeader + total, content }];
  }
  const header = ipv6 ? ipHeader + IPV6_FRAGMENT_HEADER_BYTES : ipHeader;
  // Offsets are in units of 8 bytes, so each fragment but the last holds a multiple of 8.
  const room = (mtu - header) & ~7;
  // IPv4 has 16 bits for the identification.
  const id = ipv6 ? head.messageId : head.messageId & 0xffff;
  const packets: Packet[] = [];
  for (let offset = 0; offset < total; offset += room) {
    const length = Math.min(room, total - offset);
    const fragment = { id, offset, length, last: offset + length === total };
    packets.push({
      ...head,
      number: nextPacketNumber(),
      drawName: `${head.drawName}/fragment ${packets.length + 1}`,
      sizeBytes: header + length,
      content: { kind: 'udp', payload, fragment },
    });
  }
  return packets;
}
