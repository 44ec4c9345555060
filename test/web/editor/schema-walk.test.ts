import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { type Outline, outline } from '../../../ui/web/editor/outline.ts';
import type { Path } from '../../../ui/web/editor/place.ts';
import { scenarioSchema } from '../../../ui/web/editor/schema.ts';

const keys = (text: string, path: Path, except?: string) =>
  scenarioSchema.keysAt(outline(text), path, except).map(({ key }) => key);
const values = (text: string, path: Path) =>
  scenarioSchema.valuesAt(outline(text), path).map(({ value }) => value);

describe('what may stand in a scenario', () => {
  it('is, at its top, what it does not have yet, each with its meaning', () => {
    const offers = scenarioSchema.keysAt(outline('title: a\ncore: { kind: sip }'), []);
    expect(offers.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['agents', 'timeline', 'faults', 'expect']),
    );
    expect(offers.map(({ key }) => key)).not.toContain('title');
    expect(offers.filter(({ description }) => description === '')).toEqual([]);
  });

  it('is of one form where what is written tells which', () => {
    const sender = 'agents:\n  a: { role: push-sender, uri: x }';
    const receiver = 'agents:\n  a: { role: push-receiver, uri: x }';
    expect(keys(receiver, ['agents', 'a'])).toContain('answer');
    expect(keys(sender, ['agents', 'a'])).not.toContain('answer');
    expect(keys('faults:\n  - { drop: INVITE }', ['faults', 0])).toEqual([
      'from',
      'to',
      'nth',
      'transmission',
      'between',
    ]);
    expect(keys('faults:\n  - { crash: bob }', ['faults', 0])).toEqual(['at']);
    expect(keys('faults:\n  - { reset: a<>b, at: 1s }', ['faults', 0])).toEqual([]);
    expect(keys('timeline:\n  - { at: 1s, do: push }', ['timeline', 0])).toContain('files');
    expect(keys('timeline:\n  - { at: 1s, do: register }', ['timeline', 0])).not.toContain('files');
  });

  it('is of every form where nothing tells which', () => {
    expect(keys('faults:\n  - {}', ['faults', 0])).toEqual(
      expect.arrayContaining(['drop', 'hold', 'refuse', 'crash']),
    );
    expect(keys('timeline:\n  - { d: }', ['timeline', 0], 'd')).toContain('do');
  });

  it('is one of a few words, where it is', () => {
    expect(values('timeline:\n  - { at: 1s, do: p }', ['timeline', 0, 'do'])).toEqual(
      expect.arrayContaining(['register', 'push', 'cancel', 'abort']),
    );
    expect(values('agents:\n  a: { role: }', ['agents', 'a', 'role'])).toEqual([
      'push-sender',
      'push-receiver',
    ]);
    expect(
      values('network: { links: { default: { transport: } } }', ['network', 'links', 'default', 'transport']),
    ).toEqual(['auto', 'udp', 'tcp']);
    expect(values('title: ', ['title'])).toEqual([]);
  });

  it('is described, every key of every scenario that ships but names that are free', () => {
    // Names that a scenario gives: of hosts, links, and what the document calls its own.
    const free =
      /^(?:(?:agents|core|network\.links)\.[^.]+|expect\.outcome\..*|expect\.(?:ladder\[\]|counts)(?:\.|\[\]).*|expect\.stores\[\]\.value\..*)$/;
    const unknown = new Set<string>();
    for (const { path: file } of shippedScenarios()) {
      const root = outline(readFileSync(file, 'utf8'));
      for (const path of pathsOf(root, []))
        if (scenarioSchema.describe(root, path) === '') unknown.add(path.join('.').replace(/\.\d+/g, '[]'));
    }
    expect([...unknown].filter((path) => !free.test(path))).toEqual([]);
  });
});

function pathsOf(node: Outline | undefined, path: Path): Path[] {
  if (node?.kind === 'map')
    return node.entries.flatMap(({ key, value }) => [[...path, key], ...pathsOf(value, [...path, key])]);
  if (node?.kind === 'list')
    return node.items.flatMap(({ value }, index) => pathsOf(value, [...path, index]));
  return [];
}
