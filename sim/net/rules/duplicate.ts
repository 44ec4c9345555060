import type { Chance } from '../../chance.ts';
import { type Distribution, sample } from '../../distribution.ts';
import { PASS, type Rule, wholeUs } from './rule.ts';

/** Lets a share of the packets arrive twice. */
export function duplicateRule(share: number, by: Distribution, chance: Chance): Rule {
  return ({ name }) => {
    const draw = chance.draw(`${name}/duplicate`);
    if (draw >= share) return PASS;
    const byUs = wholeUs(sample(by, chance, `${name}/duplicate by`));
    return { verdict: 'duplicate', byUs, reason: 'duplicate', draw };
  };
}
