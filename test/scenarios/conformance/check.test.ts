import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../scenarios/conformance/catalogue.ts';
import { judgeRun, matrixOf } from '../../../scenarios/lab/conformance/matrix.ts';
import { readTrace } from '../../../scenarios/lab/conformance/read-trace.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { matrixHtml } from '../../../ui/views/matrix/html.ts';
import { matrixText } from '../../../ui/views/matrix/text.ts';
import { siplab } from '../../support/siplab.ts';
import { runShipped } from '../runs/lab.ts';
import { header } from './doctor.ts';
import { storyRun } from './stories.ts';

const folder = mkdtempSync(join(tmpdir(), 'siplab-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (records: readonly TraceRecord[]) => `${records.map(recordLine).join('\n')}\n`;

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('siplab check', () => {
  it('writes JSON, JUnit and HTML, and exits 0 where nothing is violated', () => {
    const [json, junit, html] = ['m.json', 'm.xml', 'm.html'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const { status, stdout, stderr } = siplab([
      'check',
      'figure-1',
      '--json',
      json,
      '--junit',
      junit,
      '--html',
      html,
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('✔ PSA-EST-01');
    const { requirements } = JSON.parse(readFileSync(json, 'utf8'));
    expect(requirements).toHaveLength(catalogue.length);
    expect(requirements[2]).toMatchObject({
      id: 'PSA-EST-01',
      level: 'SHALL',
      outcome: 'held',
      by: ['figure-1'],
    });
    const suites = readFileSync(junit, 'utf8');
    for (const [part, element] of [
      ['tests', '<testcase '],
      ['failures', '<failure '],
      ['skipped', '<skipped '],
    ] as const) {
      const told = new RegExp(`<testsuites [^>]*${part}="(\\d+)"`).exec(suites)?.[1];
      expect(Number(told), part).toBe(suites.split(element).length - 1);
    }
    expect(suites).toContain('<testsuite name="Push Sender Agent" tests="38" failures="0"');
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('reads a trace, tells what it violates and exits 1', () => {
    const doctored = header('200 INVITE', 'Allow')(storyRun('rich').records);
    const { status, stdout } = siplab(['check', file('bad.ndjson', lines(doctored))]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/✘ PRA-INV-10 in \S*bad\.ndjson: the 200 has no Allow/);
  });

  it('is content with a violation that the scenario expects', () => {
    const wanted = (all: readonly TraceRecord[]) =>
      all.map((record) =>
        record.type === 'run'
          ? {
              ...record,
              parameters: {
                ...(record.parameters as object),
                expect: { requirements: [{ requirement: 'PRA-INV-10', outcome: 'violated' }] },
              },
            }
          : record,
      ) as readonly TraceRecord[];
    const run = judgeRun('wanted', wanted(header('200 INVITE', 'Allow')(storyRun('rich').records)));
    const outcome = (of: readonly (typeof run)[]) =>
      matrixOf(of).rows.find(({ requirement }) => requirement.id === 'PRA-INV-10')?.outcome;
    expect(outcome([run])).toBe('not exercised');
    expect(outcome([run, judgeRun('rich', storyRun('rich').records)])).toBe('held');
  });

  it.each([
    ['no JSON', 'nonsense\n', /trace\.ndjson:1:1: not JSON/],
    ['no trace', '{"type":"note","seq":0,"at":0}\n', /:1:1: a trace begins with/],
    [
      'a record without its text',
      `${lines(storyRun('rich').records.slice(0, 1))}{"type":"message.sent","seq":1,"at":0}\n`,
      /:2:1: a record of type "message.sent" without/,
    ],
    ['nothing', '', /:1:1: no records/],
  ])('refuses %s in one line', (_, content, told) => {
    const { status, stdout, stderr } = siplab(['check', file('trace.ndjson', content)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(told);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a trace from a file', () => {
  it('is judged as the run was', () => {
    const { records } = storyRun('rich');
    const read = readTrace(lines(records));
    expect('records' in read && [...judgeRun('a', read.records).verdicts]).toEqual([
      ...judgeRun('a', records).verdicts,
    ]);
  });
});

describe('the matrix', () => {
  const positive = shippedScenarios().filter(({ folder: where }) => where.split('/')[0] !== 'negative');
  const names = positive.map(({ folder: where, name }) => (where === '' ? name : `${where}/${name}`));

  it('of all positive scenarios that ship is as it was approved', async () => {
    const matrix = matrixOf(names.map((name) => judgeRun(name, runShipped(name).records)));
    await expect(matrixText(matrix, { width: 80, color: false })).toMatchFileSnapshot(
      '../../golden/matrix-80.txt',
    );
  });

  it('fits its width and keeps strangers’ words words', () => {
    const evil = '<script>alert(1)</script>\u001b[31m';
    const matrix = matrixOf([judgeRun(evil, storyRun('rich').records)]);
    for (const line of matrixText(matrix, { width: 80, color: false }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(80);
    expect(matrixText(matrix, { width: 80, color: false })).not.toContain('\u001b');
    expect(matrixHtml(matrix)).not.toContain('<script');
  });
});
