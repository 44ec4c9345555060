import { describe, expect, it } from 'vitest';
import { layoutFaults } from './layout-faults.ts';
import { useSite } from './site.ts';

// The inspector where there is no column for it: a sheet over the ladder's lower part, or beside it where a window is low.

const selected = '#v1&s=figure-1&f=x:bob>core/200 INVITE/1&sel=core>bob/sender.1/INVITE/1/1';

const site = useSite();

async function openAt(width: number, height: number): Promise<void> {
  await site.page.setViewportSize({ width, height });
  await site.open(selected);
  await site.page.waitForSelector('.inspector .raw', { state: 'attached' });
}

/** How far the selected arrow reaches above and below, left and right of the ladder's part that is seen, in px. */
function outside(): Promise<number> {
  return site.page.evaluate(() => {
    const arrow = document.querySelector('#ladder .arrow.selected .shaft')?.getBoundingClientRect();
    const stage = document.querySelector('#ladder')?.getBoundingClientRect();
    if (arrow === undefined || stage === undefined) return Number.NaN;
    const head = 66;
    return Math.max(
      0,
      stage.top + head - arrow.top,
      arrow.bottom - stage.bottom,
      stage.left - arrow.left,
      arrow.right - stage.right,
    );
  });
}

describe.each([
  [390, 844],
  [360, 740],
  [768, 1024],
  // 1680 × 1050 and 1280 × 800 at 200 %.
  [840, 525],
  [640, 400],
])('at %i × %i', (width, height) => {
  it('the message that is selected is seen whole beside what is told of it', async () => {
    await openAt(width, height);
    await expect.poll(outside).toBe(0);
    expect(await layoutFaults(site.page)).toEqual([]);
  });

  it('the inspector is put away by its button, and the ladder has the room and the focus', async () => {
    await openAt(width, height);
    const room = await site.page.locator('#ladder').boundingBox();
    await site.page.click('[aria-label="Close the inspector"]');
    await expect.poll(() => site.page.isVisible('.inspector')).toBe(false);
    await expect.poll(() => site.page.locator('.arrow.selected').count()).toBe(0);
    const now = await site.page.locator('#ladder').boundingBox();
    expect(now!.width * now!.height).toBeGreaterThan(room!.width * room!.height);
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
  });
});

it('the sheet is drawn over the whole ladder and back, and its buttons stay in reach', async () => {
  await openAt(390, 844);
  const high = async () => (await site.page.locator('.inspector').boundingBox())!.height;
  const before = await high();
  await site.page.click('.sheet-size');
  await expect.poll(high).toBeGreaterThan(before + 150);
  expect(await site.page.getAttribute('.sheet-size', 'aria-pressed')).toBe('true');
  expect(await layoutFaults(site.page)).toEqual([]);
  await site.page.$eval('.inspector', (sheet) => sheet.scrollTo(0, 10_000));
  await site.page.click('.sheet-size');
  await expect.poll(high).toBe(before);
});

it('in a low window, as at 200 %, every tab of the inspector is in view', async () => {
  await site.page.setViewportSize({ width: 840, height: 525 });
  await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
  await site.page.waitForSelector('.tabs .tag');
  const cut = () =>
    site.page.$$eval('.tabs button', (all) => {
      const edge = document.querySelector('[aria-label="Close the inspector"]')!.getBoundingClientRect();
      const tabs = all[0]!.parentElement!.getBoundingClientRect();
      // The button that puts it away comes to lie beside them when they are scrolled to.
      const right = edge.bottom > tabs.top ? edge.left : tabs.right;
      return all.filter((one) => one.getBoundingClientRect().right > right).map((one) => one.textContent);
    });
  expect(await cut()).toEqual([]);
  await site.page.$eval('.inspector', (inspector) => inspector.scrollTo(0, 300));
  expect(await cut()).toEqual([]);
});

it('in a wide window the inspector is a column and needs no such buttons', async () => {
  await openAt(1280, 800);
  expect(await site.page.isVisible('.sheet-tools')).toBe(false);
});

it('the ladder’s tools are as few as the ladder is narrow, and lanes are picked only where some are out of view', async () => {
  await openAt(840, 525);
  await expect.poll(() => site.page.isVisible('.axis-picker')).toBe(true);
  expect(await site.page.isVisible('.lane-picker')).toBe(false);
  await openAt(640, 400);
  await expect.poll(() => site.page.isVisible('.lane-picker')).toBe(true);
  await openAt(1280, 800);
  expect(await site.page.isVisible('.axis-picker')).toBe(false);
});
