import type { Chance } from '../../chance.ts';
import type { Us } from '../../time.ts';
import { PASS, type Rule } from './rule.ts';

/** Bernoulli loss: each packet for itself. `share` says how much is lost at an instant. */
export function lossRule(share: (nowUs: Us) => number, chance: Chance): Rule {
  return ({ name, nowUs }) => {
    const draw = chance.draw(`${name}/loss`);
    return draw < share(nowUs) ? { verdict: 'drop', reason: 'loss', draw } : PASS;
  };
}
