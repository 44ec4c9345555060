// RFC 3261 §18.1.1: UDP for small requests, a congestion-controlled transport for large ones.

/** "[…] or if it is larger than 1300 bytes and the path MTU is unknown". */
export const UNKNOWN_MTU_LIMIT_BYTES = 1300;
/** "If a request is within 200 bytes of the path MTU": room for a response that is larger than its request. */
export const MTU_MARGIN_BYTES = 200;

/**
 * The transport that a request of `sizeBytes` must take. `mtuBytes` is the path MTU, where it is known. A request that was larger
 * only for its size may be tried again by UDP when TCP is not to be had.
 */
export function chooseTransport(sizeBytes: number, mtuBytes?: number): 'udp' | 'tcp' {
  const limit = mtuBytes === undefined ? UNKNOWN_MTU_LIMIT_BYTES : mtuBytes - MTU_MARGIN_BYTES;
  return sizeBytes > limit ? 'tcp' : 'udp';
}
