import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { root } from '../support/sources.ts';

it('the one-file page opens from disk and runs', async () => {
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
  expect(complaints).toEqual([]);
  await browser.close();
  rmSync(folder, { recursive: true });
});
