import type { Chance } from '../chance.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import { createFaults, type FaultReport } from '../faults/faults.ts';
import { scheduleFaults } from '../faults/schedule.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Trace } from '../trace/trace.ts';
import { Datagrams } from './datagrams.ts';
import { Directory } from './directory.ts';
import { type HostOptions, NetworkHost, type Surroundings } from './host.ts';
import type { LinkConfig } from './link-parameters.ts';
import { createLinks } from './links.ts';
import { createTcp, type Tcp } from './tcp/tcp.ts';
import { createTransit } from './transit.ts';
import type { Host, PacketTap } from './types.ts';

export interface NetworkOptions {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly chance: Chance;
  readonly links: LinkConfig;
  readonly faults?: readonly FaultRule[];
  /** Hears, before anything comes of it, that the fault rule of this index is at work. */
  readonly onFault?: (index: number) => void;
  /** Fault rules for messages may be added later: `addFaults`. */
  readonly faultsMayGrow?: boolean;
  /** Addresses of names that are neither hosts nor were told by `addName`. */
  readonly resolve?: (name: string) => string | undefined;
  /** Whether the trace is to have `packet.*` records; it has not unless asked. */
  readonly packetRecords?: boolean;
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
  /**
   * Adds fault rules for messages, as if they had been there from the first; false, and nothing happens, where one of them is for
   * something else, or might have been at work already.
   */
  addFaults(rules: readonly FaultRule[]): boolean;
  faultReport(): readonly FaultReport[];
}

export function createNetwork(options: NetworkOptions): Network {
  const { kernel, trace, chance, links: config, packetRecords = false } = options;
  const directory = new Directory();
  const nodeOf = (address: string) => directory.nodeOf(address);
  const up = (host: string) => directory.isUp(host);
  const isNamed = (host: string, name: string) => directory.isNamed(host, name);
  const faults = createFaults(options.faults ?? [], isNamed, {
    ...(options.onFault && { onFault: options.onFault }),
    mayGrow: options.faultsMayGrow ?? false,
  });
  const links = createLinks({
    config,
    chance,
    groupOf: (host) => directory.groupOf(host),
    faultsBetween: faults.onLink,
  });
  const parameters = (from: string, to: string) => links.between(from, to).parametersAt(kernel.nowUs);
  const transit = createTransit({ kernel, trace, links, up, packetRecords });
  let messages = 0;
  const common = {
    clock: kernel,
    trace,
    chance,
    mtu: (from: string, to: string) => parameters(from, to).mtu,
    nextMessageId: () => ++messages,
  };
  const datagrams = new Datagrams({
    ...common,
    faults,
    transit,
    handler: (host, port) => directory.host(host)?.handler(port),
  });
  const tcp = createTcp({
    ...common,
    transmit: transit.transmit,
    nextPacketNumber: transit.nextPacketNumber,
    nodeOf,
    up,
    refuses: (from, to) => faults.refuses(from, to, kernel.nowUs),
    messageFault: (from, to, label) => faults.stream({ from, to, label, nowUs: kernel.nowUs }),
  });
  const power = createPower(directory, tcp);
  scheduleFaults(faults, {
    kernel,
    trace,
    isUp: up,
    crash: power.crash,
    restart: power.restart,
    resetStreams: tcp.reset,
    hostsNamed: (name) => directory.named(name),
  });
  const surroundings: Surroundings = {
    clock: kernel,
    trace,
    chance,
    tcp,
    datagrams,
    nodeOf,
    host: (name) => directory.host(name),
    resolve: (name) => directory.resolve(name) ?? options.resolve?.(name),
    parametersTo(from, address) {
      const to = nodeOf(address);
      return to === undefined ? config.default : parameters(from, to);
    },
  };
  return {
    ...power,
    addHost: (name, hostOptions = {}) =>
      directory.add(name, (addresses) => new NetworkHost(surroundings, name, addresses, hostOptions)),
    host: (name) => directory.host(name),
    get hosts() {
      return directory.hosts;
    },
    addName: (name, address) => directory.addName(name, address),
    nodeOf,
    tap: transit.tap,
    addFaults: faults.add,
    faultReport: faults.report,
  };
}

/** Turns hosts off and on, and tells those who run their programs. */
function createPower(
  directory: Directory,
  tcp: Tcp,
): Pick<Network, 'crash' | 'restart' | 'onCrash' | 'onRestart'> {
  const crashed: ((host: string) => void)[] = [];
  const restarted: ((host: string) => void)[] = [];
  return {
    crash(name) {
      const host = directory.host(name);
      if (host?.up !== true) return;
      host.crash();
      tcp.crash(name);
      for (const action of crashed) action(name);
    },
    restart(name) {
      const host = directory.host(name);
      if (host === undefined || host.up) return;
      host.up = true;
      for (const action of restarted) action(name);
    },
    onCrash: (action) => crashed.push(action),
    onRestart: (action) => restarted.push(action),
  };
}
