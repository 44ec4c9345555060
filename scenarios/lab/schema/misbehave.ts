// `misbehave`: what a host is told to do wrong, from the closed lists of agents and core.
import { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import { shown } from '../units.ts';
import { list } from './kit.ts';

/** Names from a table of misbehaviours; the schema says of each what it does. */
export function misbehave<N extends string>(
  who: string,
  switches: Readonly<Record<N, { readonly does: string }>>,
) {
  const names = Object.keys(switches) as [N, ...N[]];
  const one = z
    .enum(names, {
      error: ({ input }) => {
        const hint = typeof input === 'string' ? didYouMean(input, names) : '';
        return `expected a misbehaviour of ${who}, not ${shown(input)}${hint || ' (siplab schema lists them)'}`;
      },
    })
    .meta({ anyOf: names.map((name) => ({ const: name, description: switches[name].does })) });
  return list(`misbehaviours of ${who}`, one)
    .optional()
    .describe('Deliberate errors, each by its name: for scenarios that show what is then violated.');
}
