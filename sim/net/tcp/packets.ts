import type { Endpoint, Packet, SegmentContent } from '../types.ts';
import {
  ipHeaderBytes,
  RECEIVE_WINDOW_BYTES,
  type Segment,
  SYN_OPTION_BYTES,
  SYN_WINDOW,
  TCP_HEADER_BYTES,
  WINDOW_SCALE,
} from './segment.ts';

/** One direction of one connection. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** Of IP and TCP, without options. */
  readonly headerBytes: number;
}

export function direction(from: string, to: string, source: Endpoint, destination: Endpoint): Direction {
  const headerBytes = ipHeaderBytes(source.address) + TCP_HEADER_BYTES;
  return { from, to, source, destination, headerBytes };
}

/** Where a packet stands in its direction, as it is on the wire. */
export interface Position {
  readonly number: number;
  readonly seq: number;
  readonly ack: number;
}

const NOTHING = new Uint8Array(0);
const SCALED_WINDOW = RECEIVE_WINDOW_BYTES >> WINDOW_SCALE;

/** A SYN, or with `isAck` a SYN-ACK, with its two options. */
export function synPacket(
  way: Direction,
  at: Position,
  segment: Segment,
  mss: number,
  isAck: boolean,
): Packet {
  const options = { window: SYN_WINDOW, mss, windowScale: WINDOW_SCALE };
  const content = { ...plain(at, false, NOTHING), ...options, ...again(segment), syn: true, isAck };
  const packet = bare(way, at.number, transmissionName(segment), content);
  return { ...packet, sizeBytes: packet.sizeBytes + SYN_OPTION_BYTES };
}

/** A piece of a message, pushed where it is the last one. Nearly all packets are made here and in `ackPacket`, so these copy nothing. */
export function dataPacket(way: Direction, at: Position, segment: Segment): Packet {
  const { payload, message } = segment;
  if (message === undefined) throw new Error(`${segment.name} carries data of no message`);
  const content = plain(at, segment.last, payload);
  return {
    number: at.number,
    from: way.from,
    to: way.to,
    source: way.source,
    destination: way.destination,
    sizeBytes: way.headerBytes + payload.length,
    drawName: transmissionName(segment),
    label: message.label,
    messageId: message.id,
    content: segment.transmissions > 1 ? { ...content, again: true } : content,
  };
}

export function finPacket(way: Direction, at: Position, segment: Segment): Packet {
  const content: SegmentContent = { ...plain(at, false, NOTHING), ...again(segment), fin: true };
  return bare(way, at.number, transmissionName(segment), content);
}

export function ackPacket(way: Direction, at: Position, drawName: string): Packet {
  return bare(way, at.number, drawName, plain(at, false, NOTHING));
}

/** A reset; without an acknowledgement it answers a segment that had one (RFC 9293 §3.10.7.1). */
export function rstPacket(way: Direction, at: Position, drawName: string, isAck: boolean): Packet {
  const content: SegmentContent = { ...plain(at, false, NOTHING), rst: true, isAck, window: 0 };
  return bare(way, at.number, drawName, content);
}

function transmissionName({ name, transmissions }: Segment): string {
  return `${name}/transmission ${transmissions - 1}`;
}

function again({ transmissions }: Segment): { readonly again?: true } {
  return transmissions > 1 ? { again: true } : {};
}

function plain({ seq, ack }: Position, psh: boolean, payload: Uint8Array): SegmentContent {
  return {
    kind: 'tcp',
    seq,
    ack,
    syn: false,
    isAck: true,
    fin: false,
    rst: false,
    psh,
    window: SCALED_WINDOW,
    payload,
  };
}

/** A packet without payload. */
function bare(
  { from, to, source, destination, headerBytes }: Direction,
  number: number,
  drawName: string,
  content: SegmentContent,
): Packet {
  return { number, from, to, source, destination, sizeBytes: headerBytes, drawName, content };
}
