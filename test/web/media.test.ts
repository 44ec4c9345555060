import { beforeEach, describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// The page as other media ask for it: forced colours, little motion, paper (T20).

const site = useSite();

const again = '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1';

describe('with forced colours', () => {
  beforeEach(() => site.page.emulateMedia({ forcedColors: 'active' }));

  it.each([
    ['the ladder', again, '#pane .arrow, #pane svg *'],
    ['a statechart', '#v1&s=lost-200-ok&view=charts&m=inviteClient', '.chart *'],
  ])('%s is drawn in the reader’s own colours, and in no other', async (_, address, selector) => {
    await site.goto(address, selector.split(',')[0]!.replace(' *', ''));
    const found = await site.page.evaluate((drawn) => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.setProperty('forced-color-adjust', 'none');
      const own = new Set(
        ['Canvas', 'CanvasText', 'LinkText', 'Highlight', 'HighlightText', 'GrayText'].map((name) => {
          probe.style.color = name;
          return getComputedStyle(probe).color;
        }),
      );
      probe.remove();
      const elements = [...document.querySelectorAll(drawn)].filter(
        (one) => one instanceof SVGGeometryElement,
      );
      const colours = elements.flatMap((one) => {
        const { fill, stroke } = getComputedStyle(one);
        return [fill, stroke].filter((colour) => /^rgb\(/.test(colour));
      });
      return { drawn: colours.length, strange: [...new Set(colours)].filter((colour) => !own.has(colour)) };
    }, selector);
    expect(found.drawn).toBeGreaterThan(20);
    expect(found.strange).toEqual([]);
    expect(site.complaints).toEqual([]);
  });

  it('the chosen tab is told from the others, and a slider has its track', async () => {
    await site.open(again);
    const lines = await site.page.$$eval('.tabs [role="tab"]', (tabs) =>
      tabs.map((tab) => getComputedStyle(tab).borderBottomColor),
    );
    expect(lines.slice(1)).not.toContain(lines[0]);
    expect(new Set(lines).size).toBe(2);
    const slider = site.page.locator('.rail input[type="range"]').first();
    const box = (await slider.boundingBox())!;
    const shot = await site.page.screenshot({
      clip: { x: box.x + box.width - 20, y: box.y + box.height / 2 - 1, width: 16, height: 2 },
    });
    const red = await site.page.evaluate(async (data) => {
      const png = new Blob([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))]);
      const image = await createImageBitmap(png);
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, 1, 1).data[0];
    }, shot.toString('base64'));
    expect(red).toBe(0);
  });
});

it('with little motion nothing glides: what is done is there at once', async () => {
  await site.page.emulateMedia({ reducedMotion: 'reduce' });
  await site.open(again);
  await site.page.focus('#ladder');
  for (const key of ['f', '0', 'd', 'Home']) {
    await site.page.keyboard.press(key);
    // What is to appear after a while may wait for it.
    const gliding = await site.page.evaluate(() =>
      document
        .getAnimations()
        .map(({ effect }) => String(effect?.getComputedTiming().duration))
        .filter((duration) => duration !== '0'),
    );
    expect({ key, gliding }).toEqual({ key, gliding: [] });
  }
  const moving = await site.page.evaluate(
    () =>
      [...document.querySelectorAll('.app *')].filter((one) => {
        const { transitionDuration, transitionProperty } = getComputedStyle(one);
        return transitionProperty !== 'none' && !/^0s(?:, 0s)*$/.test(transitionDuration);
      }).length,
  );
  expect(moving).toBe(0);
});

it('on paper stand the sheets alone, in light colours, whatever the page is in', async () => {
  await site.page.emulateMedia({ colorScheme: 'dark' });
  await site.open(again);
  await site.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await site.atRest();
  const shown = await site.page.evaluate(() =>
    ['.top', '.rail', '.inspector', '.foot', '.tool-bar', '#fault-bar', '.minimap', '.toast'].filter((one) =>
      document.querySelector(one)?.checkVisibility(),
    ),
  );
  expect(shown).toEqual([]);
  const dark = await site.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(dark).toMatch(/^rgba?((?:255, 255, 255|0, 0, 0, 0))?/);
});
