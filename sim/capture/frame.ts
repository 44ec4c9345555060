import type { DatagramContent, Packet, SegmentContent } from '../net/types.ts';
import { addressOctets } from './address-octets.ts';
import { checksum, sum } from './checksum.ts';

const ETHERNET_BYTES = 14;
const UDP = 17;
const TCP = 6;
/** RFC 8200 §4.5. */
const FRAGMENT_HEADER = 44;
const HOP_LIMIT = 64;

/** The Ethernet frame of a packet, addresses of the network cards by name of the node. */
export function frameOf(packet: Packet, macOf: (node: string) => Uint8Array): Uint8Array {
  const source = addressOctets(packet.source.address);
  const destination = addressOctets(packet.destination.address);
  const { content } = packet;
  const transport =
    content.kind === 'tcp'
      ? tcpOf(packet, content, source, destination)
      : udpOf(packet, content, source, destination);
  const ip = source.length === 4 ? ipv4 : ipv6;
  const ethernet = new Uint8Array(ETHERNET_BYTES);
  ethernet.set(macOf(packet.to));
  ethernet.set(macOf(packet.from), 6);
  ethernet.set(source.length === 4 ? [0x08, 0x00] : [0x86, 0xdd], 12);
  return concat(ethernet, ip(content, source, destination, transport.length), transport);
}

type Content = Packet['content'];

/** RFC 791 §3.1. What is whole is "atomic" (RFC 6864): it may not be fragmented, and its identification means nothing. */
function ipv4(
  content: Content,
  source: Uint8Array,
  destination: Uint8Array,
  payloadBytes: number,
): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  const fragment = content.kind === 'udp' ? content.fragment : undefined;
  view.setUint8(0, 0x45);
  view.setUint16(2, header.length + payloadBytes);
  view.setUint16(4, (fragment?.id ?? 0) & 0xffff);
  view.setUint16(6, fragment === undefined ? 0x4000 : (fragment.last ? 0 : 0x2000) | (fragment.offset >> 3));
  view.setUint8(8, HOP_LIMIT);
  view.setUint8(9, content.kind === 'udp' ? UDP : TCP);
  header.set(source, 12);
  header.set(destination, 16);
  view.setUint16(10, checksum(sum(header)));
  return header;
}

/** RFC 8200 §3, with a fragment header (§4.5) where it needs one. */
function ipv6(
  content: Content,
  source: Uint8Array,
  destination: Uint8Array,
  payloadBytes: number,
): Uint8Array {
  const protocol = content.kind === 'udp' ? UDP : TCP;
  const fragment = content.kind === 'udp' ? content.fragment : undefined;
  const extension = fragment === undefined ? 0 : 8;
  const header = new Uint8Array(40 + extension);
  const view = new DataView(header.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, payloadBytes + extension);
  view.setUint8(6, fragment === undefined ? protocol : FRAGMENT_HEADER);
  view.setUint8(7, HOP_LIMIT);
  header.set(source, 8);
  header.set(destination, 24);
  if (fragment !== undefined) {
    view.setUint8(40, protocol);
    view.setUint16(42, fragment.offset | (fragment.last ? 0 : 1));
    view.setUint32(44, fragment.id);
  }
  return header;
}

/** RFC 768; of a fragment, the piece of the datagram that it carries. */
function udpOf(
  packet: Packet,
  { payload, fragment }: DatagramContent,
  source: Uint8Array,
  destination: Uint8Array,
): Uint8Array {
  const { offset, length } = fragment ?? { offset: 0, length: 8 + payload.length };
  if (offset > 0) return payload.subarray(offset - 8, offset - 8 + length);
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, packet.source.port);
  view.setUint16(2, packet.destination.port);
  view.setUint16(4, 8 + payload.length);
  const pseudo = pseudoSum(source, destination, UDP, 8 + payload.length);
  // "If the computed checksum is zero, it is transmitted as all ones".
  view.setUint16(6, checksum(sum(payload, sum(header, pseudo))) || 0xffff);
  return concat(header, payload.subarray(0, length - 8));
}

/** RFC 9293 §3.1. */
function tcpOf(
  packet: Packet,
  content: SegmentContent,
  source: Uint8Array,
  destination: Uint8Array,
): Uint8Array {
  const options = optionsOf(content);
  const header = new Uint8Array(20 + options.length);
  const view = new DataView(header.buffer);
  view.setUint16(0, packet.source.port);
  view.setUint16(2, packet.destination.port);
  view.setUint32(4, content.seq);
  view.setUint32(8, content.ack);
  view.setUint8(12, (header.length / 4) << 4);
  view.setUint8(13, flagsOf(content));
  view.setUint16(14, content.window);
  header.set(options, 20);
  const pseudo = pseudoSum(source, destination, TCP, header.length + content.payload.length);
  view.setUint16(16, checksum(sum(content.payload, sum(header, pseudo))));
  return concat(header, content.payload);
}

function flagsOf({ isAck, psh, rst, syn, fin }: SegmentContent): number {
  return (isAck ? 16 : 0) | (psh ? 8 : 0) | (rst ? 4 : 0) | (syn ? 2 : 0) | (fin ? 1 : 0);
}

/** Maximum segment size (RFC 9293 §3.2) and, after a no-operation, window scale (RFC 7323 §2.2). */
function optionsOf({ mss, windowScale }: SegmentContent): number[] {
  return [
    ...(mss === undefined ? [] : [2, 4, mss >> 8, mss & 0xff]),
    ...(windowScale === undefined ? [] : [1, 3, 3, windowScale]),
  ];
}

/** RFC 9293 §3.1 and RFC 8200 §8.1: addresses, protocol and length stand before what a checksum counts. */
function pseudoSum(source: Uint8Array, destination: Uint8Array, protocol: number, length: number): number {
  return sum(destination, sum(source, protocol + (length >>> 16) + (length & 0xffff)));
}

function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
