import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createGeometry } from '../../ui/web/ladder/geometry.ts';
import { asideAt, leftOf } from '../../ui/web/ladder/standing.ts';
import { copiedLink } from './copied-link.ts';
import { useSite } from './site.ts';

// What is chosen and open in the panels, and how far the ladder is scrolled sideways, is in a copied link: each is set, copied, opened in a
// browser that knows nothing, and compared by what is seen there.

describe('the lane at the left edge', () => {
  const lanes = ['sender', 'core', 'proxy', 'bob', 'carol'].map((node) => ({ node, title: node }));
  it.each([320, 390, 500, 700])('is told to the pixel in a window of %d', (width) => {
    const geometry = createGeometry({ width, height: 600 }, lanes.length);
    for (let left = 0; left <= geometry.across - width; left++)
      expect(leftOf(geometry, lanes, asideAt(geometry, lanes, left)!)).toBe(left);
  });

  it('stands at the left edge in a window of another width too', () => {
    const [narrow, wide] = [390, 700].map((width) =>
      createGeometry({ width, height: 600 }, lanes.length),
    ) as [ReturnType<typeof createGeometry>, ReturnType<typeof createGeometry>];
    const left = leftOf(narrow, lanes, { lane: 'proxy', beyond: 0 })!;
    expect(narrow.x(2) - left).toBeCloseTo(narrow.times, 0);
    const other = leftOf(wide, lanes, asideAt(narrow, lanes, left)!)!;
    expect(wide.x(2) - other).toBeCloseTo(wide.times, 0);
    expect(leftOf(wide, lanes, { lane: 'nobody', beyond: 0 })).toBeUndefined();
  });
});

describe('a copied link', () => {
  const options = { permissions: ['clipboard-read', 'clipboard-write'] };
  const [site, other] = [useSite(options), useSite(options)];

  /** Opens it elsewhere, where it must be the same when it is copied again; what is asked of both pages must be answered alike. */
  async function sameElsewhere<T>(selector: string, seen: (page: Page) => Promise<T>): Promise<[string, T]> {
    await site.atRest();
    const here = await seen(site.page);
    const link = await copiedLink(site);
    await other.goto(link, selector);
    expect(await other.page.textContent('#toast')).toBe('');
    await expect.poll(() => seen(other.page)).toEqual(here);
    expect(await copiedLink(other)).toBe(link);
    expect([...site.complaints, ...other.complaints]).toEqual([]);
    return [link, here];
  }

  /** The matrix once all scenarios have been run. */
  const surveyed = '.matrix-room:has([aria-busy="false"]) .matrix .folder';
  const invite = 'sel=sender>core/sender.1/INVITE/1/0';

  it('holds how far the ladder is scrolled sideways, by the lane at its left edge', async () => {
    for (const { page } of [site, other]) await page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=core/three-devices');
    const left = (page: Page) => page.evaluate(() => document.getElementById('ladder')!.scrollLeft);
    await site.page.evaluate(() => document.getElementById('ladder')!.scrollTo(211, 0));
    await site.atRest();
    const [link, here] = await sameElsewhere('.arrow', left);
    expect(link).toMatch(/&x=[\w-]+(?:,-?\d+)?/);
    expect(here).toBe(211);
    await expect.poll(() => site.page.evaluate(() => location.hash)).toContain('&x=');
  });

  it('says nothing of it where the ladder stands by itself, selected or not', async () => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.open('#v1&s=figure-1');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Home');
    await site.atRest();
    expect(await site.page.evaluate(() => document.getElementById('ladder')!.scrollLeft)).toBeGreaterThan(0);
    expect(await copiedLink(site)).not.toContain('&x=');
  });

  it('holds what the compressed axis cuts and tells apart, chosen beneath its button or by its name', async () => {
    const chips = (page: Page) => page.locator('#pane .break-chip').allTextContents();
    await site.open('#v1&s=lost-200-ok');
    const before = await chips(site.page);
    expect(before).toEqual(['⋯ 960 ms', '⋯ 480 ms']);
    await site.page.click('[aria-label="What the axis shortens"]');
    await site.page.selectOption('#axis-settings label:has-text("Silence") select', '500 ms');
    await site.page.selectOption('#axis-settings label:has-text("Focus") select', 'auto');
    await site.page.keyboard.press('Escape');
    await site.page.focus('#ladder');
    const [link, seen] = await sameElsewhere('.arrow', chips);
    expect(link).toContain('&focus=auto&cut=500');
    expect(seen).toEqual(['⋯ 960 ms']);
    await site.page.keyboard.press('3');
    await site.page.keyboard.press('Control+k');
    await site.page.keyboard.type('silence never');
    await site.page.keyboard.press('Enter');
    const [never, uncut] = await sameElsewhere('.arrow', chips);
    expect(never).toContain('&focus=auto&cut=never');
    expect(never).not.toContain('ax=');
    expect(uncut).toEqual([]);
    await other.open('#v1&s=lost-200-ok&cut=37.5');
    await other.page.click('[aria-label="What the axis shortens"]');
    await expect
      .poll(() => other.page.inputValue('#axis-settings label:has-text("Silence") select'))
      .toBe('37.5 ms');
  });

  it('holds it on a telephone too, where it is opened from the rail and stands in the window', async () => {
    for (const { page } of [site, other]) await page.setViewportSize({ width: 360, height: 640 });
    await site.open('#v1&s=lost-200-ok');
    await site.page.click('.rail-button');
    await site.page.click('.rail >> text=What the axis shortens');
    await site.page.selectOption('#axis-settings label:has-text("Silence") select', 'never');
    const panel = await site.page.locator('#axis-settings').boundingBox();
    expect(panel!.x).toBeGreaterThanOrEqual(0);
    expect(panel!.x + panel!.width).toBeLessThanOrEqual(360);
    expect(panel!.y + panel!.height).toBeLessThanOrEqual(640);
    await site.page.keyboard.press('Escape');
    await site.page.keyboard.press('Escape');
    const [link] = await sameElsewhere('#pane', (page) => page.locator('#pane .break-chip').count());
    expect(link).toContain('&cut=never');
  });

  it('holds the link whose sliders are shown', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.selectOption('.rail .slider select', { index: 1 });
    const [link] = await sameElsewhere('.arrow', (page) => page.inputValue('.rail .slider select'));
    expect(decodeURIComponent(link)).toMatch(/&link=\w+<>\w+/);
  });

  it('holds what is looked for in a text, which place is looked at, and that line ends are drawn', async () => {
    await site.open(`#v1&s=figure-1&${invite}`);
    await site.page.click('text=CRLF');
    await site.page.fill('[aria-label="Search in the text"]', 'sip:');
    await site.page.press('[aria-label="Search in the text"]', 'Enter');
    await site.page.press('[aria-label="Search in the text"]', 'Enter');
    await site.page.focus('#ladder');
    const [link, seen] = await sameElsewhere('.raw', (page) =>
      page.evaluate(() => ({
        text: document.querySelector('#tab-panel .raw')?.textContent,
        marks: [...document.querySelectorAll('#tab-panel mark')].map(({ className }) => className),
      })),
    );
    expect(link).toContain('&find=sip:&hit=3&crlf=1');
    expect(seen.text).toContain('SIP/2.0CRLF');
    expect(seen.marks[2]).toBe('current');
  });

  it('holds that bytes stand beneath the fields', async () => {
    await site.open(`#v1&s=figure-1&${invite}&tab=fields`);
    await site.page.click('[aria-label="Beneath the fields"] >> text=Bytes');
    const [link] = await sameElsewhere('.fields', (page) => page.locator('#tab-panel .bytes').count());
    expect(link).toContain('&under=bytes');
  });

  it('holds the changes of state that were opened and closed, until something else is selected', async () => {
    await site.open(`#v1&s=figure-1&${invite}&tab=state`);
    await site.page.click('details.change >> nth=0 >> summary');
    await site.page.click('details.change >> nth=1 >> summary');
    const open = (page: Page) =>
      page.locator('details.change').evaluateAll((all) => all.map((one) => (one as HTMLDetailsElement).open));
    const [link] = await sameElsewhere('details.change', open);
    expect(link).toContain('&turn=1,2');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('ArrowDown');
    expect(await copiedLink(site)).not.toContain('turn=');
  });

  it('holds that all causes are shown', async () => {
    await site.open('#v1&s=figure-1&sel=core>sender/sender.1/200 BYE/2/0');
    await site.page.click('.chain .link');
    const [link] = await sameElsewhere('.chain', (page) => page.locator('.chain li').count());
    expect(link).toContain('&why=all');
  });

  it('holds what a message is compared with', async () => {
    await site.open('#v1&s=figure-1&f=d40:sender>core/INVITE/1&sel=core>bob/sender.1/INVITE/1/0&tab=diff');
    await site.page.click('[aria-label="Compared with"] button:not([aria-pressed="true"])');
    const [link] = await sameElsewhere('.diff', (page) =>
      page.textContent('[aria-label="Compared with"] [aria-pressed="true"]'),
    );
    expect(link).toMatch(/&against=(?:run|hop)/);
  });

  it('holds that the list of differences is closed, and on a telephone that it is open and which run is shown', async () => {
    const list = (page: Page) => page.locator('#difference-list').count();
    await site.open('#v1&s=figure-1&f=x:bob>core/200 INVITE/1&cmp=side');
    await site.page.waitForSelector('#difference-list');
    await site.page.click('[aria-label="List of differences"]');
    const [link] = await sameElsewhere('.compare-bar', list);
    expect(link).toContain('&list=0');
    for (const { page } of [site, other]) await page.setViewportSize({ width: 390, height: 844 });
    await site.goto('#v1&s=figure-1&f=x:bob>core/200 INVITE/1&cmp=side', '.compare-bar');
    await site.page.click('[aria-label="List of differences"]');
    await site.page.click('.panes >> text=A');
    const pane = (page: Page) => page.getAttribute('#stages', 'data-pane');
    const [narrow] = await sameElsewhere('.compare-bar', async (page) => [
      await list(page),
      await pane(page),
    ]);
    expect(narrow).toContain('&list=1&pane=a');
  });

  it('holds which requirements are shown, and the first row', async () => {
    await site.goto('#v1&s=figure-1&view=matrix', '.matrix tbody tr');
    await site.page.click('.outcomes button:has-text("held")');
    await site.page.selectOption('.matrix-filters select >> nth=0', 'SHALL');
    await site.page.fill('[aria-label="Search requirements"]', 'the');
    // A row stands at the head of the table to the pixel.
    await site.page.evaluate(() => {
      const row = document.querySelectorAll<HTMLElement>('.matrix tbody tr')[9]!;
      const head = document.querySelector<HTMLElement>('.matrix thead')!.offsetHeight;
      document.querySelector('.matrix-scroll')!.scrollTo(0, row.offsetTop - head);
    });
    await expect.poll(() => site.page.evaluate(() => location.hash)).toContain('&req=');
    const seen = (page: Page) =>
      page.evaluate(() => ({
        rows: [...document.querySelectorAll('.matrix tbody tr')].map(({ id }) => id),
        first: document
          .elementFromPoint(300, document.querySelector('.matrix thead')!.getBoundingClientRect().bottom + 4)
          ?.closest('tr')?.id,
      }));
    const [link, here] = await sameElsewhere('.matrix tbody tr', seen);
    expect(link).toMatch(/&outcome=held&level=SHALL&words=the&req=[\w-]+/);
    // Who goes away and comes back finds it where it was.
    for (const view of ['Ladder', 'Requirements']) await site.page.click(`.top button:has-text("${view}")`);
    await site.page.waitForSelector('.matrix tbody tr');
    await expect.poll(() => seen(site.page)).toEqual(here);
  });

  it('holds the first column beside the requirements and the first row of them, before all columns are there', async () => {
    for (const { page } of [site, other]) await page.setViewportSize({ width: 900, height: 768 });
    await site.goto('#v1&s=figure-1&view=matrix&of=all&open=basics', surveyed);
    await site.page.evaluate(() => {
      const first = document.querySelector<HTMLElement>('.matrix thead th')!.offsetWidth;
      const column = document.querySelector<HTMLElement>('.matrix [data-name="basics"]')!;
      const head = document.querySelector<HTMLElement>('.matrix thead')!.offsetHeight;
      const row = document.querySelectorAll<HTMLElement>('.matrix tbody tr')[9]!;
      const top = row.offsetTop - head;
      document.querySelector('.matrix-scroll')!.scrollTo(column.offsetLeft - first, top);
    });
    await expect.poll(() => site.page.evaluate(() => location.hash)).toContain('&col=');
    const seen = (page: Page) =>
      page.evaluate(() => {
        const { right, top, bottom } = document.querySelector('.matrix thead th')!.getBoundingClientRect();
        const beside = document.elementFromPoint(right + 4, top + 20)?.closest<HTMLElement>('th');
        const beneath = document.elementFromPoint(right - 40, bottom + 4)?.closest('tr');
        return [beneath?.id.slice('req-'.length), beside?.dataset.name];
      });
    const [link, [req, col]] = await sameElsewhere(surveyed, seen);
    expect(link).toContain(`&req=${req}&col=${col}`);
    await site.page.evaluate(() => document.querySelector('.matrix-scroll')!.scrollTo(0, 0));
    await expect.poll(() => site.page.evaluate(() => location.hash)).not.toContain('&col=');
    // On a telephone the requirements move aside with their columns.
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.page.evaluate(() => {
      const column = document.querySelector<HTMLElement>('.matrix [data-name="agents"]')!;
      document.querySelector('.matrix-scroll')!.scrollTo(column.offsetLeft, 0);
    });
    await expect.poll(() => site.page.evaluate(() => location.hash)).toContain('&col=agents');
  });

  it('holds the folders whose runs stand side by side', async () => {
    const folder = '.matrix .folder [aria-expanded="true"]';
    const shown = '.matrix th.run:not(.folder) >> text=figure-1';
    await site.goto('#v1&s=figure-1&view=matrix&of=all', '.matrix .folder button');
    await site.page.click('.matrix .folder button >> nth=0');
    await site.page.waitForSelector(shown);
    const [link] = await sameElsewhere(shown, (page) => page.locator(folder).count());
    expect(link).toContain('&open=basics');
  });

  it('holds the first row of the table', async () => {
    for (const { page } of [site, other]) await page.setViewportSize({ width: 1280, height: 500 });
    await site.goto('#v1&s=figure-1&table=1', '#table-grid [data-at]');
    await site.page.evaluate(() => document.getElementById('table-grid')!.scrollTo(0, 150));
    await expect.poll(() => site.page.evaluate(() => location.hash)).toContain('&row=6');
    await sameElsewhere('#table-grid [data-at]', (page) =>
      page.evaluate(() => document.getElementById('table-grid')!.scrollTop),
    );
  });

  it('holds what was answered in a lesson, step by step, and the hints that are open', async () => {
    await site.goto('#v1&lesson=handshake', '.learn');
    for (let asked = 0; asked < 2; ) {
      await site.atRest();
      if ((await site.page.locator('.choice').count()) > 0) {
        asked++;
        const choices = site.page.locator('.choice');
        await choices.first().click();
        if (asked === 1)
          await site.page.click('.question .link >> text=Show me', { timeout: 2_000 }).catch(() => {});
      }
      if (asked < 2) await site.page.click('.learn >> text=Next');
    }
    const panel = (page: Page) => page.innerText('.learn');
    const [link] = await sameElsewhere('.choice', panel);
    expect(link).toMatch(/&answers=\d+:\d(?:\.\d)?,\d+:\d/);
    await site.goto('#v1&lesson=handshake&step=99', '.conditions');
    await site.page.click('text=A hint');
    const [challenge] = await sameElsewhere('.hints', panel);
    expect(challenge).toContain('&hints=1');
  });
});
