import type { Chance } from '../chance.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import { createFaults, type FaultReport } from '../faults/faults.ts';
import { scheduleFaults } from '../faults/schedule.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Trace } from '../trace/trace.ts';
import { addressesOf, canonicalAddress } from './addresses.ts';
import { createDatagrams } from './datagrams.ts';
import { NetworkHost, type Surroundings } from './host.ts';
import type { LinkConfig, LinkParameters } from './link-parameters.ts';
import { createLinks } from './links.ts';
import { createTcp } from './tcp/tcp.ts';
import { createTransit } from './transit.ts';
import type { Host, PacketTap } from './types.ts';

export interface NetworkOptions {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly chance: Chance;
  readonly links: LinkConfig;
  readonly faults?: readonly FaultRule[];
  /** Addresses of names that are neither hosts nor were told by `addName`. */
  readonly resolve?: (name: string) => string | undefined;
  /** Whether the trace is to have `packet.*` records; it has not unless asked. */
  readonly packetRecords?: boolean;
}

export interface HostOptions {
  /** The group that the host is one of: links and faults may name the group. */
  readonly group?: string;
  /** Which transport protocols are to take to and from this host, whatever the link says. */
  readonly transport?: 'auto' | 'udp' | 'tcp';
}

/** Hosts, the links between them, and the faults at work on both. */
export interface Network {
  /** Hosts get addresses in the order in which they are added. */
  addHost(name: string, options?: HostOptions): Host;
  host(name: string): Host | undefined;
  readonly hosts: Iterable<Host>;
  /** Lets a name, such as a domain, resolve to an address. Case does not matter. */
  addName(name: string, address: string): void;
  nodeOf(address: string): string | undefined;
  /** The host is down: what it has open vanishes, and what arrives is lost. Nothing happens when it is down already. */
  crash(name: string): void;
  /** The host is up again, with nothing open. Nothing happens when it is up. */
  restart(name: string): void;
  /** Calls `action` with the name of each host that crashes: whoever runs its programs ends them, timers and all. */
  onCrash(action: (host: string) => void): void;
  /** Calls `action` with the name of each host that restarts: whoever runs its programs starts them anew. */
  onRestart(action: (host: string) => void): void;
  /** Lets a capture see all packets from now on. */
  tap(tap: PacketTap): void;
  faultReport(): readonly FaultReport[];
}

export function createNetwork(options: NetworkOptions): Network {
  const { kernel, trace, chance, links: config } = options;
  const hosts = new Map<string, NetworkHost>();
  const nodes = new Map<string, string>();
  const names = new Map<string, string>();
  const crashed: ((host: string) => void)[] = [];
  const restarted: ((host: string) => void)[] = [];
  let messages = 0;

  const groupOf = (name: string) => hosts.get(name)?.group;
  const isUp = (name: string) => hosts.get(name)?.up === true;
  const nextMessageId = () => ++messages;
  const faults = createFaults(options.faults ?? [], (host, name) => host === name || groupOf(host) === name);
  const links = createLinks({ config, chance, groupOf, faultsBetween: faults.onLink });
  const transit = createTransit({
    kernel,
    trace,
    links,
    up: isUp,
    packetRecords: options.packetRecords === true,
  });
  const parameters = (from: string, to: string) => links.between(from, to).parametersAt(kernel.nowUs);
  const mtu = (from: string, to: string) => parameters(from, to).mtu;

  function nodeOf(address: string): string | undefined {
    const known = nodes.get(address);
    if (known !== undefined) return known;
    const canonical = canonicalAddress(address);
    return canonical === undefined ? undefined : nodes.get(canonical);
  }

  function parametersTo(from: Host, address: string): LinkParameters {
    const to = nodeOf(address);
    return to === undefined ? config.default : parameters(from.name, to);
  }

  const tcp = createTcp({
    clock: kernel,
    trace,
    chance,
    transmit: transit.transmit,
    nextPacketNumber: transit.nextPacketNumber,
    nextMessageId,
    nodeOf,
    mtu,
    up: isUp,
    refuses: (from, to) => faults.refuses(from, to, kernel.nowUs),
    messageFault: (from, to, label) => faults.stream({ from, to, label, nowUs: kernel.nowUs }),
  });

  const sendDatagram = createDatagrams({
    clock: kernel,
    trace,
    chance,
    faults,
    transit,
    mtu,
    nextMessageId,
    handler: (host, port) => hosts.get(host)?.handler(port),
  });

  const surroundings: Surroundings = {
    clock: kernel,
    trace,
    chance,
    tcp,
    sendDatagram,
    nodeOf,
    hostNamed: (name) => hosts.get(name),
    resolve(name) {
      const key = name.toLowerCase();
      return canonicalAddress(name) ?? hosts.get(name)?.address ?? names.get(key) ?? options.resolve?.(name);
    },
    transport(from, address) {
      const peer = hosts.get(nodeOf(address) ?? '');
      const wishes = [
        hosts.get(from.name)?.transport,
        peer?.transport,
        parametersTo(from, address).transport,
      ];
      return wishes.find((wish) => wish !== undefined && wish !== 'auto') ?? 'auto';
    },
    mtu: (from, address) => parametersTo(from, address).mtu,
  };

  function crash(name: string): void {
    const host = hosts.get(name);
    if (host?.up !== true) return;
    host.crash();
    tcp.crash(name);
    for (const action of crashed) action(name);
  }

  function restart(name: string): void {
    const host = hosts.get(name);
    if (host === undefined || host.up) return;
    host.up = true;
    for (const action of restarted) action(name);
  }

  scheduleFaults(faults, {
    kernel,
    trace,
    crash,
    restart,
    resetStreams: tcp.reset,
    isUp,
    hostsNamed: (name) =>
      [...hosts.values()]
        .filter((host) => host.name === name || host.group === name)
        .map((host) => host.name),
  });

  return {
    addHost(name, hostOptions = {}) {
      if (hosts.has(name)) throw new Error(`there are two hosts named ${name}`);
      const addresses = addressesOf(hosts.size + 1);
      const host = new NetworkHost(surroundings, name, addresses, hostOptions);
      hosts.set(name, host);
      nodes.set(host.v6, name);
      if (host.v4 !== undefined) nodes.set(host.v4, name);
      return host;
    },
    host: (name) => hosts.get(name),
    get hosts() {
      return hosts.values();
    },
    addName: (name, address) => names.set(name.toLowerCase(), address),
    nodeOf,
    crash,
    restart,
    onCrash: (action) => crashed.push(action),
    onRestart: (action) => restarted.push(action),
    tap: transit.tap,
    faultReport: faults.report,
  };
}
