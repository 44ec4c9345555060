import type { CDPSession } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { layoutFaults } from './layout-faults.ts';
import { openSite, type Site, useSite } from './site.ts';

// Fingers on the page: what they hit is large enough, one scrolls every way, two zoom about what lies between them.

const site = useSite({ width: 390, height: 844 });
let session: CDPSession;
beforeEach(async () => {
  session = await site.page.context().newCDPSession(site.page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
});

type Finger = readonly [x: number, y: number];

async function touch(
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  fingers: readonly Finger[],
): Promise<void> {
  const touchPoints = fingers.map(([x, y], id) => ({ x, y, id }));
  await session.send('Input.dispatchTouchEvent', { type, touchPoints });
}

/** Fingers from where they are put down to where they are taken up, in steps as a hand makes them. */
async function drag(from: readonly Finger[], to: readonly Finger[], steps = 10): Promise<void> {
  await touch('touchStart', from);
  for (let step = 1; step <= steps; step++)
    await touch(
      'touchMove',
      from.map(([x, y], finger): Finger => {
        const [toX, toY] = to[finger]!;
        return [x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps];
      }),
    );
  await touch('touchEnd', []);
}

const scrolled = () =>
  site.page.$eval('#ladder', ({ scrollLeft, scrollTop }) => ({ left: scrollLeft, top: scrollTop }));
/** What a finger has thrown glides on for a while. */
const glidden = () =>
  site.page.evaluate(async () => {
    const ladder = document.getElementById('ladder')!;
    for (let [still, last] = [0, '']; still < 15; ) {
      await new Promise((next) => requestAnimationFrame(next));
      const now = `${ladder.scrollLeft} ${ladder.scrollTop}`;
      still = now === last ? still + 1 : 0;
      last = now;
    }
  });
/** The height of a message's beginning on the page. */
const heightOf = (label: string) =>
  site.page.$$eval(
    '.ladder .label',
    (all, text) => all.find((one) => one.textContent === text)?.getBoundingClientRect().top,
    label,
  );
/** How far apart the times in the gutter stand: larger where it is zoomed in. */
const sizeOfRun = () => site.page.$eval('#world', ({ clientHeight }) => clientHeight);

const pages: readonly (readonly [what: string, address: string, selector: string])[] = [
  [
    'a message selected',
    '#v1&s=figure-1&f=x:bob>core/200 INVITE/1&sel=core>bob/sender.1/INVITE/1/1',
    '.arrow',
  ],
  ['two runs', '#v1&s=figure-1&f=x:bob>core/200 INVITE/1&cmp=overlay', '.compare-bar'],
  ['the text', '#v1&s=lost-200-ok&edit=1', '.cm-content'],
  ['a lesson', '#v1&s=lessons/handshake&lesson=handshake&step=2', '.arrow'],
  ['the lessons', '#v1&s=figure-1&lesson=all', '.lessons'],
  ['a statechart', '#v1&s=lost-200-ok&view=charts', '.chart'],
  ['the requirements', '#v1&s=lost-200-ok&view=matrix', '.matrix'],
];

describe.each(pages)('%s, under a finger', (_, address, selector) => {
  it('has everything 44 pixels large, and nothing over anything else', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.goto(address, selector);
    expect(await site.page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
    for (const [width, height] of [
      [390, 844],
      [768, 1024],
      [1024, 768],
      [1680, 1050],
    ] as const) {
      await site.page.setViewportSize({ width, height });
      await site.atRest();
      expect(await layoutFaults(site.page, 44), `${width} × ${height}`).toEqual([]);
    }
    expect(site.complaints).toEqual([]);
  });
});

describe('one finger', () => {
  it('scrolls right, then down, and the lanes go with it', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=core/three-devices');
    const before = await scrolled();
    await drag([[340, 500]], [[140, 500]]);
    await site.page.waitForFunction(() => (document.getElementById('ladder')?.scrollLeft ?? 0) > 60);
    await glidden();
    const right = await scrolled();
    expect(right.top).toBe(before.top);
    await drag([[200, 600]], [[200, 300]]);
    await site.page.waitForFunction(
      (from) => (document.getElementById('ladder')?.scrollTop ?? 0) > from + 100,
      right.top,
    );
    await glidden();
    const down = await scrolled();
    expect(Math.abs(down.left - right.left)).toBeLessThanOrEqual(2);
    expect(await site.page.evaluate(() => [scrollX, scrollY, visualViewport?.scale])).toEqual([0, 0, 1]);
  });

  it('selects the message that is nearest, a finger’s width away', async () => {
    await site.open('#v1&s=figure-1');
    const box = await site.page.locator('.label:has-text("INVITE · SDP")').first().boundingBox();
    await touch('touchStart', [[box!.x + box!.width / 2, box!.y + 6]]);
    await touch('touchEnd', []);
    await site.page.waitForSelector('.arrow.selected');
    expect(await site.page.textContent('.inspector-head')).toContain('INVITE');
  });
});

describe('two fingers', () => {
  it('apart make it larger, together smaller; what lies between them stays there', async () => {
    await site.page.setViewportSize({ width: 1280, height: 1024 });
    await site.open('#v1&s=figure-1&ax=l&sel=sender>core/sender.1/INVITE/1/0');
    await site.page.waitForSelector('.arrow.selected');
    await site.atRest();
    const [size, at] = [await sizeOfRun(), await heightOf('INVITE · SDP')];
    const y = at! + 10;
    await drag(
      [
        [300, y - 40],
        [300, y + 40],
      ],
      [
        [300, y - 80],
        [300, y + 80],
      ],
    );
    await site.atRest();
    expect((await sizeOfRun()) / size).toBeCloseTo(2, 0);
    expect(Math.abs((await heightOf('INVITE · SDP'))! - at!)).toBeLessThan(24);
    await drag(
      [
        [300, y - 80],
        [300, y + 80],
      ],
      [
        [300, y - 40],
        [300, y + 40],
      ],
    );
    await site.atRest();
    expect((await sizeOfRun()) / size).toBeCloseTo(1, 1);
    expect(await site.page.evaluate(() => visualViewport?.scale)).toBe(1);
  });

  it('side by side move it without zooming', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=core/three-devices');
    await pinchIsThere(site);
    const size = await sizeOfRun();
    const before = await scrolled();
    await drag(
      [
        [200, 600],
        [300, 600],
      ],
      [
        [120, 450],
        [220, 450],
      ],
    );
    await site.atRest();
    const after = await scrolled();
    expect(Math.abs(after.left - before.left - 80)).toBeLessThanOrEqual(3);
    expect(Math.abs(after.top - before.top - 150)).toBeLessThanOrEqual(3);
    expect(await sizeOfRun()).toBe(size);
    expect(site.complaints).toEqual([]);
  });
});

it('where touch comes later, two fingers zoom from then on', async () => {
  const plain = await openSite();
  await plain.open('#v1&s=figure-1');
  const fetched = () =>
    plain.page.evaluate(() =>
      performance.getEntriesByType('resource').some(({ name }) => /\/pinch-[\w-]+\.js$/.test(name)),
    );
  expect(await plain.page.evaluate(() => navigator.maxTouchPoints)).toBe(0);
  expect(await fetched()).toBe(false);
  await plain.page.evaluate(() =>
    document.getElementById('ladder')?.dispatchEvent(new Event('touchstart', { bubbles: true })),
  );
  await pinchIsThere(plain);
  await plain.close();
});

/** What listens to two fingers is fetched beside the first ladder. */
async function pinchIsThere({ page }: Site): Promise<void> {
  const script = await page.waitForFunction(
    () => performance.getEntriesByType('resource').find(({ name }) => /\/pinch-[\w-]+\.js$/.test(name))?.name,
  );
  // It is run when another import of it is done.
  await page.evaluate(`import(${JSON.stringify(await script.jsonValue())}).then(() => undefined)`);
}
