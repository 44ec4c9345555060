import type { Packet, Wire } from '../types.ts';
import type { Messages } from './messages.ts';
import { ackPacket, type Direction, dataPacket, finPacket, rstPacket, synPacket } from './packets.ts';
import { mssOf, type Segment } from './segment.ts';
import { toWire } from './sequence.ts';

/** Where one end's packets leave: it numbers them, puts them on the wire, and hears which were lost. */
export class Outlet {
  readonly #wire: Wire;
  readonly #way: Direction;
  readonly #name: string;
  readonly #deliver: (packet: Packet) => void;
  readonly #lost: (packet: Packet, reason: string, draw?: number) => void;
  /** RFC 9293 §3.7.1: what this end can receive in one segment. */
  readonly mss: number;
  /** The initial sequence number. */
  readonly initial: number;
  /** The acknowledgement number on the wire: 0 before the other end's SYN came. */
  ack = 0;

  constructor(
    wire: Wire,
    way: Direction,
    name: string,
    messages: Messages,
    deliver: (packet: Packet) => void,
  ) {
    this.#wire = wire;
    this.#way = way;
    this.#name = name;
    this.#deliver = deliver;
    this.#lost = (packet, reason, draw) => messages.segmentLost(packet.messageId, reason, draw);
    this.mss = mssOf(wire.mtu(way.to, way.from), way.source.address);
    this.initial = wire.chance.integer(`${name}/initial sequence number`, 2 ** 32);
  }

  /** What the path to the other end carries in one segment. */
  get pathMss(): number {
    return mssOf(this.#wire.mtu(this.#way.from, this.#way.to), this.#way.source.address);
  }

  syn(segment: Segment, isAck: boolean): void {
    this.#transmit(synPacket(this.#way, this.#at(segment.offset), segment, this.mss, isAck));
  }

  data(segment: Segment): void {
    this.#transmit(dataPacket(this.#way, this.#at(segment.offset), segment));
  }

  fin(segment: Segment): void {
    this.#transmit(finPacket(this.#way, this.#at(segment.offset), segment));
  }

  /** A bare acknowledgement. Its draws go by what it answers, so that one more or less leaves those of the others as they were. */
  acknowledgement(offset: number, trigger: Packet): void {
    this.#transmit(ackPacket(this.#way, this.#at(offset), `${trigger.drawName}/ack`));
  }

  reset(offset: number): void {
    this.#transmit(rstPacket(this.#way, this.#at(offset), `${this.#name}/reset`, true));
  }

  #at(offset: number) {
    return { number: this.#wire.nextPacketNumber(), seq: toWire(this.initial, offset), ack: this.ack };
  }

  #transmit(packet: Packet): void {
    this.#wire.transmit(packet, this.#deliver, this.#lost);
  }
}
