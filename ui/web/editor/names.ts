// Names of what a scenario has: its hosts, links and users, its pushes and files; and of what no scenario has to make: messages, media types.
// Which kind of them belongs at a place the schema says.
import { mediaSets } from '../../../agents/media-sets.ts';
import { marked, messageNames } from './message-names.ts';
import type { Outline } from './outline.ts';
import { childOf } from './schema-walk.ts';

/** Of a group so many members are offered one by one. */
const mostMembers = 4;

/** What lies around the scenario, and is not said in it. */
export interface Around {
  /** Of the scenarios that ship. */
  readonly topics: readonly string[];
  /** What can be read with `from`, by its path from the scenario. */
  readonly files: readonly string[];
}

type Names = (root: Outline | undefined, typed: string, around: Around) => readonly string[];

const kinds: Readonly<Record<string, Names>> = {
  host: hosts,
  agent: agents,
  agentKey: (root) => agentsOf(root).map(([name]) => name),
  coreHost: coreHosts,
  link: links,
  linkKey: (root) => ['default', ...links(root)],
  hopKey: hops,
  countedKey: (root) => [
    ...messageNames,
    ...hops(root).flatMap((hop) => messageNames.map((message) => `${hop}: ${message}`)),
  ],
  message: () => messageNames,
  markedMessage: (_, typed) => marked(typed),
  user: users,
  domain: (root) => users(root).flatMap((uri) => /@([^;:>]+)/.exec(uri)?.[1] ?? []),
  push: (root) => acts(root).flatMap((act) => wordAt(act, 'name')),
  file: files,
  filePath: (_, __, around) => around.files,
  topic: (_, __, { topics }) => topics,
  fileKey: files,
  feature: (root) => [...features(root), '+g.oma.lcsi.sip-push', 'audio', 'video', 'text', 'message'],
  mediaType: (root) => [...typesOf(root), ...(mediaSets.get('ts-26.141') ?? []), 'application/octet-stream'],
  mediaRange: (root) => [
    '*',
    ...mediaSets.keys(),
    ...typesOf(root),
    ...['text/*', 'image/*', 'audio/*', 'video/*'],
    ...(mediaSets.get('ts-26.141') ?? []),
  ],
};

/** What a text of this kind may name, the nearest first; `typed` is what stands there so far. */
export function namesOf(
  kind: string,
  root: Outline | undefined,
  typed: string,
  around: Around,
): readonly string[] {
  return [...new Set(kinds[kind]?.(root, typed, around) ?? [])];
}

/** Hosts in the order of the ladder: a sender, the core, the receivers. */
function hosts(root: Outline | undefined): readonly string[] {
  const named = agents(root);
  const first = agentsOf(root)[0]?.[0];
  const own = named.filter((name) => name === first || memberOf(name, first));
  return [...own, ...coreHosts(root), ...named.filter((name) => !own.includes(name))];
}

function memberOf(name: string, group: string | undefined): boolean {
  return group !== undefined && new RegExp(`^${group.replace(/\W/g, '\\$&')}-\\d+$`).test(name);
}

function agents(root: Outline | undefined): readonly string[] {
  return agentsOf(root).flatMap(([name, agent]) => [name, ...membersOf(agent).map((n) => `${name}-${n}`)]);
}

/** The numbers of the first members of a group; of what is none, none. */
function membersOf(agent: Outline | undefined): readonly number[] {
  const count = Number(wordAt(agent, 'count')[0] ?? 1);
  return count > 1 ? Array.from({ length: Math.min(count, mostMembers) }, (_, index) => index + 1) : [];
}

/** `core: { kind: sip }` is one host called core; else each key is one. */
function coreHosts(root: Outline | undefined): readonly string[] {
  const inner = entriesOf(childOf(root, 'core'));
  if (inner.length === 0) return [];
  return inner.every(([, value]) => value?.kind === 'map') ? inner.map(([name]) => name) : ['core'];
}

function links(root: Outline | undefined): readonly string[] {
  const all = groups(root);
  const pairs = all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const));
  return [...pairs.map(([a, b]) => `${a}<>${b}`), ...pairs.flatMap(([a, b]) => [`${a}>${b}`, `${b}>${a}`])];
}

function hops(root: Outline | undefined): readonly string[] {
  const all = groups(root);
  return all.flatMap((a) => all.filter((b) => a !== b).map((b) => `${a} -> ${b}`));
}

/** Hosts without the members of groups: what most links and steps are about, and not so many of them. */
function groups(root: Outline | undefined): readonly string[] {
  const [first, ...others] = agentsOf(root).map(([name]) => name);
  return [...(first === undefined ? [] : [first]), ...coreHosts(root), ...others];
}

function users(root: Outline | undefined): readonly string[] {
  return agentsOf(root).flatMap(([, agent]) =>
    wordAt(agent, 'uri').flatMap((uri) => {
      const members = membersOf(agent);
      return (members.length === 0 ? [1] : members).map((number) => uri.replaceAll('{n}', String(number)));
    }),
  );
}

function files(root: Outline | undefined): readonly string[] {
  return filesOf(root).flatMap((file) => wordAt(file, 'name'));
}

function typesOf(root: Outline | undefined): readonly string[] {
  return [...filesOf(root), ...acts(root).flatMap((act) => oneOrMore(childOf(act, 'message')))].flatMap(
    (one) => wordAt(one, 'type'),
  );
}

function filesOf(root: Outline | undefined): readonly Outline[] {
  const pushed = acts(root).flatMap((act) => oneOrMore(childOf(act, 'files')));
  return [...pushed, ...agentsOf(root).flatMap(([, agent]) => oneOrMore(childOf(agent, 'has')))];
}

function features(root: Outline | undefined): readonly string[] {
  return agentsOf(root).flatMap(([, agent]) =>
    ['features', 'service', 'application'].flatMap((key) =>
      oneOrMore(childOf(agent, key)).flatMap((one) => (one.kind === 'scalar' ? [one.text] : [])),
    ),
  );
}

const acts = (root: Outline | undefined): readonly Outline[] => oneOrMore(childOf(root, 'timeline'));

const agentsOf = (root: Outline | undefined) => entriesOf(childOf(root, 'agents'));

function oneOrMore(node: Outline | undefined): readonly Outline[] {
  if (node?.kind === 'list') return node.items.flatMap(({ value }) => value ?? []);
  return node === undefined ? [] : [node];
}

function entriesOf(
  node: Outline | undefined,
): readonly (readonly [name: string, value: Outline | undefined])[] {
  return node?.kind === 'map' ? node.entries.map(({ key, value }) => [key, value] as const) : [];
}

/** The word that a key has, where it has one. */
function wordAt(node: Outline | undefined, key: string): readonly string[] {
  const found = childOf(node, key);
  return found?.kind === 'scalar' && found.text !== '' ? [found.text] : [];
}
