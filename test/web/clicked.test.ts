import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// What a reader points at is what they get: the letter of a timer, the words of a message, the name of a state, whatever line runs beneath it.

const site = useSite();
const scenarios = ['figure-1', 'lost-200-ok', 'core/two-answer-at-once'];

interface Target {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** The message whose label it is. */
  readonly key?: string;
}

/** The middle of everything of a kind that is in the window. */
const targets = (selector: string): Promise<Target[]> =>
  site.page.evaluate((wanted) => {
    const room = document.querySelector('#ladder')!.getBoundingClientRect();
    return [
      ...document.querySelectorAll<SVGGElement & { __data__?: { arrow?: { key: string } } }>(wanted),
    ].flatMap((group) => {
      const text = group.querySelector('text');
      if (text === null || text.textContent === '') return [];
      const { left, top, width, height } = text.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const seen = y > room.top + 70 && y < room.bottom - 4 && x < room.right - 60;
      const key = group.__data__?.arrow?.key;
      return seen ? [{ x, y, text: text.textContent!, ...(key === undefined ? {} : { key }) }] : [];
    });
  }, selector);

/** What is told from the others of its kind. */
const chosen = async () => ({
  timers: await site.page.locator('.timer.selected').count(),
  states: await site.page.locator('.pill.selected').allTextContents(),
});

describe.each(scenarios)('in %s', (scenario) => {
  const click = async ({ x, y }: Target): Promise<void> => {
    // Not the second click at one place, which takes what lies beneath.
    await site.page.mouse.move(x + 200, y);
    await site.page.mouse.click(x, y);
  };
  /** So high that nothing has to be scrolled to when it is selected. */
  const openAt = async (): Promise<void> => {
    await site.page.setViewportSize({ width: 1680, height: 1900 });
    await site.open(`#v1&s=${scenario}`);
  };

  it('the words of a message take that message', async () => {
    await openAt();
    const labels = await targets('.labels > g');
    expect(labels.length).toBeGreaterThan(5);
    for (const label of labels) {
      await click(label);
      await expect
        .poll(() => site.page.textContent('.inspector .key'), { message: label.text })
        .toContain(label.key!);
      await site.page.keyboard.press('Escape');
    }
  });

  it('the letter of a timer takes that timer, the name of a state that state', async () => {
    await openAt();
    const tags = await targets('.tags > g');
    const pills = await targets('.pills > g');
    expect(pills.length).toBeGreaterThan(2);
    for (const tag of tags) {
      await click(tag);
      await expect
        .poll(() => site.page.textContent('.inspector-head'), { message: tag.text })
        .toContain(tag.text);
      expect(await site.page.textContent('.inspector .tags')).toContain('timer');
      await expect.poll(chosen).toEqual({ timers: 1, states: [] });
      await site.page.keyboard.press('Escape');
    }
    for (const pill of pills) {
      await click(pill);
      await expect
        .poll(() => site.page.textContent('.inspector-head'), { message: pill.text })
        .toContain(pill.text.replace('…', ''));
      expect(await site.page.textContent('.inspector .tags')).toContain('state');
      await expect.poll(chosen).toEqual({ timers: 0, states: [pill.text] });
      await site.page.keyboard.press('Escape');
    }
  });
});

describe('a note in the gutter', () => {
  const key = () => site.page.textContent('.inspector-head .key');
  const note = (text: string) => site.page.locator('.note', { hasText: text }).first();

  it.each([1680, 1366])('takes what it stands at, and shows what is asked there, at %i px', async (width) => {
    await site.page.setViewportSize({ width, height: 1050 });
    await site.open('#v1&s=lost-200-ok');
    const narrow = width < 1500;
    await note(narrow ? '§' : 'PSA-EST-01').click();
    expect(await key()).toBe('sender>core/sender.1/INVITE/1/0');
    await site.page.waitForSelector('#tab-spec[aria-selected="true"]');
    expect(await site.page.textContent('.clause')).toContain('PSA-EST-01');
    await site.page.click('#tab-raw');
    await note(narrow ? 'F1' : 'fault F1').click();
    expect(await key()).toBe('bob>core/sender.1/200 INVITE/1/0');
    await site.page.waitForSelector('#tab-raw[aria-selected="true"]');
    // An act follows from nothing: what is selected stays.
    await note(narrow ? '•' : 'register').click();
    expect(await key()).toBe('bob>core/sender.1/200 INVITE/1/0');
    expect(site.complaints).toEqual([]);
  });

  it('of a binding takes the REGISTER that made it, of a broken clause the message that breaks it', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open('#v1&s=negative/receiver/pra-inv-01');
    await note('binding added').click();
    expect(await key()).toBe('bob>core/bob.1/REGISTER/1/0');
    await note('✕ PRA-INV-01 +15').click();
    expect(await key()).toBe('bob>core/sender.1/200 INVITE/1/0');
    await site.page.waitForSelector('#tab-panel .tag.bad');
  });
});
