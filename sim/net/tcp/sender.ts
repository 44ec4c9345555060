import type { Alarm, Clock, Us } from '../../time.ts';
import { Congestion } from './congestion.ts';
import { Fifo } from './fifo.ts';
import type { Message } from './messages.ts';
import { RetransmissionTimeout } from './retransmission-timeout.ts';
import type { Segment } from './segment.ts';

/** "give up after 6 SYNs": at 0, 1, 3, 7, 15 and 31 s; the connection has failed at 63 s (RFC 9293 §3.8.3 asks for 3 minutes of a user's patience). */
const MOST_SYNS = 6;
/** RFC 9293 §3.8.3: R2, after which the connection is closed, "SHOULD correspond to at least 100 seconds" without progress. */
const GIVE_UP_US = 100_000_000;

const NOTHING = new Uint8Array(0);
const NO_MESSAGES: readonly Message[] = [];

/** What a sender needs of its end of the connection. */
export interface SenderPort {
  readonly clock: Clock;
  /** Puts one transmission of a segment on the wire, with the acknowledgement of the moment. */
  emit(segment: Segment): void;
  /** A segment goes out again. */
  sendsAgain(segment: Segment): void;
  /** No acknowledgement came for too long. */
  gaveUp(): void;
  /** One of the sender's own timers has fired, and all that follows has been done. */
  settled(): void;
}

/**
 * The sending half of one end: cuts messages into segments, keeps to both windows, and sends again what is not acknowledged.
 * Segments in flight stay as they were cut. After a timeout they go out again in order, in slow start (go-back-N), until an
 * acknowledgement jumps over what the other end had held.
 */
export class Sender {
  readonly #port: SenderPort;
  /** `sender>core/connection 1/forth`. */
  readonly #name: string;
  readonly #timeout = new RetransmissionTimeout();
  readonly #waiting = new Fifo<Message>();
  readonly #inFlight = new Fifo<Segment>();
  #congestion: Congestion | undefined;
  #smss = 0;
  #peerWindow = 0;
  /** SND.UNA, and the offset of the first byte that was never sent. */
  #una = 0;
  #end = 0;
  /** Bytes of the first waiting message that are cut already. */
  #cut = 0;
  /** Segments cut so far: the SYN is number 0. */
  #segments = 0;
  /** Index in flight of the next segment to send again after a timeout; their number when there is none. */
  #again = 0;
  #bufferedBytes = 0;
  #owesDrained = false;
  /** Messages that the other end has whole, whose owner has yet to be told. */
  #acknowledged: Message[] = [];
  #finishing = false;
  #finSent = false;
  #synWasSentAgain = false;
  #dueUs: Us = 0;
  #alarm: Alarm | undefined;
  #holdAlarm: Alarm | undefined;
  #progressUs: Us = 0;
  #lastSentUs: Us = 0;

  constructor(port: SenderPort, name: string) {
    this.#port = port;
    this.#name = name;
  }

  get una(): number {
    return this.#una;
  }

  /** The offset after all that was ever sent. */
  get end(): number {
    return this.#end;
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  /** The SYN is acknowledged. */
  get synchronized(): boolean {
    return this.#una > 0;
  }

  /** The FIN is acknowledged, and all before it. */
  get finished(): boolean {
    return this.#finSent && this.#una === this.#end;
  }

  /** Sends the SYN. */
  start(): void {
    this.#send('syn', 1, NOTHING, undefined, false);
  }

  /** The handshake is done: data may flow, in segments of at most `smss` bytes. */
  establish(smss: number): void {
    this.#smss = smss;
    this.#congestion = new Congestion(smss, this.#synWasSentAgain);
    if (this.#synWasSentAgain) this.#timeout.synWasSentAgain();
  }

  /** Queues a message. */
  push(message: Message): void {
    this.#waiting.push(message);
    this.#bufferedBytes += message.bytes.length;
    this.pump();
    if (this.#bufferedBytes > 0) this.#owesDrained = true;
  }

  /** Queues the FIN. */
  finish(): void {
    this.#finishing = true;
    this.pump();
  }

  /** True once after buffered bytes have fallen to zero. */
  takeDrained(): boolean {
    if (!this.#owesDrained || this.#bufferedBytes > 0) return false;
    this.#owesDrained = false;
    return true;
  }

  /** Those messages whose acknowledgement is wanted, once each, in order, when it has come. */
  takeAcknowledged(): readonly Message[] {
    if (this.#acknowledged.length === 0) return NO_MESSAGES;
    const all = this.#acknowledged;
    this.#acknowledged = [];
    return all;
  }

  stop(): void {
    this.#disarm();
    if (this.#holdAlarm !== undefined) this.#port.clock.cancel(this.#holdAlarm);
    this.#holdAlarm = undefined;
    this.#congestion = undefined;
  }

  /**
   * An acknowledgement up to offset `ack` came, with the other end's `window` in bytes; `bare` when its segment carried nothing else
   * (RFC 5681 §2: only such a one can be a duplicate).
   */
  acknowledge(ack: number, window: number, bare: boolean): void {
    if (ack > this.#end || ack < this.#una) return;
    const sameWindow = window === this.#peerWindow;
    this.#peerWindow = window;
    if (ack > this.#una) this.#advance(ack);
    else if (bare && sameWindow && this.#inFlight.length > 0) this.#duplicate();
  }

  /** Sends what both windows allow: first what a timeout made doubtful, then what was never sent. */
  pump(): void {
    if (this.#congestion === undefined) return;
    const idleUs = this.#port.clock.nowUs - this.#lastSentUs;
    if (this.#inFlight.length === 0 && idleUs > this.#timeout.us) this.#congestion.restart();
    while (this.#again < this.#inFlight.length) {
      const segment = this.#inFlight.at(this.#again)!;
      if (!this.#allows(segment.length)) return;
      this.#again++;
      this.#transmit(segment);
    }
    while (this.#sendNew());
  }

  /** Cuts and sends one new segment; false when there is none, or no room for it. */
  #sendNew(): boolean {
    const message = this.#waiting.first;
    if (message === undefined) return this.#sendFin();
    if (message.heldUntilUs > this.#port.clock.nowUs) return this.#hold(message.heldUntilUs);
    const length = Math.min(this.#smss, message.bytes.length - this.#cut);
    if (!this.#allows(length)) return false;
    const payload = message.bytes.subarray(this.#cut, this.#cut + length);
    this.#cut += length;
    this.#bufferedBytes -= length;
    const last = this.#cut === message.bytes.length;
    if (last) {
      this.#waiting.shift();
      this.#cut = 0;
    }
    this.#send('data', length, payload, message, last);
    return true;
  }

  #sendFin(): false {
    if (!this.#finishing || this.#finSent || !this.#allows(1)) return false;
    this.#finSent = true;
    this.#send('fin', 1, NOTHING, undefined, false);
    return false;
  }

  /** A fault holds the first waiting message, and so all behind it. */
  #hold(untilUs: Us): false {
    if (this.#holdAlarm !== undefined) return false;
    this.#holdAlarm = this.#port.clock.after(untilUs - this.#port.clock.nowUs, () => {
      this.#holdAlarm = undefined;
      this.pump();
      this.#port.settled();
    });
    return false;
  }

  /** A segment goes out whole or not at all, so a window that is nearly full stays so (RFC 9293 §3.8.6.2.1). */
  #allows(length: number): boolean {
    const inFlight = this.#flightSize;
    return inFlight + length <= this.#peerWindow && this.#congestion!.allows(length, inFlight, this.#again);
  }

  /** Bytes that are on their way as far as the sender knows. */
  get #flightSize(): number {
    return (this.#inFlight.at(this.#again)?.offset ?? this.#end) - this.#una;
  }

  #send(
    kind: Segment['kind'],
    length: number,
    payload: Uint8Array,
    message: Message | undefined,
    last: boolean,
  ): void {
    const sentUs = this.#port.clock.nowUs;
    const name = `${this.#name}/segment ${this.#segments++}`;
    const segment: Segment = {
      offset: this.#end,
      length,
      kind,
      payload,
      message,
      last,
      name,
      transmissions: 0,
      sentUs,
      timedOut: false,
    };
    if (this.#inFlight.length === 0) this.#progressUs = sentUs;
    this.#end += length;
    this.#inFlight.push(segment);
    this.#again++;
    this.#transmit(segment);
  }

  #transmit(segment: Segment): void {
    if (segment.transmissions > 0) this.#port.sendsAgain(segment);
    segment.transmissions++;
    segment.sentUs = this.#port.clock.nowUs;
    this.#lastSentUs = segment.sentUs;
    this.#port.emit(segment);
    // RFC 6298 (5.1): "if the timer is not running, start it".
    if (this.#alarm === undefined) this.#restartTimer();
  }

  #advance(ack: number): void {
    const bytes = ack - this.#una;
    this.#una = ack;
    this.#progressUs = this.#port.clock.nowUs;
    this.#forget(ack);
    const first = this.#inFlight.first;
    const advice = this.#congestion?.acknowledged(bytes, ack, this.#flightSize);
    if (first === undefined) this.#disarm();
    else {
      // RFC 6298 (5.3): "When an ACK is received that acknowledges new data, restart the retransmission timer".
      if (this.#congestion?.restartsTimer !== false) this.#restartTimer();
      if (advice === 'retransmit first') this.#transmit(first);
    }
  }

  /** Takes what is acknowledged out of flight and measures the round trip, but never by what was sent twice (Karn). */
  #forget(ack: number): void {
    let newest: Segment | undefined;
    let clean = true;
    for (let first = this.#inFlight.first; first !== undefined; first = this.#inFlight.first) {
      if (first.offset + first.length > ack) break;
      this.#inFlight.shift();
      if (this.#again > 0) this.#again--;
      if (first.transmissions > 1) clean = false;
      if (first.kind === 'syn') this.#synWasSentAgain = first.transmissions > 1;
      if (first.last && first.message?.acknowledged !== undefined) this.#acknowledged.push(first.message);
      newest = first;
    }
    if (clean && newest !== undefined) this.#timeout.sample(this.#port.clock.nowUs - newest.sentUs);
  }

  #duplicate(): void {
    const first = this.#inFlight.first!;
    const again = this.#congestion?.duplicate(this.#una, this.#end, this.#flightSize);
    if (again === true) this.#transmit(first);
  }

  /** Acknowledgements only move the due time; the alarm looks at it when it fires, which spares most of the cancelling. */
  #restartTimer(): void {
    const { clock } = this.#port;
    this.#dueUs = clock.nowUs + this.#timeout.us;
    if (this.#alarm !== undefined && this.#alarm.dueUs > this.#dueUs) this.#disarm();
    this.#alarm ??= clock.after(this.#timeout.us, this.#onAlarm);
  }

  #disarm(): void {
    if (this.#alarm !== undefined) this.#port.clock.cancel(this.#alarm);
    this.#alarm = undefined;
  }

  readonly #onAlarm = (): void => {
    const { clock } = this.#port;
    this.#alarm = undefined;
    if (clock.nowUs < this.#dueUs) this.#alarm = clock.after(this.#dueUs - clock.nowUs, this.#onAlarm);
    else this.#timedOut();
  };

  /** RFC 6298 (5.4) to (5.6), and RFC 5681 §3.1 for the windows. */
  #timedOut(): void {
    const first = this.#inFlight.first!;
    if (this.#hopeless(first)) {
      this.#port.gaveUp();
      return;
    }
    this.#congestion?.timedOut(this.#end, this.#flightSize, first.timedOut);
    first.timedOut = true;
    this.#timeout.backOff();
    this.#again = 1;
    this.#transmit(first);
    this.#port.settled();
  }

  #hopeless(first: Segment): boolean {
    if (first.kind === 'syn') return first.transmissions >= MOST_SYNS;
    return this.#port.clock.nowUs - this.#progressUs >= GIVE_UP_US;
  }
}
