import { describe, expect, it } from 'vitest';
import { labelSize } from '../../ui/web/ladder/labels.ts';
import { textWidth } from '../../ui/web/ladder/text-width.ts';
import { useSite } from './site.ts';

const address = '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1';

const site = useSite();

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
      site.page.$$eval('.label text, .pill rect, .plate, .timer-tag rect, .arrow .head', (all) =>
        all
          .map((one) => {
            const places = ['transform', 'x', 'y', 'd'].map((name) => one.getAttribute(name));
            if (places.every((place) => place === null)) throw new Error(`${one.outerHTML} stands nowhere`);
            return places.join(' ');
          })
          .join('; '),
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
    await site.page.evaluate(() => document.querySelector('#ladder')?.scrollTo(0, 0));
    await expect.poll(places).toBe(before);
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
    await site.page.waitForSelector('.filtered:has-text("0 of 21 messages match")');
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
    // Where its hosts' names leave no room for its state, their number stands for them.
    await site.page.setViewportSize({ width: 1440, height: 900 });
    await site.page.waitForFunction(() =>
      [...document.querySelectorAll('.plate .state')].some((one) =>
        /^3 hosts · \w+$/.test(one.textContent ?? ''),
      ),
    );
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
