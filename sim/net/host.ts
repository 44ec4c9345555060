import type { Chance } from '../chance.ts';
import type { Clock } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import { isIpv6 } from './addresses.ts';
import type { Datagram, DatagramHandler } from './datagrams.ts';
import type { Tcp } from './tcp/tcp.ts';
import type { DatagramSocket, Endpoint, Host, Label, Listener, Stream, StreamHandlers } from './types.ts';

/** What a host needs of the network that it stands in. */
export interface Surroundings {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly chance: Chance;
  readonly tcp: Tcp;
  sendDatagram(datagram: Datagram): void;
  nodeOf(address: string): string | undefined;
  hostNamed(name: string): Host | undefined;
  resolve(name: string): string | undefined;
  transport(from: Host, toAddress: string): 'auto' | 'udp' | 'tcp';
  mtu(from: Host, toAddress: string): number;
}

/** A host of the network: the one implementation of `Host`. */
export class NetworkHost implements Host {
  readonly name: string;
  readonly v4?: string;
  readonly v6: string;
  /** The group that it is one of: links and faults may name it. */
  readonly group: string | undefined;
  readonly transport: 'auto' | 'udp' | 'tcp';
  up = true;
  readonly #net: Surroundings;
  #sockets: Map<number, DatagramHandler> | undefined;

  constructor(
    net: Surroundings,
    name: string,
    addresses: { readonly v4?: string; readonly v6: string },
    options: { readonly group?: string; readonly transport?: 'auto' | 'udp' | 'tcp' },
  ) {
    this.#net = net;
    this.name = name;
    if (addresses.v4 !== undefined) this.v4 = addresses.v4;
    this.v6 = addresses.v6;
    this.group = options.group;
    this.transport = options.transport ?? 'auto';
  }

  get address(): string {
    return this.v4 ?? this.v6;
  }

  get clock(): Clock {
    return this.#net.clock;
  }

  get trace(): Trace {
    return this.#net.trace;
  }

  get chance(): Chance {
    return this.#net.chance;
  }

  bindDatagrams(port: number, onDatagram: DatagramHandler): DatagramSocket {
    this.#sockets ??= new Map();
    const sockets = this.#sockets;
    if (sockets.has(port)) throw new Error(`${this.name}: UDP port ${port} is already bound`);
    sockets.set(port, onDatagram);
    const isOpen = () => this.#sockets === sockets && sockets.get(port) === onDatagram;
    return {
      local: { address: this.address, port },
      send: (to, bytes, label) => {
        if (isOpen()) this.#send(port, to, bytes, label);
      },
      close: () => {
        if (isOpen()) sockets.delete(port);
      },
    };
  }

  listen(port: number, onStream: (stream: Stream) => StreamHandlers): Listener {
    return this.#net.tcp.listen(this.name, port, onStream);
  }

  connect(to: Endpoint, handlers: StreamHandlers): Stream {
    const { source, destination } = this.#route(to.address);
    return this.#net.tcp.connect(this.name, { address: destination, port: to.port }, source, handlers);
  }

  resolve(name: string): string | undefined {
    return this.#net.resolve(name);
  }

  transportTo(address: string): 'auto' | 'udp' | 'tcp' {
    return this.#net.transport(this, address);
  }

  mtuTo(address: string): number {
    return this.#net.mtu(this, address);
  }

  /** What handles datagrams to a port, if anything does. */
  handler(port: number): DatagramHandler | undefined {
    return this.#sockets?.get(port);
  }

  /** Closes every socket at once. */
  crash(): void {
    this.up = false;
    this.#sockets = undefined;
  }

  #send(port: number, to: Endpoint, payload: Uint8Array, label: Label): void {
    const { source, destination } = this.#route(to.address);
    this.#net.sendDatagram({
      from: this.name,
      to: this.#net.nodeOf(destination),
      source: { address: source, port },
      destination: { address: destination, port: to.port },
      payload,
      label,
    });
  }

  /** Both addresses of a packet are of one family. A host without IPv4 reaches an IPv4 address of a peer at the peer's IPv6 address. */
  #route(address: string): { readonly source: string; readonly destination: string } {
    if (isIpv6(address)) return { source: this.v6, destination: address };
    if (this.v4 !== undefined) return { source: this.v4, destination: address };
    const peer = this.#net.nodeOf(address);
    const v6 = peer === undefined ? undefined : this.#net.hostNamed(peer)?.v6;
    return { source: this.v6, destination: v6 ?? address };
  }
}
