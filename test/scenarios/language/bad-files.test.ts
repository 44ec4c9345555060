import { describe, expect, it } from 'vitest';
import { errorsOf, PAIR } from './scenarios.ts';

/** What is wrong, the scenario, and the one line that is said about it. `PAIR` has five lines. */
const table: readonly (readonly [story: string, text: string, error: string])[] = [
  // The file.
  ['an empty file', '', 'a.yaml:1:1: expected a scenario: the file is empty'],
  ['a comment alone', '# later\n', 'a.yaml:1:1: expected a scenario: the file is empty'],
  ['a list', '- 1\n', 'a.yaml:1:1: expected a scenario: a mapping with title, core, agents and timeline'],
  ['a text', 'hello\n', 'a.yaml:1:1: expected a scenario: a mapping with title, core, agents and timeline'],
  ['a tab', 'title: x\ncore:\n\tkind: sip\n', 'a.yaml:3:1: a tab: YAML is indented with blanks'],
  [
    'two documents',
    'title: x\n---\ntitle: y\n',
    'a.yaml:2:1: expected one scenario a file: here a second document begins',
  ],
  ['an open quote', 'title: "x\n', 'a.yaml:2:1: not YAML: Missing closing "quote'],
  ['a key twice', `${PAIR}title: y\n`, 'a.yaml:6:1: the key "title" stands here a second time'],
  ['a tag', 'title: !!binary aGk=\n', 'a.yaml:1:17: expected no tag, not "!!binary"'],
  ['a key that is a list', '? [a]\n: b\n', 'a.yaml:1:3: expected a key that is a plain text'],
  ['an alias without anchor', 'title: *x\n', 'a.yaml:1:8: an alias "x" without its anchor'],
  [
    'an alias in itself',
    'title: x\ncore: &c { kind: sip, more: *c }\n',
    'a.yaml:2:29: the alias "c" contains itself',
  ],
  [
    'brackets without end',
    `title: ${'['.repeat(100_000)}\n`,
    'a.yaml:1:108: nested deeper than any scenario',
  ],
  // The top level.
  [
    'no core',
    'title: x\n',
    'a.yaml:1:1: missing key "core": expected the core: { kind: sip }, or a mapping from names of hosts to what they are',
  ],
  ['no title', 'core: { kind: sip }\n', 'a.yaml:1:1: missing key "title": expected a title'],
  [
    'an unknown key',
    `${PAIR}timelin: []\n`,
    'a.yaml:6:1: unknown key "timelin" in a scenario (did you mean "timeline"?)',
  ],
  [
    'a seed too long',
    `${PAIR}seed: ${'x'.repeat(257)}\n`,
    'a.yaml:6:7: expected a seed of 1 to 256 characters',
  ],
  ['an empty seed', `${PAIR}seed: ""\n`, 'a.yaml:6:7: expected a seed of 1 to 256 characters'],
  [
    'a date of nowhere',
    `${PAIR}epoch: yesterday\n`,
    'a.yaml:6:8: expected a date such as 2026-01-01T00:00:00Z',
  ],
  [
    'a dialect of nobody',
    `${PAIR}dialect: rfcs\n`,
    'a.yaml:6:10: expected rfc or change-request (did you mean "rfc"?)',
  ],
  ['a limit of nothing', `${PAIR}limits: { time: 0 }\n`, 'a.yaml:6:17: expected a duration above 0'],
  [
    'a short Timer C',
    `${PAIR}timers: { c: 3min }\n`,
    'a.yaml:6:14: expected more than 3min (RFC 3261 §16.6 item 11)',
  ],
];

describe('a file that is wrong is said to be so in one line, with its place:', () => {
  it.each(table)('%s', (_, text, error) => expect(errorsOf(text)).toEqual([error]));
});

describe('several errors', () => {
  it('come in the order of the file', () => {
    const text = `${PAIR}faults: [{ drop: INVTE }, { delay: ACK }]\nseed: ""\n`;
    expect(errorsOf(text).map((error) => error.split(' ')[0])).toEqual([
      'a.yaml:6:18:',
      'a.yaml:6:27:',
      'a.yaml:7:7:',
    ]);
  });

  it('are said once each, and not without end', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `  - { drop: NO${i} }\n`);
    expect(errorsOf(`${PAIR}faults:\n${lines.join('')}`)).toHaveLength(50);
  });
});
