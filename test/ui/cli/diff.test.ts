import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';

const lossOf200 = 'faults=[{ drop: 200 INVITE, from: bob, to: core, nth: 1 }]';
let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'siplab-diff-'));
  siplab(['run', 'figure-1', '--trace', file('a.ndjson')]);
  siplab(['run', 'figure-1', '--set', lossOf200, '--trace', file('b.ndjson')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly same: boolean;
  readonly divergence: { readonly common: number; readonly b: { readonly type: string } } | null;
  readonly counts: { readonly total: number; readonly onlyB: number };
  readonly differences: readonly {
    readonly number: number;
    readonly kind: string;
    readonly follows: number | null;
  }[];
}

describe('siplab diff', () => {
  it('says that a run is the same as its trace, and as itself', () => {
    const { status, stdout, stderr } = siplab(['diff', 'figure-1', file('a.ndjson')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/✔ the same: \d+ records, 18 messages\n$/);
    expect(siplab(['diff', 'figure-1', 'figure-1', '--json'])).toMatchObject({ status: 0 });
  });

  it.each([
    ['diff-lost-200-80', ['--set-b', lossOf200]],
    ['diff-lost-200-140', ['--set-b', lossOf200, '--width', '140']],
    ['diff-lost-200-ascii', ['--set-b', lossOf200, '--ascii', '--width', '80']],
    ['diff-text-80', ['--set-b', 'agents.sender.display-name=Anna']],
  ])('prints where two runs part and what follows, as it was approved: %s', async (name, args) => {
    const { status, stdout, stderr } = siplab(['diff', 'figure-1', ...args]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const width = Number(/\d+$/.exec(name)?.[0] ?? 80);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
    await expect(stdout).toMatchFileSnapshot(`../../golden/${name}.txt`);
  });

  it('is the same of two traces as of the two runs, and in colour but for the colours', () => {
    const traces = ['diff', file('a.ndjson'), file('b.ndjson')];
    const body = (text: string) => text.slice(text.indexOf('They were told'));
    const plain = siplab(traces).stdout;
    expect(body(plain)).toBe(body(siplab(['diff', 'figure-1', '--set-b', lossOf200]).stdout));
    const coloured = siplab(traces, { env: { FORCE_COLOR: '1' } }).stdout;
    expect(coloured).not.toBe(plain);
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(plain);
  });

  it('tells scripts the same, all of it, each with what it follows from', () => {
    const { status, stdout } = siplab(['diff', file('a.ndjson'), file('b.ndjson'), '--json']);
    const told = JSON.parse(stdout) as Told;
    expect(status).toBe(1);
    expect(told).toMatchObject({ same: false, divergence: { b: { type: 'message.dropped' } } });
    expect(told.differences).toHaveLength(told.counts.total);
    expect(told.differences.filter(({ kind }) => kind === 'only b')).toHaveLength(told.counts.onlyB);
    expect(told.differences.map(({ number }) => number)).toEqual(told.differences.map((_, at) => at + 1));
    for (const { number, follows } of told.differences.slice(1)) expect(follows).toBeLessThan(number);
  });

  it('compares seeds, and lists no more than asked for', () => {
    const { status, stdout } = siplab(['diff', 'lossy-link', '--seed', '1', '--seed-b', '2']);
    expect(status).toBe(1);
    expect(stdout).toContain('seed: 1 → 2');
    const all = siplab(['diff', 'lossy-link', '--seed-b', '2', '--all']).stdout;
    expect(all).not.toContain('--all lists them');
  });

  it('compares what has nothing in common', () => {
    const { status, stdout, stderr } = siplab(['diff', 'figure-1', 'silent-receiver']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('They diverge at');
  });

  it('finds a trace that was cut off', () => {
    const lines = readFileSync(file('a.ndjson'), 'utf8').split('\n');
    writeFileSync(file('cut.txt'), `${lines.slice(0, 40).join('\n')}\n`);
    const { status, stdout } = siplab(['diff', file('a.ndjson'), file('cut.txt')]);
    expect(status).toBe(1);
    expect(stdout).toContain('B  nothing more');
    expect(stdout).toContain('cut off');
  });

  it('says in one line what is wrong', () => {
    writeFileSync(
      file('broken.ndjson'),
      '{"type":"run","seq":0,"at":0,"parameters":{}}\n{"type":"note","seq":1,"at":0}\n',
    );
    const wrong = (args: readonly string[]) => {
      const { status, stdout, stderr } = siplab(['diff', ...args]);
      expect([status, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
      return stderr;
    };
    expect(wrong([file('a.ndjson'), file('broken.ndjson')])).toContain(
      'broken.ndjson:2:1: a record of type "note"',
    );
    expect(wrong([file('a.ndjson'), file('b.ndjson'), '--seed', '2'])).toContain('--seed: both are traces');
    expect(wrong(['figure-1', file('b.ndjson'), '--set-b', 'a=1'])).toContain(
      'is a trace, and is not run again',
    );
    expect(wrong(['figure-1', 'figure-1', 'figure-1'])).toContain('expected two traces or scenarios');
  });
});
