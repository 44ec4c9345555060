import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// What a mouse does on the ladder beside clicking: it drags the run, measures in the gutter of times, and zooms at what it points at.

const site = useSite();
const top = () => site.page.evaluate(() => document.getElementById('ladder')?.scrollTop ?? -1);
const measured = () => site.page.locator('.measure-text').allTextContents();

async function corner(): Promise<{ readonly x: number; readonly y: number }> {
  const box = (await site.page.locator('#ladder').boundingBox())!;
  return { x: box.x, y: box.y };
}

/** From one point of the ladder to another, with the button held. */
async function drag(
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
): Promise<void> {
  const { x, y } = await corner();
  await site.page.mouse.move(x + from[0], y + from[1]);
  await site.page.mouse.down();
  await site.page.mouse.move(x + to[0], y + to[1], { steps: 4 });
  await site.page.mouse.up();
  await site.atRest();
}

/** Where an arrow begins, beneath the ladder's upper edge. */
async function startOf(text: string): Promise<number> {
  const { y } = await corner();
  const box = await site.page
    .locator('.time text')
    .filter({ hasText: new RegExp(`^${text}$`) })
    .boundingBox();
  return box!.y + box!.height / 2 - y;
}

describe('dragging', () => {
  it('moves the run with the pointer, and takes nothing for a click', async () => {
    await site.open('#v1&s=figure-1&ax=l&sel=bob>core/bob.1/REGISTER/1/0');
    await drag([400, 600], [400, 250]);
    expect(await top()).toBe(350);
    expect(await site.page.locator('.arrow.selected').count()).toBe(0);
    expect(await site.page.textContent('.inspector-head h2')).toContain('REGISTER');
    await drag([400, 250], [400, 600]);
    expect(await top()).toBe(0);
  });

  it('of a hand that trembles is a click all the same', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/bob.1/REGISTER/1/0');
    await drag([400, 640], [401, 641]);
    expect(await site.page.locator('.inspector-head').count()).toBe(0);
  });

  it('in the gutter of times measures, from what stands at one end to what stands at the other', async () => {
    await site.open('#v1&s=figure-1');
    await drag([40, (await startOf('1\\.010')) + 2], [40, (await startOf('1\\.050')) - 2]);
    expect(await measured()).toEqual(['Δ 40 ms']);
    expect(await top()).toBe(0);
    await site.page.waitForFunction(() => location.hash.includes('&measure=1010-1050'));
    const hash = await site.page.evaluate(() => location.hash);
    await site.open(hash);
    await site.page.waitForFunction(() => document.querySelector('.measure-text')?.textContent === 'Δ 40 ms');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Escape');
    await site.atRest();
    expect(await measured()).toEqual([]);
  });
});

describe('the wheel with Ctrl', () => {
  it('zooms at the pointer: what is beneath it stays there', async () => {
    await site.open('#v1&s=figure-1&ax=l');
    const { x, y } = await corner();
    const line = async () => {
      const box = await site.page.locator('.label:has-text("100 Trying") text').boundingBox();
      return box!.y + box!.height / 2 - y;
    };
    await site.page.evaluate(() => document.getElementById('ladder')?.scrollTo(0, 900));
    await site.atRest();
    const before = await line();
    await site.page.mouse.move(x + 300, y + before);
    await site.page.keyboard.down('Control');
    for (let notch = 0; notch < 2; notch++) await site.page.mouse.wheel(0, -120);
    await site.page.waitForFunction(() => location.hash.includes('zoom=1.5625'));
    await site.page.keyboard.up('Control');
    expect(Math.abs((await line()) - before)).toBeLessThan(12);
  });

  it('follows two fingers on a pad, which turn it a little at a time', async () => {
    await site.open('#v1&s=figure-1');
    const { x, y } = await corner();
    await site.page.mouse.move(x + 300, y + 300);
    await site.page.keyboard.down('Control');
    await site.page.mouse.wheel(0, -4);
    await site.page.keyboard.up('Control');
    await site.page.waitForFunction(() => /zoom=1\.0[1-9]/.test(location.hash));
  });
});
