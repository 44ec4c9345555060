// The timeline carried out: each act of a scenario, by the agents that it names.

import { sendPlainRequest } from '../../agents/plain-request.ts';
import type { Push } from '../../agents/push.ts';
import type { PushPlan } from '../../agents/push-options.ts';
import { parseUri } from '../../core/sip/uri.ts';
import type { Json } from '../../sim/trace/records.ts';
import { contactOf, featureText } from './contact.ts';
import type { Contents } from './content.ts';
import type { Lab } from './lab.ts';
import { numbered } from './members.ts';
import type { LabNode, ReceiverNode, SenderNode } from './node.ts';
import type { Act, Chunking, PushAct } from './scenario.ts';

export class Acts {
  readonly #lab: Lab;
  readonly #contents: Contents;
  readonly #pushes = new Map<string, Push>();

  constructor(lab: Lab, contents: Contents) {
    this.#lab = lab;
    this.#contents = contents;
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
      const push = node.program.push(this.#plan(act, node));
      if (act.name !== undefined) this.#pushes.set(`${node.name}/${act.name}`, push);
      return;
    }
    const named =
      'push' in act && act.push !== undefined ? this.#pushes.get(`${node.name}/${act.push}`) : undefined;
    const push = named ?? node.program.latest;
    if (act.do === 'cancel') push?.cancel();
    else if (act.do === 'release') push?.release();
    else if (act.do === 'abort') push?.abort(act.file);
    else this.#carryOutOfAny(act, node);
  }

  #carryOutReceiving(act: Act, node: ReceiverNode): void {
    if (act.do === 'answer') node.program.answer(act.with);
    else if (act.do === 'release') node.program.latest?.release();
    else if (act.do === 'abort') node.program.latest?.abort(act.file);
    else this.#carryOutOfAny(act, node);
  }

  #plan(act: PushAct, node: SenderNode): PushPlan {
    const { options } = act;
    const { member } = node;
    return {
      to: numbered(act.to, member.number),
      files: act.files.map((file, i) =>
        this.#contents.pushed(file, `${node.name}/${act.name ?? 'push'}/${i + 1}`),
      ),
      asFiles: act.asFiles,
      require: options.require,
      explicit: options.explicit,
      rejectContact: options.rejectContact,
      requestDisposition: options.requestDisposition,
      successReport: options.successReport,
      failureReport: options.failureReport,
      ...chunkingOf(options.chunking),
      lingerUs: options.lingerUs,
      inTurn: options.order === 'in-turn',
      closeAfter: options.closeAfter,
      service: featureText(options.service),
      ...(options.application !== undefined && { application: featureText(options.application) }),
      sessionExpiresS: options.sessionExpiresS,
    };
  }
}

function chunkingOf({
  strategy,
  sizeBytes,
  sliceBytes,
}: Chunking): Pick<PushPlan, 'chunking' | 'chunkBytes' | 'sliceBytes'> {
  return {
    chunking: strategy === 'figure' ? 'first then rest' : strategy,
    chunkBytes: sizeBytes,
    ...(sliceBytes !== undefined && { sliceBytes }),
  };
}

/** The Request-URI of a REGISTER: the domain of the address of record, without a user (RFC 3261 §10.2). */
function registrarOf(aor: string): string {
  const parsed = parseUri(aor);
  return parsed.ok && 'host' in parsed.value ? `sip:${parsed.value.host}` : aor;
}

/** What the record of an act says: the act as the scenario has it, without its place and its time. */
function detailOf(act: Act): Json {
  if (act.do === 'request') return { method: act.method, to: act.to };
  if (act.do !== 'push') return 'push' in act && act.push !== undefined ? { push: act.push } : {};
  const files = act.files.map(({ name, type, sizeBytes }) => ({
    name: name ?? '',
    type,
    bytes: sizeBytes ?? 0,
  }));
  return { to: act.to, files };
}
