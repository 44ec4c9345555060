import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { builtPage } from '../../../ui/cli/serve/built-page.ts';
import { axeFindings } from '../axe.ts';
import { useSite } from '../site.ts';

// The scenario's text in the page, in a real browser.

const site = useSite();

const fingerprint = () => site.page.textContent('.fingerprint .mono');
const code = () =>
  site.page.evaluate(() =>
    [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
  );
const offers = () => site.page.locator('.cm-tooltip-autocomplete li').allTextContents();
const status = () => site.page.textContent('.editor-status');
const untilStatus = (text: string) =>
  site.page.waitForFunction(
    (wanted) => document.querySelector('.editor-status')?.textContent?.includes(wanted),
    text,
  );
const untilFingerprint = (wanted: string | null) =>
  site.page.waitForFunction(
    (hash) => document.querySelector('.fingerprint .mono')?.textContent === hash,
    wanted,
  );

async function openEditor(fragment = '#v1&s=lost-200-ok'): Promise<void> {
  await site.open(fragment);
  await site.page.focus('#ladder');
  await site.page.keyboard.press('i');
  await site.page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  // The text is fetched when the editor asks for it.
  await site.page.waitForFunction(() =>
    [...document.querySelectorAll('.cm-line')].some((line) => line.textContent !== ''),
  );
}

/** Puts the cursor behind the first place of a text, as a click there would. */
async function behind(text: string): Promise<void> {
  await site.page.evaluate(async (wanted) => {
    const line = [...document.querySelectorAll('.cm-line')].find((one) => one.textContent?.includes(wanted));
    if (line === undefined) throw new Error(`${wanted} does not stand in the editor`);
    let left = (line.textContent ?? '').indexOf(wanted) + wanted.length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (left <= length) {
        getSelection()?.collapse(node, left);
        break;
      }
      left -= length;
    }
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }, text);
}

describe('the scenario’s text', () => {
  beforeEach(() => openEditor());

  it('is typed into, and the change is run B beside the baseline; undo brings text and run back', async () => {
    const baseline = await fingerprint();
    const before = await code();
    await behind('latency: 20');
    await site.page.keyboard.insertText('0');
    await untilStatus('Run B shows it');
    await site.page.waitForSelector('.runs');
    await site.atRest();
    const changed = await fingerprint();
    expect(changed).not.toBe(baseline);
    expect(await site.page.textContent('.rail')).toContain('Edited scenario');
    await site.page.click('.runs [role="tab"]:first-child');
    await untilFingerprint(baseline);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Control+z');
    await site.page.waitForSelector('.runs', { state: 'detached' });
    expect(await code()).toBe(before);
    await site.page.keyboard.press('Control+Shift+z');
    await untilFingerprint(changed);
    expect(await code()).toContain('latency: 200ms');
    expect(site.complaints).toEqual([]);
  });

  it('is changed beside other changes, and each is taken back by itself', async () => {
    await openEditor('#v1&s=figure-1&f=x:bob>core/200 INVITE/1');
    const lossy = await fingerprint();
    await behind('latency: 20');
    await site.page.keyboard.insertText('0');
    await untilStatus('Run B shows it');
    await site.page.waitForFunction(() => document.querySelectorAll('.rail .fault').length === 2);
    await site.atRest();
    expect(await site.page.locator('.arrow.lost').count()).toBe(1);
    await site.page.click('button:has-text("Revert")');
    await untilFingerprint(lossy);
    await site.atRest();
    expect(await site.page.locator('.rail .fault').count()).toBe(1);
  });

  it('with a mistake leaves the run as it is, and says what is wrong, where', async () => {
    const baseline = await fingerprint();
    await behind('latency: 20ms');
    await site.page.keyboard.insertText(', latencyy: 3ms');
    await untilStatus('1 mistake');
    expect(await site.page.textContent('.mistakes li')).toMatch(/^\s*\d+:\d+unknown key "latencyy"/);
    expect(await site.page.textContent('.cm-lintRange-error')).toBe('latencyy');
    expect(await fingerprint()).toBe(baseline);
    expect(await site.page.locator('.runs').count()).toBe(0);
    await site.page.keyboard.press('Control+End');
    await site.page.click('.mistakes button');
    const at = await site.page.evaluate(() => {
      const selection = getSelection();
      return {
        line: selection?.anchorNode?.parentElement?.closest('.cm-line')?.textContent,
        focused: document.activeElement?.className,
      };
    });
    expect(at.line).toContain('latencyy');
    expect(at.focused).toContain('cm-content');
  });

  it('keeps an unfinished text while it is closed, and while another scenario is open', async () => {
    await behind('latency: 20ms');
    await site.page.keyboard.insertText(', latencyy: 3ms');
    await untilStatus('1 mistake');
    await site.page.keyboard.press('Shift+Escape');
    expect(await site.page.isVisible('#editor')).toBe(false);
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
    await site.page.keyboard.press('i');
    await untilStatus('1 mistake');
    expect(await code()).toContain('latencyy');
    await site.page.selectOption('.top select', 'figure-1');
    await site.page.waitForFunction(() =>
      document.querySelector('.cm-content')?.textContent?.includes('Figure 1'),
    );
    expect(await code()).not.toContain('latencyy');
    await site.page.selectOption('.top select', 'lost-200-ok');
    await untilStatus('1 mistake');
    expect(await code()).toContain('latencyy');
  });

  it('is offered what may stand at the cursor, with its meaning', async () => {
    await behind('latency: 20ms');
    await site.page.keyboard.type(', lo');
    await expect.poll(offers).toEqual(['loss']);
    expect(await site.page.textContent('.cm-completionInfo')).toContain('The share of packets that is lost');
    await site.page.keyboard.press('Enter');
    expect(await code()).toContain('latency: 20ms, loss: ');
    await site.page.keyboard.type('1%, transport: ');
    await site.page.waitForSelector('.cm-tooltip-autocomplete li:has-text("tcp")');
    await expect.poll(offers).toEqual(['auto', 'tcp', 'udp']);
    // What is offered goes by Escape, the editor by the next one.
    await site.page.keyboard.press('Escape');
    await site.page.waitForSelector('.cm-tooltip-autocomplete', { state: 'detached' });
    expect(await site.page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
  });

  it('tells what a key means, to who points at it', async () => {
    await site.page.hover('.cm-line:has-text("timeline:") span');
    await site.page.waitForSelector('.cm-hover-text');
    expect(await site.page.textContent('.cm-hover-text')).toContain('Who does what and when');
  });

  it('becomes the baseline', async () => {
    await behind('latency: 20');
    await site.page.keyboard.insertText('0');
    await untilStatus('Run B shows it');
    await site.page.waitForSelector('.runs');
    await site.atRest();
    const changed = await fingerprint();
    await site.page.click('button:has-text("Use as baseline")');
    await site.page.waitForSelector('.runs', { state: 'detached' });
    await untilFingerprint(changed);
    expect(await site.page.textContent('.top option[value="own"]')).toBe('lost-200-ok, edited');
    expect(await status()).toContain('as it was opened');
  });
});

describe('the editor', () => {
  it('does not catch the keyboard: Tab goes on, Escape goes to the ladder', async () => {
    await openEditor();
    await site.page.keyboard.press('Shift+Tab');
    expect(await site.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Close the editor',
    );
    await site.page.keyboard.press('Tab');
    await site.page.keyboard.press('Tab');
    expect(await site.page.evaluate(() => document.activeElement?.closest('#editor') === null)).toBe(true);
    await site.page.keyboard.press('Shift+Tab');
    expect(await site.page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
    await site.page.keyboard.press('Escape');
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
    expect(await site.page.isVisible('#editor')).toBe(true);
  });

  it('takes nothing from the keyboard while its text is under way', async () => {
    await site.open('#v1&s=lossy-link');
    await site.page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      const held: (() => void)[] = [];
      Worker.prototype.postMessage = function posted(this: Worker, order: { do: string }) {
        if (order.do === 'text') held.push(() => post.call(this, order));
        else post.call(this, order);
      } as typeof post;
      Object.assign(globalThis, {
        letTextsGo() {
          Worker.prototype.postMessage = post;
          for (const go of held) go();
        },
      });
    });
    await site.page.focus('#ladder');
    await site.page.keyboard.press('i');
    await site.page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await site.page.keyboard.type('early');
    expect(await site.page.textContent('.cm-content')).toBe('');
    await site.page.evaluate('letTextsGo()');
    await site.page.waitForSelector('.cm-line:has-text("title:")');
    expect(await site.page.textContent('.cm-content')).not.toContain('early');
    await site.page.keyboard.type('# mine');
    await site.page.waitForSelector('.cm-line:has-text("# mine")');
    expect(site.complaints).toEqual([]);
  });

  it('has nothing that axe finds, on wide and narrow screens, light and dark, with mistakes and offers', async () => {
    await openEditor();
    await behind('latency: 20ms');
    await site.page.keyboard.type(', x: 1');
    await untilStatus('mistake');
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.keyboard.type(', mt');
    await site.page.waitForSelector('.mistakes:has-text("mt")');
    // The offers for all that was typed, not those for the half of it.
    await site.page.waitForSelector('.cm-tooltip-autocomplete .cm-completionMatchedText:text-is("mt")');
    await site.page.waitForSelector('.cm-completionInfo');
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('[aria-label="Light or dark"]');
    expect(await axeFindings(site.page)).toEqual([]);
    for (const width of [1100, 800, 390]) {
      await site.page.setViewportSize({ width, height: 844 });
      await site.atRest();
      expect({ width, found: await axeFindings(site.page) }).toEqual({ width, found: [] });
      const box = await site.page.locator('#editor').boundingBox();
      const code = await site.page.locator('.code').boundingBox();
      expect(box !== null && box.x >= 0 && box.x + box.width <= width).toBe(true);
      expect(code !== null && code.width > 0.3 * width && code.height > 120).toBe(true);
    }
  });

  it('is no part of what every visit loads', () => {
    const assets = join(builtPage(), 'assets');
    const first = readdirSync(assets).filter((name) => /^(?:index|run\.worker)-.*\.js$/.test(name));
    expect(first).toHaveLength(2);
    for (const name of first) expect(readFileSync(join(assets, name), 'utf8')).not.toContain('cm-content');
    expect(readdirSync(assets).some((name) => /^editor-.*\.js$/.test(name))).toBe(true);
  });
});
