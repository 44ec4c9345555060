// The timeline carried out: each act of a scenario, by the agents that it names.

import { sendPlainRequest } from '../../agents/plain-request.ts';
import type { Pull } from '../../agents/pull.ts';
import type { Push } from '../../agents/push.ts';
import { parseUri } from '../../core/sip/uri.ts';
import type { Json } from '../../sim/trace/records.ts';
import { contactOf } from './contact.ts';
import type { Lab } from './lab.ts';
import { numbered } from './members.ts';
import type { LabNode, ReceiverNode, SenderNode } from './node.ts';
import { pullPlan, pushPlan } from './push-plan.ts';
import type { Act } from './scenario.ts';

/** A push, a pull or an invitation. */
interface UnderWay {
  /** Where it was this side that called. */
  cancel?(): void;
  release(): void;
  abort(file?: string): void;
}

export class Acts {
  readonly #lab: Lab;
  readonly #pushes = new Map<string, Push>();
  readonly #pulls = new Map<string, Pull>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Puts the whole timeline into the world. */
  schedule(): void {
    const { kernel } = this.#lab.world;
    for (const act of this.#lab.scenario.timeline) kernel.at(act.atUs, () => this.#perform(act));
  }

  #perform(act: Act): void {
    for (const node of this.#nodes(act.by)) {
      if (!node.host.up && act.do !== 'restart') continue;
      const { trace } = this.#lab.world;
      const seq = trace.record({ type: 'act', node: node.name, act: act.do, detail: detailOf(act) });
      trace.because(seq, () => this.#lab.agenda.now(() => this.#carryOut(act, node)));
    }
  }

  #nodes(by: string): readonly LabNode<unknown>[] {
    const { cores, senders, receivers } = this.#lab;
    const one = senders.get(by) ?? receivers.get(by) ?? cores.get(by);
    if (one !== undefined) return [one];
    return [...senders.values(), ...receivers.values()].filter(({ plan }) => plan.name === by);
  }

  #carryOut(act: Act, node: LabNode<unknown>): void {
    if (act.do === 'restart') {
      this.#lab.world.network.crash(node.name);
      this.#lab.world.network.restart(node.name);
      return;
    }
    const sender = this.#lab.senders.get(node.name);
    const receiver = this.#lab.receivers.get(node.name);
    if (sender !== undefined) this.#carryOutSending(act, sender);
    else if (receiver !== undefined) this.#carryOutReceiving(act, receiver);
  }

  /** Acts of both kinds of agent. */
  #carryOutOfAny(act: Act, node: SenderNode | ReceiverNode): void {
    if (act.do === 'register')
      node.program.register(registrarOf(node.member.uri), act.expiresS, this.#contact(node));
    else if (act.do === 'unregister') node.program.unregister();
    else if (act.do === 'request')
      sendPlainRequest(node.program.ua, {
        ...act,
        to: numbered(act.to, node.member.number),
        answered: ({ status }) => node.program.store('answer', { method: act.method, status }),
      });
  }

  #contact(node: SenderNode | ReceiverNode): string {
    return `<${node.program.ua.contactUri}>${contactOf(node.plan, node.member.number).registered}`;
  }

  #carryOutSending(act: Act, node: SenderNode): void {
    if (act.do === 'push') {
      const push = node.program.push(pushPlan(act, node, this.#lab.contents));
      if (act.name !== undefined) this.#pushes.set(`${node.name}/${act.name}`, push);
      return;
    }
    const named = namedIn(this.#pushes, act, node);
    if (act.do === 'resume') node.program.resume(named);
    else if (!this.#carryOutEnding(act, named ?? node.program.latest)) this.#carryOutOfAny(act, node);
  }

  #carryOutReceiving(act: Act, node: ReceiverNode): void {
    if (act.do === 'answer') return node.program.answer(act.with);
    if (act.do === 'pull') {
      const pull = node.program.pull(pullPlan(act, node));
      if (act.name !== undefined) this.#pulls.set(`${node.name}/${act.name}`, pull);
      return;
    }
    const named = namedIn(this.#pulls, act, node);
    if (act.do === 'resume') node.program.resume(named);
    else if (!this.#carryOutEnding(act, named ?? node.program.latest)) this.#carryOutOfAny(act, node);
  }

  /** Acts that end what is under way; false for any other. */
  #carryOutEnding(act: Act, what: UnderWay | undefined): boolean {
    if (act.do === 'cancel') what?.cancel?.();
    else if (act.do === 'release') what?.release();
    else if (act.do === 'abort') what?.abort(act.file);
    else return false;
    return true;
  }
}

/** What the act names, of this node's own. */
function namedIn<T>(known: ReadonlyMap<string, T>, act: Act, { name }: LabNode<unknown>): T | undefined {
  return 'push' in act && act.push !== undefined ? known.get(`${name}/${act.push}`) : undefined;
}

/** The Request-URI of a REGISTER: the domain of the address of record, without a user (RFC 3261 §10.2). */
function registrarOf(aor: string): string {
  const parsed = parseUri(aor);
  return parsed.ok && 'host' in parsed.value ? `sip:${parsed.value.host}` : aor;
}

/** What the record of an act says: the act as the scenario has it, without its place and its time. */
function detailOf(act: Act): Json {
  if (act.do === 'request') return { method: act.method, to: act.to };
  if (act.do === 'pull') return { to: act.to, files: act.files.map(({ name, sha1 }) => name ?? sha1 ?? '') };
  if (act.do !== 'push') return 'push' in act && act.push !== undefined ? { push: act.push } : {};
  const files = act.files.map(({ name, type, sizeBytes }) => ({
    name: name ?? '',
    type,
    bytes: sizeBytes ?? 0,
  }));
  return { to: act.to, files };
}
