import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Request } from 'playwright-core';
import { builtPage } from '../../ui/cli/serve/built-page.ts';
import type { Site } from './site.ts';

/** What a browser fetched until the first ladder stood, by its own account; octets, scripts and styles zipped, fonts as they are. */
export interface FirstVisit {
  /** The page's scripts, whoever asked for them. */
  readonly scripts: Fetched;
  /** The worker's, and the scenario that it runs. */
  readonly worker: Fetched;
  readonly styles: Fetched;
  readonly fonts: Fetched;
  /** What was fetched after the ladder, by the time that the page rested. */
  readonly later: readonly string[];
}

export interface Fetched {
  readonly octets: number;
  readonly names: readonly string[];
}

/** Visits the page as somebody who comes for the first time. */
export async function firstVisit({ page: open, url }: Site): Promise<FirstVisit> {
  const page = await open.context().newPage();
  const requests: Request[] = [];
  page.on('requestfinished', (request) => requests.push(request));
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('.arrow') === null) return;
      observer.disconnect();
      performance.mark('first ladder');
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  await page.waitForSelector('.arrow');
  // The last that comes by itself.
  await page.waitForSelector('[data-print="ready"]', { state: 'attached' });
  const told = await page.evaluate(() => {
    const standsAt = performance.getEntriesByName('first ladder')[0]?.startTime ?? 0;
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const before = entries.filter(({ startTime }) => startTime <= standsAt);
    return {
      epoch: performance.timeOrigin + standsAt,
      all: entries.map(({ name }) => name),
      before: before.map(({ name }) => name),
    };
  });
  await page.close();
  const isWorker = (name: string): boolean => /\/run\.worker-/.test(name);
  const ofWorker = requests
    .filter((request) => isWorker(request.url()) || !told.all.includes(request.url()))
    .filter((request) => request.url() !== url && /^http/.test(request.url()))
    .filter((request) => request.timing().startTime <= told.epoch)
    .map((request) => request.url());
  const own = told.before.filter((name) => /^http/.test(name) && !isWorker(name));
  const those = (pattern: RegExp): string[] => own.filter((name) => pattern.test(name));
  return {
    scripts: weighed(those(/\.js$/), zipped),
    worker: weighed(ofWorker, zipped),
    styles: weighed(those(/\.css$/), zipped),
    fonts: weighed(those(/\.woff2$/), (content) => content.length),
    later: told.all.filter((name) => !told.before.includes(name)).map(nameOf),
  };
}

function weighed(urls: readonly string[], octets: (content: Buffer) => number): Fetched {
  const names = [...new Set(urls.map(nameOf))];
  const sizes = names.map((name) => octets(readFileSync(join(builtPage(), name))));
  return { octets: sizes.reduce((sum, size) => sum + size, 0), names };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function zipped(content: Buffer): number {
  return gzipSync(content, { level: 9 }).length;
}
