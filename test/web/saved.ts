import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** What a click in the menu saves, as a file name and its bytes; `count` files. */
export async function saved(page: Page, item: string, count = 1): Promise<{ name: string; bytes: Buffer }[]> {
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
  await all;
  return files.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
