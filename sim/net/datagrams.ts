import type { Chance } from '../chance.ts';
import { corrupted } from '../faults/corrupt.ts';
import type { Faults } from '../faults/faults.ts';
import type { DatagramFault } from '../faults/message-faults.ts';
import type { Us } from '../time.ts';
import type { MessageFateEntry } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import { MAX_DATAGRAM_BYTES, packetsOf } from './fragments.ts';
import type { Drop, Passage } from './link.ts';
import {
  type FateDetails,
  recordFate,
  recordReceived,
  recordSent,
  type TracedMessage,
} from './message-records.ts';
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

/** UDP for all hosts of a network. */
export class Datagrams {
  readonly #net: DatagramsOptions;

  constructor(net: DatagramsOptions) {
    this.#net = net;
  }

  /** Sends one; what becomes of it is in the trace. */
  send(datagram: Datagram): void {
    const message = this.#announce(datagram);
    if (datagram.to === undefined) this.#fate('message.dropped', message, 'no such host');
    else if (datagram.payload.length > MAX_DATAGRAM_BYTES) this.#refuse(message);
    else this.#carry(message);
  }

  #announce({ from, to, source, destination, payload, label }: Datagram): Message {
    const { clock, trace, nextMessageId } = this.#net;
    const host = to ?? destination.address;
    const key = messageKey(from, host, label);
    const id = nextMessageId();
    const sentUs = clock.nowUs;
    const message = { id, key, from, to: host, source, destination, payload, label, sent: -1, sentUs };
    message.sent = recordSent(trace, message, payload);
    return message;
  }

  #refuse(message: Message): void {
    this.#fate('message.dropped', message, 'mtu');
    const text = `a datagram of ${message.payload.length} bytes: UDP takes ${MAX_DATAGRAM_BYTES} at most`;
    this.#net.trace.record({ type: 'note', node: message.from, text }, message.sent);
  }

  #carry(message: Message): void {
    const { faults, transit } = this.#net;
    const hop = { from: message.from, to: message.to, label: message.label, nowUs: message.sentUs };
    const fault = faults.datagram(hop);
    const packets = this.#packets(fault === undefined ? message : this.#corrupt(message, fault));
    if (fault?.drop !== undefined) {
      for (const packet of packets) transit.lose(packet, fault.drop.reason);
      this.#fate('message.dropped', message, fault.drop.reason);
      return;
    }
    const crossings = packets.map((packet) => ({ packet, passage: transit.enter(packet) }));
    this.#recordPassage(message, crossings);
    const arrivesUs = arrivalOf(crossings);
    if (arrivesUs === undefined) {
      // Where a fragment was lost the others arrive all the same.
      this.#launch(message, crossings, 0, 0);
    } else if (fault?.wait !== undefined) {
      this.#fate('message.delayed', message, fault.wait.reason);
      const release = (earliestUs: Us) => this.#launchWith(fault, message, crossings, earliestUs);
      faults.wait(hop, fault.wait.after, release);
    } else {
      if (fault === undefined) this.#launch(message, crossings, 0, 0);
      else this.#launchWith(fault, message, crossings, 0);
      faults.arrives(hop, arrivesUs);
    }
  }

  #packets(message: Message): Packet[] {
    const { mtu, transit } = this.#net;
    return packetsOf(message, mtu(message.from, message.to), transit.nextPacketNumber);
  }

  #corrupt(message: Message, { corruptions }: DatagramFault): Message {
    const { chance, trace } = this.#net;
    let { payload } = message;
    for (const [n, { rule, octets }] of corruptions.entries()) {
      const { bytes, places } = corrupted(payload, octets, chance, `${message.key}/corruption ${n}`);
      payload = bytes;
      const detail = `octets ${places.join(', ')}`;
      trace.record({ type: 'fault', rule, fault: 'corrupt', on: message.key, detail }, message.sent);
    }
    return { ...message, payload };
  }

  /** One lost fragment loses the datagram; a copy of a fragment is no copy of the datagram. */
  #recordPassage(message: Message, crossings: readonly Crossing[]): void {
    const fragments = crossings.length;
    const lost = crossings.findIndex(({ passage }) => passage.dropped !== undefined);
    if (lost >= 0) {
      const { reason, draw } = crossings[lost]!.passage.dropped!;
      const which = fragments > 1 ? ` (fragment ${lost + 1} of ${fragments})` : '';
      this.#fate('message.dropped', message, `${reason}${which}`, { draw });
      return;
    }
    for (const { passage } of crossings) {
      for (const delay of passage.delays) this.#fate('message.delayed', message, delay.reason, delay);
      if (fragments > 1) continue;
      for (const copy of passage.copies) this.#fate('message.duplicated', message, copy.reason, copy);
    }
  }

  /** Lets the packets arrive as a fault wants it, and those of the copies that it makes. */
  #launchWith(fault: DatagramFault, message: Message, crossings: readonly Crossing[], earliestUs: Us): void {
    let delayUs = 0;
    for (const delay of fault.delays) {
      this.#fate('message.delayed', message, delay.reason, delay);
      delayUs += delay.byUs;
    }
    this.#launch(message, crossings, delayUs, earliestUs);
    for (const copy of fault.copies) {
      this.#fate('message.duplicated', message, copy.reason, copy);
      this.#launch(message, crossings, delayUs + copy.byUs, earliestUs);
    }
  }

  /** Lets the packets arrive, `delayUs` later than the link would have them, and not before `earliestUs`. */
  #launch(message: Message, crossings: readonly Crossing[], delayUs: Us, earliestUs: Us): void {
    const { transit } = this.#net;
    const missing = crossings.length > 1 ? new Set(crossings) : undefined;
    // Of a fragmented datagram one loss speaks for all, also one on the way.
    let isLost = arrivalOf(crossings) === undefined;
    const lost = ({ reason }: Drop) => {
      if (isLost && missing !== undefined) return;
      isLost = true;
      this.#fate('message.dropped', message, reason);
    };
    for (const crossing of crossings) {
      const { packet, passage } = crossing;
      if (passage.arrivesUs === undefined) continue;
      const arrived = () => {
        const isWhole = missing === undefined || (missing.delete(crossing) && missing.size === 0);
        if (isWhole) this.#deliver(message, packet);
      };
      const atUs = Math.max(passage.arrivesUs, earliestUs) + delayUs;
      transit.arrive(packet, message.sentUs, atUs, arrived, lost);
      for (const { byUs } of passage.copies) {
        transit.arrive(packet, message.sentUs, atUs + byUs, arrived, lost);
      }
    }
  }

  #deliver(message: Message, { content, source, destination }: Packet): void {
    const { trace, handler } = this.#net;
    const handle = handler(message.to, destination.port);
    if (handle === undefined) {
      this.#fate('message.dropped', message, 'port closed');
    } else if (trace.on) {
      const received = recordReceived(trace, message, content.payload);
      trace.because(received, () => handle(content.payload, source));
    } else {
      handle(content.payload, source);
    }
  }

  #fate(type: MessageFateEntry['type'], message: Message, reason: string, more?: FateDetails): void {
    recordFate(this.#net.trace, type, message, reason, more);
  }
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
