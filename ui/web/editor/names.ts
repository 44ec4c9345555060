// Names that a scenario gives and uses again: its hosts, and the addresses of its agents.
import type { MapOutline, Outline } from './outline.ts';
import type { Path } from './place.ts';

const hosts = new Set(['from', 'to', 'crash', 'restart']);
const links = new Set(['partition', 'hold', 'set', 'refuse']);

/** What the value at a path may name. */
export function names(root: Outline | undefined, path: Path): readonly string[] {
  const [top, , key] = path;
  if (path.length !== 3 || typeof key !== 'string') return [];
  const agents = child(root, 'agents');
  const named = keysOf(agents);
  if (top === 'timeline') {
    if (key === 'by') return named;
    return key === 'to' ? named.flatMap((name) => uriOf(child(agents, name))) : [];
  }
  if (top !== 'faults') return [];
  const all = [...named.slice(0, 1), ...coreHosts(root), ...named.slice(1)];
  if (hosts.has(key)) return all;
  return links.has(key) ? all.flatMap((a, index) => all.slice(index + 1).map((b) => `${a}<>${b}`)) : [];
}

/** `core: { kind: sip }` is one host called core; else each key is one. */
function coreHosts(root: Outline | undefined): readonly string[] {
  const core = child(root, 'core');
  if (core?.kind !== 'map') return [];
  const inner = core.entries.filter(({ value }) => value?.kind === 'map');
  return inner.length > 0 && inner.length === core.entries.length ? inner.map(({ key }) => key) : ['core'];
}

function uriOf(agent: Outline | undefined): readonly string[] {
  const uri = child(agent, 'uri');
  return uri?.kind === 'scalar' ? [uri.text] : [];
}

function keysOf(node: Outline | undefined): readonly string[] {
  return node?.kind === 'map' ? node.entries.map(({ key }) => key) : [];
}

function child(node: MapOutline | Outline | undefined, key: string): Outline | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key)?.value : undefined;
}
