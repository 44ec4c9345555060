import type { Chance } from '../chance.ts';
import { faultRules, type LinkFaultAtWork, parametersUnder } from '../faults/link-faults.ts';
import { createLink, type Link, type LinkBehaviour } from './link.ts';
import type { LinkConfig, LinkParameters } from './link-parameters.ts';
import { chainOf, type LinkMemory, needsMemory } from './rules/chain.ts';
import type { Rule } from './rules/rule.ts';

export interface Links {
  /** The link between two hosts, made when it is first asked for. */
  between(from: string, to: string): Link;
}

/** What a link is made from. */
export interface LinksOptions {
  readonly config: LinkConfig;
  readonly chance: Chance;
  readonly groupOf: (host: string) => string | undefined;
  /** The faults on the way from one host to another. */
  readonly faultsBetween: (from: string, to: string) => readonly LinkFaultAtWork[];
}

/** Makes the links of a network. Nothing is kept for a pair of hosts until one asks for the link between them. */
export function createLinks(options: LinksOptions): Links {
  const { config, chance, groupOf, faultsBetween } = options;
  const configured = lookup(config, groupOf);
  const links = new Map<string, Map<string, Link>>();

  /** A link that remembers nothing does the same as all with its parameters. */
  const shared = new Map<LinkParameters, LinkBehaviour>();

  function behaviour(from: string, to: string, name: string): LinkBehaviour {
    const parameters = configured(from, to);
    if (from === to) return steady(parameters, []);
    const faults = faultsBetween(from, to);
    if (faults.length > 0) return changing(parameters, faults, name, chance);
    if (needsMemory(parameters)) return steady(parameters, chainOf(parameters, name, {}, chance));
    return getOrMake(shared, parameters, () => steady(parameters, chainOf(parameters, '', {}, chance)));
  }

  return {
    between(from, to) {
      const outgoing = getOrMake(links, from, () => new Map<string, Link>());
      return getOrMake(outgoing, to, () => {
        const name = `${from}>${to}`;
        return createLink(name, behaviour(from, to, name));
      });
    },
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

function steady(parameters: LinkParameters, chain: readonly Rule[]): LinkBehaviour {
  return { parametersAt: () => parameters, rulesAt: () => chain };
}

/** With faults: those at work on packets, before the chain of what the parameters are now. */
function changing(
  own: LinkParameters,
  faults: readonly LinkFaultAtWork[],
  name: string,
  chance: Chance,
): LinkBehaviour {
  const memory: LinkMemory = {};
  const first = faultRules(faults);
  const parametersAt = parametersUnder(faults, own);
  let current: LinkParameters | undefined;
  let rules: readonly Rule[] = [];
  return {
    parametersAt,
    rulesAt(nowUs) {
      const now = parametersAt(nowUs);
      if (now !== current) {
        current = now;
        rules = [...first, ...chainOf(now, name, memory, chance)];
      }
      return rules;
    },
  };
}
