/**
 * RFC 9293 §3.4: sequence numbers are counted modulo 2^32. Inside, each end counts the bytes of a direction from its initial sequence
 * number in a plain integer that never wraps: the SYN is byte 0, the first byte of data is byte 1.
 */

/** The sequence number on the wire of the byte at `offset`. */
export function toWire(initial: number, offset: number): number {
  return (initial + offset) >>> 0;
}

/** The offset of a sequence number on the wire: of all that it may mean, the one nearest to `near`. */
export function fromWire(initial: number, near: number, sequence: number): number {
  return near + ((sequence - toWire(initial, near)) | 0);
}
