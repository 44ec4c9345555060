import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { contentOfRun } from '../../ui/web/picture/of-run.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';

/** What a click in the menu saves, as a file name and its bytes; `count` files; `then`: what is to be done for that. */
export async function saved(
  page: Page,
  item: string,
  count = 1,
  then?: () => Promise<unknown>,
): Promise<{ name: string; bytes: Buffer }[]> {
  const files: { name: string; bytes: Buffer }[] = [];
  const all = new Promise<void>((done) => {
    page.on('download', async function take(download) {
      const bytes = readFileSync(await download.path());
      files.push({ name: download.suggestedFilename(), bytes });
      if (files.length === count) {
        page.off('download', take);
        done();
      }
    });
  });
  await page.click('[aria-label="Export"]');
  await page.click(`.menu [role="menuitem"]:has(b:text-is("${item}"))`);
  await then?.();
  await all;
  return files.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** A shipped scenario, run as the page runs it, and its ladder; `content`: what a picture of it holds. */
export function run(name: string) {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults: [] }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  const { records, verdict } = answer.run;
  return { ...answer.run, ladder: buildLadder(records), content: contentOfRun(records, verdict) };
}

/** Of a PNG: the size that its head tells. */
export function pngSize(bytes: Buffer) {
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
