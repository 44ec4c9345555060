import type { Endpoint, Listener, Packet, SegmentContent, Stream, StreamHandlers, Wire } from '../types.ts';
import { Connection, type ConnectionPort } from './connection.ts';
import { type Direction, direction, rstPacket } from './packets.ts';
import { PortBook } from './port-book.ts';

/** RFC 9293: Transmission Control Protocol, for all nodes of one network. */
export interface Tcp {
  /**
   * Opens a connection from `node`, at its own `localAddress` and a port of its choosing. An address that is nobody's is `refused`,
   * a node that is down has a `crash`; these, too, are heard later, from `closed`.
   */
  connect(node: string, to: Endpoint, localAddress: string, handlers: StreamHandlers): Stream;
  /** Accepts connections to a port on all addresses of a node. `onStream` is called when the handshake is done; then `opened`. */
  listen(node: string, port: number, onStream: (stream: Stream) => StreamHandlers): Listener;
  /** All streams and listeners of a node vanish. Its own owners hear `crash`; the others find out by a reset or a timeout. */
  crash(node: string): void;
  /** A fault breaks every connection between two nodes; both ends hear `reset`. Returns how many there were. */
  reset(a: string, b: string): number;
}

/** Makes the TCP of a network over its wire. */
export function createTcp(wire: Wire): Tcp {
  const table = new Map<string, Connection>();
  const listeners = new Map<string, (stream: Stream) => StreamHandlers>();
  const ports = new PortBook();
  const counts = new Map<string, number>();
  const port: ConnectionPort = {
    wire,
    arrive,
    answerWithReset,
    forget(connection) {
      const key = tableKey(connection.way.source, connection.way.destination);
      // In TIME-WAIT its addresses may have passed to a new connection.
      if (table.get(key) === connection) table.delete(key);
    },
  };

  function connect(node: string, to: Endpoint, localAddress: string, handlers: StreamHandlers): Stream {
    const peer = wire.nodeOf(to.address);
    const pair = `${node}>${peer ?? to.address}`;
    const count = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, count);
    const free = (candidate: number) => !table.has(tableKey({ address: localAddress, port: candidate }, to));
    const source = { address: localAddress, port: ports.next(node, free) };
    const way = direction(node, peer ?? to.address, source, to);
    const connection = new Connection(port, `${pair}/connection ${count}`, way, { handlers });
    if (!wire.up(node)) connection.fail('crash');
    else if (peer === undefined) connection.fail('refused');
    else {
      table.set(tableKey(source, to), connection);
      connection.start();
    }
    return connection;
  }

  function arrive(packet: Packet, origin: Connection): void {
    if (!wire.up(packet.to)) return;
    const content = packet.content as SegmentContent;
    const target = origin.peer ?? table.get(tableKey(packet.destination, packet.source));
    const opens = content.syn && !content.isAck;
    // RFC 9293 §3.6.1: a new SYN may take over the addresses of a connection in TIME-WAIT.
    if (target !== undefined && !(opens && target.state === 'TIME-WAIT')) target.arrive(packet, origin);
    else if (opens && listeners.has(listenerKey(packet)) && !wire.refuses(packet.from, packet.to)) {
      accept(packet, origin, listeners.get(listenerKey(packet))!);
    } else if (!content.rst) answerWithReset(packet);
  }

  function accept(syn: Packet, peer: Connection, onStream: (stream: Stream) => StreamHandlers): void {
    const way = backOf(syn);
    const connection = new Connection(port, peer.id, way, { syn, peer, accept: onStream });
    table.set(tableKey(way.source, way.destination), connection);
    connection.start();
  }

  /** RFC 9293 §3.10.7.1: what is for no connection is answered with a reset that its sender will believe. */
  function answerWithReset(packet: Packet): void {
    const content = packet.content as SegmentContent;
    const length = content.payload.length + (content.syn || content.fin ? 1 : 0);
    const number = wire.nextPacketNumber();
    const at = content.isAck
      ? { number, seq: content.ack, ack: 0 }
      : { number, seq: 0, ack: (content.seq + length) >>> 0 };
    const reset = rstPacket(backOf(packet), at, `${packet.drawName}/reset`, !content.isAck);
    wire.transmit(reset, arriveReset);
  }

  function arriveReset(reset: Packet): void {
    const target = table.get(tableKey(reset.destination, reset.source));
    if (target !== undefined && wire.up(reset.to)) target.arriveReset(reset.content as SegmentContent);
  }

  return {
    connect,
    listen(node, portNumber, onStream) {
      const key = `${node} ${portNumber}`;
      if (listeners.has(key)) throw new Error(`${node} listens on TCP port ${portNumber} already`);
      listeners.set(key, onStream);
      return {
        close() {
          if (listeners.get(key) === onStream) listeners.delete(key);
        },
      };
    },
    crash(node) {
      for (const key of [...listeners.keys()]) if (key.startsWith(`${node} `)) listeners.delete(key);
      for (const connection of [...table.values()]) if (connection.way.from === node) connection.crash();
    },
    reset(a, b) {
      const broken = new Set<string>();
      for (const connection of [...table.values()]) {
        const { from, to } = connection.way;
        if (connection.state === 'TIME-WAIT' || !((from === a && to === b) || (from === b && to === a)))
          continue;
        broken.add(connection.id);
        connection.reset();
      }
      return broken.size;
    },
  };
}

function backOf({ from, to, source, destination }: Packet): Direction {
  return direction(to, from, destination, source);
}

function tableKey(local: Endpoint, remote: Endpoint): string {
  return `${local.address} ${local.port} ${remote.address} ${remote.port}`;
}

function listenerKey({ to, destination }: Packet): string {
  return `${to} ${destination.port}`;
}
