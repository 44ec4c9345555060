import type { Chance } from '../chance.ts';
import type { Clock } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import { type HostAddresses, isIpv6 } from './addresses.ts';
import type { DatagramHandler, Datagrams } from './datagrams.ts';
import type { LinkParameters } from './link-parameters.ts';
import type { Tcp } from './tcp/tcp.ts';
import type { DatagramSocket, Endpoint, Host, Label, Listener, Stream, StreamHandlers } from './types.ts';

/** What a host needs of the network that it stands in. */
export interface Surroundings {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly chance: Chance;
  readonly tcp: Tcp;
  readonly datagrams: Datagrams;
  nodeOf(address: string): string | undefined;
  host(name: string): NetworkHost | undefined;
  resolve(name: string): string | undefined;
  /** What the way from a host to an address is like now. */
  parametersTo(from: string, address: string): LinkParameters;
}

export interface HostOptions {
  /** The group that the host is one of: links and faults may name the group. */
  readonly group?: string;
  /** Which transport protocols are to take to and from this host, whatever the link says. */
  readonly transport?: 'auto' | 'udp' | 'tcp';
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

  constructor(net: Surroundings, name: string, addresses: HostAddresses, options: HostOptions) {
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

  /** Its own wish goes before its peer's, and both before the link's. */
  transportTo(address: string): 'auto' | 'udp' | 'tcp' {
    if (this.transport !== 'auto') return this.transport;
    const peer = this.#net.host(this.#net.nodeOf(address) ?? '');
    if (peer !== undefined && peer.transport !== 'auto') return peer.transport;
    return this.#net.parametersTo(this.name, address).transport;
  }

  mtuTo(address: string): number {
    return this.#net.parametersTo(this.name, address).mtu;
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
    this.#net.datagrams.send({
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
    const v6 = peer === undefined ? undefined : this.#net.host(peer)?.v6;
    return { source: this.v6, destination: v6 ?? address };
  }
}
