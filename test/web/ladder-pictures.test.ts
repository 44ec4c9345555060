import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelSize } from '../../ui/web/ladder/labels.ts';
import { textWidth } from '../../ui/web/ladder/text-width.ts';
import { root } from '../support/sources.ts';
import { openSite, type Site } from './site.ts';

// What the main screen looks like. `UPDATE_PICTURES=1` takes the pictures anew; without it they are compared with those in docs/pictures,
// where these were taken by the same browser: fonts and antialiasing differ from one to the next.

const folder = join(root, 'docs', 'pictures');
const madeBy = join(folder, 'made-by.txt');
const address = '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1';
const sizes = [
  [1680, 1050],
  [1024, 768],
  [390, 844],
] as const;
const update = process.env.UPDATE_PICTURES === '1';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

function browser(): string {
  return `${process.platform} ${site.page.context().browser()?.version() ?? ''}`;
}

/** The page at rest, without what differs from run to run. */
async function picture(): Promise<Buffer> {
  await site.page.addStyleTag({ content: '.took, .fingerprint, .section h2 .soft { visibility: hidden; }' });
  await site.page.evaluate(() => document.fonts.ready.then(() => undefined));
  return site.page.screenshot({ animations: 'disabled' });
}

/** How a picture differs from another, in the page: the share of points, and how many colours it has. */
async function compared(taken: Buffer, golden: Buffer) {
  const urls = [taken, golden].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  // The page itself fetches nothing.
  const blank = await site.page.context().newPage();
  const result = await blank.evaluate(async (all) => {
    const points = await Promise.all(
      all.map(async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        canvas.drawImage(bitmap, 0, 0);
        return { width: bitmap.width, data: canvas.getImageData(0, 0, bitmap.width, bitmap.height).data };
      }),
    );
    const [a, b] = points.map(({ data }) => new Uint32Array(data.buffer));
    let other = 0;
    for (let index = 0; index < a!.length; index++) if (a![index] !== b![index]) other++;
    return { share: other / a!.length, width: points[0]!.width, colours: new Set(a).size };
  }, urls);
  await blank.close();
  return result;
}

describe.each(['light', 'dark'] as const)('the main screen, %s', (theme) => {
  it.each(sizes)('at %i × %i', async (width, height) => {
    await site.page.setViewportSize({ width, height });
    await site.page.emulateMedia({ colorScheme: theme });
    await site.open(address);
    await site.page.waitForSelector('.arrow.selected', { state: 'attached' });
    const taken = await picture();
    const file = join(folder, `main-${theme}-${width}x${height}.png`);
    if (update) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, taken);
      writeFileSync(madeBy, `${browser()}\n`);
    }
    const same = existsSync(file) && existsSync(madeBy) && readFileSync(madeBy, 'utf8').trim() === browser();
    const { share, width: across, colours } = await compared(taken, same ? readFileSync(file) : taken);
    expect(across).toBe(width);
    expect(colours).toBeGreaterThan(100);
    expect(share).toBeLessThanOrEqual(0.001);
  });
});

describe('labels as the browser draws them', () => {
  it.each(['figure-1', 'core/edge-and-home', 'lossy-link'])(
    '%s: are as wide as they were reckoned',
    async (name) => {
      await site.page.setViewportSize({ width: 1680, height: 1050 });
      await site.open(`#v1&s=${name}`);
      const lengths = await site.page.$$eval('.label text:not(.reason)', (texts) =>
        texts.map((text) => ({
          text: text.textContent ?? '',
          drawn: (text as SVGTextElement).getComputedTextLength(),
        })),
      );
      expect(lengths.length).toBeGreaterThan(10);
      for (const { text, drawn } of lengths)
        expect(textWidth(text, labelSize.message) + 4, text).toBeGreaterThanOrEqual(drawn - 1);
    },
  );

  it('play without moving: labels, states and heads stay where they stand', async () => {
    await site.open('#v1&s=lost-200-ok');
    const places = () =>
      site.page.$$eval('.label text, .pill, .plate, .timer-tag', (all) =>
        all.map((one) => one.getAttribute('transform')).join(' '),
      );
    const before = await places();
    await site.page.focus('#ladder');
    for (const key of ['Home', '.', '.', '.']) await site.page.keyboard.press(key);
    await site.page.click('[aria-label="Play"]');
    await site.page.waitForFunction(
      () =>
        Number(
          /event (\d+)/.exec(document.querySelector('#scrub')?.getAttribute('aria-valuetext') ?? '')?.[1],
        ) > 20,
    );
    await site.page.click('[aria-label="Pause"]');
    await site.page.evaluate(() => {
      document.querySelector('#ladder')?.scrollTo(0, 0);
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
    expect(await places()).toBe(before);
  });
});

describe('how the ladder is looked at', () => {
  it('a filter dims the rest, says how much is left, and is in the address', async () => {
    await site.open('#v1&s=lost-200-ok');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('/');
    await site.page.keyboard.type('is:lost');
    await site.page.waitForFunction(() => document.querySelectorAll('.arrow:not(.dim)').length === 1);
    expect(await site.page.textContent('.filtered')).toContain('1 of 21');
    await site.page.waitForFunction(() => location.hash.includes('q=is:lost'));
    await site.page.fill('#filter', 'is:nothing');
    expect(await site.page.textContent('.filtered .problem')).toContain('is: is one of');
    await site.page.fill('#filter', 'method:PRACK');
    expect(await site.page.textContent('.filtered')).toContain('0 of 21 messages match');
    await site.page.click('.filtered button');
    await site.page.waitForFunction(() => document.querySelectorAll('.arrow.dim').length === 0);
  });

  it('the core folds and unfolds by its head and by a key; lanes hide, and messages pass them by', async () => {
    await site.open('#v1&s=core/edge-and-home');
    const platesAre = (wanted: number) =>
      site.page.waitForFunction((count) => document.querySelectorAll('.plate').length === count, wanted);
    const plates = () => site.page.locator('.plate .name').allTextContents();
    await platesAre(5);
    await site.page.click('.plate:has-text("home")', { force: true });
    await platesAre(3);
    expect(await plates()).toEqual(['Push Sender Agent', 'SIP/IP Core', 'Push Receiver Agent']);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('o');
    await platesAre(5);
    await site.open('#v1&s=figure-1');
    await site.page.click('.rail .lane-check:has-text("SIP/IP Core") input');
    await platesAre(2);
    expect(await plates()).toEqual(['Push Sender Agent', 'Push Receiver Agent']);
    await site.page.waitForFunction(() => location.hash.includes('hide=core'));
    expect(await site.page.locator('.label', { hasText: 'INVITE' }).count()).toBe(1);
  });

  it('times are told three ways, and a time is measured', async () => {
    await site.open(address);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('r');
    await site.page.waitForSelector('.time text:text("+0.480")', { state: 'attached' });
    await site.page.keyboard.press('r');
    await site.page.waitForSelector('.time text:text("−0.500")', { state: 'attached' });
    await site.page.keyboard.press('m');
    for (const key of ['ArrowDown', 'ArrowDown']) await site.page.keyboard.press(key);
    await site.page.waitForSelector('.measure-text', { state: 'attached' });
    await site.page.waitForFunction(() => document.querySelector('.measure-text')?.textContent === 'Δ 40 ms');
    expect(site.complaints).toEqual([]);
  });
});
