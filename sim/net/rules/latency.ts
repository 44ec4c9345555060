import type { Chance } from '../../chance.ts';
import { type Distribution, sample, varies } from '../../distribution.ts';
import { type Rule, type Verdict, wholeUs } from './rule.ts';

/** How long the way takes. */
export function latencyRule(latency: Distribution, chance: Chance): Rule {
  if (!varies(latency)) {
    const always: Verdict = { verdict: 'later', byUs: wholeUs(sample(latency, chance, '')) };
    return () => always;
  }
  return ({ name }) => ({ verdict: 'later', byUs: wholeUs(sample(latency, chance, `${name}/latency`)) });
}
