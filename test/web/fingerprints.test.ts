import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const names = shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`));

/** In Node, or what is wrong with it. */
function inNode(name: string): string {
  const source = scenarioSource(name);
  const { scenario } = loadScenario(source.text, source.name);
  return scenario === undefined ? 'not readable' : runScenario(scenario, source).fingerprint;
}

describe('the fingerprint of each shipped scenario', () => {
  it('is the same in Node, in the page and in its worker', async () => {
    await site.open('');
    const expected = Object.fromEntries(names.map((name) => [name, inNode(name)]));
    const inWorker = await site.page.evaluate((all) => globalThis.siplab.fingerprints(all, 'worker'), names);
    expect(inWorker).toEqual(expected);
    const inPage = await site.page.evaluate((all) => globalThis.siplab.fingerprints(all, 'page'), names);
    expect(inPage).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThan(4);
  });
});

declare global {
  // What the page offers to whoever opens its console.
  var siplab: {
    fingerprints(names: readonly string[], where: 'page' | 'worker'): Promise<Record<string, string>>;
  };
}
