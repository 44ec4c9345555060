import { describe, expect, it } from 'vitest';
import { judgeRun, matrixOf } from '../../scenarios/lab/conformance/matrix.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { columnsOf, everything, filtered, rowsOf, speaker } from '../../ui/web/matrix/rows.ts';
import { load } from '../../ui/web/worker/load-request.ts';
import { referenceOf, survey } from '../../ui/web/worker/survey.ts';
import { runShipped } from '../scenarios/runs/lab.ts';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

const names = ['figure-1', 'lost-200-ok', 'agents/refresh-by-the-receiver', 'negative/rfc/rfc3261-12.1.1'];

describe('the rows of the matrix', () => {
  const surveys = names.map((name) => {
    const { text, readFile } = scenarioSource(name);
    const request = { name, text, faults: [] };
    return survey(load(request), request, readFile)!;
  });
  const { requirements } = referenceOf();

  it('come out as `siplab check` has them', () => {
    const positive = names.slice(0, 3);
    const { rows } = matrixOf(positive.map((name) => judgeRun(name, runShipped(name).records)));
    expect(
      rowsOf(requirements, surveys.slice(0, 3)).map(({ requirement, outcome, detail }) => [
        requirement.id,
        outcome,
        detail,
      ]),
    ).toEqual(rows.map(({ requirement, outcome, detail }) => [requirement.id, outcome, detail]));
  });

  it('are not judged by runs that are there to break rules', () => {
    const alone = rowsOf(requirements, surveys.slice(0, 3)).map(({ outcome }) => outcome);
    expect(rowsOf(requirements, surveys).map(({ outcome }) => outcome)).toEqual(alone);
  });

  it('fold by folder, and a violation that nobody expected speaks first', () => {
    expect(columnsOf(names, new Set(['agents'])).map(({ title, kind }) => `${kind} ${title}`)).toEqual([
      'folder basics',
      'folder agents',
      'run refresh-by-the-receiver',
      'folder negative/rfc',
    ]);
    const row = rowsOf(requirements, surveys).find(({ requirement }) => requirement.id === 'PSA-EST-01')!;
    const violated = {
      ...row.cells[0]!,
      verdict: { ...row.cells[0]!.verdict, outcome: 'violated' as const },
    };
    expect(speaker([...row.cells, violated])).toBe(violated);
    expect(speaker([{ ...violated, expected: true }, row.cells[1]!])).toBe(row.cells[1]);
  });

  it('are found by level, role, outcome and words', () => {
    const rows = rowsOf(requirements, surveys);
    const found = filtered(rows, { ...everything, level: 'SHALL', role: 'PSA', words: 'invite offer' });
    expect(found.map(({ requirement }) => requirement.id)).toContain('PSA-EST-08');
    expect(found.every(({ requirement }) => requirement.level === 'SHALL')).toBe(true);
    expect(filtered(rows, everything)).toEqual(rows);
  });
});

describe('the requirements on the page', () => {
  const site = useSite();
  const matrix = '#v1&s=lost-200-ok&view=matrix';
  const row = 'tbody tr:has-text("RFC 3261 §17.1.1.2") td.outcome a';

  it('are those of the open run, and lead to the record that proves them', async () => {
    await site.goto(matrix, row);
    expect(await site.page.textContent(row)).toContain('held');
    await site.page.click(row);
    await site.page.waitForSelector('.app[data-view="ladder"] .arrow.selected');
    expect(await site.page.textContent('.inspector-head')).toContain('INVITE');
    await site.page.waitForFunction(() => !location.hash.includes('view='));
    await site.page.goBack();
    await site.page.waitForSelector('.app[data-view="matrix"]');
    expect(site.complaints).toEqual([]);
  });

  it('are searched and filtered', async () => {
    await site.goto(matrix, row);
    const rows = site.page.locator('.matrix tbody tr');
    const all = await rows.count();
    await site.page.fill('.search', 'ACK');
    await expect.poll(() => rows.count()).toBeLessThan(all);
    expect(await rows.count()).toBeGreaterThan(0);
    await site.page.fill('.search', '');
    await site.page.click('.outcomes >> text=not exercised');
    await expect
      .poll(async () => new Set(await site.page.locator('.matrix td.outcome').allTextContents()))
      .toEqual(new Set(['· not exercised']));
  });

  it('are walked by arrow keys', async () => {
    await site.goto(matrix, row);
    await site.page.focus('.matrix a[tabindex="0"]');
    await site.page.keyboard.press('ArrowDown');
    const second = await site.page.evaluate(() => document.activeElement?.closest('tr')?.rowIndex);
    expect(second).toBeGreaterThan(1);
    expect(await site.page.locator('.matrix a[tabindex="0"]').count()).toBe(1);
  });

  it('are shown by folder over all scenarios, and unfold', async () => {
    await site.goto(`${matrix}&of=all`, '.matrix .folder button');
    await site.page.click('.matrix .folder button >> nth=0');
    await site.page.waitForSelector('.matrix th.run:not(.folder) >> text=figure-1');
    await site.page.waitForSelector('.matrix td.held.of-folder a');
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it.each([
    ['light', 1680, 1050],
    ['dark', 390, 844],
  ] as const)('give axe nothing to find, in %s, at %i × %i', async (colorScheme, width, height) => {
    await site.page.emulateMedia({ colorScheme });
    await site.page.setViewportSize({ width, height });
    await site.goto(matrix, row);
    expect(await axeFindings(site.page)).toEqual([]);
    const sideways = await site.page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(sideways).toBe(0);
  });

  it('on a telephone the sentence of a requirement has most of the width', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.goto('#v1&s=lost-200-ok&view=matrix', '.matrix');
    const share = await site.page.$eval('.matrix tbody th', (cell) => cell.clientWidth / innerWidth);
    expect(share).toBeGreaterThan(0.55);
    expect(await site.page.$eval('.matrix-scroll', (room) => room.scrollWidth - room.clientWidth)).toBe(0);
  });
});
