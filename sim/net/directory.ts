import { addressesOf, canonicalAddress, type HostAddresses } from './addresses.ts';
import type { NetworkHost } from './host.ts';

/** Who is who on a network: hosts by name, by group and by address, and names that are no hosts. */
export class Directory {
  readonly #hosts = new Map<string, NetworkHost>();
  readonly #nodes = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** Adds a host, which `make` makes from its addresses: those of its place in the order of declaration. */
  add(name: string, make: (addresses: HostAddresses) => NetworkHost): NetworkHost {
    if (this.#hosts.has(name)) throw new Error(`there are two hosts named ${name}`);
    const host = make(addressesOf(this.#hosts.size + 1));
    this.#hosts.set(name, host);
    this.#nodes.set(host.v6, name);
    if (host.v4 !== undefined) this.#nodes.set(host.v4, name);
    return host;
  }

  /** Lets a name resolve to an address. Case does not matter. */
  addName(name: string, address: string): void {
    this.#names.set(name.toLowerCase(), address);
  }

  get hosts(): Iterable<NetworkHost> {
    return this.#hosts.values();
  }

  host(name: string): NetworkHost | undefined {
    return this.#hosts.get(name);
  }

  groupOf(host: string): string | undefined {
    return this.#hosts.get(host)?.group;
  }

  isUp(host: string): boolean {
    return this.#hosts.get(host)?.up === true;
  }

  /** Whether `name` is the host's own or its group's. */
  isNamed(host: string, name: string): boolean {
    return host === name || this.groupOf(host) === name;
  }

  /** The host of that name, or the hosts of that group. */
  named(name: string): string[] {
    return [...this.#hosts.keys()].filter((host) => this.isNamed(host, name));
  }

  /** Whose address it is. */
  nodeOf(address: string): string | undefined {
    const known = this.#nodes.get(address);
    if (known !== undefined) return known;
    const canonical = canonicalAddress(address);
    return canonical === undefined ? undefined : this.#nodes.get(canonical);
  }

  /** The address of a host or a name, or the text itself where it is an address. */
  resolve(name: string): string | undefined {
    return canonicalAddress(name) ?? this.#hosts.get(name)?.address ?? this.#names.get(name.toLowerCase());
  }
}
