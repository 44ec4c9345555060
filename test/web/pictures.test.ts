import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePicture } from './picture.ts';
import { openSite, type Site } from './site.ts';

// What the page looks like. The pictures lie in docs/pictures; `UPDATE_GOLDEN=1` takes them anew.

const twoFaults = 'f=x:bob>core/200 INVITE/1~d740:sender>core/BYE/1';
const main = `#v1&s=figure-1&${twoFaults}&sel=core>bob/sender.1/INVITE/1/1`;
const sizes = [
  [1680, 1050],
  [1024, 768],
  [390, 844],
] as const;
const others = [
  ['compare', `#v1&s=figure-1&${twoFaults}&cmp=side`, '.arrow'],
  ['lesson', '#v1&s=lessons/handshake&lesson=handshake&step=2', '.question'],
  ['statechart', '#v1&s=lost-200-ok&view=charts', '.chart'],
] as const;

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

async function same(name: string, width: number): Promise<void> {
  const { share, coarse, colours, sameBrowser, ...taken } = await takePicture(site, name);
  expect(taken.width).toBe(width);
  expect(colours).toBeGreaterThan(100);
  expect(coarse, `squares of ${name} that are different`).toBeLessThanOrEqual(sameBrowser ? 0.001 : 0.02);
  expect(share, `points of ${name} that are different`).toBeLessThanOrEqual(sameBrowser ? 0.001 : 0.1);
}

describe.each(['light', 'dark'] as const)('the main screen, %s', (colorScheme) => {
  it.each(sizes)('at %i × %i', async (width, height) => {
    await site.page.setViewportSize({ width, height });
    await site.page.emulateMedia({ colorScheme });
    await site.open(main);
    await site.page.waitForSelector('.arrow.selected', { state: 'attached' });
    await site.page.waitForSelector('.inspector .raw');
    await same(`main-${colorScheme}-${width}x${height}`, width);
  });
});

describe('of what else the page shows', () => {
  it.each(others)('a %s', async (name, address, selector) => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.page.emulateMedia({ colorScheme: 'light' });
    await site.goto(address, selector);
    await same(name, 1680);
  });
});
