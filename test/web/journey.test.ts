import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Raw } from '../../sim/trace/records.ts';
import { octetsOf } from '../../ui/web/inspector/octets.ts';
import { webRun } from '../support/web-run.ts';
import { useSite } from './site.ts';

// The way through the page with a pointer (T7) and without one (T17 of README.md).

const site = useSite({ permissions: ['clipboard-read', 'clipboard-write'] });

const keyShown = () => site.page.textContent('.inspector-head .key');

describe('a click on an arrow (T7)', () => {
  it('shows its text to the octet, its fields, its clauses', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.click('.label:has-text("INVITE · SDP")', { force: true });
    await site.page.waitForSelector('.inspector-head .key');
    const arrow = webRun('figure-1').arrowByKey.get((await keyShown()) ?? '');
    const lines = await site.page.locator('.raw code').allTextContents();
    // Each line ends; after the last end there is none.
    expect(lines.map((line) => `${line}\r\n`).join('')).toBe(arrow?.message.raw);
    await site.page.click('#tab-fields');
    expect(await site.page.textContent('.fields')).toContain('Call-ID');
    await site.page.click('#tab-spec');
    await site.page.waitForSelector('#tab-panel:has-text("holds")');
    await site.page.click('#tab-raw');
    await site.page.click('[aria-label="Copy the key"]');
    await expect.poll(() => site.page.evaluate(() => navigator.clipboard.readText())).toBe(arrow?.key);
  });

  it('shows every message to the octet as the worker has it, binary too', async () => {
    await site.open('#v1&s=figure-1');
    const saved = site.page.waitForEvent('download');
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.menu [role="menuitem"]:has(b:text-is("NDJSON"))');
    const records = readFileSync(await (await saved).path(), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; key: string; raw: Raw });
    const sent = records.filter(({ type }) => type === 'message.sent');
    expect(sent.length).toBe(18);
    expect(sent.some(({ raw }) => typeof raw !== 'string')).toBe(true);
    for (const tab of ['raw', 'bytes'] as const) {
      await site.page.focus('#ladder');
      await site.page.keyboard.press('Home');
      await site.page.click(`#tab-${tab}`);
      await site.page.focus('#ladder');
      for (const { key, raw } of sent) {
        const shown = await site.page.evaluate(() => ({
          key: document.querySelector('.inspector-head .key')?.textContent,
          lines: [...document.querySelectorAll('.raw code')].map((line) => line.textContent),
          rows: [...document.querySelectorAll('.bytes code:not(.soft)')].map((row) => row.textContent),
        }));
        const { bytes, text } = octetsOf(raw);
        expect(shown.key).toBe(key);
        if (tab === 'raw')
          expect(shown.lines.join('\n')).toBe(text.replaceAll('\r\n', '\n').replace(/\n$/, ''));
        else
          expect(Buffer.from(shown.rows.join('').replace(/\s/g, ''), 'hex')).toEqual(
            Buffer.from(bytes.subarray(0, 4096)),
          );
        await site.page.keyboard.press('ArrowDown');
      }
    }
  });

  it('and once more at the same place, where arrows cross: the other, and the first again', async () => {
    await site.open('#v1&s=figure-1');
    const crossing = await site.page.evaluate(() => {
      const lines = [...document.querySelectorAll<SVGLineElement>('.arrow.look-msrp')].flatMap((arrow) => {
        const line = arrow.querySelector<SVGLineElement>('line.shaft');
        const to = line?.getScreenCTM();
        if (line === null || to === null || to === undefined) return [];
        const at = (x: SVGAnimatedLength, y: SVGAnimatedLength) =>
          new DOMPoint(x.baseVal.value, y.baseVal.value).matrixTransform(to);
        const { key } = (arrow as unknown as { __data__: { arrow: { key: string } } }).__data__.arrow;
        return [{ key, a: at(line.x1, line.y1), b: at(line.x2, line.y2) }];
      });
      for (const [index, { key, a, b }] of lines.entries())
        for (const { key: over, a: c, b: d } of lines.slice(index + 1)) {
          const turn = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
          const share = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / turn;
          const other = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / turn;
          if (share > 0.1 && share < 0.9 && other > 0.1 && other < 0.9)
            return { keys: [key, over], x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
        }
      return undefined;
    });
    if (crossing === undefined) throw new Error('no arrows cross');
    const found: (string | null)[] = [];
    for (let clicks = 0; clicks < 7; clicks++) {
      await site.page.mouse.click(crossing.x, crossing.y);
      found.push(await keyShown());
    }
    // Round and round: each that lies there once, among them the two that cross, then the first again.
    const around = found.slice(0, found.indexOf(found[0]!, 1));
    expect(around.length).toBeGreaterThan(1);
    expect(new Set(around).size).toBe(around.length);
    expect(around).toEqual(expect.arrayContaining(crossing.keys));
    expect(found).toEqual(found.map((_, click) => around[click % around.length]));
  });
});

describe('without a pointer (T17)', () => {
  it('from loading to a copied link', async () => {
    await site.open('');
    await site.page.keyboard.press('Tab');
    expect(await site.page.evaluate(() => document.activeElement?.textContent)).toBe('To the ladder');
    await site.page.keyboard.press('Enter');
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
    await site.page.keyboard.press('Home');
    for (let steps = 0; (await keyShown())?.startsWith('bob>core/sender.1/200 INVITE') !== true; steps++) {
      expect(steps).toBeLessThan(18);
      await site.page.keyboard.press('ArrowDown');
    }
    await site.page.keyboard.press('d');
    await site.page.waitForSelector('.arrow.lost');
    await site.page.keyboard.press('c');
    await site.page.waitForSelector('.difference');
    await site.page.waitForFunction(() => /f=x:.*cmp=/.test(decodeURIComponent(location.hash)));
    await site.page.keyboard.press('Control+Shift+l');
    await site.page.waitForSelector('#toast:has-text("copied")');
    const link = await site.page.evaluate(() => navigator.clipboard.readText());
    await site.open(new URL(link).hash);
    expect(await keyShown()).toMatch(/^bob>core\/sender\.1\/200 INVITE/);
    expect(await site.page.locator('.arrow.lost').count()).toBe(1);
    expect(await site.page.locator('.difference').count()).toBeGreaterThan(0);
  });

  it('Tab goes round everything and is caught nowhere', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await site.page.waitForSelector('.tabs');
    const places: string[] = [];
    for (let presses = 0; presses < 250; presses++) {
      await site.page.keyboard.press('Tab');
      const place = await site.page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return undefined;
        const area = ['top', 'rail', 'tool-bar', 'stage-room', 'inspector', 'foot'].find((name) =>
          at.closest(`.${name}`),
        );
        return area ?? '';
      });
      if (place === undefined) break;
      places.push(place);
    }
    expect(places.length).toBeLessThan(250);
    expect([...new Set(places)]).toEqual(['top', 'rail', 'tool-bar', 'stage-room', 'inspector', 'foot']);
  });
});
