import type { Chance } from '../../chance.ts';
import { type Distribution, sample } from '../../distribution.ts';
import { PASS, type Rule, wholeUs } from './rule.ts';

/** Holds a share of the packets back, so that later ones overtake them. */
export function reorderRule(share: number, by: Distribution, chance: Chance): Rule {
  return ({ name }) => {
    const draw = chance.draw(`${name}/reorder`);
    if (draw >= share) return PASS;
    const byUs = wholeUs(sample(by, chance, `${name}/reorder by`));
    return { verdict: 'overtaken', byUs, reason: 'reorder', draw };
  };
}
