import type { Json, TraceRecord } from '../../sim/trace/records.ts';

/** What a lane of several nodes is called. */
export const othersLane = 'others';

/** The nodes that a trace speaks of, in the order in which they first appear. */
export function nodesOf(records: readonly TraceRecord[]): string[] {
  const nodes = new Set<string>();
  for (const record of records) addNodes(record, nodes);
  return [...nodes];
}

/** Adds the nodes that a record speaks of. */
export function addNodes(record: TraceRecord, nodes: Set<string>): void {
  if (record.type === 'message.sent') {
    nodes.add(record.from);
    nodes.add(record.to);
  } else if ('node' in record && record.node !== '') {
    nodes.add(record.node);
  }
}

/** The nodes of a trace from left to right, as `inLaneOrder` has them. */
export function laneOrder(records: readonly TraceRecord[]): string[] {
  return inLaneOrder(nodesOf(records), records[0]);
}

/**
 * Nodes from left to right as a reader expects them: senders, the core's hosts, receivers, whatever else; within each in the order
 * of the scenario, which the trace's first record carries. Members of a group (`phones-12`) stand in their group's place.
 */
export function inLaneOrder(nodes: readonly string[], run: TraceRecord | undefined): string[] {
  if (run?.type !== 'run') return [...nodes];
  const ranks = ranksOf(run.parameters);
  const rank = (node: string): number =>
    ranks.get(node) ?? ranks.get(groupOf(node)) ?? Number.MAX_SAFE_INTEGER;
  return nodes
    .map((node, index) => ({ node, index, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ node }) => node);
}

function groupOf(node: string): string {
  const dash = node.lastIndexOf('-');
  return dash > 0 ? node.slice(0, dash) : node;
}

/** Where each host or group of the resolved scenario stands; empty when the parameters tell nothing of hosts. */
function ranksOf(parameters: Json): Map<string, number> {
  if (!isMap(parameters)) return new Map();
  const names = ['senders', 'core', 'receivers'].flatMap((section) => namesIn(parameters[section]));
  return new Map(names.map((name, index) => [name, index]));
}

function namesIn(hosts: Json | undefined): string[] {
  if (!Array.isArray(hosts)) return [];
  return hosts.flatMap((host: Json) => (isMap(host) && typeof host.name === 'string' ? [host.name] : []));
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
