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
  const flags = { syn: true, isAck, fin: false, rst: false, psh: false };
  const options = { window: SYN_WINDOW, mss, windowScale: WINDOW_SCALE };
  return {
    ...ipPacket(way, at.number, SYN_OPTION_BYTES, transmissionName(segment)),
    content: {
      kind: 'tcp',
      seq: at.seq,
      ack: at.ack,
      ...flags,
      ...options,
      ...again(segment),
      payload: NOTHING,
    },
  };
}

/** A piece of a message, pushed where it is the last one. */
export function dataPacket(way: Direction, at: Position, segment: Segment): Packet {
  const { payload, message } = segment;
  const packet = ipPacket(way, at.number, payload.length, transmissionName(segment));
  const content: SegmentContent = { ...plain(at, segment.last, payload), ...again(segment) };
  if (message === undefined) throw new Error(`${segment.name} carries data of no message`);
  return { ...packet, label: message.label, messageId: message.id, content };
}

export function finPacket(way: Direction, at: Position, segment: Segment): Packet {
  const packet = ipPacket(way, at.number, 0, transmissionName(segment));
  return { ...packet, content: { ...plain(at, false, NOTHING), ...again(segment), fin: true } };
}

export function ackPacket(way: Direction, at: Position, drawName: string): Packet {
  return { ...ipPacket(way, at.number, 0, drawName), content: plain(at, false, NOTHING) };
}

/** A reset; without an acknowledgement it answers a segment that had one (RFC 9293 §3.10.7.1). */
export function rstPacket(way: Direction, at: Position, drawName: string, isAck: boolean): Packet {
  const content: SegmentContent = { ...plain(at, false, NOTHING), rst: true, isAck, window: 0 };
  return { ...ipPacket(way, at.number, 0, drawName), content };
}

function transmissionName({ name, transmissions }: Segment): string {
  return `${name}/transmission ${transmissions - 1}`;
}

function again({ transmissions }: Segment): { readonly again?: true } {
  return transmissions > 1 ? { again: true } : {};
}

function plain({ seq, ack }: Position, psh: boolean, payload: Uint8Array): SegmentContent {
  const flags = { syn: false, isAck: true, fin: false, rst: false, psh };
  return { kind: 'tcp', seq, ack, ...flags, window: SCALED_WINDOW, payload };
}

function ipPacket(way: Direction, number: number, beyondHeaders: number, drawName: string) {
  const { from, to, source, destination } = way;
  const sizeBytes = ipHeaderBytes(source.address) + TCP_HEADER_BYTES + beyondHeaders;
  return { number, from, to, source, destination, sizeBytes, drawName };
}
