import { describe, expect, it } from 'vitest';
import { onePicture, picturePlan } from '../../ui/web/export/picture-plan.ts';
import { contentOfRun } from '../../ui/web/picture/of-run.ts';
import { pictureSize } from '../../ui/web/picture/pictures.ts';
import { axeFindings } from './axe.ts';
import { longTrace } from './long-trace.ts';
import { pngSize, saved } from './saved.ts';
import { useSite } from './site.ts';

// Pictures of a ladder that is larger than a browser draws.

const site = useSite();

describe('a ladder too tall for one picture', () => {
  const long = (messages: number) => {
    const records = longTrace({ messages, atOnce: 10 });
    return { records, size: pictureSize(contentOfRun(records as never)) };
  };
  const focused = () => site.page.evaluate(() => document.activeElement?.textContent?.trim());
  const asked = () => site.page.waitForSelector('.ask-picture[open]');

  async function show(records: readonly object[]): Promise<void> {
    await site.open('');
    await site.page.evaluate((told) => {
      const { siplab } = globalThis as unknown as {
        siplab: { openTrace(name: string, records: readonly object[]): Promise<void> };
      };
      return siplab.openTrace('long.ndjson', told);
    }, records);
  }

  it('is asked about: several, or one that is smaller, or none', async () => {
    const { records, size } = long(5_000);
    await show(records);
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.menu [role="menuitem"]:has(b:text-is("PNG"))');
    const dialog = await asked();
    const told = (await dialog.textContent())!.replaceAll('\u202f', '');
    expect(told).toContain(`${size.width} × ${size.height} pixels`);
    const smaller = Math.round(onePicture(size, 1).scale * 100);
    expect(smaller).toBeLessThan(50);
    expect(told).toContain(`One picture at ${smaller} % of the size, too small to be read`);
    expect(await axeFindings(site.page)).toEqual([]);
    const files: unknown[] = [];
    site.page.on('download', (file) => files.push(file));
    expect(await focused()).toMatch(/^\d+ pictures each with the heads of its lanes$/);
    for (const next of [/^One picture/, /^Cancel/]) {
      await site.page.keyboard.press('Tab');
      expect(await focused()).toMatch(next);
    }
    await site.page.keyboard.press('Escape');
    await site.page.waitForSelector('.ask-picture', { state: 'detached' });
    expect(await site.page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Export');
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.menu [role="menuitem"]:has(b:text-is("PNG 2×"))');
    await asked();
    await site.page.click('.ask-picture button:text("Cancel")');
    await site.page.waitForSelector('.ask-picture', { state: 'detached' });
    // What comes next is what was asked for, and nothing of what was not.
    const [text] = await saved(site.page, 'Text');
    expect(text!.name).toMatch(/txt$/);
    expect(files).toHaveLength(1);
    expect(site.complaints).toEqual([]);
  });

  it('becomes as many as were said', async () => {
    const { records, size } = long(2_500);
    await show(records);
    const plan = picturePlan(size, 1);
    expect(size.height).toBeGreaterThan(65_000);
    expect(plan.pages).toBe('several');
    const count = Math.ceil(size.height / (plan.pageHeight - 44));
    const files = await saved(site.page, 'PNG', count, async () => {
      await asked();
      expect(await focused()).toContain(`${count} pictures`);
      await site.page.keyboard.press('Enter');
    });
    for (const [index, { name, bytes }] of files.entries()) {
      expect(name).toContain(`_${index + 1}-of-${files.length}.png`);
      expect(pngSize(bytes).height).toBeLessThanOrEqual(16_000);
    }
    // Mermaid draws no text that is longer, unless it is told to.
    const [diagram] = await saved(site.page, 'Mermaid');
    expect(diagram!.bytes.length).toBeGreaterThan(50_000);
    await site.page.waitForSelector('#toast:has-text("maxTextSize")');
  });

  it('becomes one that is as large as a browser draws', async () => {
    const { records, size } = long(2_500);
    await show(records);
    const [file] = await saved(site.page, 'PNG', 1, async () => {
      await asked();
      await site.page.click('.ask-picture button:has-text("One picture")');
    });
    expect(file!.name).toMatch(/[0-9a-f]\.png$/);
    const { scale } = onePicture(size, 1);
    expect(pngSize(file!.bytes)).toEqual({
      width: Math.round(size.width * scale),
      height: Math.round(size.height * scale),
    });
  });

  it('is never larger than a browser draws, and no larger than asked for', () => {
    for (const height of [500, 64_000, 66_000, 400_000, 5_000_000]) {
      for (const width of [700, 1_200, 9_000]) {
        for (const wanted of [1, 2]) {
          const several = picturePlan({ width, height }, wanted);
          const one = onePicture({ width, height }, wanted);
          for (const { scale, pageHeight } of [several, one]) {
            expect(scale).toBeLessThanOrEqual(wanted);
            expect(pageHeight * scale).toBeLessThanOrEqual(65_000.01);
            expect(pageHeight * scale * width * scale).toBeLessThanOrEqual(200_000_001);
          }
          expect(Math.ceil(height / (several.pageHeight - 44))).toBeLessThanOrEqual(20);
          expect(one.pages).toBe('one');
        }
      }
    }
  });
});
