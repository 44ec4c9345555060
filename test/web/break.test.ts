import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

// Everything that the page can break, in a real browser.

const site = useSite();

const atOk = '#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0';
const fingerprint = () => site.page.textContent('.fingerprint .mono');
const changedFrom = (was: string | null) =>
  site.page.waitForFunction(
    (before) =>
      ![null, undefined, before].includes(document.querySelector('.fingerprint .mono')?.textContent),
    was,
  );
const backAt = (was: string | null) =>
  site.page.waitForFunction(
    (before) => document.querySelector('.fingerprint .mono')?.textContent === before,
    was,
  );

describe('the menu of a message', () => {
  it('corrupts, reorders, drops all like it, parts the link, crashes the host', async () => {
    await site.open(atOk);
    const baseline = await fingerprint();
    const menu = [
      'Corrupt 200 INVITE',
      'Reorder 200 INVITE',
      'Drop every 200 INVITE',
      'Partition bob',
      'Crash core',
    ];
    for (const text of menu) {
      await site.page.click('.further summary');
      await site.page.click(`.further button:has-text("${text}")`);
      await changedFrom(baseline);
      expect(await site.page.textContent('.rail')).toContain(text);
      expect(await site.page.locator('.no-match').count()).toBe(0);
      await site.page.click('.rail [aria-label^="Remove:"]');
      await backAt(baseline);
    }
    expect(site.complaints).toEqual([]);
  });
});

describe('pointing at a change', () => {
  const drawn = () =>
    site.page
      .locator('.preview')
      .evaluateAll((marks) =>
        marks.map((one) => [one.getAttribute('class'), one.getAttribute('d') ?? ''] as const),
      );

  it('shows dotted what it would do, and nothing once the pointer has gone', async () => {
    await site.open(atOk);
    const baseline = await fingerprint();
    await site.page.hover('.fault-bar button:has-text("Drop")');
    await site.page.waitForSelector('.preview.cross', { state: 'attached' });
    await site.page.hover('.fault-bar button:has-text("Delay")');
    await site.page.waitForSelector('.preview:not(.cross)', { state: 'attached' });
    const [delayed] = await drawn();
    const [, from, to] = /^M[\d.]+,([\d.]+)L[\d.]+,([\d.]+)$/.exec(delayed?.[1] ?? '') ?? [];
    expect(Number(to)).toBeGreaterThan(Number(from) + 40);
    await site.page.hover('.tool-bar');
    await site.page.waitForSelector('.preview', { state: 'detached' });
    await site.page.focus('.fault-bar button:has-text("Duplicate")');
    await site.page.waitForSelector('.preview', { state: 'attached' });
    await site.page.focus('#ladder');
    await site.page.waitForSelector('.preview', { state: 'detached' });
    expect(await fingerprint()).toBe(baseline);
  });

  it('shows for every message alike that a rule would hit, and between the hosts that it would part', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/0');
    await site.page.click('.further summary');
    await site.page.hover('.further button:has-text("Drop every INVITE")');
    await site.page.waitForSelector('.preview.cross', { state: 'attached' });
    expect(await drawn()).toHaveLength(2);
    await site.page.hover('.further button:has-text("Partition")');
    await site.page.waitForSelector('.preview:not(.cross)', { state: 'attached' });
    await site.page.click('.further button:has-text("Partition")');
    await site.page.waitForSelector('.rail .fault:has-text("Partition")');
    await site.page.waitForSelector('.preview', { state: 'detached' });
  });

  it('keeps the playhead and the selected message when it is made', async () => {
    await site.open(`${atOk}&t=1040`);
    const clock = await site.page.textContent('.clock b');
    await site.page.click('.fault-bar button:has-text("Delay")');
    await site.page.waitForSelector('.rail .fault:has-text("Delay")');
    await site.atRest();
    expect(await site.page.textContent('.clock b')).toBe(clock);
    expect(await site.page.textContent('.inspector-head .key')).toBe('bob>core/sender.1/200 INVITE/1/0');
    await site.page.waitForSelector('#said span:text-matches("Run B: \\\\d+ changes")', {
      state: 'attached',
    });
  });
});

describe('a change in the rail', () => {
  it('is switched off and on, takes other milliseconds, and is in the address', async () => {
    await site.open('#v1&s=figure-1');
    const baseline = await fingerprint();
    await site.open('#v1&s=figure-1&f=d740:bob>core/200 INVITE/1');
    const late = await fingerprint();
    expect(late).not.toBe(baseline);
    await site.page.click('.rail [role="switch"]');
    await backAt(baseline);
    await site.page.waitForFunction(() => location.hash.includes('f=!d740'));
    await site.page.click('.rail [role="switch"]');
    await backAt(late);
    await site.page.fill('.fault-ms', '100');
    await site.page.press('.fault-ms', 'Enter');
    await changedFrom(late);
    await site.page.waitForFunction(() => location.hash.includes('f=d100'));
  });

  it('says so where it matches nothing', async () => {
    await site.open('#v1&s=figure-1&f=x:bob>core/480%20INVITE/7');
    await site.page.waitForSelector('.no-match');
    expect(await site.page.textContent('.no-match')).toBe('no match');
  });
});

describe('the sliders of the network', () => {
  it('make a slower run by a key, taken back and undone, and open again from the address', async () => {
    await site.open('#v1&s=figure-1');
    const baseline = await fingerprint();
    await site.page.focus('input[name="latency"]');
    await site.page.keyboard.press('ArrowRight');
    await changedFrom(baseline);
    expect(await site.page.getAttribute('input[name="latency"]', 'aria-valuetext')).toBe('25 ms');
    await site.page.waitForFunction(() => location.hash.includes('f=n:*/latency/25ms'));
    const slower = await fingerprint();
    await site.open(await site.page.evaluate(() => location.hash));
    expect(await fingerprint()).toBe(slower);
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('.rail [aria-label^="Remove:"]');
    await backAt(baseline);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Control+z');
    await backAt(slower);
    await site.page.keyboard.press('Control+Shift+z');
    await backAt(baseline);
    expect(await site.page.inputValue('input[name="latency"]')).toBe('20');
  });

  it('say that the default is of the links that the scenario does not name: those it names keep their own', async () => {
    await site.open('#v1&s=figure-1&f=n:default/latency/45ms');
    expect(await site.page.textContent('.rail select option:last-child')).toBe('the others');
    expect(await site.page.textContent('.rail .fault')).toContain('the other links');
    await site.page.selectOption('.rail select', { index: 1 });
    expect(await site.page.getAttribute('input[name="latency"]', 'aria-valuetext')).toBe('10 ms');
  });

  it('change one link, and the transport', async () => {
    await site.open('#v1&s=figure-1');
    const baseline = await fingerprint();
    await site.page.selectOption('.rail select', { index: 1 });
    await site.page.focus('input[name="jitter"]');
    await site.page.keyboard.press('ArrowRight');
    await changedFrom(baseline);
    const shaken = await fingerprint();
    await site.page.selectOption('.rail select', { index: 0 });
    await site.page.click('.rail button:has-text("tcp")');
    await changedFrom(shaken);
    expect(site.complaints).toEqual([]);
    await site.page.click('.rail button:has-text("udp")');
    await site.page.waitForFunction(() => location.hash.includes('transport/udp'));
  });
});

describe('the form of a fault rule', () => {
  /** Hints that are wider than their fields. */
  const cutHints = () =>
    site.page.$$eval('.rule-form input', (fields) =>
      (fields as HTMLInputElement[]).flatMap((field) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(field);
        const pen = document.createElement('canvas').getContext('2d')!;
        pen.font = font;
        const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
        return pen.measureText(field.placeholder).width > room ? [field.placeholder] : [];
      }),
    );

  it('adds one by the keyboard alone, tells a mistake, and changes what there is', async () => {
    await site.open('#v1&s=figure-1');
    const baseline = await fingerprint();
    await site.page.focus('.add-rule');
    await site.page.keyboard.press('Enter');
    await site.page.waitForSelector('.rule-form select:focus');
    await site.page.keyboard.press('Tab');
    await site.page.keyboard.type('SEND');
    await site.page.keyboard.press('Enter');
    await site.page.waitForSelector('.rule-problem');
    expect(await site.page.textContent('.rule-problem')).toContain('goes by TCP always');
    expect(await fingerprint()).toBe(baseline);
    expect(await axeFindings(site.page)).toEqual([]);
    expect(await cutHints()).toEqual([]);
    await site.page.fill('.rule-form [name="drop"]', '200 INVITE');
    await site.page.fill('.rule-form [name="transmission"]', '0');
    await site.page.keyboard.press('Enter');
    await changedFrom(baseline);
    expect(await site.page.locator('.arrow.lost').count()).toBeGreaterThan(0);
    await site.page.waitForFunction(() => location.hash.includes('f=w:drop=200%20INVITE;transmission=0'));
    expect(await site.page.locator('.rule-form').count()).toBe(0);
    const lossy = await fingerprint();
    await site.page.click('.rail [aria-label^="Change: Drop"]');
    for (const kind of ['reorder', 'set']) {
      await site.page.selectOption('.rule-form select', kind);
      expect(await cutHints()).toEqual([]);
    }
    await site.page.selectOption('.rule-form select', 'partition');
    await site.page.fill('.rule-form [name="partition"]', 'bob<>core');
    await site.page.fill('.rule-form [name="from"]', '1s');
    await site.page.fill('.rule-form [name="until"]', '1.5s');
    await site.page.click('.rule-form [type="submit"]');
    await changedFrom(lossy);
    await site.page.waitForFunction(() => location.hash.includes('f=p1000-1500:bob'));
    expect(await site.page.locator('.rail .fault').count()).toBe(1);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Control+z');
    await backAt(lossy);
    await site.page.click('.rail [aria-label^="Change: Drop"]');
    await site.page.waitForSelector('.rule-form');
    await site.page.keyboard.press('Escape');
    await site.page.waitForSelector('.rule-form', { state: 'detached' });
    expect(await fingerprint()).toBe(lossy);
  });
});

describe('all links', () => {
  it('move at once, those that the scenario names too', async () => {
    await site.open('#v1&s=figure-1');
    const baseline = await fingerprint();
    expect(await site.page.inputValue('.rail select')).toBe('*');
    expect(await site.page.getAttribute('input[name="latency"]', 'aria-valuetext')).toBe('varies');
    await site.page.fill('input[name="latency"]', '45');
    await changedFrom(baseline);
    await site.page.waitForFunction(() => location.hash.includes('f=n:*/latency/45ms'));
    const slow = await fingerprint();
    for (const index of [0, 1, 4]) {
      await site.page.selectOption('.rail select', { index });
      expect(await site.page.getAttribute('input[name="latency"]', 'aria-valuetext')).toBe('45 ms');
    }
    await site.page.fill('input[name="latency"]', '5');
    await changedFrom(slow);
    expect(await site.page.locator('.rail .fault').count()).toBe(2);
  });

  it('are the same as those of the default where the scenario names none', async () => {
    await site.open('#v1&s=lost-200-ok');
    expect(await site.page.textContent('.rail select option')).toBe('all links');
    expect(await site.page.inputValue('.rail select')).toBe('default');
    expect(await site.page.locator('.rail select option[value="*"]').count()).toBe(0);
  });
});
