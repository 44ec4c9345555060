import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webRun } from '../support/web-run.ts';
import { openSite, type Site } from './site.ts';

// The way through the page with a pointer (T7) and without one (T17 of README.md).

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await site.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(() => site.close());

const keyShown = () => site.page.textContent('.inspector-head .key');

describe('a click on an arrow (T7)', () => {
  it('shows its text to the octet, its fields, its clauses', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.click('.label:has-text("INVITE · SDP")', { force: true });
    await site.page.waitForSelector('.inspector-head .key');
    const arrow = webRun('figure-1').arrowByKey.get((await keyShown()) ?? '');
    const lines = await site.page.locator('.raw code').allTextContents();
    expect(lines.join('\r\n')).toBe(arrow?.message.raw);
    await site.page.click('#tab-fields');
    expect(await site.page.textContent('.fields')).toContain('Call-ID');
    await site.page.click('#tab-spec');
    expect(await site.page.textContent('#tab-panel')).toContain('holds');
    await site.page.click('#tab-raw');
    await site.page.click('[aria-label="Copy the key"]');
    expect(await site.page.evaluate(() => navigator.clipboard.readText())).toBe(arrow?.key);
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
        return [{ a: at(line.x1, line.y1), b: at(line.x2, line.y2) }];
      });
      for (const [index, { a, b }] of lines.entries())
        for (const { a: c, b: d } of lines.slice(index + 1)) {
          const turn = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
          const share = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / turn;
          const other = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / turn;
          if (share > 0.1 && share < 0.9 && other > 0.1 && other < 0.9)
            return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
        }
      return undefined;
    });
    if (crossing === undefined) throw new Error('no arrows cross');
    const found: (string | null)[] = [];
    for (let clicks = 0; clicks < 3; clicks++) {
      // Slowly: two quick ones would be a double click.
      await site.page.mouse.click(crossing.x, crossing.y);
      found.push(await keyShown());
    }
    expect(found[1]).not.toBe(found[0]);
    expect(new Set(found).size).toBeLessThanOrEqual(3);
    expect(found.every((key) => key?.includes('SEND') || key?.includes('REPORT'))).toBe(true);
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

  it('Tab goes round everything and is caught nowhere; where it is can be seen', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await site.page.waitForSelector('.tabs');
    const places: string[] = [];
    const unseen: string[] = [];
    for (let presses = 0; presses < 250; presses++) {
      await site.page.keyboard.press('Tab');
      const place = await site.page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return undefined;
        const ringed = (one: Element | null): boolean =>
          one !== null &&
          getComputedStyle(one).outlineStyle !== 'none' &&
          getComputedStyle(one).outlineWidth !== '0px';
        // The slider's ring is its handle, the seed's the box around it.
        const own = at.matches('#scrub, .seed input, .filter input');
        const area = ['top', 'rail', 'tool-bar', 'stage-room', 'inspector', 'foot'].find((name) =>
          at.closest(`.${name}`),
        );
        return { area: area ?? '', name: at.outerHTML.slice(0, 80), seen: own || ringed(at) };
      });
      if (place === undefined) break;
      places.push(place.area);
      if (!place.seen) unseen.push(place.name);
    }
    expect(places.length).toBeLessThan(250);
    expect(unseen).toEqual([]);
    expect([...new Set(places)]).toEqual(['top', 'rail', 'tool-bar', 'stage-room', 'inspector', 'foot']);
  });
});
