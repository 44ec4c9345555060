import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { STORES } from '../../../scenarios/lab/schema/expect.ts';
import { EDITOR_HINT, jsonSchema } from '../../../scenarios/lab/schema.ts';
import { filesBeneath } from '../../support/sources.ts';
import { type Schema, violations } from './json-schema.ts';
import { EVERYTHING, LOST_200, PAIR } from './scenarios.ts';

const schema: Schema = jsonSchema();

/** As much of the schema as the language's page is held against. */
interface Described {
  readonly properties: {
    readonly timeline: { items: { oneOf: { properties: { do: { const?: string } } }[] } };
    readonly faults: { items: { anyOf: { required: string[] }[] } };
    readonly expect: { properties: object };
    readonly network: { properties: { links: { additionalProperties: { properties: object } } } };
  };
}

describe('the published JSON Schema', () => {
  it('is the one that the loader’s own description gives', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../../scenarios/scenario.schema.json',
    );
  });

  it('says of every key what it is', () => {
    expect(undescribed(schema, '')).toEqual([]);
  });

  it('has every act, fault, expectation and property of a link told in the language’s page', () => {
    const page = readFileSync('scenarios/README.md', 'utf8');
    const told = (word: string): boolean => page.includes(`\`${word}\``) || page.includes(`\`${word} …`);
    const { timeline, faults, expect: expected, network } = (schema as unknown as Described).properties;
    const words = [
      ...timeline.items.oneOf.flatMap((act) => act.properties.do.const ?? []),
      ...faults.items.anyOf.flatMap((rule) => rule.required.slice(0, 1)),
      ...Object.keys(expected.properties),
      ...Object.keys(network.properties.links.additionalProperties.properties),
    ];
    expect(words.length).toBeGreaterThan(40);
    expect(words.filter((word) => !told(word))).toEqual([]);
  });

  it.each([
    ['the example', LOST_200],
    ['the pair', PAIR],
    ['one of everything', EVERYTHING],
  ])('takes %s', (_, text) => expect(violations(schema, parse(text))).toEqual([]));

  it('takes each scenario that ships', () => {
    for (const file of filesBeneath('scenarios').filter((path) => path.endsWith('.yaml'))) {
      expect([file, violations(schema, parse(readFileSync(file, 'utf8')))]).toEqual([file, []]);
    }
  });

  it.each([
    'latancy: 20ms',
    'latency: 20',
    'latency: 20 seconds',
    'latency: { uniform: [1ms] }',
    'loss: 120',
    'transport: sctp',
    'rate: 64',
    'jitter: [1ms]',
    'mtu: small',
  ])('refuses a link with %s, as the loader does', (line) => {
    const text = `${PAIR}network: { links: { default: { ${line} } } }\n`;
    expect(loadScenario(text, 'a.yaml').errors).not.toEqual([]);
    expect(violations(schema, parse(text))).not.toEqual([]);
  });

  it.each([
    'title: 7\ncore: { kind: sip }',
    'title: x',
    'title: x\ncore: { kind: sipp }',
    'title: x\ncore: { kind: sip }\nagents: { a: { role: sender, uri: "sip:a@b" } }',
    'title: x\ncore: { kind: sip }\ntimeline: [{ at: 1s, do: fly }]',
    'title: x\ncore: { kind: sip }\nfaults: [{ dorp: INVITE }]',
    'title: x\ncore: { kind: sip }\nfaults: [{ drop: invite }]',
    'title: x\ncore: { kind: sip }\nexpect: { ladder: [7] }',
    'title: x\ncore: { kind: sip }\nexpect: { requirements: { held: [X] } }',
  ])('refuses %j, as the loader does', (text) => {
    expect(loadScenario(text, 'a.yaml').errors).not.toEqual([]);
    expect(violations(schema, parse(text))).not.toEqual([]);
  });

  it('suggests under which names agents store something, all of them', () => {
    const told = [...filesBeneath('agents'), ...filesBeneath('scenarios/lab')]
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bstore\('([^']+)'/g)])
      .map(([, name]) => name);
    expect([...new Set(told)].toSorted()).toEqual([...STORES].toSorted());
  });

  it('is named by a hint that editors understand', () => {
    expect(EDITOR_HINT).toMatch(/^# yaml-language-server: \$schema=\S+\.json$/);
    expect(loadScenario(`${EDITOR_HINT}\n${PAIR}`, 'a.yaml').errors).toEqual([]);
  });
});

/** Keys without a description, by their place in the schema. */
function undescribed(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const properties = (node as { properties?: Record<string, { description?: string }> }).properties ?? {};
  const here = Object.entries(properties).filter(([, is]) => is.description === undefined);
  // What holds under a condition is said of keys that are described already.
  const below = Object.entries(node).flatMap(([key, value]) =>
    key === 'allOf' ? [] : undescribed(value, `${path}/${key}`),
  );
  return [...here.map(([key]) => `${path}: ${key}`), ...below];
}
