import { describe, expect, it } from 'vitest';
import { layoutFaults } from './layout-faults.ts';
import { useSite } from './site.ts';

// An arrow of which one end lies out of the window is cut there, and the cut names that end.

const site = useSite();

const splits = () => site.page.$$eval('.split', (all) => all.map((one) => one.textContent ?? ''));
const scroll = async (left: number, top: number) => {
  await site.page.$eval('#ladder', (stage, to) => stage.scrollTo(to[0]!, to[1]!), [left, top]);
  await site.atRest();
};

describe('an arrow that leaves the window', () => {
  it('at the side says to whom, and its name where its label is cut; scrolled there, neither', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=figure-1');
    // What draws them is fetched after the first ladder.
    await site.page.waitForSelector('.split', { state: 'attached' });
    const right = await splits();
    expect(right).toContain('REGISTER from bob');
    expect(right).toContain('200 to bob');
    expect(right).toContain('ACK to bob');
    expect(await layoutFaults(site.page)).toEqual([]);
    // No label is left that the window cuts.
    const cut = await site.page.$$eval(
      '.label',
      (all) =>
        all.filter((one) => {
          const { left, right: end } = one.getBoundingClientRect();
          return getComputedStyle(one).visibility === 'visible' && (left < 66 - 2 || end > innerWidth + 2);
        }).length,
    );
    expect(cut).toBe(0);
    await scroll(4000, 0);
    const left = await splits();
    expect(left.filter((text) => text.includes('bob'))).toEqual([]);
    expect(await site.page.locator('.label:visible', { hasText: 'REGISTER' }).count()).toBeGreaterThan(0);
  });

  it('below or above says when, as far as it reaches', async () => {
    await site.page.setViewportSize({ width: 1280, height: 520 });
    await site.open('#v1&s=figure-1&f=d1740:sender>core/BYE/1&sel=sender>core/sender.1/BYE/2/0');
    await site.page.waitForSelector('.arrow.selected', { state: 'attached' });
    await site.page.keyboard.press('Escape');
    const tops = await site.page.$eval(
      '#ladder',
      ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight,
    );
    const seen = new Set<string>();
    for (let top = 0; top <= tops; top += 20) {
      await scroll(0, top);
      for (const text of await splits()) seen.add(text);
    }
    expect([...seen].some((text) => /to core 2\.9\d\d s$/.test(text))).toBe(true);
    expect([...seen].some((text) => /from sender 1\.17\d s$/.test(text))).toBe(true);
    expect(site.complaints).toEqual([]);
  });

  it('is not cut where it fits', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open('#v1&s=figure-1');
    expect(await splits()).toEqual([]);
    expect(await site.page.locator('.label.cut').count()).toBe(0);
  });

  it('lies over no label and no state in busy runs, wherever they are scrolled to', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    for (const name of ['core/three-devices', 'lossy-link', 'core/edge-and-home']) {
      await site.open(`#v1&s=${name}`);
      for (const [left, top] of [
        [0, 0],
        [160, 300],
        [420, 900],
      ] as const) {
        await scroll(left, top);
        expect(await layoutFaults(site.page), `${name} ${left} ${top}`).toEqual([]);
      }
    }
  });

  it('steps back with its arrow where the filter leaves that out', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=figure-1&q=method:ACK');
    await site.page.waitForSelector('.split', { state: 'attached' });
    const bright = await site.page.locator('.split:not(.dim) text').allTextContents();
    expect(bright).toEqual(['ACK to bob']);
    expect(await site.page.locator('.split.dim').count()).toBeGreaterThan(3);
    await site.page.evaluate(() =>
      document.querySelector<HTMLElement>('[aria-label="Clear filter"]')?.click(),
    );
    await site.atRest();
    expect(await site.page.locator('.split.dim').count()).toBe(0);
  });
});
