import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

// The messages as a table, for who prefers it to the ladder.

const site = useSite();

const asTable = '#v1&s=lost-200-ok&table=1';
const row = '.table-rows [role="row"]';
const rows = () => site.page.locator(row).count();
const cells = (at: number) =>
  site.page.locator(`${row}[data-at="${at}"] [role="gridcell"]`).allTextContents();
const selected = () => site.page.locator(`${row}[aria-selected="true"]`).getAttribute('data-at');
const focused = () => site.page.evaluate(() => document.activeElement?.id);

describe('the messages as a table', () => {
  it('come by a button in the ladder’s place, and the address says so', async () => {
    await site.open('#v1&s=lost-200-ok');
    const arrows = await site.page.evaluate(() =>
      Number(document.getElementById('ladder')!.getAttribute('aria-rowcount')),
    );
    await site.page.click('[aria-label="View as table"]');
    await site.page.waitForSelector(row);
    expect(await site.page.isVisible('#ladder')).toBe(false);
    expect(await site.page.locator('#table-grid').getAttribute('aria-rowcount')).toBe(String(arrows));
    expect(await site.page.locator('.table [role="columnheader"]').allTextContents()).toEqual([
      'Time',
      'Message',
      'From',
      'To',
      'Outcome',
      'Clause',
    ]);
    expect((await cells(0)).slice(0, 5)).toEqual([
      '0.000 seconds',
      'REGISTER',
      'Push Receiver Agent',
      'SIP/IP Core',
      'arrived after 20 ms',
    ]);
    await site.page.waitForFunction(() => location.hash.includes('table=1'));
  });

  it('are walked by the keys of the ladder, and broken by them', async () => {
    await site.goto(asTable, row);
    await site.page.focus('#table-grid');
    for (const [key, at] of [
      ['Home', '0'],
      ['ArrowDown', '1'],
      ['ArrowDown', '2'],
    ] as const) {
      await site.page.keyboard.press(key);
      await site.page.waitForSelector(`${row}[data-at="${at}"][aria-selected="true"]`);
    }
    const active = await site.page.locator('#table-grid').getAttribute('aria-activedescendant');
    expect(await site.page.locator(`#${active}`).getAttribute('data-at')).toBe(await selected());
    await site.page.keyboard.press('d');
    await site.page.waitForSelector(`${row}[data-at="2"].lost`);
    await site.atRest();
    expect((await cells(2))[4]).toContain('lost: ');
    expect(await site.page.isVisible('.fault-bar')).toBe(true);
    await site.page.keyboard.press('Control+z');
    await site.page.waitForFunction(() => document.querySelector('.table-rows [data-at="2"].lost') === null);
  });

  it('are chosen by a click, narrowed by the filter, and put back by a key', async () => {
    await site.goto(asTable, row);
    await site.page.click(`${row}[data-at="4"]`);
    await site.page.waitForSelector(`${row}[data-at="4"][aria-selected="true"]`);
    await site.page.focus('#table-grid');
    await site.page.keyboard.press('Escape');
    await site.page.fill('#filter', 'BYE');
    await site.page.waitForFunction(() => document.querySelectorAll('.table-rows [role="row"]').length < 10);
    for (let at = 0; at < (await rows()); at++) expect((await cells(at))[1]).toContain('BYE');
    await site.page.fill('#filter', '');
    await site.page.focus('#table-grid');
    await site.page.keyboard.press('Shift+V');
    await site.page.waitForSelector('#ladder', { state: 'visible' });
    expect(await site.page.isVisible('#table')).toBe(false);
    expect(await focused()).toBe('ladder');
    await site.page.keyboard.press('Shift+V');
    expect(await focused()).toBe('table-grid');
  });

  it('open by a link at the selected row, and nothing a lesson asks for is among them', async () => {
    await site.goto(`${asTable}&sel=core>bob/sender.1/BYE/2/0`, `${row}[aria-selected="true"]`);
    expect((await cells(Number(await selected())))[1]).toContain('BYE');
    await site.goto('#v1&lesson=handshake&step=1&table=1', '.question');
    await site.page.waitForSelector(`${row}[aria-selected="true"]`);
    await expect.poll(rows).toBe(3);
    expect(site.complaints).toEqual([]);
  });
});

it('of a long run only the rows in view exist, and the last is reached', async () => {
  await site.goto('#v1&s=figure-1&table=1', row);
  await site.page.evaluate(
    (records) => {
      (
        window as unknown as { siplab: { openTrace(name: string, records: unknown): unknown } }
      ).siplab.openTrace('long', records);
    },
    longTrace({ messages: 3_000, atOnce: 20 }),
  );
  await site.page.waitForFunction(
    () => Number(document.getElementById('table-grid')!.getAttribute('aria-rowcount')) > 2_900,
  );
  expect(await rows()).toBeLessThan(60);
  await site.page.focus('#table-grid');
  await site.page.keyboard.press('End');
  await site.page.waitForFunction(() => {
    const last = document.querySelector('.table-rows [aria-selected="true"]')?.getBoundingClientRect();
    const room = document.getElementById('table-grid')!.getBoundingClientRect();
    return last !== undefined && last.bottom <= room.bottom + 1 && last.top > room.top;
  });
  expect(await rows()).toBeLessThan(60);
});

it('the selected row stays in view in a smaller window, where the reader has not scrolled away from it', async () => {
  const inView = () =>
    site.page.evaluate(() => {
      const selected = document.querySelector('.table-rows [aria-selected="true"]');
      const room = document.getElementById('table-grid')!.getBoundingClientRect();
      const box = selected?.getBoundingClientRect();
      return box !== undefined && box.top >= room.top && box.bottom <= room.bottom + 1;
    });
  await site.goto('#v1&s=lossy-link&table=1', row);
  await site.page.focus('#table-grid');
  await site.page.keyboard.press('End');
  await expect.poll(inView).toBe(true);
  for (const height of [700, 500]) {
    await site.page.setViewportSize({ width: 1680, height });
    await site.atRest();
    expect({ height, inView: await inView() }).toEqual({ height, inView: true });
  }
  await site.page.$eval('#table-grid', (grid) => grid.scrollTo(0, 0));
  await expect.poll(inView).toBe(false);
  await site.page.setViewportSize({ width: 1680, height: 450 });
  await site.atRest();
  expect(await site.page.$eval('#table-grid', ({ scrollTop }) => scrollTop)).toBe(0);
});

describe.each([
  { width: 1680, height: 1050, dark: false },
  { width: 1024, height: 768, dark: true },
  { width: 390, height: 844, dark: false },
])('at $width × $height', ({ width, height, dark }) => {
  it('axe finds nothing in the table, and the page is no wider than its window', async () => {
    await site.page.setViewportSize({ width, height });
    await site.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await site.goto(
      '#v1&s=lost-200-ok&table=1&sel=core>bob/sender.1/INVITE/1/0',
      `${row}[aria-selected="true"]`,
    );
    expect(await axeFindings(site.page)).toEqual([]);
    const wider = await site.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });
});
