import { describe, expect, it } from 'vitest';
import { holdBack } from './hold-back.ts';
import { useSite } from './site.ts';

// Keys that come faster than the page draws, or fetches what they open: none is lost, none is taken for another.

const site = useSite();

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await site.page.keyboard.press(key);
};
const focusLadder = () => site.page.focus('#ladder');

describe('who types faster than the page draws', () => {
  /** Keys one upon the other, and text typed between them, each where the focus is: the page gets no time between two of them. */
  const typeAtOnce = (...typed: readonly string[]) =>
    site.page.evaluate((all) => {
      const held = (name: string): KeyboardEventInit => {
        const parts = name.split('+');
        const key = parts.at(-1)!;
        return { key, ctrlKey: parts.length > 1, bubbles: true, cancelable: true };
      };
      for (const one of all) {
        const at = document.activeElement!;
        if (one.startsWith('"')) {
          if (!(at instanceof HTMLInputElement)) throw new Error(`typed into ${at.tagName}#${at.id}`);
          at.value += one.slice(1, -1);
          at.dispatchEvent(new Event('input', { bubbles: true }));
        } else at.dispatchEvent(new KeyboardEvent('keydown', held(one)));
      }
      return document.activeElement?.id;
    }, typed);
  const pressed = (group: string) =>
    site.page.textContent(`.tool-bar [aria-label="${group}"] [aria-pressed="true"]`);

  it('has what was typed into the palette done, and the next key is the ladder’s', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    expect(await typeAtOnce('Control+k', '"axis: st"', '"ep"', 'Enter')).toBe('ladder');
    expect(await pressed('Time axis')).toBe('Step');
    expect(await typeAtOnce('Control+k', '"single characters"', 'Enter', '1')).toBe('ladder');
    expect(await pressed('Time axis')).toBe('Step');
    expect(await typeAtOnce('Control+k', '"single characters"', 'Enter', '1')).toBe('ladder');
    expect(await pressed('Time axis')).toBe('Linear');
    expect(site.complaints).toEqual([]);
  });

  it('compares what a message is broken to with what it was, before that is there', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    await typeAtOnce('d', 'c');
    await site.page.waitForSelector('.compare-bar .delta');
    await site.page.waitForSelector('.arrow.lost', { state: 'attached' });
    await site.atRest();
    await site.page.waitForFunction(() => location.hash.includes('&cmp=overlay'));
    expect(site.complaints).toEqual([]);
  });

  it('opens it again in the moment in which it is closed', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    for (let times = 0; times < 3; times++) await press('Control+k', 'Escape');
    await press('Control+k');
    await site.page.keyboard.type('axis: events');
    await press('Enter');
    expect(await pressed('Time axis')).toBe('Events');
    const again = await site.page.evaluate(async () => {
      const dialog = document.querySelector<HTMLDialogElement>('#palette')!;
      const ctrlK = () =>
        document.activeElement!.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
        );
      ctrlK();
      // As the browser does at Escape; that it has closed is told later.
      if (dialog.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
      ctrlK();
      const told = new Promise((done) => dialog.addEventListener('close', done, { once: true }));
      await told;
      return dialog.open;
    });
    expect(again).toBe(true);
  });

  it.each([
    ['?', '#help'],
    ['i', '#editor'],
  ])(
    'has no key taken for one of the ladder’s after %s, though what it opens is still fetched',
    async (opens, place) => {
      const letGo = await holdBack(site.page, /\/assets\/(?:help|editor)-[^/]*\.js$/);
      await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
      await focusLadder();
      await press(opens, '1', 'd');
      const within = () =>
        site.page.evaluate((id) => document.querySelector(id)!.contains(document.activeElement), place);
      expect(await site.page.evaluate(() => document.activeElement?.id)).not.toBe('ladder');
      letGo();
      await site.page.waitForSelector(`${place} :is(kbd, .cm-line)`);
      expect(await within()).toBe(true);
      await site.atRest();
      expect(await pressed('Time axis')).toBe('Compressed');
      expect(await site.page.locator('.rail .fault').count()).toBe(0);
      expect(site.complaints).toEqual([]);
    },
  );
});
