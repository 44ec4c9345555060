import { beforeEach, describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

// What opens over the page, by the practices of ARIA: where the focus goes, what the arrow keys do, and what is heard.

const site = useSite();
beforeEach(() => site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0'));

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await site.page.keyboard.press(key);
};
const focusLadder = () => site.page.focus('#ladder');

describe('what opens', () => {
  const focusedText = () => site.page.evaluate(() => document.activeElement?.textContent?.trim());

  it('the menu of exports is entered, gone round by arrow keys, and left to where it was opened', async () => {
    await site.page.focus('[aria-label="Export"]');
    await press('Enter');
    await expect.poll(focusedText).toBe('All'); // what is in it comes when it is first opened
    const items = await site.page.locator('.menu [role^="menuitem"]').allTextContents();
    const walked = [await focusedText()];
    for (let at = 1; at < items.length; at++) {
      await press('ArrowDown');
      walked.push(await focusedText());
    }
    expect(walked).toEqual(items.map((text) => text.trim()));
    await press('ArrowDown');
    expect(await focusedText()).toBe('All');
    await press('ArrowUp');
    expect(await focusedText()).toContain('Print');
    await press('Home', 'End');
    expect(await focusedText()).toContain('Print');
    expect(await axeFindings(site.page)).toEqual([]);
    await press('Escape');
    expect(await site.page.locator('.menu').count()).toBe(0);
    expect(await site.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Export');
    await press('Enter', 'Tab');
    expect(await site.page.locator('.menu').count()).toBe(0);
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.clock');
    expect(await site.page.locator('.menu').count()).toBe(0);
  });

  it('in the menu of exports each row of choices stands with what it goes for, and says so', async () => {
    await site.page.click('[aria-label="Export"]');
    await site.page.waitForSelector('.menu');
    const groups = await site.page.$$eval('.menu > [role="group"]', (all) =>
      all.map((one) => ({
        name: one.getAttribute('aria-label'),
        seen: one.querySelector('.caption')?.textContent,
        choices: [...one.querySelectorAll('[role="group"] [role="menuitemradio"]')].map(
          ({ textContent }) => textContent,
        ),
        saves: [...one.querySelectorAll('[role="menuitem"] b')].map(({ textContent }) => textContent),
      })),
    );
    for (const { name, seen } of groups) expect(seen).toBe(name);
    const [ladder, packets, whole] = groups;
    expect(groups).toHaveLength(3);
    expect(ladder).toMatchObject({ name: 'The ladder', choices: ['All', 'Window', 'Call'] });
    expect(packets).toMatchObject({ name: 'Packets, captured at', saves: ['pcapng'] });
    expect(packets!.choices).toContain('core');
    expect(whole).toMatchObject({ name: 'All of the run', choices: [], saves: ['NDJSON', 'Print'] });
    await site.page.click('.menu [role="menuitemradio"]:text-is("core")');
    expect(await site.page.textContent('.menu [role="menuitem"]:has(b:text-is("pcapng")) span')).toBe(
      'what core sent and received',
    );
  });

  it('in a low window the menu of exports is scrolled, and nothing of it is beyond the edge', async () => {
    await site.page.setViewportSize({ width: 900, height: 400 });
    await site.page.focus('[aria-label="Export"]');
    await press('Enter');
    await expect.poll(focusedText).toBe('All');
    await press('End');
    expect(await focusedText()).toContain('Print');
    const edges = await site.page.evaluate(() =>
      ['.menu', ':focus'].map((one) => document.querySelector(one)!.getBoundingClientRect().bottom),
    );
    for (const bottom of edges) expect(bottom).toBeLessThanOrEqual(400);
  });

  it('the bar that breaks a message is one, and its menu another; Escape leads out of both', async () => {
    await site.page.focus('.fault-bar .first');
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    expect(await site.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'More to break',
    );
    await press('ArrowRight');
    expect(await focusedText()).toBe('Drop');
    await press('ArrowLeft', 'Enter', 'ArrowDown');
    expect(await focusedText()).toContain('Corrupt 200 INVITE');
    await press('Escape');
    expect(await site.page.locator('.further[open]').count()).toBe(0);
    expect(await site.page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
  });

  it('the tabs of the inspector and of the runs are gone through by arrow keys', async () => {
    await site.page.focus('#tab-raw');
    const tabs: unknown[] = [];
    for (let at = 0; at < 6; at++) {
      await press('ArrowRight');
      tabs.push(await site.page.getAttribute('.tabs [aria-selected="true"]', 'id'));
      expect(await site.page.evaluate(() => document.activeElement?.id)).toBe(tabs.at(-1));
    }
    expect(tabs).toEqual(['fields', 'bytes', 'state', 'spec', 'diff', 'raw'].map((name) => `tab-${name}`));
  });

  it.each([
    ['?', '#help'],
    ['Control+k', '#palette'],
  ])('the dialog of %s keeps the focus within, and gives it back to where it was', async (key, dialog) => {
    await focusLadder();
    await press(key);
    await site.page.waitForSelector(`${dialog}[open] :is(button, input)`);
    for (const way of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await press(way);
      const within = await site.page.evaluate(
        (id) =>
          document.activeElement === document.body ||
          document.querySelector(id)?.contains(document.activeElement),
        dialog,
      );
      expect(within).toBe(true);
    }
    await press('Escape');
    await site.page.waitForSelector(`${dialog}[open]`, { state: 'detached' });
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
  });

  it('the palette offers every export that the menu has', async () => {
    await site.page.click('[aria-label="Export"]');
    const menu = await site.page.locator('.menu [role="menuitem"] b').allTextContents();
    await press('Escape');
    await press('Control+k');
    await site.page.keyboard.type('export:');
    const found = await site.page.locator('#palette [role="option"] span:first-child').allTextContents();
    expect(found).toEqual(menu.map((text) => `Export: ${text}`));
    await press('Escape');
  });

  it('a sentence that is said twice is heard twice', async () => {
    await site.page.evaluate(() => {
      const heard: (string | null)[] = [];
      Object.assign(globalThis, { heard });
      new MutationObserver((all) => {
        for (const { addedNodes } of all) for (const node of addedNodes) heard.push(node.textContent);
      }).observe(document.getElementById('said')!, { childList: true });
    });
    await focusLadder();
    await press('Home', 'Control+ArrowLeft');
    const heard = (times: number) =>
      site.page.waitForFunction((wanted) => {
        const all = (globalThis as unknown as { heard: string[] }).heard;
        return all.length === wanted && new Set(all).size === 1;
      }, times);
    await heard(1);
    await press('Control+ArrowLeft');
    await heard(2);
  });
});
