// A host of the core as a program: what the plan of a scenario says, as a `SipCore` wants it.
import type { Account } from '../../core/authenticator.ts';
import type { Binding } from '../../core/location.ts';
import { coreMisbehaving } from '../../core/misbehaviour.ts';
import type { CallNames } from '../../core/sip/call-names.ts';
import { canonicalAor, parseUri } from '../../core/sip/uri.ts';
import { SipCore } from '../../core/sip-core.ts';
import type { Network } from '../../sim/net/network.ts';
import type { Host } from '../../sim/net/types.ts';
import type { Runner } from '../../sim/statechart/runner.ts';
import { members } from './members.ts';
import type { CoreNode } from './node.ts';
import type { CoreHost, Scenario } from './scenario.ts';

/** Addresses of record that are somebody's, with the account where there is a password. */
export type Subscribers = ReadonlyMap<string, Account | undefined>;

export interface CoreSurroundings {
  readonly scenario: Scenario;
  readonly network: Network;
  readonly calls: CallNames;
  readonly cores: ReadonlyMap<string, CoreNode>;
  readonly subscribers: () => Subscribers;
}

/** What starts the program of a core host: at the beginning of a run, and after each restart, with the bindings that it keeps. */
export function coreProgram(
  plan: CoreHost,
  host: Host,
  runner: Runner,
  around: CoreSurroundings,
): () => SipCore {
  const { scenario, network, calls, cores, subscribers } = around;
  const trusted = trustedBy(plan, around);
  let before: SipCore | undefined;
  return () => {
    const kept: Binding[] = plan.bindings === 'kept' ? [...(before?.location.all() ?? [])] : [];
    const { next, capacity, interval, misbehave } = plan;
    const { sip, ...misbehaviour } = coreMisbehaving(misbehave ?? []);
    before = new SipCore({
      host,
      runner,
      calls,
      // "The core answers an INVITE with 100 at once."
      timers: { ...scenario.timers, tryingUs: 0 },
      role: plan.role,
      domains: plan.domains,
      isUser: (aor) => subscribers().has(aor),
      accountOf: (aor) => subscribers().get(aor),
      recordRoute: plan.recordRoute,
      expiresS: plan.expiresS,
      epochMs: scenario.epochMs,
      dialect: scenario.dialect,
      digest: plan.digest,
      kept,
      trusts: (address) => trusted().has(address),
      ...(misbehave !== undefined && { filter: sip, ...misbehaviour }),
      registrar: () => registrarOf(plan, around),
      ...(next !== undefined && { next: () => uriOf(network, next) }),
      ...(capacity !== undefined && { capacity }),
      ...(interval !== undefined && { interval }),
    });
    return before;
  };

  /** Another host that registers one of its domains. Where that is down, nobody is bound. */
  function registrarOf(own: CoreHost, { scenario: { core } }: CoreSurroundings) {
    const found = core.find(
      ({ name, role, domains }) =>
        name !== own.name && role !== 'proxy' && domains.some((domain) => own.domains.includes(domain)),
    );
    const node = found && cores.get(found.name);
    if (node === undefined || own.role !== 'proxy') return undefined;
    const { location } = node.program;
    return {
      uri: uriOf(network, node.name),
      bindings: {
        of: (aor: string) => (node.host.up ? location.of(aor) : []),
        watch: (aor: string, added: (binding: Binding) => void) => {
          // Who has crashed in between hears no more of it.
          const asking = before;
          return location.watch(aor, (binding) => {
            if (host.up && asking === before) added(binding);
          });
        },
      },
    };
  }
}

/** The URI that leads to a host of the core, as a Route has it. */
export function uriOf(network: Network, core: string): string {
  const host = network.host(core);
  return `sip:${host?.v4 ?? `[${host?.v6}]`}:5060;lr`;
}

/** Subscribers of the core: all agents, each member of a group. */
export function subscribersOf({ senders, receivers }: Scenario): Subscribers {
  const found = new Map<string, Account | undefined>();
  for (const agent of [...senders, ...receivers]) {
    const { password } = agent;
    for (const { uri } of members(agent)) {
      const account = password === undefined ? undefined : { username: userOf(uri), password };
      found.set(canonicalAor(uri), account);
    }
  }
  return found;
}

/** The name under which a user is known to Digest: that of his URI. */
export function userOf(uri: string): string {
  const parsed = parseUri(uri);
  return (parsed.ok && 'user' in parsed.value ? parsed.value.user : undefined) ?? '';
}

/** The addresses of its trust domain: its own, and those of the hosts and groups that it trusts. */
function trustedBy(
  { name, trusts }: CoreHost,
  { network, scenario }: CoreSurroundings,
): () => ReadonlySet<string> {
  let known: Set<string> | undefined;
  return () => {
    known ??= new Set(
      [name, ...trusts]
        .flatMap((each) => hostsNamed(each, scenario))
        .flatMap((each) => addressesOf(network.host(each))),
    );
    return known;
  };
}

/** The members of a group, or the one host of that name. */
function hostsNamed(name: string, { senders, receivers }: Scenario): string[] {
  const agent = [...senders, ...receivers].find((each) => each.name === name);
  return agent === undefined ? [name] : [...members(agent)].map((member) => member.name);
}

function addressesOf(host: Host | undefined): string[] {
  if (host === undefined) return [];
  return host.v4 === undefined ? [host.v6] : [host.v4, host.v6];
}
