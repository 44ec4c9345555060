import type { Chance } from '../../chance.ts';
import { type Distribution, sample } from '../../distribution.ts';
import { type Rule, wholeUs } from './rule.ts';

/** A delay of each packet's own on top of the latency. The same for all would be no jitter: a constant means anything from 0 to it. */
export function jitterRule(jitter: Distribution, chance: Chance): Rule {
  const spread: Distribution =
    jitter.kind === 'constant' ? { kind: 'uniform', min: 0, max: jitter.value } : jitter;
  return ({ name }) => ({ verdict: 'later', byUs: wholeUs(sample(spread, chance, `${name}/jitter`)) });
}
