import { describe, expect, it } from 'vitest';
import { dropFile } from './drop-file.ts';
import { layoutFaults } from './layout-faults.ts';
import { useSite } from './site.ts';

// At every width that the page is made for nothing lies over anything else and nothing is cut, whatever it shows.

const sizes = [
  [3840, 2160],
  [2560, 1440],
  [1680, 1050],
  [1500, 900],
  [1280, 800],
  [1024, 768],
  // What a window of 1680 × 1050 has at 200 %.
  [840, 525],
  [768, 1024],
  [640, 900],
  [390, 844],
  [360, 640],
] as const;
const twoFaults = 'f=x:bob>core/200 INVITE/1~d740:sender>core/BYE/1';
const pages: readonly (readonly [what: string, address: string, selector: string])[] = [
  ['Figure 1', '#v1&s=figure-1', '.arrow'],
  ['a message that was sent again, selected', '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1', '.arrow'],
  [
    'two faults, the late BYE selected',
    `#v1&s=figure-1&${twoFaults}&sel=sender>core/sender.1/BYE/2/0`,
    '.arrow',
  ],
  ['two runs in one ladder', `#v1&s=figure-1&${twoFaults}&cmp=overlay`, '.difference-row'],
  ['two runs side by side', `#v1&s=figure-1&${twoFaults}&cmp=side`, '#pane-a .arrow'],
  ['some that match', '#v1&s=figure-1&q=method:INVITE', '.filtered'],
  ['none that match', '#v1&s=figure-1&q=method:NOTHING', '.filtered .plain'],
  ['the text beside the ladder', '#v1&s=lost-200-ok&edit=1', '.cm-content'],
  ['three devices', '#v1&s=core/three-devices', '.arrow'],
  ['two answers at once', '#v1&s=core/two-answer-at-once', '.arrow'],
  ['three files', '#v1&s=agents/three-files', '.arrow'],
  ['a run of a hundred messages', '#v1&s=lossy-link', '.arrow'],
  ['a lesson', '#v1&s=lessons/handshake&lesson=handshake&step=2', '.arrow'],
  ['the lessons', '#v1&s=figure-1&lesson=all', '.lessons'],
  ['a statechart', '#v1&s=lost-200-ok&view=charts', '.chart'],
  ['the requirements', '#v1&s=lost-200-ok&view=matrix', '.matrix'],
];

const site = useSite();

/** Another size, and what follows from it drawn. */
async function resize(width: number, height: number): Promise<void> {
  await site.page.setViewportSize({ width, height });
  await site.atRest();
}

async function faultsAt(widths: readonly (readonly [number, number])[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [width, height] of widths) {
    await resize(width, height);
    const faults = await layoutFaults(site.page);
    if (faults.length > 0) found[`${width} × ${height}`] = faults;
  }
  return found;
}

describe.each(pages)('%s', (_, address, selector) => {
  it('has nothing cut and nothing over anything else, at any width', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.goto(address, selector);
    expect(await faultsAt(sizes)).toEqual({});
    expect(site.complaints).toEqual([]);
  });
});

it.each(['l', 's', 'e'])('nothing lies over anything else on the axis %s either', async (axis) => {
  for (const name of ['figure-1', 'lossy-link', 'core/two-answer-at-once']) {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open(`#v1&s=${name}&ax=${axis}`);
    const widths = sizes.filter(([width]) => [1680, 1024, 390].includes(width));
    expect({ name, faults: await faultsAt(widths) }).toEqual({ name, faults: {} });
  }
});

it('the sign of what can be chosen stands within its box, at any width', async () => {
  for (const address of ['#v1&s=figure-1&f=x:bob>core/200 INVITE/1', '#v1&s=lost-200-ok&view=charts']) {
    await site.goto(address, '.top .select');
    for (const [width, height] of sizes) {
      await resize(width, height);
      const outside = await site.page.$$eval('.select:has(> select):has(> .icon)', (all) =>
        all.flatMap((one) => {
          const [box, sign] = ['select', '.icon'].map((which) =>
            one.querySelector(`:scope > ${which}`)!.getBoundingClientRect(),
          );
          return sign!.width > 0 && sign!.right > box!.right ? [one.textContent?.trim().slice(0, 30)] : [];
        }),
      );
      expect({ width, outside }).toEqual({ width, outside: [] });
    }
  }
});

describe('what opens', () => {
  const some = sizes.filter(([width]) => [1680, 1280, 768, 390].includes(width));

  it.each(['fields', 'bytes', 'state', 'spec', 'diff'])('the inspector with its %s fits', async (tab) => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await site.page.click(`#tab-${tab}`);
    expect(await faultsAt(some)).toEqual({});
  });

  it('the rail on a narrow screen fits, and so does the menu of exports', async () => {
    await site.page.setViewportSize({ width: 1024, height: 768 });
    await site.open(`#v1&s=figure-1&${twoFaults}`);
    await site.page.click('.rail-button');
    expect(await faultsAt(sizes.filter(([width]) => width < 1280))).toEqual({});
    await site.page.click('.rail-button');
    await site.page.click('[aria-label="Export"]');
    const menu = await site.page.locator('.menu').boundingBox();
    expect(menu!.x).toBeGreaterThanOrEqual(0);
    expect(menu!.x + menu!.width).toBeLessThanOrEqual(360);
    expect(menu!.y + menu!.height).toBeLessThanOrEqual(640);
  });
});

it.each(['figure-1', 'negative/sender/psa-can-01'])(
  'the bar at the top is one row from 900 px on: %s',
  async (name) => {
    await site.page.setViewportSize({ width: 1680, height: 768 });
    await site.open(`#v1&s=${name}`);
    const taller = async (): Promise<number[]> => {
      const found: number[] = [];
      for (let width = 1680; width >= 900; width -= 20) {
        await site.page.setViewportSize({ width, height: 768 });
        const height = await site.page.$eval('#top', (bar) => (bar as HTMLElement).offsetHeight);
        if (height !== 52) found.push(width);
      }
      return found;
    };
    expect(await taller()).toEqual([]);
    await site.page.focus('#ladder');
    for (const key of ['ArrowDown', 'ArrowDown', 'd']) await site.page.keyboard.press(key);
    await site.page.waitForSelector('.runs');
    await site.atRest();
    expect(await taller()).toEqual([]);
  },
);

describe('what looks for faults', () => {
  it('finds a text that is cut, one that lies over another, a control too small and a label over a label', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open('#v1&s=figure-1');
    await site.page.evaluate(() => {
      const planted = document.createElement('div');
      planted.innerHTML =
        '<p style="width:30px;overflow:hidden;white-space:nowrap">cut sideways</p><p>below</p>' +
        '<p style="margin-top:-14px">above it</p><button style="width:12px;height:12px;padding:0"></button>';
      document.querySelector('.rail')?.prepend(planted);
      const [one, other] = document.querySelectorAll('.label text');
      other?.setAttribute('transform', one?.getAttribute('transform') ?? '');
    });
    const faults = (await layoutFaults(site.page)).join('\n');
    expect(faults).toMatch(/“cut sideways” is cut sideways/);
    expect(faults).toMatch(/“below” lies over p. “above it”|“above it” lies over p. “below”/);
    expect(faults).toMatch(/is 12 × 12, too small to hit/);
    expect(faults).toMatch(/on the ladder text. “.*” lies over text/);
  });
});

describe('while it plays', () => {
  const places = (): Promise<string[]> =>
    site.page.$$eval(
      ':is(.top, .tool-bar, .rail, #transport, .clock, .scrubber :is(.captions, .flags)) *, .plate :is(rect, .name), .scrubber .marks text',
      (all) =>
        all.map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return `${one.tagName}.${one.getAttribute('class') ?? ''} ${[x, y, width, height].map((at) => at.toFixed(1)).join(' ')}`;
        }),
    );

  it('nothing around the ladder moves', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open(`#v1&s=figure-1&${twoFaults}`);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Home');
    await site.atRest();
    const before = await places();
    expect(before.length).toBeGreaterThan(150);
    const eventAt = () =>
      site.page.evaluate(() =>
        Number(
          /event (\d+)/.exec(document.querySelector('#scrub')?.getAttribute('aria-valuetext') ?? '')?.[1],
        ),
      );
    for (const least of [8, 15, 60, 110]) {
      await site.page.click('[aria-label="Play"]');
      // Paused in the same frame: a slow machine would play on to the end.
      await site.page.waitForFunction((at) => {
        const told = document.querySelector('#scrub')?.getAttribute('aria-valuetext') ?? '';
        if (Number(/event (\d+)/.exec(told)?.[1]) < at) return false;
        document.querySelector<HTMLElement>('[aria-label="Pause"]')?.click();
        return true;
      }, least);
      await site.atRest();
      expect(await eventAt()).toBeGreaterThanOrEqual(least);
      expect(await places()).toEqual(before);
    }
  });
});

it('what is told in a corner leaves the mistakes in a text to be read, at any width', async () => {
  await site.open('#v1&s=lost-200-ok&edit=1');
  await site.page.click('.cm-line:has-text("title:")');
  await site.page.keyboard.press('Home');
  await site.page.keyboard.insertText('x: 1\ny: 2\n');
  await site.page.waitForSelector('.mistakes li:nth-child(2)');
  await dropFile(site.page, 'a.pdf', 'no trace');
  await site.page.waitForSelector('.toast:has-text("a.pdf, line")');
  for (const [width, height] of sizes) {
    await resize(width, height);
    const boxes = await Promise.all(
      ['.toast', '.mistakes'].map((selector) => site.page.locator(selector).boundingBox()),
    );
    const [toast, mistakes] = [boxes[0]!, boxes[1]!];
    const apart =
      toast.x >= mistakes.x + mistakes.width ||
      mistakes.x >= toast.x + toast.width ||
      toast.y >= mistakes.y + mistakes.height ||
      mistakes.y >= toast.y + toast.height;
    expect({ width, apart, shown: toast.y > 0 && toast.x >= 0 }).toEqual({ width, apart: true, shown: true });
  }
});

it.each([390, 360])(
  'on a screen %d wide it says which lanes are in the window, whole, and nothing is cut off beside it',
  async (width) => {
    await resize(width, 844);
    await site.open('#v1&s=core/three-devices');
    await site.page.selectOption('#lanes', { index: 2 });
    await site.page.waitForFunction(() => document.getElementById('lanes-shown')?.textContent === '3–4');
    const box = await site.page.locator('#lanes-shown').boundingBox();
    const icon = await site.page.locator('.lane-picker .icon').boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(icon!.x);
    const last = await site.page.locator('[aria-label="Follow"]').boundingBox();
    expect(last!.x + last!.width).toBeLessThanOrEqual(width);
  },
);
