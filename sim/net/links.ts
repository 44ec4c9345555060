import type { Chance } from '../chance.ts';
import { faultRules, type LinkFaultAtWork, parametersUnder } from '../faults/link-faults.ts';
import type { Us } from '../time.ts';
import { createLink, type Link } from './link.ts';
import type { LinkConfig, LinkParameters } from './link-parameters.ts';
import { chainOf, type LinkMemory, needsMemory } from './rules/chain.ts';
import type { Rule } from './rules/rule.ts';

export interface Links {
  /** The link between two hosts, made when it is first used. */
  between(from: string, to: string): Link;
  /** Its parameters now. */
  parameters(from: string, to: string): LinkParameters;
}

/** What a link is made from. */
export interface LinksOptions {
  readonly config: LinkConfig;
  readonly chance: Chance;
  readonly clock: { readonly nowUs: Us };
  readonly groupOf: (host: string) => string | undefined;
  /** The faults on the way from one host to another. */
  readonly faultsBetween: (from: string, to: string) => readonly LinkFaultAtWork[];
}

/** Makes the links of a network. Nothing is kept for a pair of hosts until a packet goes between them. */
export function createLinks(options: LinksOptions): Links {
  const { config, chance, clock, groupOf, faultsBetween } = options;
  const configured = lookup(config, groupOf);
  const links = new Map<string, Map<string, Link>>();
  const sharedChains = new Map<LinkParameters, readonly Rule[]>();

  /** A chain that remembers nothing serves all links with its parameters. */
  function sharedChain(parameters: LinkParameters): readonly Rule[] {
    return getOrMake(sharedChains, parameters, () => chainOf(parameters, '', {}, chance));
  }

  function make(from: string, to: string): Link {
    const name = `${from}>${to}`;
    if (from === to) return createLink(name, () => []);
    const parameters = configured(from, to);
    const faults = faultsBetween(from, to);
    if (faults.length > 0) return createLink(name, changingRules(parameters, faults, name, chance));
    const chain = needsMemory(parameters) ? chainOf(parameters, name, {}, chance) : sharedChain(parameters);
    return createLink(name, () => chain);
  }

  return {
    between(from, to) {
      const outgoing = getOrMake(links, from, () => new Map<string, Link>());
      return getOrMake(outgoing, to, () => make(from, to));
    },
    parameters: (from, to) => parametersUnder(faultsBetween(from, to), configured(from, to))(clock.nowUs),
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Finds a pair's parameters in constant time: by hosts, then by host and group, then by groups. */
function lookup(config: LinkConfig, groupOf: (host: string) => string | undefined) {
  const byNames = new Map<string, Map<string, LinkParameters>>();
  for (const { from, to, parameters } of config.links) {
    const outgoing = byNames.get(from) ?? new Map<string, LinkParameters>();
    byNames.set(from, outgoing.set(to, parameters));
  }
  return (from: string, to: string): LinkParameters => {
    const fromGroup = groupOf(from) ?? from;
    const toGroup = groupOf(to) ?? to;
    const byHost = byNames.get(from);
    const byGroup = byNames.get(fromGroup);
    return (
      byHost?.get(to) ?? byHost?.get(toGroup) ?? byGroup?.get(to) ?? byGroup?.get(toGroup) ?? config.default
    );
  };
}

/** The rules of a link with faults: those at work now, before the chain of what its parameters are now. */
function changingRules(
  parameters: LinkParameters,
  faults: readonly LinkFaultAtWork[],
  name: string,
  chance: Chance,
): (nowUs: Us) => readonly Rule[] {
  const memory: LinkMemory = {};
  const first = faultRules(faults);
  const parametersAt = parametersUnder(faults, parameters);
  let current: LinkParameters | undefined;
  let rules: readonly Rule[] = [];
  return (nowUs) => {
    const now = parametersAt(nowUs);
    if (now !== current) {
      current = now;
      rules = [...first, ...chainOf(now, name, memory, chance)];
    }
    return rules;
  };
}
