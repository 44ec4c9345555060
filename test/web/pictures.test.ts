import { describe, expect, it } from 'vitest';
import { takePicture } from './picture.ts';
import { useSite } from './site.ts';

// What the page looks like. The pictures lie in docs/pictures; `UPDATE_GOLDEN=1` takes them anew.

const twoFaults = 'f=x:bob>core/200 INVITE/1~d740:sender>core/BYE/1';
const main = `#v1&s=figure-1&${twoFaults}&sel=core>bob/sender.1/INVITE/1/1`;
const sizes = [
  [1680, 1050],
  [1024, 768],
  [390, 844],
] as const;
const others = [
  ['compare', `#v1&s=figure-1&${twoFaults}&cmp=side`, '#pane-a .arrow'],
  ['lesson', '#v1&s=lessons/handshake&lesson=handshake&step=2', '.question'],
  ['statechart', '#v1&s=lost-200-ok&view=charts', '.chart'],
] as const;

const site = useSite();

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

describe('for those who see it otherwise', () => {
  it('in forced colours: everything is of the reader’s own', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await site.open(main);
    await site.page.waitForSelector('.inspector .raw');
    const colours = await site.page.evaluate(() => {
      const probe = document.createElement('i');
      probe.style.cssText = 'color: CanvasText; background: Canvas; outline: 1px solid LinkText';
      document.body.append(probe);
      const { color, backgroundColor, outlineColor } = getComputedStyle(probe);
      probe.remove();
      const strokes = [...document.querySelectorAll('.arrow .shaft')].map(
        (one) => getComputedStyle(one).stroke,
      );
      const halos = [...document.querySelectorAll('.label text')].map((one) => getComputedStyle(one).stroke);
      return {
        color,
        backgroundColor,
        outlineColor,
        strokes: [...new Set(strokes)],
        halos: [...new Set(halos)],
      };
    });
    expect(colours.strokes.length).toBeGreaterThan(0);
    for (const stroke of colours.strokes) expect([colours.color, colours.outlineColor]).toContain(stroke);
    expect(colours.halos).toEqual([colours.backgroundColor]);
    await same('forced-colours', 1680);
  });

  it('with reduced motion: nothing glides', async () => {
    await site.page.emulateMedia({ reducedMotion: 'reduce' });
    await site.open(main);
    const moving = await site.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((one) =>
          getComputedStyle(one)
            .transitionDuration.split(', ')
            .some((time) => parseFloat(time) > 0),
        )
        .map((one) => one.className),
    );
    expect(moving).toEqual([]);
    expect(await site.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await same('main-light-1680x1050', 1680);
  });

  it('on paper: the ladder on sheets, and nothing else', async () => {
    await site.open(main);
    await site.page.waitForSelector('[data-print="ready"]', { state: 'attached' });
    await site.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await site.page.setViewportSize({ width: 1047, height: 718 });
    await site.page.emulateMedia({ media: 'print' });
    expect(await site.page.isVisible('.app')).toBe(false);
    await same('print', 1047);
  });
});
