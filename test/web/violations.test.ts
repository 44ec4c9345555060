import { expect, it } from 'vitest';
import { layoutFaults } from './layout-faults.ts';
import { useSite } from './site.ts';

// How many clauses a run violates stands beside its verdict, and leads to them.

const site = useSite();

it('a run that breaks a clause says how many of how many, and opens the requirements at them', async () => {
  await site.page.setViewportSize({ width: 1680, height: 1050 });
  await site.open('#v1&s=negative/sender/psa-rel-01');
  expect(await layoutFaults(site.page)).toEqual([]);
  const told = (await site.page.textContent('.violations')) ?? '';
  const [, violated, judged] = /(\d+) of (\d+) clauses/.exec(told) ?? [];
  expect(Number(violated)).toBeGreaterThan(0);
  expect(Number(judged)).toBeGreaterThan(Number(violated));
  expect(await site.page.locator('.scrubber .flags .violation').count()).toBe(1);
  expect(await site.page.isVisible('.scrubber .caption-violation')).toBe(true);
  await site.page.click('.violations');
  await site.page.waitForSelector('.matrix tbody tr');
  await expect.poll(() => site.page.locator('.matrix tbody tr').count()).toBe(Number(violated));
  expect(await site.page.textContent('.matrix tbody th .id')).toBe('PSA-REL-01');
  expect(await site.page.locator('.matrix .outcome:not(.violated)').count()).toBe(0);
  await site.page.waitForFunction(() => location.hash.includes('view=matrix'));
  for (const [width, height] of [
    [1024, 768],
    [390, 844],
  ] as const) {
    await site.page.setViewportSize({ width, height });
    await site.atRest();
    expect(await layoutFaults(site.page), `${width}`).toEqual([]);
    const tall = await site.page.$eval('.top', (bar) => bar.clientHeight);
    expect({ width, rows: Math.round(tall / 48) }).toEqual({ width, rows: width > 640 ? 1 : 2 });
  }
  expect(site.complaints).toEqual([]);
});

it('one that breaks none has no such sign', async () => {
  await site.open('#v1&s=figure-1');
  expect(await site.page.locator('.violations').count()).toBe(0);
  expect(await site.page.locator('.scrubber .flags .violation').count()).toBe(0);
  expect(await site.page.isVisible('.scrubber .caption-violation')).toBe(false);
});
