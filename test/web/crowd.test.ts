import { describe, expect, it } from 'vitest';
import { atOnce } from '../../sim/steps.ts';
import { narrowing, recordsWithin } from '../../ui/web/model/narrow.ts';
import { webRun } from '../support/web-run.ts';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

// Figure 1 as a run that is too long for the ladder: a few records are too many here.

const run = webRun('figure-1');
const { records } = run.data;

describe('a part of a run', () => {
  const range = { fromUs: run.arrows[4]!.sent.atUs, untilUs: run.arrows[9]!.sent.atUs };

  it('has what begins in it, and knows of the rest', () => {
    const part = atOnce(narrowing(run, range));
    const within = run.arrows.filter(({ sent: { atUs } }) => atUs >= range.fromUs && atUs <= range.untilUs);
    expect(part.arrows).toEqual(within);
    expect(within.length).toBeLessThan(run.arrows.length);
    expect(part.pills.every(({ atUs }) => atUs >= range.fromUs && atUs <= range.untilUs)).toBe(true);
    expect(part.bySeq.get(1)).toBe(run.bySeq.get(1));
    expect(part.counts).toBe(run.counts);
    expect(atOnce(narrowing(run, undefined))).toBe(run);
  });

  it('is counted in records, both ends in it', () => {
    const within = records.filter(({ at }) => at >= range.fromUs && at <= range.untilUs);
    expect(recordsWithin(records, range)).toBe(within.length);
    expect(recordsWithin(records, { fromUs: 0, untilUs: Number.MAX_SAFE_INTEGER })).toBe(records.length);
    expect(recordsWithin(records, undefined)).toBe(records.length);
  });
});

describe('a run of too many records', () => {
  const limit = Math.floor(records.length / 2);
  const site = useSite();

  const grown = async (fragment: string) => {
    await site.open(fragment);
    await site.page.evaluate(
      (most) => (globalThis as unknown as { siplab: { drawUpTo(n: number): void } }).siplab.drawUpTo(most),
      limit,
    );
    await site.page.waitForSelector('.crowd-bar');
  };
  const arrows = () => site.page.locator('#pane .arrow').count();
  const told = () => site.page.textContent('.crowd-bar [role="status"]');

  it('is drawn as a density, and asks to be narrowed', async () => {
    await grown('#v1&s=figure-1');
    await site.page.waitForFunction(() => document.querySelectorAll('#pane .arrow').length === 0);
    expect(await told()).toContain(`${records.length} records are too many`);
    expect(await told()).toContain('Narrow the range');
    expect(await site.page.isVisible('#ladder canvas')).toBe(true);
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it('narrowed to what can be drawn, shows each message of that part; the address holds it', async () => {
    const until = run.arrows[5]!.sent.atUs;
    await grown('#v1&s=figure-1');
    await site.page.fill('.crowd-bar label:has-text("until") input', '0,0001');
    expect(await site.page.textContent('.crowd-bar .count')).toContain('records');
    await site.page.fill('.crowd-bar label:has-text("until") input', String(until / 1_000_000));
    await site.page.press('.crowd-bar label:has-text("until") input', 'Enter');
    const shown = run.arrows.filter(({ sent }) => sent.atUs <= until).length;
    await expect.poll(arrows).toBe(shown);
    expect(await told()).toContain(`of ${records.length} records`);
    await site.page.waitForFunction((part) => location.hash.includes(part), `part=0-${until / 1_000}`);
    await site.open(new URL(site.page.url()).hash);
    await expect.poll(arrows).toBe(shown);
  });

  it('a range that is none is not shown, and the whole run comes back', async () => {
    await site.open(`#v1&s=figure-1&part=0-${run.arrows[5]!.sent.atUs / 1_000}`);
    await site.page.fill('.crowd-bar label:has-text("from") input', 'soon');
    expect(await site.page.isDisabled('.crowd-bar button:has-text("Show")')).toBe(true);
    await site.page.click('.crowd-bar button:has-text("The whole run")');
    await site.page.waitForFunction(
      (all) => document.querySelectorAll('#pane .arrow').length === all,
      run.arrows.length,
    );
    expect(await site.page.locator('.crowd-bar').count()).toBe(0);
    expect(site.complaints).toEqual([]);
  });

  it('beside another run too, also while that has no ladder', async () => {
    await site.open('#v1&s=figure-1&cmp=side&f=x:bob>core/200%20INVITE/1');
    await site.page.waitForSelector('#pane-a .arrow', { state: 'attached' });
    await site.page.focus('#ladder');
    await site.page.keyboard.press('c');
    await site.page.waitForSelector('.stages:not(.side)', { state: 'attached' });
    await site.page.evaluate(() => {
      (globalThis as unknown as { siplab: { drawUpTo(n: number): void } }).siplab.drawUpTo(10);
    });
    await site.page.waitForFunction(() => document.querySelectorAll('#pane .arrow').length === 0);
    await site.page.setViewportSize({ width: 1200, height: 900 });
    await site.page.waitForFunction(
      () => document.querySelector<HTMLCanvasElement>('#pane .density canvas')!.clientHeight < 900,
    );
    expect(site.complaints).toEqual([]);
  });

  it('is narrowed to what is in the window by one button', async () => {
    await grown('#v1&s=figure-1&ax=l');
    await site.page.click('.crowd-bar button:has-text("What is in the window")');
    await site.page.waitForSelector('.crowd-bar button:has-text("The whole run")');
    expect(await site.page.inputValue('.crowd-bar label:has-text("from") input')).toMatch(/^\d+\.\d{3}/);
  });
});
