import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { useSite } from './site.ts';

const site = useSite();

const names = shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`));

/** In Node, or what is wrong with it. */
function inNode(name: string): string {
  const source = scenarioSource(name);
  const { scenario } = loadScenario(source.text, source.name);
  return scenario === undefined ? 'not readable' : runScenario(scenario, source).fingerprint;
}

/** So many in a test that a slow machine has done them before the test's time is over. */
const atOnce = 30;
const some = names.flatMap((_, at) => (at % atOnce === 0 ? [names.slice(at, at + atOnce)] : []));

describe.each(some.map((own) => [own[0]!, own.at(-1)!, own] as const))(
  'the fingerprint of each shipped scenario from %s to %s',
  (_first, _last, own) => {
    it('is the same in Node, in the page and in its worker', async () => {
      await site.open('');
      const expected = Object.fromEntries(own.map((name) => [name, inNode(name)]));
      expect(Object.keys(expected).length).toBeGreaterThan(0);
      for (const where of ['worker', 'page'] as const) {
        const there = await site.page.evaluate(([all, place]) => globalThis.siplab.fingerprints(all, place), [
          own,
          where,
        ] as const);
        expect(there, where).toEqual(expected);
      }
    });
  },
);

declare global {
  // What the page offers to whoever opens its console.
  var siplab: {
    fingerprints(names: readonly string[], where: 'page' | 'worker'): Promise<Record<string, string>>;
  };
}
