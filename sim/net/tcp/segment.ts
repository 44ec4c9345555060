import type { Us } from '../../time.ts';
import type { Message } from './messages.ts';

/**
 * A piece of a direction that consumes sequence numbers and is acknowledged: the SYN, a piece of one message, or the FIN. It is sent again
 * as it was first cut, so a message still starts a segment of its own on retransmission.
 */
export interface Segment {
  /** Its first byte; the SYN is byte 0. */
  readonly offset: number;
  /** Sequence numbers: a SYN or FIN counts one. */
  readonly length: number;
  readonly kind: 'syn' | 'data' | 'fin';
  readonly payload: Uint8Array;
  /** The message that it is a piece of, and whether it is the last one. */
  readonly message: Message | undefined;
  readonly last: boolean;
  /** `sender>core/connection 1/forth/segment 3`: what its transmissions draw under. */
  readonly name: string;
  /** How often it was sent, and when last. */
  transmissions: number;
  sentUs: Us;
  /** The timer has sent it again: then ssthresh is not halved once more (RFC 5681 §3.1). */
  timedOut: boolean;
}

/** RFC 9293 §3.1, without options. */
export const TCP_HEADER_BYTES = 20;
/** Of a SYN: maximum segment size (4) and window scale (3), padded. */
export const SYN_OPTION_BYTES = 8;

/** RFC 791 §3.1 and RFC 8200 §3, without options. */
export function ipHeaderBytes(address: string): number {
  return address.includes(':') ? 40 : 20;
}

/** RFC 6691: the MSS option counts neither IP nor TCP headers. */
export function mssOf(mtuBytes: number, address: string): number {
  return mtuBytes - ipHeaderBytes(address) - TCP_HEADER_BYTES;
}

/**
 * What an end can hold of what came early. It is 16 times the 65,535 bytes that a window can say without a scale, so that a fat pipe
 * fills (1 MiB is 100 Mbit/s at 80 ms), and a power of two, so that the scale loses nothing.
 */
export const RECEIVE_WINDOW_BYTES = 1 << 20;
/** RFC 7323 §2: 2^20 is 32,768 shifted by 5. */
export const WINDOW_SCALE = 5;
/** RFC 7323 §2.2: the window of a SYN is not scaled. */
export const SYN_WINDOW = 65_535;
