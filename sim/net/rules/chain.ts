import type { Chance } from '../../chance.ts';
import type { Distribution } from '../../distribution.ts';
import type { GilbertElliott, LinkParameters } from '../link-parameters.ts';
import { burstyShare } from './bursts.ts';
import { duplicateRule } from './duplicate.ts';
import { jitterRule } from './jitter.ts';
import { latencyRule } from './latency.ts';
import { lossRule } from './loss.ts';
import { createLine, type Line, rateRule } from './rate.ts';
import { reorderRule } from './reorder.ts';
import type { Rule } from './rule.ts';

const DUPLICATE_BY: Distribution = { kind: 'constant', value: 1_000 };
const REORDER_BY: Distribution = { kind: 'constant', value: 10_000 };

/** What a link remembers from one packet to the next. It outlives a change of the parameters that it does not depend on. */
export interface LinkMemory {
  line?: {
    readonly line: Line;
    readonly rule: Rule;
    readonly rate: number;
    readonly queue: LinkParameters['queue'];
  };
  bursts?: { readonly model: GilbertElliott; readonly rule: Rule };
}

/** Whether a link with these parameters needs a memory, and so a chain, of its own. */
export function needsMemory({ rate, loss }: LinkParameters): boolean {
  return rate !== undefined || typeof loss === 'object';
}

/** The chain of rules for a link with these parameters, in the order in which a packet meets them. */
export function chainOf(
  parameters: LinkParameters,
  link: string,
  memory: LinkMemory,
  chance: Chance,
): readonly Rule[] {
  const { rate, queue, loss, latency, jitter, reorder, duplicate } = parameters;
  const chain: Rule[] = [];
  if (rate !== undefined) chain.push(lineRule(rate, queue, memory));
  if (typeof loss === 'object') chain.push(burstsRule(loss, link, memory, chance));
  else if (loss !== undefined && loss > 0) chain.push(lossRule(() => loss, chance));
  chain.push(latencyRule(latency, chance));
  if (jitter !== undefined) chain.push(jitterRule(jitter, chance));
  if (reorder !== undefined) chain.push(reorderRule(reorder.share, reorder.by ?? REORDER_BY, chance));
  if (duplicate !== undefined)
    chain.push(duplicateRule(duplicate.share, duplicate.by ?? DUPLICATE_BY, chance));
  return chain;
}

/** What is on the line when its rate changes is still to be carried. */
function lineRule(rate: number, queue: LinkParameters['queue'], memory: LinkMemory): Rule {
  const before = memory.line;
  if (before?.rate === rate && before.queue === queue) return before.rule;
  const line = createLine(rate, before?.line.freeUs ?? 0);
  const rule = rateRule(line, queue);
  memory.line = { line, rule, rate, queue };
  return rule;
}

function burstsRule(model: GilbertElliott, link: string, memory: LinkMemory, chance: Chance): Rule {
  if (memory.bursts?.model !== model) {
    memory.bursts = { model, rule: lossRule(burstyShare(model, link, chance), chance) };
  }
  return memory.bursts.rule;
}
