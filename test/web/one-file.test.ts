import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { readCapture } from '../support/pcap-reader.ts';
import { root } from '../support/sources.ts';
import { saved } from './saved.ts';

it('the one-file page opens from disk and runs, with all that it can do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'siplab-one-file-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--mode', 'single', '--outDir', folder, '--logLevel', 'error'];
  const built = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  expect(built.stderr).toBe('');
  expect(readdirSync(folder).sort()).toEqual(['index.html', 'licences.txt']);
  const browser = await startChromium();
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.waitForSelector('.arrow');
  expect(await page.textContent('.verdict')).toContain('met');
  // Beside a file on a disk there is nothing to fetch: all that comes later is in it too.
  await page.focus('#ladder');
  for (const key of ['Home', 'd']) await page.keyboard.press(key);
  await page.waitForSelector('.rail .fault:has-text("Drop REGISTER")');
  await page.keyboard.press('c');
  await page.waitForSelector('.compare-bar .delta');
  const [{ name, bytes } = { name: '', bytes: Buffer.of() }] = await saved(page, 'pcapng');
  expect(name).toMatch(/^figure-1_.*\.pcapng$/);
  expect(readCapture(bytes).faults).toEqual([]);
  await page.click('.views [aria-label="Statecharts"]');
  await page.waitForSelector('.chart');
  await page.click('.views [aria-label="Ladder"]');
  await page.click('.rail button:has-text("Edit scenario")');
  await page.waitForSelector('.cm-content:has-text("title:")');
  await page.selectOption('.top .select select', 'lossy-link');
  await page.waitForFunction(() => document.title.includes('loses in bursts'));
  expect(complaints).toEqual([]);
  await browser.close();
  rmSync(folder, { recursive: true });
});
