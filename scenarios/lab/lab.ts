// A scenario as a world: its hosts with their programs, its names, its network and its faults.

import { type Misbehaviour, together } from '../../agents/misbehaviour/misbehaviour.ts';
import { receiverSwitches } from '../../agents/misbehaviour/receiver.ts';
import { senderSwitches } from '../../agents/misbehaviour/sender.ts';
import type { AgentOptions } from '../../agents/push-options.ts';
import { PushReceiver } from '../../agents/push-receiver.ts';
import { PushSender } from '../../agents/push-sender.ts';
import { CallNames } from '../../core/sip/call-names.ts';
import { parseUri } from '../../core/sip/uri.ts';
import type { Host } from '../../sim/net/types.ts';
import { type Agenda, createAgenda } from '../../sim/statechart/agenda.ts';
import { createCompiledRunner } from '../../sim/statechart/compiled-runner.ts';
import type { Runner } from '../../sim/statechart/runner.ts';
import type { MakeRunner } from '../../sim/statechart/runners.ts';
import type { OnTransition } from '../../sim/statechart/types.ts';
import type { Sink } from '../../sim/trace/trace.ts';
import { createWorld, type World } from '../../sim/world.ts';
import { agentIdentity } from './agent-identity.ts';
import { contactOf, featureText } from './contact.ts';
import { Contents, type ReadFile } from './content.ts';
import { coreProgram, type Subscribers, subscribersOf, uriOf } from './core-program.ts';
import { type Member, members, numbered } from './members.ts';
import { AgentNode, type CoreNode, LabNode, type ReceiverNode, type SenderNode } from './node.ts';
import { shelf } from './push-plan.ts';
import type { AgentPlan, CoreHost, ReceiverAgent, Scenario, SenderAgent } from './scenario.ts';

export interface LabOptions {
  readonly seed: string;
  readonly sinks: readonly Sink[];
  /** Files that the scenario names, by their path beside it. */
  readonly readFile: ReadFile;
  readonly packetRecords?: boolean;
  readonly onTransition?: OnTransition;
  readonly onFault?: (index: number) => void;
  readonly faultsMayGrow?: boolean;
  /** What runs the machines; tables made of them unless said. */
  readonly runner?: MakeRunner;
}

export class Lab {
  readonly scenario: Scenario;
  readonly world: World;
  readonly agenda: Agenda;
  readonly contents: Contents;
  readonly cores = new Map<string, CoreNode>();
  readonly senders = new Map<string, SenderNode>();
  readonly receivers = new Map<string, ReceiverNode>();
  readonly #options: LabOptions;
  readonly #calls = new CallNames();
  #known: Subscribers | undefined;

  constructor(scenario: Scenario, options: LabOptions) {
    this.scenario = scenario;
    this.#options = options;
    this.world = createWorld({
      seed: options.seed,
      links: scenario.network,
      faults: scenario.faults.map(({ rule }) => rule),
      ...(options.onFault && { onFault: options.onFault }),
      faultsMayGrow: options.faultsMayGrow ?? false,
      sinks: options.sinks,
      packetRecords: options.packetRecords ?? false,
      limits: { maxEvents: scenario.limits.events, maxUs: scenario.limits.timeUs },
    });
    this.agenda = createAgenda(this.world.trace);
    this.contents = new Contents(scenario.file, options.readFile, this.world.chance);
    for (const name of scenario.order) this.#add(name);
    this.agenda.now(() => {
      for (const node of this.#nodes()) node.boot();
    });
    this.world.network.onCrash((name) => this.#node(name)?.runner.stopAll());
    this.world.network.onRestart((name) => this.agenda.now(() => this.#node(name)?.restart()));
  }

  #add(name: string): void {
    const core = this.scenario.core.find((host) => host.name === name);
    const sender = this.scenario.senders.find((agent) => agent.name === name);
    const receiver = this.scenario.receivers.find((agent) => agent.name === name);
    if (core !== undefined) this.#addCore(core);
    if (sender !== undefined) for (const member of members(sender)) this.#addSender(sender, member);
    if (receiver !== undefined) for (const member of members(receiver)) this.#addReceiver(receiver, member);
  }

  #addCore(plan: CoreHost): void {
    const { network } = this.world;
    const host = network.addHost(
      plan.name,
      plan.transport === undefined ? {} : { transport: plan.transport },
    );
    for (const domain of plan.domains) if (this.#isFace(plan, domain)) network.addName(domain, host.address);
    const runner = this.#runner(host);
    const start = coreProgram(plan, host, runner, {
      scenario: this.scenario,
      network,
      calls: this.#calls,
      cores: this.cores,
      subscribers: () => {
        this.#known ??= subscribersOf(this.scenario);
        return this.#known;
      },
    });
    this.cores.set(plan.name, new LabNode(host, runner, start));
  }

  /** Whether a domain's name leads to this host: to a registrar only where no proxy stands before it. */
  #isFace({ name, role }: CoreHost, domain: string): boolean {
    const { core } = this.scenario;
    const isProxy = (other: CoreHost) => other.role !== 'registrar' && other.domains.includes(domain);
    return role !== 'registrar' || !core.some((other) => other.name !== name && isProxy(other));
  }

  #addSender(plan: SenderAgent, member: Member): void {
    const { host, runner } = this.#agentHost(plan, member);
    const misbehave = plan.misbehave?.map((name) => senderSwitches[name]);
    const start = (restarts: number) =>
      new PushSender(
        this.#agentOptions(plan, member, host, runner, restarts, misbehave),
        shelf(plan.name, plan.has, plan.push, this.contents),
      );
    this.senders.set(member.name, new AgentNode(host, runner, start, plan, member));
  }

  #addReceiver(plan: ReceiverAgent, member: Member): void {
    const { host, runner } = this.#agentHost(plan, member);
    const { policy } = plan;
    const misbehave = plan.misbehave?.map((name) => receiverSwitches[name]);
    const start = (restarts: number) =>
      new PushReceiver(
        {
          ...this.#agentOptions(plan, member, host, runner, restarts, misbehave),
          knowsMultipart: plan.knowsMultipart,
        },
        {
          ...policy,
          ...(policy.movedTo !== undefined && { movedTo: numbered(policy.movedTo, member.number) }),
        },
      );
    this.receivers.set(member.name, new AgentNode(host, runner, start, plan, member));
  }

  #agentHost(plan: AgentPlan, member: Member): { host: Host; runner: Runner } {
    const host = this.world.network.addHost(member.name, {
      ...(plan.count > 1 && { group: plan.name }),
      ...(plan.transport !== undefined && { transport: plan.transport }),
    });
    const parsed = parseUri(member.uri);
    const domain = parsed.ok && 'host' in parsed.value ? parsed.value.host : undefined;
    const served = this.scenario.core.some(({ domains }) => domain !== undefined && domains.includes(domain));
    if (domain !== undefined && !served) this.world.network.addName(domain, host.address);
    return { host, runner: this.#runner(host) };
  }

  #agentOptions(
    plan: AgentPlan,
    member: Member,
    host: Host,
    runner: Runner,
    restarts: number,
    misbehave: readonly Misbehaviour[] | undefined,
  ): AgentOptions {
    return {
      host,
      runner,
      calls: this.#calls,
      timers: this.scenario.timers,
      address: member.uri,
      ...(plan.displayName !== undefined && { displayName: plan.displayName }),
      proxy: uriOf(this.world.network, plan.via),
      restarts,
      contactParams: contactOf(plan, member.number).params,
      ...agentIdentity(plan, member),
      dialect: this.scenario.dialect,
      // The document writes Accept-Contact without the `*` that RFC 3841 asks for.
      tolerates: this.scenario.dialect === 'change-request' ? ['Accept-Contact'] : [],
      epochMs: this.scenario.epochMs,
      service: featureText(plan.service),
      ...(plan.application !== undefined && { application: featureText(plan.application) }),
      sessionExpiresS: plan.sessionExpiresS,
      minSeS: plan.minSeS,
      ...(plan.refresher !== 'open' && { refresher: plan.refresher }),
      knowsUpdate: plan.knowsUpdate,
      ...(plan.reliable !== undefined && { reliable: plan.reliable }),
      ...(plan.patienceUs !== undefined && { patienceUs: plan.patienceUs }),
      setup: plan.setup,
      ...(misbehave !== undefined && { misbehaviour: together(misbehave) }),
    };
  }

  #runner(host: Host): Runner {
    const { kernel, trace } = this.world;
    const { onTransition, runner = createCompiledRunner } = this.#options;
    return runner({
      clock: kernel,
      trace,
      node: host.name,
      agenda: this.agenda,
      ...(onTransition && { onTransition }),
    });
  }

  #node(name: string): LabNode<unknown> | undefined {
    return this.cores.get(name) ?? this.senders.get(name) ?? this.receivers.get(name);
  }

  #nodes(): LabNode<unknown>[] {
    return [...this.cores.values(), ...this.senders.values(), ...this.receivers.values()];
  }
}
