// Where two runs part and what follows from what: found when first asked for, kept with the comparison.
import { type Consequence, consequencesOf } from '../../views/compare/consequences.ts';
import { type Divergence, firstDivergence } from '../../views/compare/divergence.ts';
import type { RunComparison } from '../model/run-comparison.ts';

/** Why each message differs. */
export const consequencesIn: (comparison: RunComparison) => readonly Consequence[] = kept((comparison) =>
  consequencesOf(comparison, comparison.runs.a.data.records, comparison.runs.b.data.records),
);

/** The first record that differs. */
export const divergenceIn: (comparison: RunComparison) => Divergence | undefined = kept(({ runs }) =>
  firstDivergence(runs.a.data.records, runs.b.data.records),
);

function kept<T>(make: (comparison: RunComparison) => T): (comparison: RunComparison) => T {
  const made = new WeakMap<RunComparison, { readonly value: T }>();
  return (comparison) => {
    const found = made.get(comparison) ?? { value: make(comparison) };
    made.set(comparison, found);
    return found.value;
  };
}
