import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './support/sources.ts';

// The package as its users get it: packed, installed into an empty folder, and called there.

const folder = mkdtempSync(join(tmpdir(), 'siplab-package-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program and answers what it wrote; what it must not do is fail. */
function sh(cwd: string, program: string, ...args: readonly string[]) {
  const { NODE_OPTIONS, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

function mustRun(cwd: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = sh(cwd, program, ...args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

const siplab = (...args: readonly string[]) => sh(home, join(home, 'node_modules/.bin/siplab'), ...args);

let packed: readonly string[] = [];

beforeAll(() => {
  const tree = join(folder, 'tree');
  cpSync(root, tree, {
    recursive: true,
    filter: (path) => !['node_modules', '.git', 'dist', 'test'].includes(basename(path)),
  });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const [{ filename, files }] = JSON.parse(
    mustRun(tree, 'npm', 'pack', '--json', '--silent', '--pack-destination', folder),
  ) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  mustRun(home, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, filename));
}, 300_000);

describe('the installed package', () => {
  it('holds the program and the scenarios, no sources and no tests', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/ui/cli/main.js',
        'scenarios/figure-1.yaml',
        'scenarios/files/sunset.jpg',
      ]),
    );
    expect(packed.filter((path) => /^test\/|(?<!\.d)\.ts$/.test(path))).toEqual([]);
    expect(readdirSync(join(home, 'node_modules/.bin'))).toContain('siplab');
  });

  it('runs Figure 1 as the checkout does', () => {
    const { status, stdout } = sh(
      home,
      'npx',
      '--no-install',
      'siplab',
      'run',
      'figure-1',
      '--format',
      'ndjson',
    );
    expect(status).toBe(0);
    const here = mustRun(
      root,
      process.execPath,
      '--import',
      'tsx',
      'ui/cli/main.ts',
      'run',
      'figure-1',
      '--format',
      'ndjson',
    );
    expect(stdout).toBe(here);
  });

  it('checks itself in two processes', () => {
    const { status, stderr } = siplab('run', 'lossy-link', '--check');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'checked: two processes wrote the same trace\n',
    });
  });

  it('lists, prints its schema, reads text and says its version', () => {
    expect(siplab('list').stdout).toMatch(/^ {2}figure-1 +\S/m);
    expect(JSON.parse(siplab('schema').stdout)).toHaveProperty('$schema');
    expect(siplab('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const message = join(home, 'options.txt');
    writeFileSync(
      message,
      [
        'OPTIONS sip:bob@example.com SIP/2.0',
        'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
        'Max-Forwards: 70',
        'From: <sip:a@example.com>;tag=1',
        'To: <sip:bob@example.com>',
        'Call-ID: 1',
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    const parsed = siplab('parse', message, '--json');
    expect(parsed.status).toBe(0);
    expect(JSON.parse(parsed.stdout)).toMatchObject([{ kind: 'sip-request', valid: true, errors: [] }]);
  });
});
