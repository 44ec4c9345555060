import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// A newcomer's walk through the page, in a real browser.

const site = useSite();

const lost = 'f=x:bob>core/200 INVITE/1';
const focusLadder = () => site.page.focus('#ladder');
const playhead = () => site.page.getAttribute('#scrub', 'aria-valuetext');
const fingerprint = () => site.page.textContent('.fingerprint .mono');

describe('a newcomer', () => {
  it('finds Figure 1 drawn, whole and judged', async () => {
    await site.open('');
    expect(await site.page.title()).toContain('Figure 1');
    expect(await site.page.locator('.plate').count()).toBe(3);
    expect(await site.page.locator('.arrow').count()).toBe(18);
    expect(await site.page.textContent('.verdict')).toContain('met');
    expect(site.complaints).toEqual([]);
  });

  it('plays it by one button, and pauses', async () => {
    await site.open('');
    await site.page.click('[aria-label="Play"]');
    // Paused in the same frame: a slow machine would play on to the end.
    await site.page.waitForFunction(() => {
      const told = document.querySelector('#scrub')?.getAttribute('aria-valuetext') ?? '';
      const [, at, of] = /event (\d+) of (\d+)/.exec(told) ?? [];
      if (Number(at) === 0 || at === of) return false;
      document.querySelector<HTMLElement>('[aria-label="Pause"]')?.click();
      return true;
    });
    await site.page.waitForSelector('.veil', { state: 'attached' });
    expect(await playhead()).toMatch(/^\d+\.\d+ s, event \d+ of \d+$/);
  });

  it('steps event by event', async () => {
    await site.open('#v1&s=figure-1&t=1000');
    await focusLadder();
    const event = async () => Number(/event (\d+)/.exec((await playhead()) ?? '')?.[1]);
    const before = await event();
    await site.page.keyboard.press('.');
    expect(await event()).toBe(before + 1);
    await site.page.keyboard.press(',');
    expect(await event()).toBe(before);
  });

  it('drops the 200 OK by a key, and sees the retransmission that recovers it', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    const baseline = await fingerprint();
    await focusLadder();
    await site.page.keyboard.press('d');
    await site.page.waitForSelector('.arrow.lost');
    await site.atRest();
    expect(await site.page.locator('.label', { hasText: '↻1 200 OK' }).count()).toBe(1);
    expect(await site.page.locator('.timer.fired').count()).toBeGreaterThan(0);
    await site.page.waitForFunction(() =>
      /Drop 200 INVITE .* Run B: \d+ changes/.test(document.getElementById('said')?.textContent ?? ''),
    );
    expect(await site.page.textContent('.rail')).toContain('Drop 200 INVITE');
    expect(await fingerprint()).not.toBe(baseline);
    await site.page.keyboard.press('Control+z');
    await site.page.waitForFunction(
      (was) => document.querySelector('.fingerprint .mono')?.textContent === was,
      baseline,
    );
    await site.page.keyboard.press('Control+Shift+z');
    await site.page.waitForSelector('.arrow.lost');
  });

  it('drops it by the bar over the arrow as well: Timer A fires T1 after the INVITE, and run A stays as it was', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    const baseline = await fingerprint();
    await site.page.click('.fault-bar button:has-text("Drop")');
    await site.page.waitForSelector('.arrow.lost');
    await site.atRest();
    const byBar = await fingerprint();
    const sentS = async (label: RegExp) => {
      await site.page.locator('#pane .label', { hasText: label }).last().click({ force: true });
      await site.page.waitForSelector('.inspector-head:has-text("core>bob/sender.1/INVITE")');
      return Number.parseFloat(
        (await site.page.textContent('.inspector-head dt:text-is("Sent") + dd')) ?? '',
      );
    };
    const first = await sentS(/^INVITE · SDP$/);
    expect((await sentS(/^↻1 INVITE/)) - first).toBeCloseTo(0.5, 6);
    expect(await site.page.textContent('.chain li:nth-last-child(2)')).toContain('Timer A fires');
    await site.page.click('.runs button:has-text("A")');
    await site.page.waitForFunction(() => document.querySelector('.arrow.lost') === null);
    expect(await fingerprint()).toBe(baseline);
    expect(await site.page.locator('.arrow').count()).toBe(18);
    await focusLadder();
    await site.page.keyboard.press('Control+z');
    await site.page.waitForSelector('.runs', { state: 'detached' });
    expect(await fingerprint()).toBe(baseline);
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    await site.page.keyboard.press('d');
    await site.page.waitForSelector('.arrow.lost');
    await site.atRest();
    expect(await fingerprint()).toBe(byBar);
  });

  it('compares both runs', async () => {
    await site.open(`#v1&s=figure-1&${lost}`);
    await focusLadder();
    await site.page.keyboard.press('c');
    await site.page.waitForSelector('.difference');
    const glyphs = await site.page.locator('.difference').allTextContents();
    expect(glyphs).toContain('+');
    expect(glyphs).toContain('Δ');
  });

  it('copies a link that opens on this very moment', async () => {
    await site.open(`#v1&s=figure-1&${lost}&cmp=overlay`);
    await site.page.click('.label:has-text("↻1 200 OK")', { force: true });
    await site.page.waitForFunction(() => /\/1\/1&cmp=overlay&eng=.*&h=/.test(location.hash));
    const link = await site.page.evaluate(() => location.hash);
    await site.open(link);
    await site.page.waitForSelector('.arrow.selected');
    expect(await site.page.textContent('.inspector-head')).toContain('retransmission 1');
    expect(await site.page.locator('.difference').count()).toBeGreaterThan(0);
    expect(await site.page.evaluate(() => location.hash)).toBe(link);
  });

  it('reads a message: raw, fields that light up, bytes, machines, causes', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    expect(await site.page.textContent('.raw')).toContain('INVITE sip:bob@');
    expect(await site.page.textContent('.chain')).toContain('Timer A fires');
    await site.page.click('#tab-fields');
    await site.page.hover('.fields tr:has-text("Call-ID")');
    await site.page.waitForSelector('.fields-text mark:text-matches("^Call-ID: ")');
    await site.page.click('#tab-bytes');
    expect(await site.page.textContent('.bytes')).toContain('49 4e 56 49 54 45 20');
    await site.page.click('#tab-state');
    expect(await site.page.textContent('#tab-panel')).toContain('core, as it was sent');
    expect(site.complaints).toEqual([]);
  });
});
