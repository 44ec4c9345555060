import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

const site = useSite();

const broken = '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1';

describe('the page', () => {
  it.each(['light', 'dark'] as const)('gives axe nothing to find, in %s', async (colorScheme) => {
    await site.page.emulateMedia({ colorScheme });
    await site.open(broken);
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('#tab-fields');
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('[aria-label="Keys and help"]');
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it.each([
    ['two runs in one ladder', '#v1&s=figure-1&f=x:bob>core/200 INVITE/1&cmp=overlay', '.compare-bar'],
    ['two runs side by side', '#v1&s=figure-1&f=x:bob>core/200 INVITE/1&cmp=side', '.panes'],
    ['a message', broken, '.arrow'],
    ['the text', '#v1&s=lost-200-ok&edit=1', '.cm-content'],
    ['three devices', '#v1&s=core/three-devices', '.arrow'],
    ['the table', '#v1&s=lost-200-ok&table=1', '.table-row, #table'],
    ['nothing that matches', '#v1&s=figure-1&q=method:NOTHING', '.filtered'],
  ])('gives axe nothing to find where signs stand for words: %s', async (_, address, selector) => {
    await site.page.setViewportSize({ width: 390, height: 844 });
    await site.page.emulateMedia({ colorScheme: 'dark' });
    await site.goto(address, selector);
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it.each([
    [3840, 2160],
    [1680, 1050],
    [1440, 900],
    [1280, 800],
    [1024, 768],
    [840, 525],
    [390, 844],
    [360, 640],
  ])('fits %i × %i: nothing beyond its edges', async (width, height) => {
    await site.page.setViewportSize({ width, height });
    await site.open(broken);
    const beyond = await site.page.evaluate(() => {
      const { clientWidth, scrollWidth, scrollHeight, clientHeight } = document.documentElement;
      const cut = [
        ...document.querySelectorAll('.top > *, .play > *, .tool-bar button, .clock > *, .fault-bar'),
      ].filter((element) => {
        const { left, right, width: wide } = element.getBoundingClientRect();
        return wide > 1 && !element.matches('.skip') && (left < 0 || right > clientWidth + 0.5);
      });
      const named = cut.map((element) => `${element.tagName}.${element.getAttribute('class')}`);
      return { sideways: scrollWidth - clientWidth, down: scrollHeight - clientHeight, cut: named };
    });
    expect(beyond).toEqual({ sideways: 0, down: 0, cut: [] });
  });

  it('speaks the messages to a screen reader', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open(broken);
    const grid = site.page.locator('[role="grid"]');
    expect(await grid.getAttribute('aria-rowcount')).toBe('22');
    const active = await grid.getAttribute('aria-activedescendant');
    const cells = await site.page.locator(`#${active} [role="gridcell"]`).allTextContents();
    expect(cells.slice(0, 5)).toEqual([
      '1.520 seconds',
      'INVITE, retransmission 1',
      'SIP/IP Core',
      'Push Receiver Agent',
      'arrived after 20 ms, kept by its transaction, by Timer A',
    ]);
    expect(cells[5]).toContain('3261 §17.1.1.2');
    expect(await site.page.getAttribute(`#${active}`, 'aria-label')).toBe(
      `INVITE retransmission 1, SIP/IP Core to Push Receiver Agent, 1.520 seconds, arrived after 20 milliseconds, kept by its transaction, by Timer A, ${cells[5]}`,
    );
    const names = await grid
      .locator('[role="row"]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    expect(names.some((name) => name?.startsWith('200 OK retransmission 1, Push Receiver Agent'))).toBe(true);
    const columns = await site.page.locator('[role="columnheader"]').allTextContents();
    expect(columns).toEqual(['Time', 'Message', 'From', 'To', 'Outcome', 'Clause']);
  });

  it('is light or dark as the system is, as chosen, and as the system is again', async () => {
    const theme = () => site.page.getAttribute('html', 'data-theme');
    const toggle = () => site.page.click('.top [aria-label="Light or dark"]');
    await site.page.emulateMedia({ colorScheme: 'light' });
    await site.open('#v1&s=figure-1');
    expect(await theme()).toBe('light');
    await toggle();
    expect(await theme()).toBe('dark');
    await site.open('#v1&s=figure-1');
    expect(await theme()).toBe('dark');
    await toggle();
    expect(await theme()).toBe('light');
    await site.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(theme).toBe('dark');
    await site.open('#v1&s=figure-1');
    expect(await theme()).toBe('dark');
  });

  it('keeps hostile text text', async () => {
    await site.page.setViewportSize({ width: 1680, height: 1050 });
    await site.open('');
    const hostile = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>';
    await dropScenario(hostile);
    await site.page.waitForFunction(() => document.title.startsWith('<b>'));
    await site.atRest();
    await site.page.focus('#ladder');
    for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await site.page.keyboard.press(key);
    expect(await site.page.textContent('.raw')).toContain('onerror=');
    for (const tab of ['fields', 'bytes', 'state']) await site.page.click(`#tab-${tab}`);
    expect(await site.page.locator('.app img, .app script').count()).toBe(0);
    expect(await site.page.evaluate(() => 'hit' in globalThis)).toBe(false);
  });
});

/** Drops a scenario file whose title, description and display name are markup. */
async function dropScenario(markup: string): Promise<void> {
  const text = [
    `title: ${JSON.stringify(`<b>bold</b> ${markup}`)}`,
    `description: ${JSON.stringify(markup)}`,
    'core: { kind: sip, domain: example.com }',
    'agents:',
    `  sender: { role: push-sender, uri: "sip:push@example.net", display-name: ${JSON.stringify(markup.replaceAll('"', ''))} }`,
    '  bob: { role: push-receiver, uri: "sip:bob@example.com", features: [+g.oma.lcsi.sip-push] }',
    'timeline:',
    '  - { at: 0s, do: register, by: bob }',
    '  - { at: 1s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 100 }] }',
  ].join('\n');
  await site.page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'hostile.yaml'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, text);
}
