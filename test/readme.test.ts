// The README's promises: its ladder is what the program prints, its scenario runs, its commands exist.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from './support/sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'siplab-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

function siplab(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80' };
  return spawnSync(process.execPath, ['--import', 'tsx', join(root, 'ui/cli/main.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
}

function blocks(language: string): string[] {
  return readme
    .split(`\n\`\`\`${language}\n`)
    .slice(1)
    .map((rest) => rest.split('\n```')[0] ?? '');
}

test('the ladder of the README is the one that is printed', () => {
  const printed = blocks('').find((block) => block.includes('Figure 1'));
  expect(siplab('run', 'figure-1').stdout.trimEnd()).toBe(printed);
});

test('the first scenario of one’s own runs and holds', () => {
  const [yaml = ''] = blocks('yaml');
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, yaml);
  const { status, stderr } = siplab('run', file);
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('every command of the README does what it says', () => {
  writeFileSync(join(folder, 'message.txt'), 'SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n');
  const lines = readme.match(/^npm run -s siplab -- [^#\n]+/gm) ?? [];
  expect(lines.length).toBeGreaterThan(6);
  for (const line of lines) {
    const words = [...line.trim().matchAll(/'([^']*)'|(\S+)/g)]
      .map((match) => match[1] ?? match[2] ?? '')
      .slice(5);
    const args = words.map((word) =>
      /^(message|figure-1)\.(txt|pcapng|ndjson)$/.test(word) ? join(folder, word) : word,
    );
    const { status, stdout, stderr } = siplab(...args);
    // The message lacks its mandatory headers, and the two runs differ: `parse` and `diff` say so.
    expect([line, stderr.replace(/^checked: .*\n$/, ''), status]).toEqual([
      line,
      '',
      args[0] === 'parse' || args[0] === 'diff' ? 1 : 0,
    ]);
    expect(stdout).not.toBe('');
  }
}, 120_000);
