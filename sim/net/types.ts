import type { Chance } from '../chance.ts';
import type { Clock, Us } from '../time.ts';
import type { Trace } from '../trace/trace.ts';

/** An address as text (`192.0.2.1`, `2001:db8::1`) and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a protocol calls a message of its own. The world carries these names and matches fault rules on `summary`; it reads no bytes. */
export interface Label {
  /** `sip`, `msrp`. */
  readonly protocol: string;
  /** The name that chance and fault rules know it by, without hop and transmission: `sender.1/200 INVITE/1`, `sender.1/SEND/1.2`. */
  readonly name: string;
  /** 0 for the first, 1 for its first retransmission … */
  readonly transmission: number;
  readonly transaction: string;
  /** What a fault rule calls it: `INVITE`, `200 INVITE`, `SEND 1-2048/4364`, `200 SEND`, `REPORT`. */
  readonly summary: string;
}

/** `from>to/name/transmission`: unique in a run. */
export function messageKey(from: string, to: string, label: Label): string {
  return `${from}>${to}/${label.name}/${label.transmission}`;
}

export interface DatagramSocket {
  readonly local: Endpoint;
  /** Sends one datagram. Loss is silent, as in life. */
  send(to: Endpoint, bytes: Uint8Array, label: Label): void;
  close(): void;
}

/** Why a stream is over. `closed`: both sides closed in order. */
export type CloseReason = 'closed' | 'reset' | 'refused' | 'timeout' | 'crash';

/** What the owner of one end of a stream hears. Nothing is called from inside one of the stream's own methods. */
export interface StreamHandlers {
  opened?(): void;
  /** In-order bytes. A piece never spans two messages of the sender's. */
  received(bytes: Uint8Array): void;
  /** The other side has closed its direction; one's own is still open. An owner without `ended` closes its own then, too. */
  ended?(): void;
  /** Buffered bytes have fallen to zero after a `write` that left some. */
  drained?(): void;
  /** Over, exactly once, also when it never opened. */
  closed(reason: CloseReason): void;
}

/** One end of a TCP connection. */
export interface Stream {
  /** `sender>core/connection 1`: the same name at both ends. */
  readonly id: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly open: boolean;
  /** Bytes handed to `write` that were not yet sent for the first time. */
  readonly bufferedBytes: number;
  /**
   * Queues one message; it starts a segment of its own and is pushed. One after `close` or after the end goes nowhere, and the trace says so.
   * `acknowledged` is heard once, when the other end's host has all of it, and never where the connection breaks before.
   */
  write(bytes: Uint8Array, label: Label, acknowledged?: () => void): void;
  /** Closes one's own direction after what is queued. */
  close(): void;
  /** Breaks the connection at once; what was in flight is lost. */
  reset(): void;
}

export interface Listener {
  close(): void;
}

/** A machine on the network: what protocol code at the edge ("the one file where it meets a host") uses. */
export interface Host {
  readonly name: string;
  /** IPv4 from 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24; absent when those are used up. */
  readonly v4?: string;
  readonly v6: string;
  /** The address that the host tells others: `v4` where there is one, else `v6`. */
  readonly address: string;
  /** False between a crash and a restart. */
  readonly up: boolean;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly chance: Chance;
  bindDatagrams(port: number, onDatagram: (bytes: Uint8Array, from: Endpoint) => void): DatagramSocket;
  listen(port: number, onStream: (stream: Stream) => StreamHandlers): Listener;
  /** Opens a connection from a port of the host's own choosing. */
  connect(to: Endpoint, handlers: StreamHandlers): Stream;
  /** The address of a host or domain name that the scenario knows, or the text itself when it is an address. */
  resolve(name: string): string | undefined;
  /** Which transport a message to `address` is to take: the link's or host's setting; `auto` is the protocol's choice. */
  transportTo(address: string): 'auto' | 'udp' | 'tcp';
  /** The known path MTU to `address` in bytes. */
  mtuTo(address: string): number;
}

/** One IP packet on its way. */
export interface Packet {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** Bytes of the whole IP packet, headers included. */
  readonly sizeBytes: number;
  /** The name its draws are made under, with its transmission. */
  readonly drawName: string;
  /** The message that it carries or is a part of. */
  readonly label?: Label;
  readonly messageId?: number;
  readonly content: DatagramContent | SegmentContent;
}

export interface DatagramContent {
  readonly kind: 'udp';
  /** The UDP payload; for a fragment, the whole datagram's. */
  readonly payload: Uint8Array;
  /** IP fragmentation: the identification, and the offset and length in bytes of this piece of the IP payload (UDP header included). */
  readonly fragment?: {
    readonly id: number;
    readonly offset: number;
    readonly length: number;
    readonly last: boolean;
  };
}

export interface SegmentContent {
  readonly kind: 'tcp';
  /** Sequence numbers on the wire, modulo 2^32. */
  readonly seq: number;
  readonly ack: number;
  readonly syn: boolean;
  readonly isAck: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
  /** As it stands in the header: shifted by the window scale except in a SYN. */
  readonly window: number;
  /** The MSS option of a SYN. */
  readonly mss?: number;
  /** The window scale option of a SYN (RFC 7323 §2). */
  readonly windowScale?: number;
  /** A retransmission. */
  readonly again?: true;
  readonly payload: Uint8Array;
}

/** Sees packets for a capture, as they leave and with their fate. Does not touch the trace. */
export interface PacketTap {
  /** `dropped` is undefined when it is on its way to arrive at `arrivesUs`; that is undefined when it was dropped before it could. */
  packet(packet: Packet, sentUs: Us, arrivesUs: Us | undefined, dropped: string | undefined): void;
}

/** What a fault rule does to one message of a stream, asked once, when it is written. */
export interface StreamMessageFault {
  readonly delayUs?: Us;
  readonly stallUs?: Us;
  readonly reset?: boolean;
  readonly rule: number;
}

/** What TCP needs of the network beneath it. `sim/net/network.ts` provides it; tests may provide a simpler one. */
export interface Wire {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly chance: Chance;
  /**
   * Sends one packet over the directed link; `deliver` runs at arrival, once for each copy, not at all when it is lost. Then `lost` is told
   * at once why, with the draw behind it; the fate of a segment is no fate of its message yet, so the wire records none for it.
   */
  transmit(
    packet: Packet,
    deliver: (packet: Packet) => void,
    lost?: (packet: Packet, reason: string, draw?: number) => void,
  ): void;
  nextPacketNumber(): number;
  nextMessageId(): number;
  nodeOf(address: string): string | undefined;
  mtu(from: string, to: string): number;
  /** The node is up and may receive. */
  up(node: string): boolean;
  /** A `refuse` fault stands between these two now. */
  refuses(from: string, to: string): boolean;
  messageFault(from: string, to: string, label: Label): StreamMessageFault | undefined;
}
