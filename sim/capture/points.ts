// Where packets are captured: at the senders of all, or at one host.
import type { Packet, PacketTap } from '../net/types.ts';
import type { Us } from '../time.ts';

/** A packet as it stands in a capture. */
export interface Captured {
  readonly packet: Packet;
  readonly atUs: Us;
  dropped: string | undefined;
}

/** Listens to a network; `packets` are those seen so far, in the order of their times. */
export interface CapturePoint extends PacketTap {
  packets(): Captured[];
}

/** Each packet once, when it leaves its node, a lost one with the reason; a copy that a link makes not at all. */
export function atSenders(): CapturePoint {
  const sent = new Map<number, Captured>();
  return {
    packet(packet, sentUs, _arrivesUs, dropped) {
      const known = sent.get(packet.number);
      if (known === undefined) sent.set(packet.number, { packet, atUs: sentUs, dropped });
      else known.dropped ??= dropped;
    },
    packets: () => [...sent.values()].sort(byTime),
  };
}

/** What a host sends, when it leaves, and what it receives, when it arrives, copies too. What is lost on its way to it never comes. */
export function atHost(host: string): CapturePoint {
  const sent = atSenders();
  const received: Captured[] = [];
  return {
    packet(packet, sentUs, arrivesUs, dropped) {
      if (packet.from === host) sent.packet(packet, sentUs, arrivesUs, dropped);
      if (packet.to !== host || packet.from === host || arrivesUs === undefined) return;
      if (dropped === undefined) received.push({ packet, atUs: arrivesUs, dropped });
      else missed(received, packet, arrivesUs);
    },
    packets: () => [...sent.packets(), ...received].sort(byTime),
  };
}

/** It was told of as arriving, and then the host was down. */
function missed(received: Captured[], { number }: Packet, arrivesUs: Us): void {
  const place = received.findLastIndex((one) => one.packet.number === number && one.atUs === arrivesUs);
  if (place >= 0) received.splice(place, 1);
}

function byTime(one: Captured, other: Captured): number {
  return one.atUs - other.atUs || one.packet.number - other.packet.number;
}
