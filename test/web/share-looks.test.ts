import { describe, expect, it } from 'vitest';
import { heightOf, placeAt } from '../../ui/web/ladder/standing.ts';
import { axisModes, createAxis } from '../../ui/web/model/axis.ts';
import { firstScale } from '../../ui/web/model/axis-scale.ts';
import { momentOfTime, stepOfTime } from '../../ui/web/model/steps-of-time.ts';
import { webRun } from '../support/web-run.ts';
import { copiedLink } from './copied-link.ts';
import { type Site, useSite } from './site.ts';

// A link opens on what was looked at, as it was looked at.

describe('what stands in the window', () => {
  it.each(axisModes)('is told by its time on the %s axis, to the pixel', (mode) => {
    const run = webRun('figure-1');
    const scales =
      mode === 'compressed'
        ? [firstScale, { focusUs: 'auto', cutUs: Number.POSITIVE_INFINITY } as const]
        : [firstScale];
    for (const scale of scales) {
      const axis = createAxis(run, mode, 1.25, scale);
      for (let y = 0; y < axis.bottom; y++) expect(heightOf(axis, placeAt(axis, y))).toBe(y);
    }
  });
});

it('each event has its place among those of its time', () => {
  const { steps } = webRun('figure-1');
  let shared = 0;
  for (const { atUs, seq } of steps) {
    const step = stepOfTime(steps, { atUs, seq });
    const found =
      step === undefined ? { atUs, seq: Number.MAX_SAFE_INTEGER } : momentOfTime(steps, atUs, step);
    expect(steps.upTo(found)).toBe(steps.upTo({ atUs, seq }));
    if (step !== undefined) shared++;
  }
  expect(shared).toBeGreaterThan(50);
  expect(steps.upTo(momentOfTime(steps, 0, stepOfTime(steps, { atUs: 0, seq: -1 }) ?? -1))).toBe(0);
  expect(momentOfTime(steps, 0, 999_999)).toEqual({ atUs: 0, seq: Number.MAX_SAFE_INTEGER });
});

describe('a copied link', () => {
  const site = useSite({ permissions: ['clipboard-read', 'clipboard-write'] });
  const other = useSite({ permissions: ['clipboard-read', 'clipboard-write'] });

  const top = ({ page }: Site) => page.evaluate(() => document.getElementById('ladder')?.scrollTop ?? -1);
  const playhead = ({ page }: Site) => page.getAttribute('#scrub', 'aria-valuetext');
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await site.page.keyboard.press(key);
  };

  /** Opens it elsewhere, where it must be the same when it is copied again. */
  async function openElsewhere(): Promise<string> {
    const link = await copiedLink(site);
    await other.open(link);
    expect(await other.page.textContent('#toast')).toBe('');
    expect(await copiedLink(other)).toBe(link);
    return link;
  }

  it('holds the axis, the zoom and what of the run is in the window', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.focus('#ladder');
    await press('1', '+', '+');
    await site.page.evaluate(() => document.getElementById('ladder')?.scrollTo(0, 431));
    await site.atRest();
    expect(await openElsewhere()).toMatch(/&ax=l&zoom=1\.5625&y=\d/);
    expect(await top(other)).toBe(431);
    expect(await top(site)).toBe(431);
    await site.page.waitForFunction(() => location.hash.includes('&y='));
  });

  it('holds the layers, the speed, the end that is kept in view, and the moment before the first event', async () => {
    await site.open('#v1&s=figure-1');
    for (const text of ['MSRP', 'states', 'all timers'])
      await site.page.click(`.rail label:has-text("${text}")`);
    await site.page.selectOption('.speed select', { label: '1/64×' });
    await site.page.click('button[aria-label="Follow"]');
    await site.page.click('button[aria-label="To the start"]');
    await site.page.focus('#ladder');
    expect(await openElsewhere()).toContain('&t=0/0&speed=1/64');
    expect(await playhead(other)).toBe(await playhead(site));
    for (const what of ['.arrow', '.timer', '.pill'])
      expect(await other.page.locator(what).count(), what).toBe(await site.page.locator(what).count());
    expect(await other.page.locator('.pill').count()).toBe(0);
    expect(await other.page.locator('.speed select').inputValue()).toBe('0.015625');
    expect(await other.page.getAttribute('button[aria-label="Follow"]', 'aria-pressed')).toBe('true');
  });

  it('holds what is read of a message, what is laid beside it, from where time is measured, and which event it is', async () => {
    await site.open('#v1&s=figure-1&t=1110');
    await site.page.focus('#ladder');
    await press(',', ',', 'ArrowDown', 'm', 'x', 'ArrowDown', 'x');
    expect(await openElsewhere()).toMatch(/&t=1110\/\d+&sel=.*&tab=diff&beside=.*REGISTER.*&mark=.*REGISTER/);
    expect(await playhead(other)).toBe(await playhead(site));
    for (const part of ['#tab-panel', '.measure-text'])
      expect(await other.page.textContent(part)).toBe(await site.page.textContent(part));
  });

  it('that says nothing of the window opens where the playhead is', async () => {
    await site.open('#v1&s=lost-200-ok&ax=l&t=1600');
    const chip = await site.page.locator('#pane .chip').boundingBox();
    const window = await site.page.locator('#ladder').boundingBox();
    expect(chip!.y).toBeGreaterThan(window!.y + 66);
    expect(chip!.y + chip!.height).toBeLessThan(window!.y + window!.height);
    expect(await copiedLink(site)).not.toContain('y=');
  });

  it('does not take the window from who has begun to read', async () => {
    await site.open('#v1&s=lost-200-ok');
    await site.page.evaluate(() => {
      location.hash = '#v1&s=figure-1&ax=l&y=1170';
      const reading = setInterval(() => {
        dispatchEvent(new WheelEvent('wheel'));
        if (document.title.startsWith('Figure 1')) clearInterval(reading);
      }, 1);
    });
    await site.page.waitForFunction(() => document.title.startsWith('Figure 1'));
    await site.atRest();
    expect(await top(site)).toBe(0);
  });
});
