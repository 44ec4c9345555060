import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// The bar at the selected message stands where it covers least.

const site = useSite();

/** What can be read and lies beneath the bar, in words. */
const beneath = (): Promise<string[]> =>
  site.page.evaluate(() => {
    const bar = document.querySelector('.fault-bar')!.getBoundingClientRect();
    return [
      ...document.querySelectorAll('.labels text, .pills text, .tags text, .chips text, .heads text'),
    ].flatMap((text) => {
      const box = text.getBoundingClientRect();
      const [across, down] = [
        Math.min(box.right, bar.right) - Math.max(box.left, bar.left),
        Math.min(box.bottom, bar.bottom) - Math.max(box.top, bar.top),
      ];
      return across > 2 && down > 4 ? [text.textContent ?? ''] : [];
    });
  });

describe.each([
  [1680, 1050],
  [1440, 900],
] as const)('at %i × %i', (width, height) => {
  it.each(['figure-1', 'lost-200-ok'])(
    'whichever message of %s is selected, the bar covers no words and is whole',
    async (scenario) => {
      await site.page.setViewportSize({ width, height });
      await site.open(`#v1&s=${scenario}`);
      const count =
        Number(await site.page.getAttribute('#ladder [role="grid"], [role="grid"]', 'aria-rowcount')) - 1;
      expect(count).toBeGreaterThan(15);
      const room = (await site.page.locator('#ladder').boundingBox())!;
      await site.page.focus('#ladder');
      const covered: string[] = [];
      for (let at = 0; at < count; at++) {
        await site.page.keyboard.press('ArrowDown');
        await site.atRest();
        const bar = (await site.page.locator('.fault-bar').boundingBox())!;
        expect(bar.x).toBeGreaterThanOrEqual(room.x);
        expect(bar.y + bar.height).toBeLessThanOrEqual(room.y + room.height);
        covered.push(...(await beneath()).map((words) => `${at}: ${words}`));
      }
      expect(covered).toEqual([]);
    },
  );
});
