import { didYouMean } from '../nearest.ts';
import type { Place } from '../scenario.ts';
import { shown } from '../units.ts';
import { errorAtPath, type Path, placeAt, type ScenarioDocument, type ScenarioError } from './document.ts';
import { MOST_ERRORS } from './issues.ts';

/** A host, or a group of hosts, that a scenario names. */
export interface NamedHost {
  readonly name: string;
  readonly kind: 'core' | 'push-sender' | 'push-receiver';
  readonly count: number;
}

/** What the resolvers share: where errors go, where things stand, and which hosts there are. */
export interface Context {
  readonly errors: readonly ScenarioError[];
  readonly hosts: ReadonlyMap<string, NamedHost>;
  /** Says what is wrong at a path; `key` points at the key instead of its value. */
  fail(path: Path, message: string, end?: 'key' | 'value'): void;
  place(path: Path): Place;
  addHost(host: NamedHost, path: Path): void;
  /** The host, group or group of the member that is called so; an error where there is none. */
  host(name: string, path: Path, end?: 'key' | 'value'): NamedHost | undefined;
}

/** `known` are the hosts of a scenario that was read before. */
export function createContext(
  document: ScenarioDocument,
  known: ReadonlyMap<string, NamedHost> = new Map(),
): Context {
  const errors: ScenarioError[] = [];
  const hosts = new Map(known);
  const fail: Context['fail'] = (path, message, end) => {
    if (errors.length < MOST_ERRORS) errors.push(errorAtPath(document, path, message, end));
  };
  return {
    errors,
    hosts,
    fail,
    place: (path) => placeAt(document, path),
    addHost(host, path) {
      if (hosts.has(host.name)) return fail(path, `two hosts are called ${shown(host.name)}`, 'key');
      hosts.set(host.name, host);
    },
    host(name, path, end) {
      const found = hosts.get(name) ?? groupOf(hosts, name);
      if (found === undefined) {
        const names = [...hosts.keys()];
        const hint = didYouMean(name, names) || `: the hosts are ${names.slice(0, 12).join(', ')}`;
        fail(path, `there is no host ${shown(name)}${hint}`, end);
      }
      return found;
    },
  };
}

/** The group that `bob-2` is a member of. */
export function groupOf(hosts: ReadonlyMap<string, NamedHost>, name: string): NamedHost | undefined {
  const match = /^(.+)-([1-9]\d{0,8})$/.exec(name);
  const group = match?.[1] === undefined ? undefined : hosts.get(match[1]);
  return group !== undefined && group.count > 1 && Number(match?.[2]) <= group.count ? group : undefined;
}
