import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { EVERYTHING, errorsOf, LOST_200 } from './scenarios.ts';

/** Nine aliases of nine, six levels deep: half a million values out of a few hundred characters. */
const BOMB = Array.from({ length: 6 }, (_, level) => {
  const items =
    level === 0
      ? 'x,x,x,x,x,x,x,x,x'
      : Array(9)
          .fill(`*a${level - 1}`)
          .join(',');
  return `k${level}: &a${level} [${items}]\n`;
}).join('');

const repeat = (text: string) => text.repeat(Math.floor(200_000 / text.length));

describe('what was written to do harm ends in one clear line', () => {
  it.each([
    ['an alias bomb', BOMB, /an alias bomb: more than 1000 aliases/],
    ['too much', 'x'.repeat(600_000), /^a\.yaml:1:1: expected at most 512 KiB of text$/],
    ['brackets', repeat('['), /nested deeper/],
    ['braces', repeat('{a: '), /nested deeper/],
    ['dashes', repeat('- '), /nested deeper/],
    ['question marks', repeat('? '), /nested deeper/],
    ['a staircase', Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), /nested deeper/],
    ['anchors', repeat('&a '), /not YAML/],
    ['keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join(''), /unknown key|missing key/],
    ['the key __proto__', `${LOST_200}__proto__: { polluted: true }\n`, /unknown key "__proto__"/],
    [
      'many hosts',
      `title: x\ncore:\n${Array.from({ length: 20_000 }, (_, i) => `  h${i}: {}\n`).join('')}`,
      /at most 100 core hosts/,
    ],
  ])('%s', (_, text, error) => {
    expect(errorsOf(text).join('\n')).toMatch(error);
  });

  it('leaves no trace in the objects of everybody', () => {
    loadScenario(
      '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n',
      'a.yaml',
      ['__proto__.polluted=true'],
    );
    expect('polluted' in {}).toBe(false);
  });
});

describe('a scenario with any mistake', () => {
  const pieces = [
    '[',
    ']',
    '{',
    '}',
    ':',
    ' ',
    '\n',
    '-',
    '"',
    "'",
    '*a',
    '&a',
    '!',
    '?',
    '|',
    '>',
    '#',
    '%',
    '0',
    'x',
    '\t',
    '\0',
    '\u2028',
    '😀',
  ];
  const edit = fc.record({ at: fc.nat(EVERYTHING.length), cut: fc.nat(4), put: fc.constantFrom(...pieces) });

  it('is loaded or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = EVERYTHING;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        const { scenario, errors } = loadScenario(text, 'a.yaml');
        expect(errors.length === 0).toBe(scenario !== undefined);
        for (const { text: line } of errors) expect(line).toMatch(/^a\.yaml:\d+:\d+: [^\n]+$/);
      }),
      { numRuns: 400 },
    );
  });

  it('also through --set', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ maxLength: 20 }),
        (path, value) => {
          const { scenario, errors } = loadScenario(LOST_200, 'a.yaml', [`${path}=${value}`]);
          expect(errors.length === 0).toBe(scenario !== undefined);
        },
      ),
      { numRuns: 300 },
    );
  });
});
