// A scenario that is read once and then had again and again with other fault rules, as somebody has it who breaks a run here and there. Its
// text is not looked at again: the rules are read by themselves, in a document that holds nothing else.

import { createContext } from './load/context.ts';
import { readDocument } from './load/document.ts';
import { resolveFaults, roadsOf } from './load/faults.ts';
import { plainValue } from './load/plain.ts';
import { type Loaded, loadScenario, loadWithHosts } from './load.ts';
import type { PlacedFault } from './scenario.ts';
import { faults as faultsSchema, mostFaults } from './schema/faults.ts';
import { applySet } from './set.ts';

export interface OpenScenario {
  /** As it is written, with the `sets` that it was opened with. */
  readonly plain: Loaded;
  /** With these fault rules after its own, each as YAML in one line. The same as if `--set` had been told them. Never throws. */
  withFaults(rules: readonly string[]): Loaded;
}

/** Reads a scenario as `loadScenario` does. */
export function openScenario(text: string, name: string, sets: readonly string[] = []): OpenScenario {
  const { loaded: plain, hosts } = loadWithHosts(text, name, sets);
  const { scenario } = plain;
  return {
    plain,
    withFaults(rules) {
      if (scenario === undefined || rules.length === 0) return plain;
      const own = scenario.faults;
      const further = furtherSets(own.length, rules);
      const added = readFurther();
      // What is wrong with them is said of the whole.
      if (added === undefined) return loadScenario(text, name, [...sets, ...further]);
      return { scenario: { ...scenario, faults: [...own, ...added] }, errors: [] };

      function readFurther(): PlacedFault[] | undefined {
        const document = readDocument(`faults: [${own.map(() => '~').join(', ')}]`, name);
        if ('message' in document) return undefined;
        if (further.some((argument) => applySet(document, argument) !== undefined)) return undefined;
        const value = plainValue(document);
        if ('message' in value) return undefined;
        const { faults } = value.value as { readonly faults: readonly unknown[] };
        const read = faultsSchema.safeParse(faults.slice(own.length));
        if (!read.success || faults.length > mostFaults) return undefined;
        const context = createContext(document, hosts);
        const resolved = resolveFaults(read.data, roadsOf(scenario!), context, own.length);
        return context.errors.length === 0 ? resolved : undefined;
      }
    },
  };
}

/** The rules that were added are `faults[n]=…` where the scenario has some already, else all of them at once. */
function furtherSets(own: number, rules: readonly string[]): string[] {
  if (own === 0) return [`faults=[${rules.join(', ')}]`];
  return rules.map((rule, index) => `faults[${own + index}]=${rule}`);
}
