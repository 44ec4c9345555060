import fc from 'fast-check';
import type { DetailKey, Details } from '../../ui/web/state/details.ts';

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const numbers = (separator: string): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).map((all) => all.join(separator));

/** Of each detail the values that it may have. */
const values: Readonly<Record<DetailKey, fc.Arbitrary<string>>> = {
  link: fc.constantFrom('bob<>core', 'core>bob', 'default'),
  find: text,
  hit: fc.integer({ min: 2, max: 999 }).map(String),
  crlf: fc.constant('1'),
  under: fc.constant('bytes'),
  why: fc.constant('all'),
  turn: numbers(','),
  against: fc.constantFrom('run', 'hop'),
  list: fc.constantFrom('0', '1'),
  pane: fc.constant('a'),
  outcome: fc.constantFrom('held', 'violated', 'not exercised'),
  level: fc.constantFrom('MUST', 'SHOULD NOT'),
  role: fc.constantFrom('PSA', 'core'),
  words: text,
  open: fc.constantFrom('basics', 'core,negative/core'),
  req: fc.constantFrom('PSA-EST-01', 'PRA-INV-06a'),
  col: fc.constantFrom('Outcome', 'figure-1', 'negative/core'),
  row: fc.integer({ min: 2, max: 99_999 }).map(String),
  answers: fc.tuple(numbers('.'), numbers('.')).map(([first, second]) => `1:${first},12:${second}`),
  hints: fc.constantFrom('1', '3'),
};

/** Any choice of what is chosen and open in panels. */
export const anyDetails: fc.Arbitrary<Details> = fc.record(values, { requiredKeys: [] });
