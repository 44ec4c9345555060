// The lifelines: who they are.

import type { Json, TraceRecord } from '../../../sim/trace/records.ts';
import { visible } from '../visible.ts';

export interface Lane {
  /** The node's name; of the last lane of a crowd, `others (12)`. */
  readonly node: string;
  readonly title: string;
  /** One of the hosts of the core, or all of them folded into one. */
  readonly core?: boolean;
  readonly parts?: readonly string[];
}

/** More lifelines than this share the last one. */
export const mostLanes = 12;

const roles: Readonly<Record<string, string>> = {
  'push-sender': 'Push Sender Agent',
  'push-receiver': 'Push Receiver Agent',
};

/** Titles by role, numbered where a role has several lanes; nodes that the scenario doesn't name keep their own name. */
export function lanesOf(nodes: readonly string[], records: readonly TraceRecord[]): Lane[] {
  const { roleOf, core } = rolesIn(records[0]);
  const role = (node: string): string => roleOf.get(node) ?? roleOf.get(node.replace(/-\d+$/, '')) ?? node;
  const times = new Map<string, number>();
  for (const node of nodes) times.set(role(node), (times.get(role(node)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return nodes.map((node) => {
    const name = role(node);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const title = (times.get(name) ?? 0) > 1 ? `${name.replace(/^Push /, '')} ${nth}` : name;
    return { node, title: visible(title), ...(core.has(node) && { core: true }) };
  });
}

function rolesIn(run: TraceRecord | undefined): {
  readonly roleOf: ReadonlyMap<string, string>;
  readonly core: ReadonlySet<string>;
} {
  if (run?.type !== 'run' || !isMap(run.parameters)) return { roleOf: new Map(), core: new Set() };
  const { core, senders, receivers } = run.parameters;
  const cores = hostsIn(core).map(({ name }): [string, string] => [name, 'SIP/IP Core']);
  const agents = [...hostsIn(senders), ...hostsIn(receivers)].map(({ name, role }): [string, string] => [
    name,
    roles[role] ?? role,
  ]);
  return {
    roleOf: new Map([...(cores.length > 1 ? [] : cores), ...agents]),
    core: new Set(cores.map(([name]) => name)),
  };
}

function hostsIn(hosts: Json | undefined): { readonly name: string; readonly role: string }[] {
  if (!Array.isArray(hosts)) return [];
  return hosts.flatMap((host: Json) =>
    isMap(host) && typeof host.name === 'string' ? [{ name: host.name, role: String(host.role ?? '') }] : [],
  );
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
