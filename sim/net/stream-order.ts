import type { Us } from '../time.ts';
import type { Packet } from './types.ts';

/** Keeps the segments of a connection in order on a link whose delay varies: none arrives before the one that was sent before it. */
export interface StreamOrder {
  /** When the packet, which would arrive at `arrivesUs`, does arrive. */
  next(packet: Packet, nowUs: Us, arrivesUs: Us): Us;
}

const SWEEP_FROM = 64;

export function createStreamOrder(): StreamOrder {
  /** The latest arrival of each connection, by its two ports. */
  const latest = new Map<number, Us>();
  let sweepAt = SWEEP_FROM;

  /** What has arrived holds nothing up. The threshold keeps this constant a packet, over all. */
  function sweep(nowUs: Us): void {
    for (const [connection, arrivedUs] of latest) if (arrivedUs <= nowUs) latest.delete(connection);
    sweepAt = Math.max(SWEEP_FROM, 2 * latest.size);
  }

  return {
    next({ source, destination }, nowUs, arrivesUs) {
      const connection = source.port * 0x10000 + destination.port;
      const inOrderUs = Math.max(arrivesUs, latest.get(connection) ?? 0);
      latest.set(connection, inOrderUs);
      if (latest.size > sweepAt) sweep(nowUs);
      return inOrderUs;
    },
  };
}
