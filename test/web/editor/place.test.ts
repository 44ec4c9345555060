import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { outline } from '../../../ui/web/editor/outline.ts';
import { type Path, type Place, placeAt } from '../../../ui/web/editor/place.ts';

/** The place at the `|` in a text, which is taken out. */
function at(marked: string): Place | undefined {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return placeAt(text, outline(text), offset);
}

const told = (marked: string): string | undefined => {
  const place = at(marked);
  return place && `${place.what} ${place.path.join('.')}`.trim();
};

describe('the place of what is typed', () => {
  it('is found in blocks', () => {
    expect(told('‸')).toBe('key');
    expect(told('title: a\n‸')).toBe('key');
    expect(told('ti‸')).toBe('value');
    expect(told('title: a\ncor‸')).toBe('key');
    expect(told('title: ‸')).toBe('value title');
    expect(told('title: a b‸')).toBe('value title');
    expect(told('agents:\n  ‸')).toBe('either agents');
    expect(told('agents:\n  bob:\n    ‸')).toBe('either agents.bob');
    expect(told('agents:\n  bob:\n    ro‸')).toBe('either agents.bob');
    expect(told('agents:\n  bob:\n    role: push-sender\n    ur‸')).toBe('key agents.bob');
    expect(told('agents:\n  bob:\n    role: push-sender\n    ‸\ntimeline: []')).toBe('key agents.bob');
    expect(told('agents:\n  bob:\n    role: push-sender\n  ‸\ntimeline: []')).toBe('key agents');
    expect(told('agents:\n  bob:\n    role: push-sender\n‸\ntimeline: []')).toBe('key');
  });

  it('is found in lists', () => {
    expect(told('timeline:\n  - ‸')).toBe('either timeline.0');
    expect(told('timeline:\n  - at: 1s\n    do: ‸')).toBe('value timeline.0.do');
    expect(told('timeline:\n  - at: 1s\n    d‸')).toBe('key timeline.0');
    expect(told('timeline:\n- at: 1s\n- at: 2s\n  d‸')).toBe('key timeline.1');
    expect(told('expect:\n  ladder:\n    - bob -> c‸')).toBe('either expect.ladder.0');
  });

  it('is found in braces and brackets, closed or not, over several lines', () => {
    expect(told('timeline:\n  - { at: 0s, d‸ }')).toBe('key timeline.0');
    expect(told('timeline:\n  - { at: 0s, ‸ }')).toBe('key timeline.0');
    expect(told('timeline:\n  - { ‸')).toBe('key timeline.0');
    expect(told('timeline:\n  - { at: 0s, do: ‸ }')).toBe('value timeline.0.do');
    expect(told('timeline:\n  - { at: 0s, do: pu‸sh, by: sender }')).toBe('value timeline.0.do');
    expect(told('timeline:\n  - { at: 0s,\n      do: push,\n      ‸\n    }\n  - { at: 1s }')).toBe(
      'key timeline.0',
    );
    expect(told('network: { links: { default: { latency: 20ms, ‸')).toBe('key network.links.default');
    expect(told('timeline:\n  - { at: 0s, files: [{ name: a.jpg, ‸')).toBe('key timeline.0.files.0');
    expect(told('expect: { requirements: { held: [A, ‸] } }')).toBe('either expect.requirements.held.1');
    expect(told('timeline:\n  - { at: 0s, ‸\nfaults:\n  - { drop: INVITE }')).toBe('key timeline.0');
    expect(told('timeline:\n  - { at: 0s, d\nfaults:\n  - { drop: INVITE, ‸ }')).toBe('key faults.0');
  });

  it('is nowhere in comments and in texts of several lines', () => {
    expect(told('# a ‸')).toBeUndefined();
    expect(told('title: a # b‸')).toBeUndefined();
    expect(told('description: |\n  a text: ‸\ntitle: b')).toBeUndefined();
    expect(told('description: |\n  a text: b\nti‸')).toBe('key');
  });

  it('says what has been typed, and whether a colon follows', () => {
    expect(at('agents: {}\ntimel‸ine: []')).toMatchObject({ from: 11, to: 19, hasColon: true, flow: false });
    expect(at('x: { timel‸ }')).toMatchObject({ from: 5, to: 10, hasColon: false, flow: true });
  });

  it('is that of the YAML library, for every key of every scenario that ships', () => {
    for (const { path: file } of shippedScenarios()) {
      const text = readFileSync(file, 'utf8');
      const root = outline(text);
      const wrong = keysOf(text).filter(({ path, end }) => {
        const place = placeAt(text, root, end);
        return place?.what !== 'key' || place.path.join('.') !== path.join('.') || !place.hasColon;
      });
      expect({ file, wrong }).toEqual({ file, wrong: [] });
    }
  });

  it('is found or not, and never fails, wherever a scenario is cut', () => {
    const texts = shippedScenarios().map(({ path }) => readFileSync(path, 'utf8'));
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (text, share, gap) => {
          const offset = Math.floor(share * text.length);
          const cut = text.slice(0, offset) + text.slice(offset + (gap % 80));
          const place = placeAt(cut, outline(cut), offset);
          expect(place === undefined || (place.from <= offset && place.to >= offset)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab:-{}[],#"\'|>&*! \n') }), fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const place = placeAt(text, outline(text), offset);
        expect(place === undefined || place.from <= place.to).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Every key with the path to its mapping and the offset of its end, as the library reads them. */
function keysOf(text: string): { path: Path; end: number }[] {
  const found: { path: Path; end: number }[] = [];
  const visit = (node: unknown, path: Path): void => {
    if (isMap(node))
      for (const { key, value } of node.items) {
        if (!isScalar(key) || key.range == null) continue;
        found.push({ path, end: key.range[1] });
        visit(value, [...path, String(key.value)]);
      }
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
  };
  visit(parseDocument(text).contents, []);
  return found;
}
