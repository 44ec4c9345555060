import { coreAndFlowRows } from './core-and-flow.ts';
import { receiverRows } from './receiver.ts';
import type { Requirement } from './requirement.ts';
import { rfcRules } from './rfc-rules.ts';
import { senderRows } from './sender.ts';

/** Every normative sentence of the change request, in its order by role; then the rules of the RFCs. Ids are unique. */
export const catalogue: readonly Requirement[] = [
  ...senderRows,
  ...receiverRows,
  ...coreAndFlowRows,
  ...rfcRules,
];

const byId = new Map(catalogue.map((requirement) => [requirement.id, requirement]));

/** The row of an id; `undefined` for one that is not in the catalogue. */
export function requirementOf(id: string): Requirement | undefined {
  return byId.get(id);
}
