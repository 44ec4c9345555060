// One host of a lab and the program on it: a part of the core, or an agent.
import type { PushReceiver } from '../../agents/push-receiver.ts';
import type { PushSender } from '../../agents/push-sender.ts';
import type { SipCore } from '../../core/sip-core.ts';
import type { Host } from '../../sim/net/types.ts';
import type { Runner } from '../../sim/statechart/runner.ts';
import type { Member } from './members.ts';
import type { ReceiverAgent, SenderAgent } from './scenario.ts';

export class LabNode<P> {
  readonly host: Host;
  readonly runner: Runner;
  readonly #start: (restarts: number) => P;
  #program: P | undefined;
  #restarts = 0;

  /** `start` makes the program: when the lab begins, once all hosts have their addresses, and again after each restart. */
  constructor(host: Host, runner: Runner, start: (restarts: number) => P) {
    this.host = host;
    this.runner = runner;
    this.#start = start;
  }

  get name(): string {
    return this.host.name;
  }

  get program(): P {
    if (this.#program === undefined) throw new Error(`${this.name} was not started`);
    return this.#program;
  }

  boot(): void {
    this.#program = this.#start(this.#restarts);
  }

  /** The host is back with its program new: what it knew is gone. */
  restart(): void {
    this.#restarts += 1;
    this.boot();
  }
}

export class AgentNode<P, Plan> extends LabNode<P> {
  readonly plan: Plan;
  readonly member: Member;

  constructor(host: Host, runner: Runner, start: (restarts: number) => P, plan: Plan, member: Member) {
    super(host, runner, start);
    this.plan = plan;
    this.member = member;
  }
}

export type CoreNode = LabNode<SipCore>;
export type SenderNode = AgentNode<PushSender, SenderAgent>;
export type ReceiverNode = AgentNode<PushReceiver, ReceiverAgent>;
