import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';
import { push, story } from './lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'siplab-refused-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** `a: [*b, *b, …]`, each level ten times the one below: a file of a kilobyte that would be a terabyte. */
function aliasBomb(): string {
  const levels = Array.from({ length: 12 }, (_, n) =>
    n === 0
      ? 'a0: &a0 [x]'
      : `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
  );
  return `${levels.join('\n')}\n`;
}

/** Calls that are wrong: what is run, and what the one line says. The file's place leads it where the fault lies in a file. */
const wrong: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  ['a file that is no YAML', () => [file('torn.yaml', 'title: [\n')], /torn\.yaml:\d+:\d+: /],
  ['a file that is no scenario', () => [file('list.yaml', '- 1\n')], /list\.yaml:1:1: /],
  ['an empty file', () => [file('empty.yaml', '')], /empty\.yaml:1:1: /],
  ['an unknown key', () => [file('key.yaml', `${story()}colour: blue\n`)], /key\.yaml:\d+:1: .*colour/],
  [
    'a link to a host that isn’t there',
    () => [file('link.yaml', story({ links: '{ default: {}, core<>bop: { latency: 1ms } }' }))],
    /link\.yaml:2:\d+: .*bop.*bob/,
  ],
  [
    'an act by nobody',
    () => [file('act.yaml', story({ acts: [push.replace('sender', 'sendr')] }))],
    /act\.yaml:\d+:\d+: .*sendr/,
  ],
  [
    'a fault on nobody',
    () => [file('fault.yaml', story({ faults: ['{ drop: INVITE, from: bib }'] }))],
    /fault\.yaml:\d+:\d+: .*bib/,
  ],
  [
    'a fault that streams do not have',
    () => [file('send.yaml', story({ faults: ['{ drop: SEND }'] }))],
    /send\.yaml:\d+:\d+: .*(delay|stall|reset)/,
  ],
  [
    'a file to push that isn’t there',
    () => [file('from.yaml', story({ acts: [push.replace('size: 4092', 'from: gone.jpg')] }))],
    /from\.yaml:\d+:\d+: .*gone\.jpg/,
  ],
  ['a file that isn’t there', () => [join(folder, 'gone.yaml')], /gone\.yaml:1:1: /],
  [
    'a folder',
    () => {
      mkdirSync(join(folder, 'dir.yaml'));
      return [join(folder, 'dir.yaml')];
    },
    /dir\.yaml:1:1: /,
  ],
  [
    'a file that is not text',
    () => [file('bytes.yaml', Uint8Array.of(0xff, 0xfe, 0x80, 0))],
    /bytes\.yaml:1:1: /,
  ],
  [
    'a seed too long in the file',
    () => [file('seed.yaml', story({ more: `seed: ${'x'.repeat(257)}` }))],
    /seed\.yaml:\d+:\d+: .*256/,
  ],
  [
    'a seed too long in the call',
    () => [file('good.yaml', story()), '--seed', 'x'.repeat(257)],
    /--seed: .*256/,
  ],
  ['an empty seed', () => [file('good2.yaml', story()), '--seed', ''], /--seed/],
  ['an alias bomb', () => [file('bomb.yaml', aliasBomb())], /bomb\.yaml:\d+:\d+: /],
  ['ten thousand brackets', () => [file('deep.yaml', '['.repeat(10_000))], /deep\.yaml:1:\d+: /],
  ['a --set of nothing', () => [file('good3.yaml', story()), '--set', 'network.links.nowhere'], /--set/],
  ['an --until that is no time', () => [file('good4.yaml', story()), '--until', 'soon'], /--until/],
  ['a flag that isn’t there', () => [file('good5.yaml', story()), '--colour'], /--colour/],
];

describe('what is wrong with a call', () => {
  it.each(wrong)(
    '%s: one line on standard error, nothing on standard output, exit status 2',
    (_, args, says) => {
      const { status, stdout, stderr } = siplab(['run', ...args()]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(says);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr.length).toBeLessThan(1000);
    },
  );
});

describe('a scenario that never ends', () => {
  const forever = story({
    bob: 'expires: 60, answer: silent',
    acts: Array.from({ length: 40 }, (_, n) => push.replace('1s', `${n}s`)),
    more: 'limits: { time: 20s }',
  });

  it('is stopped by the limit of virtual time, which is said: exit status 1', () => {
    const { status, stdout, stderr } = siplab(['run', file('forever.yaml', forever)]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('stopped: limit of virtual time after 20 s');
    expect(stdout).toContain('the run was cut off: limit of virtual time');
  });

  it('is stopped by the limit of events as well', () => {
    const { status, stdout } = siplab(['run', file('forever2.yaml', forever), '--set', 'limits.events=50']);
    expect(status).toBe(1);
    expect(stdout).toContain('stopped: limit of events');
  });
});
