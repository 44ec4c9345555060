import type { Chance } from '../chance.ts';
import { corrupted } from '../faults/corrupt.ts';
import type { Faults } from '../faults/faults.ts';
import type { DatagramFault } from '../faults/message-faults.ts';
import type { Us } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import { MAX_DATAGRAM_BYTES, packetsOf } from './fragments.ts';
import type { Drop, Passage } from './link.ts';
import { recordFate, recordReceived, recordSent, type TracedMessage } from './message-records.ts';
import type { Transit } from './transit.ts';
import { type Endpoint, type Label, messageKey, type Packet } from './types.ts';

export interface Datagram {
  readonly from: string;
  /** Undefined when nobody has the address. */
  readonly to: string | undefined;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly payload: Uint8Array;
  readonly label: Label;
}

export type DatagramHandler = (payload: Uint8Array, from: Endpoint) => void;

export interface DatagramsOptions {
  readonly clock: { readonly nowUs: Us };
  readonly trace: Trace;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly transit: Transit;
  readonly mtu: (from: string, to: string) => number;
  readonly nextMessageId: () => number;
  /** What handles datagrams to a port of a host; undefined when nothing does. */
  readonly handler: (host: string, port: number) => DatagramHandler | undefined;
}

type Message = TracedMessage & Datagram & { readonly to: string; readonly sentUs: Us };

/** One packet of a message, and what becomes of it on the link. */
interface Crossing {
  readonly packet: Packet;
  readonly passage: Passage;
}

/** UDP for all hosts of a network: returns what sends a datagram. */
export function createDatagrams(options: DatagramsOptions): (datagram: Datagram) => void {
  const { clock, trace, chance, faults, transit, mtu, nextMessageId, handler } = options;

  function send(datagram: Datagram): void {
    const message = announce(datagram);
    if (datagram.to === undefined) recordFate(trace, 'message.dropped', message, 'no such host');
    else if (datagram.payload.length > MAX_DATAGRAM_BYTES) refuse(message);
    else carry(message);
  }

  function carry(message: Message): void {
    const hop = { from: message.from, to: message.to, label: message.label, nowUs: clock.nowUs };
    const fault = faults.datagram(hop);
    if (fault?.drop !== undefined) {
      drop(message, fault.drop.reason);
      return;
    }
    const crossings = cross(fault === undefined ? message : corrupt(message, fault));
    recordPassage(message, crossings);
    const arrivesUs = arrivalOf(crossings);
    if (arrivesUs === undefined) {
      // Where a fragment was lost the others arrive all the same.
      launch(message, crossings, 0, 0);
    } else if (fault?.wait !== undefined) {
      recordFate(trace, 'message.delayed', message, fault.wait.reason);
      faults.wait(hop, fault.wait.after, (earliestUs) => launchWith(fault, message, crossings, earliestUs));
    } else {
      if (fault === undefined) launch(message, crossings, 0, 0);
      else launchWith(fault, message, crossings, 0);
      faults.arrives(hop, arrivesUs);
    }
  }

  function announce({ from, to, source, destination, payload, label }: Datagram): Message {
    const host = to ?? destination.address;
    const key = messageKey(from, host, label);
    const id = nextMessageId();
    const sentUs = clock.nowUs;
    const message = { id, key, from, to: host, source, destination, payload, label, sent: -1, sentUs };
    message.sent = recordSent(trace, message, payload);
    return message;
  }

  function refuse(message: Message): void {
    recordFate(trace, 'message.dropped', message, 'mtu');
    const text = `a datagram of ${message.payload.length} bytes: UDP takes ${MAX_DATAGRAM_BYTES} at most`;
    trace.record({ type: 'note', node: message.from, text }, message.sent);
  }

  function drop(message: Message, reason: string): void {
    for (const packet of packets(message)) transit.lose(packet, reason);
    recordFate(trace, 'message.dropped', message, reason);
  }

  function packets(message: Message): Packet[] {
    return packetsOf(message, mtu(message.from, message.to), transit.nextPacketNumber);
  }

  function cross(message: Message): Crossing[] {
    return packets(message).map((packet) => ({ packet, passage: transit.enter(packet) }));
  }

  function corrupt(message: Message, fault: DatagramFault): Message {
    let { payload } = message;
    for (const { rule, octets } of fault.corruptions) {
      const { bytes, places } = corrupted(payload, octets, chance, `${message.key}/fault ${rule}`);
      payload = bytes;
      const detail = `octets ${places.join(', ')}`;
      trace.record({ type: 'fault', rule, fault: 'corrupt', on: message.key, detail }, message.sent);
    }
    return { ...message, payload };
  }

  /** One lost fragment loses the datagram; a copy of a fragment is no copy of the datagram. */
  function recordPassage(message: Message, crossings: readonly Crossing[]): void {
    const fragments = crossings.length;
    const lost = crossings.findIndex(({ passage }) => passage.dropped !== undefined);
    if (lost >= 0) {
      const { reason, draw } = crossings[lost]!.passage.dropped!;
      const which = fragments > 1 ? ` (fragment ${lost + 1} of ${fragments})` : '';
      recordFate(trace, 'message.dropped', message, `${reason}${which}`, { draw });
      return;
    }
    for (const { passage } of crossings) {
      for (const { reason, draw, byUs } of passage.delays) {
        recordFate(trace, 'message.delayed', message, reason, { draw, byUs });
      }
      if (fragments > 1) continue;
      for (const { reason, draw, byUs } of passage.copies) {
        recordFate(trace, 'message.duplicated', message, reason, { draw, byUs });
      }
    }
  }

  /** Lets the packets arrive as a fault wants it, and those of the copies that it makes. */
  function launchWith(
    fault: DatagramFault,
    message: Message,
    crossings: readonly Crossing[],
    earliestUs: Us,
  ): void {
    let delayUs = 0;
    for (const { reason, byUs } of fault.delays) {
      recordFate(trace, 'message.delayed', message, reason, { byUs });
      delayUs += byUs;
    }
    launch(message, crossings, delayUs, earliestUs);
    for (const { reason, byUs } of fault.copies) {
      recordFate(trace, 'message.duplicated', message, reason, { byUs });
      launch(message, crossings, delayUs + byUs, earliestUs);
    }
  }

  /** Lets the packets arrive, `delayUs` later than the link would have them, and not before `earliestUs`. */
  function launch(message: Message, crossings: readonly Crossing[], delayUs: Us, earliestUs: Us): void {
    const fragments = crossings.length > 1 ? createAssembly(message, crossings.length) : undefined;
    for (const [piece, { packet, passage }] of crossings.entries()) {
      if (passage.arrivesUs === undefined) continue;
      const arrived = fragments ? () => fragments.arrived(piece, packet) : () => deliver(message, packet);
      const lost =
        fragments?.lost ?? (({ reason }: Drop) => recordFate(trace, 'message.dropped', message, reason));
      const atUs = Math.max(passage.arrivesUs, earliestUs) + delayUs;
      transit.arrive(packet, message.sentUs, atUs, arrived, lost);
      for (const { byUs } of passage.copies)
        transit.arrive(packet, message.sentUs, atUs + byUs, arrived, lost);
    }
  }

  /** Collects the fragments of one message. */
  function createAssembly(message: Message, pieces: number) {
    const missing = new Set(Array.from({ length: pieces }, (_, piece) => piece));
    let isLost = false;
    return {
      arrived(piece: number, packet: Packet): void {
        if (missing.delete(piece) && missing.size === 0) deliver(message, packet);
      },
      lost({ reason }: Drop): void {
        if (!isLost) recordFate(trace, 'message.dropped', message, reason);
        isLost = true;
      },
    };
  }

  function deliver(message: Message, { content, source, destination }: Packet): void {
    const handle = handler(message.to, destination.port);
    if (handle === undefined) {
      recordFate(trace, 'message.dropped', message, 'port closed');
      return;
    }
    if (!trace.on) {
      handle(content.payload, source);
      return;
    }
    const received = recordReceived(trace, message, content.payload);
    trace.because(received, () => handle(content.payload, source));
  }

  return send;
}

/** When the last packet arrives; undefined when one of them is lost. */
function arrivalOf(crossings: readonly Crossing[]): Us | undefined {
  let latestUs = 0;
  for (const { passage } of crossings) {
    if (passage.arrivesUs === undefined) return undefined;
    latestUs = Math.max(latestUs, passage.arrivesUs);
  }
  return latestUs;
}
