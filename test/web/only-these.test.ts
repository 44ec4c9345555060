import { describe, expect, it } from 'vitest';
import { dropFile } from './drop-file.ts';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

// What a filter leaves out steps back, or is not drawn; what is printed of a run that has too many messages says so.

const site = useSite();

const arrows = () => site.page.locator('.arrow').count();

describe('what the filter leaves out', () => {
  it('steps back, and is not drawn at all where only the others are wanted', async () => {
    await site.open('#v1&s=figure-1&q=method:BYE');
    await site.page.waitForSelector('.arrow.dim');
    const all = await arrows();
    const wanted = all - (await site.page.locator('.arrow.dim').count());
    expect(wanted).toBeGreaterThan(0);
    await site.page.click('button:has-text("Only these")');
    await site.page.waitForFunction((count) => document.querySelectorAll('.arrow').length === count, wanted);
    expect(await site.page.locator('.arrow.dim').count()).toBe(0);
    await expect.poll(() => site.page.locator('#grid [role="row"][aria-selected]').count()).toBe(wanted);
    await site.page.waitForFunction(() => /&only=1/.test(location.hash));
    await site.open(await site.page.evaluate(() => location.hash));
    await site.page.waitForFunction((count) => document.querySelectorAll('.arrow').length === count, wanted);
    await site.page.click('button:has-text("Only these")');
    await site.page.waitForFunction((count) => document.querySelectorAll('.arrow').length === count, all);
    expect(site.complaints).toEqual([]);
  });

  it('stays to be seen where nothing matches', async () => {
    await site.open('#v1&s=figure-1&q=method:NOTHING&only=1');
    expect(await arrows()).toBe(18);
    expect(await site.page.textContent('.filtered')).toContain('0 of 18');
  });
});

describe('a scenario with mistakes', () => {
  const drop = (name: string, content: string) => dropFile(site.page, name, content);
  const broken = `title: Mine
network: { links: { default: { transport: udp, latency: 20ms } } }
core: { kind: sip, domain: example.com }
agents:
  bob: { role: push-receiver, uri: sip:bob@example.com }
timelime:
  - { at: 0s, do: register, by: bob }
`;

  it('opens in the editor with each at its place; the run stays, until it is mended and runs itself', async () => {
    await site.open('#v1&s=figure-1');
    const before = await site.page.textContent('.fingerprint .mono');
    await drop('mine.yaml', broken);
    await site.page.waitForSelector('.mistakes li');
    expect(await site.page.textContent('.editor-head h2')).toBe('mine.yaml');
    expect(await site.page.textContent('.cm-content')).toContain('timelime');
    expect(await site.page.textContent('.mistakes')).toMatch(/6:1.*timelime/);
    expect(await site.page.locator('.cm-lintRange-error, .cm-lint-marker-error').count()).toBeGreaterThan(0);
    expect(await site.page.textContent('.editor-status')).toContain('the run is as it was');
    expect(await site.page.textContent('.fingerprint .mono')).toBe(before);
    await site.page.click('.mistakes button');
    await site.page.keyboard.press('Home');
    await site.page.keyboard.press('Shift+End');
    await site.page.keyboard.type('timeline:');
    await site.page.keyboard.press('Escape');
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
    await site.page.waitForFunction(() => location.hash.includes('s=own'));
    await site.atRest();
    expect(await site.page.locator('.mistakes').count()).toBe(0);
    expect(await site.page.textContent('.cm-content')).toContain('timeline:');
    expect(site.complaints).toEqual([]);
  });

  it('is left where another one is chosen', async () => {
    await site.open('#v1&s=figure-1');
    await drop('mine.yaml', broken);
    await site.page.waitForSelector('.mistakes li');
    await site.page.selectOption('.top select', 'lost-200-ok');
    await site.page.waitForFunction(() =>
      document.querySelector('.cm-content')?.textContent?.includes('A lost 200 OK'),
    );
    expect(await site.page.locator('.mistakes').count()).toBe(0);
    expect(await site.page.textContent('.editor-head h2')).toContain('lost-200-ok');
  });
});

it('printing of too many messages says that it is what was in the window', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.waitForSelector('[data-print="ready"]', { state: 'attached' });
  const line = await site.page.evaluate(`(async () => {
    const __name = (named) => named;
    await siplab.openTrace('many', (${longTrace.toString()})({ messages: 10_100, atOnce: 100 }));
    dispatchEvent(new Event('beforeprint'));
    return document.getElementById('print')?.shadowRoot?.textContent;
  })()`);
  expect(line).toMatch(/^Only what was in the window: this run has 10,1\d\d messages/);
  await site.page.emulateMedia({ media: 'print' });
  expect(await site.page.locator('#print').isVisible()).toBe(true);
});
