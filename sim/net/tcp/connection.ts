import type { Alarm } from '../../time.ts';
import type { CloseReason, Label, Packet, SegmentContent, Stream, StreamHandlers, Wire } from '../types.ts';
import { Messages } from './messages.ts';
import { Outlet } from './outlet.ts';
import { Owner } from './owner.ts';
import type { Direction } from './packets.ts';
import { type Arrived, Reassembly } from './reassembly.ts';
import { RECEIVE_WINDOW_BYTES, type Segment, WINDOW_SCALE } from './segment.ts';
import { Sender } from './sender.ts';
import { fromWire, toWire } from './sequence.ts';

/** RFC 9293 §3.3.2. LISTEN is a port's, not a connection's. */
export type State =
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT'
  | 'CLOSED';

/** RFC 9293 §3.6.1: twice the maximum segment lifetime, of which implementations make 30 s. */
const TIME_WAIT_US = 60_000_000;

/** What an end needs of the table of all. */
export interface ConnectionPort {
  readonly wire: Wire;
  /** Hands a packet that `origin` sent to the end that it is for. */
  arrive(packet: Packet, origin: Connection): void;
  /** Answers a packet that fits nothing here with a reset. */
  answerWithReset(packet: Packet): void;
  /** The end is over; its addresses are free. */
  forget(connection: Connection): void;
}

/** How an end comes about: by its owner's asking, or by a SYN that found a listener, whose handlers are made when the handshake is done. */
export type Opening = { readonly handlers: StreamHandlers } | Accepting;

interface Accepting {
  readonly syn: Packet;
  readonly peer: Connection;
  readonly accept: (stream: Stream) => StreamHandlers;
}

/**
 * One end of a connection (RFC 9293 §3.10.7): its state, the handshake, the closing, and what the owner hears of them. Both ends are
 * in one simulation, so an end knows its peer: by it a segment finds the message that it is a piece of.
 */
export class Connection implements Stream {
  readonly id: string;
  readonly way: Direction;
  /** The messages that this end sends. */
  readonly messages: Messages;
  /** What it sent and has not arrived yet is lost: it ended in disorder. */
  broken = false;
  readonly #port: ConnectionPort;
  readonly #owner: Owner;
  readonly #outlet: Outlet;
  readonly #sender: Sender;
  readonly #reassembly = new Reassembly();
  /** The SYN that it comes from, until the handshake is done. */
  #accepting: Accepting | undefined;
  #peer: Connection | undefined;
  #peerInitial = 0;
  #state: State = 'CLOSED';
  #closing = false;
  #ackOwed = false;
  #timeWait: Alarm | undefined;
  #reason: CloseReason | undefined;

  constructor(port: ConnectionPort, id: string, way: Direction, opening: Opening) {
    const { wire } = port;
    const name = `${id}/${'syn' in opening ? 'back' : 'forth'}`;
    this.id = id;
    this.way = way;
    this.#port = port;
    this.#owner = new Owner(wire, 'syn' in opening ? opening.peer.#owner.cause : wire.trace.current);
    if ('handlers' in opening) this.#owner.handlers = opening.handlers;
    else this.#accepting = opening;
    this.messages = new Messages(wire.trace, way.from, way.to);
    this.#outlet = new Outlet(wire, way, name, this.messages, (packet) => port.arrive(packet, this));
    this.#sender = new Sender(
      {
        clock: wire.clock,
        emit: (segment) => this.#emit(segment),
        sendsAgain: ({ message, sentUs }) => {
          if (message !== undefined) this.messages.segmentSentAgain(message, wire.clock.nowUs - sentUs);
        },
        gaveUp: () => this.#end('timeout'),
        settled: () => this.#settle(),
      },
      name,
    );
  }

  get local() {
    return this.way.source;
  }

  get remote() {
    return this.way.destination;
  }

  get open(): boolean {
    return !this.#closing && (this.#state === 'ESTABLISHED' || this.#state === 'CLOSE-WAIT');
  }

  get state(): State {
    return this.#state;
  }

  get bufferedBytes(): number {
    return this.#state === 'CLOSED' ? 0 : this.#sender.bufferedBytes;
  }

  /** The end that packets of this one go to, while it stands. */
  get peer(): Connection | undefined {
    return this.#peer?.state === 'CLOSED' ? undefined : this.#peer;
  }

  /** Begins the handshake. */
  start(): void {
    if (this.#accepting !== undefined) {
      this.#state = 'SYN-RECEIVED';
      this.#meet(this.#accepting.peer, this.#accepting.syn);
    } else this.#state = 'SYN-SENT';
    this.#sender.start();
  }

  /** Ends before it began: nobody can be asked. */
  fail(reason: CloseReason): void {
    this.#over(reason);
    this.#owner.closedLater(reason);
  }

  write(bytes: Uint8Array, label: Label, acknowledged?: () => void): void {
    if (bytes.length === 0) throw new Error(`${this.id}: an empty message ${label.name}`);
    const { wire } = this.#port;
    const { from, to } = this.way;
    if (this.#closing || this.#state === 'CLOSED') {
      this.#refuse(bytes, label);
      return;
    }
    const fault = wire.messageFault(from, to, label);
    const heldUs = (fault?.delayUs ?? 0) + (fault?.stallUs ?? 0);
    const untilUs = wire.clock.nowUs + heldUs;
    const message = this.messages.sent(wire.nextMessageId(), bytes, label, untilUs, acknowledged);
    if (fault?.reset === true) {
      this.messages.dropped(message, `fault ${fault.rule}`);
      this.breakBoth();
      return;
    }
    if (fault !== undefined && heldUs > 0) this.messages.delayed(message, `fault ${fault.rule}`, heldUs);
    wire.trace.because(message.sentSeq, () => this.#sender.push(message));
  }

  /** What comes too late for this connection. A host that is down says nothing at all. */
  #refuse(bytes: Uint8Array, label: Label): void {
    const { wire } = this.#port;
    if (!wire.up(this.way.from)) return;
    const message = this.messages.sent(wire.nextMessageId(), bytes, label, wire.clock.nowUs);
    this.messages.dropped(message, this.#reason ?? 'closed');
  }

  close(): void {
    if (this.#closing || this.#state === 'CLOSED') return;
    this.#closing = true;
    this.#sender.finish();
  }

  reset(): void {
    if (this.#state === 'CLOSED') return;
    this.#sendReset();
    this.#over('reset');
    this.#owner.closedLater('reset');
  }

  /** A fault: both ends find the connection broken at once. */
  breakBoth(): void {
    const peer = this.#peer;
    peer?.reset();
    this.reset();
  }

  /** The node is down: nothing is sent any more, not even a reset. */
  crash(): void {
    if (this.#state === 'CLOSED') return;
    this.#over('crash');
    this.#owner.closedLater('crash');
  }

  /** A packet that the table found to be for this end; `origin` sent it. */
  arrive(packet: Packet, origin: Connection): void {
    const content = packet.content as SegmentContent;
    if (content.rst) this.arriveReset(content);
    else if (this.#state === 'SYN-SENT') this.#onSynAck(packet, content, origin);
    else if (content.syn) this.#onSynAgain(packet);
    else if (origin === this.#peer) this.#onSegment(packet, content, origin);
  }

  /** RFC 9293 §3.10.7.3 and §3.10.7.4, second: a reset is believed if it answers our SYN or falls into the window. */
  arriveReset(content: SegmentContent): void {
    const { next } = this.#reassembly;
    if (this.#state === 'SYN-SENT') {
      if (content.isAck && content.ack === toWire(this.#outlet.initial, 1)) this.#end('refused');
      return;
    }
    const offset = fromWire(this.#peerInitial, next, content.seq);
    if (offset < next || offset > next + RECEIVE_WINDOW_BYTES) return;
    this.#end(this.#isBeyondReset() ? 'closed' : 'reset');
  }

  /** In CLOSING, LAST-ACK and TIME-WAIT a reset only ends the waiting; unless what we sent before our FIN has not arrived. */
  #isBeyondReset(): boolean {
    const isLate = this.#state === 'CLOSING' || this.#state === 'LAST-ACK' || this.#state === 'TIME-WAIT';
    return isLate && !this.messages.underWay;
  }

  #onSynAck(packet: Packet, content: SegmentContent, origin: Connection): void {
    // RFC 9293 §3.10.7.3, first: the other end still holds an older connection of these addresses.
    if (content.ack !== toWire(this.#outlet.initial, 1)) this.#port.answerWithReset(packet);
    else if (content.syn) this.#onHandshake(packet, content, origin);
  }

  #onHandshake(packet: Packet, content: SegmentContent, origin: Connection): void {
    this.#meet(origin, packet);
    this.#sender.acknowledge(1, content.window, false);
    this.#establish(content.mss ?? this.#outlet.mss);
    this.#acknowledge(packet);
    this.#owner.tell(() => this.#owner.handlers?.opened?.());
    this.#sender.pump();
    this.#settle();
  }

  /** The other end did not see our acknowledgement of its SYN. A SYN-ACK has its own timer. */
  #onSynAgain(packet: Packet): void {
    if (this.#state !== 'SYN-RECEIVED') this.#acknowledge(packet);
  }

  #onSegment(packet: Packet, content: SegmentContent, origin: Connection): void {
    const length = content.payload.length + (content.fin ? 1 : 0);
    // A reset loses what was in flight (ARCHITECTURE.md, decision 7).
    if (length > 0 && origin.broken) return;
    const ack = fromWire(this.#outlet.initial, this.#sender.una, content.ack);
    this.#sender.acknowledge(ack, content.window << WINDOW_SCALE, length === 0);
    if (this.#state === 'SYN-RECEIVED' && this.#sender.synchronized) this.#accept();
    if (this.#sender.finished) this.#onFinAcknowledged();
    if (length > 0 && this.#state !== 'CLOSED') this.#take(packet, content, length);
    this.#sender.pump();
    if (this.#ackOwed) this.#acknowledge(packet);
    this.#settle();
  }

  /** The handshake is done at the listening end: its owner gets the stream. */
  #accept(): void {
    if (this.#accepting === undefined) return;
    const { accept, syn } = this.#accepting;
    this.#accepting = undefined;
    this.#establish((syn.content as SegmentContent).mss ?? this.#outlet.mss);
    this.#owner.tell(() => {
      const handlers = accept(this);
      this.#owner.handlers = handlers;
      handlers.opened?.();
    });
  }

  #meet(peer: Connection, syn: Packet): void {
    this.#peer = peer;
    this.#peerInitial = (syn.content as SegmentContent).seq;
    this.#outlet.ack = toWire(this.#peerInitial, this.#reassembly.next);
  }

  /** SMSS is what the other end's option allows and the own path carries. */
  #establish(mss: number): void {
    this.#state = 'ESTABLISHED';
    this.#sender.establish(Math.min(mss, this.#outlet.pathMss));
  }

  #take(packet: Packet, content: SegmentContent, length: number): void {
    const offset = fromWire(this.#peerInitial, this.#reassembly.next, content.seq);
    if (this.#state === 'TIME-WAIT') this.#waitOut();
    if (this.#reassembly.place({ offset, length, packet }) !== 'next') {
      // RFC 5681 §3.2: "A TCP receiver SHOULD send an immediate duplicate ACK when an out-of-order segment arrives."
      this.#acknowledge(packet);
      return;
    }
    this.#ackOwed = true;
    for (let next: Arrived | undefined = { offset, length, packet }; next !== undefined; ) {
      this.#consume(next.packet);
      next = this.#state === 'CLOSED' ? undefined : this.#reassembly.take();
    }
  }

  #consume(packet: Packet): void {
    const content = packet.content as SegmentContent;
    this.#outlet.ack = toWire(this.#peerInitial, this.#reassembly.next);
    if (content.fin) {
      this.#onFin();
      return;
    }
    const message = this.#peer?.messages.get(packet.messageId ?? -1);
    if (message === undefined) throw new Error(`${packet.drawName} carries a message that is not under way`);
    const seq = content.psh ? this.#peer!.messages.received(message) : message.sentSeq;
    this.#owner.received(content.payload, seq);
  }

  #onFin(): void {
    if (this.#state === 'ESTABLISHED') {
      this.#state = 'CLOSE-WAIT';
      const { handlers } = this.#owner;
      if (handlers?.ended === undefined) this.close();
      else this.#owner.tell(() => handlers.ended?.());
    } else if (this.#state === 'FIN-WAIT-1') this.#state = 'CLOSING';
    else if (this.#state === 'FIN-WAIT-2') this.#waitOut();
  }

  #onFinAcknowledged(): void {
    if (this.#state === 'FIN-WAIT-1') this.#state = 'FIN-WAIT-2';
    else if (this.#state === 'CLOSING') this.#waitOut();
    else if (this.#state === 'LAST-ACK') this.#over('closed');
  }

  /**
   * TIME-WAIT: the other end may not have seen the last acknowledgement; when it sends its FIN again, the wait begins anew. The owner
   * need not wait.
   */
  #waitOut(): void {
    const { clock } = this.#port.wire;
    this.#state = 'TIME-WAIT';
    this.#sender.stop();
    if (this.#timeWait !== undefined) clock.cancel(this.#timeWait);
    this.#timeWait = clock.after(TIME_WAIT_US, () => this.#over('closed'), { background: true });
  }

  /** After an event: tells the owner what has come of it. */
  #settle(): void {
    for (const { sentSeq, acknowledged } of this.#sender.takeAcknowledged())
      this.#port.wire.trace.because(sentSeq, () => acknowledged?.());
    if (this.#state === 'TIME-WAIT') this.#owner.closed('closed');
    else if (this.#reason !== undefined) this.#owner.closed(this.#reason);
    else if (this.#sender.takeDrained()) this.#owner.tell(() => this.#owner.handlers?.drained?.());
  }

  #end(reason: CloseReason): void {
    this.#over(reason);
    this.#owner.closed(reason);
  }

  #over(reason: CloseReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#state = 'CLOSED';
    this.broken = reason !== 'closed';
    this.#ackOwed = false;
    this.#sender.stop();
    if (this.#timeWait !== undefined) this.#port.wire.clock.cancel(this.#timeWait);
    this.messages.dropAll(reason);
    this.#port.forget(this);
  }

  #emit(segment: Segment): void {
    this.#ackOwed = false;
    if (segment.kind === 'data') this.#outlet.data(segment);
    else if (segment.kind === 'syn') this.#outlet.syn(segment, this.#state === 'SYN-RECEIVED');
    else {
      if (this.#state === 'ESTABLISHED') this.#state = 'FIN-WAIT-1';
      else if (this.#state === 'CLOSE-WAIT') this.#state = 'LAST-ACK';
      this.#outlet.fin(segment);
    }
  }

  #acknowledge(trigger: Packet): void {
    this.#ackOwed = false;
    this.#outlet.acknowledgement(this.#sender.end, trigger);
  }

  /** RFC 9293 §3.10.5: nothing to reset before the other end has answered. */
  #sendReset(): void {
    if (this.#peer !== undefined && this.#state !== 'TIME-WAIT') this.#outlet.reset(this.#sender.end);
  }
}
