import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { lineDiff } from '../../ui/web/inspector/line-diff.ts';
import { pendingTimers } from '../../ui/web/inspector/pending-timers.ts';
import { placesOf } from '../../ui/web/inspector/reading.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

describe('two texts line by line', () => {
  const lines = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((all) => all.join('\r\n'));
  const plain = (text: string): string[] => text.split('\r\n');

  it('give both texts back, and take what they share for the same', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const diff = lineDiff(one, other);
        expect(diff.filter(({ kind }) => kind !== 'other').map(({ text }) => text)).toEqual(plain(one));
        expect(diff.filter(({ kind }) => kind !== 'one').map(({ text }) => text)).toEqual(plain(other));
        if (one === other) expect(diff.every(({ kind }) => kind === 'both')).toBe(true);
      }),
    );
  });

  it('change as few lines as can be', () => {
    expect(lineDiff('a\nb\nc\nd', 'a\nc\nx\nd').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'both a',
      'one b',
      'both c',
      'other x',
      'both d',
    ]);
  });
});

it('a search finds every place, in any case', () => {
  expect(placesOf('Via: x\r\nVIA: y', 'via').map(({ from }) => from)).toEqual([0, 8]);
  expect(placesOf('aaaa', 'aa')).toHaveLength(2);
  expect(placesOf('text', '')).toEqual([]);
});

it('timers are pending from when they are set until they end, with what is left of them', () => {
  const { text, readFile } = scenarioSource('lost-200-ok');
  const answer = simulate({ name: 'lost-200-ok', text, faults: [] }, readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  const model = createRunModel(answer.run);
  const timerA = model.timers.find(
    ({ node, name, outcome }) => node === 'core' && name === 'A' && outcome === 'fired',
  )!;
  const at = (seq: number, atUs: number) => pendingTimers(model, 'core', timerA.owner, { seq, atUs });
  const names = (seq: number, atUs: number) => at(seq, atUs).map(({ timer }) => timer.name);
  expect(names(timerA.set.seq, timerA.set.atUs)).toEqual(['A', 'B']);
  expect(names(timerA.set.seq - 3, timerA.set.atUs)).toEqual([]);
  expect(at(timerA.set.seq, timerA.set.atUs + 250_000)[0]).toMatchObject({ leftUs: 250_000, share: 0.5 });
});

describe('the inspector', () => {
  const site = useSite();
  const again = '#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1';
  const tab = (name: string) => site.page.click(`#tab-${name}`);

  it('searches the text, shows its line ends, says what a line is for', async () => {
    await site.open(again);
    await site.page.fill('.raw-tools input', 'branch=');
    expect(await site.page.locator('.raw mark').allTextContents()).toEqual(['branch=', 'branch=']);
    expect(await site.page.textContent('.raw-tools [role="status"]')).toBe('1 of 2');
    await site.page.press('.raw-tools input', 'Enter');
    expect(await site.page.textContent('.raw-tools [role="status"]')).toBe('2 of 2');
    await site.page.fill('.raw-tools input', '');
    await site.page.click('.raw-tools >> text=CRLF');
    expect(await site.page.textContent('.raw code')).toBe('INVITE sip:bob@192.0.2.3:5060 SIP/2.0CRLF');
    await site.page.hover('.raw code:has-text("Accept-Contact")');
    await site.page.waitForSelector('.meaning:has-text("RFC 3841 §9.2")');
  });

  it('numbers the lines that there are: the empty one ends the head, after its end is none', async () => {
    await site.open('#v1&s=lost-200-ok&sel=sender>core/sender.1/ACK/1/0&crlf=1');
    const lines = await site.page.locator('.raw code').allTextContents();
    expect(lines.slice(-2)).toEqual(['Content-Length: 0CRLF', 'CRLF']);
  });

  it('keeps times and what happened apart, however long the times are', async () => {
    await site.open('#v1&s=lossy-link&sel=core>bob/sender.1/INVITE/1/1');
    for (const name of ['raw', 'spec']) {
      await tab(name);
      const gaps = await site.page.$$eval('.inspector time', (all) =>
        all.map((time) => {
          const words = document.createRange();
          words.selectNodeContents(time);
          return time.nextElementSibling!.getBoundingClientRect().left - words.getBoundingClientRect().right;
        }),
      );
      expect(gaps.length).toBeGreaterThan(3);
      expect(Math.min(...gaps)).toBeGreaterThan(4);
    }
  });

  it('says of a message that it was corrupted on its way, or kept by its transaction', async () => {
    await site.open('#v1&s=figure-1&f=c:core>bob/BYE/1&sel=core>bob/sender.1/BYE/2/0');
    const tags = () => site.page.textContent('.inspector-head .tags');
    const fate = () => site.page.textContent('.inspector-head dd >> nth=3');
    expect(await tags()).toContain('corrupted');
    expect(await fate()).toMatch(/^arrived corrupted after 15 ms$/);
    expect(await site.page.getAttribute('#ladder [aria-selected="true"]', 'aria-label')).toContain(
      'arrived corrupted',
    );
    await site.open(again);
    expect(await tags()).not.toContain('corrupted');
    expect(await fate()).toBe('arrived after 20 ms, kept by its transaction');
  });

  it('lights up a field’s place in the text and in the bytes', async () => {
    await site.open(again);
    await tab('fields');
    await site.page.focus('.fields tr:has-text("Call-ID")');
    const text = await site.page.textContent('.fields-text mark');
    await site.page.click('.small-segments >> text=Bytes');
    const hex = (await site.page.locator('.fields-text mark').allTextContents()).filter((one) =>
      /^[\da-f ]+$/.test(one),
    );
    const octets = hex
      .join(' ')
      .trim()
      .split(/\s+/)
      .map((one) => Number.parseInt(one, 16));
    expect(String.fromCharCode(...octets)).toBe(text);
  });

  it('draws the machine that sent it, its way through, and its timers', async () => {
    await site.open(again);
    await tab('state');
    await site.page.waitForSelector('.chart.mini .bundle.taken');
    expect(await site.page.textContent('.chart.mini .now')).toContain('retransmitting');
    const timers = await site.page.locator('.pending').first().locator('h4, b, span').allTextContents();
    expect(timers).toEqual([
      ...['Timers before', 'Timer A', 'fired', 'Timer B', '31.5 s'],
      ...['Timers after', 'Timer A', '1 s', 'Timer B', '31.5 s'],
    ]);
    await site.page.click('.chart-link >> nth=0');
    await site.page.waitForSelector('[data-machine="inviteClient"][aria-current="true"]');
  });

  it('names the clauses that it proves, and goes from one proof to the next', async () => {
    await site.open(again);
    await tab('spec');
    const clause = site.page.locator('.clause', { hasText: 'RFC 3261 §17.1.1.2' });
    expect(await clause.textContent()).toContain('holds');
    await clause.locator('.also button').first().click();
    expect(await site.page.textContent('.inspector-head .key')).not.toBe('core>bob/sender.1/INVITE/1/1');
  });

  it('shows what the core changed, and which contact it chose', async () => {
    await site.open('#v1&s=core/three-devices&sel=core>phone/sender.1/INVITE/1/0');
    await tab('diff');
    const added = await site.page.locator('.diff .other').allTextContents();
    expect(added.some((line) => line.includes('Record-Route'))).toBe(true);
    expect(await site.page.locator('.scores tbody tr').count()).toBe(3);
    expect(await site.page.textContent('.scores tbody tr')).toContain('sip:bob@192.0.2.3');
  });

  it('compares a message with itself in the other run', async () => {
    await site.open('#v1&s=figure-1&f=d740:bob>core/200 INVITE/1&sel=sender>core/sender.1/BYE/2/0');
    await tab('diff');
    expect(await site.page.textContent('.raw-tools')).toContain('the same to the octet');
  });

  it('tells a timer’s formula, and links to what set it', async () => {
    await site.open(again);
    await site.page.click('.chain button:has-text("Timer A fires")');
    expect(await site.page.textContent('.inspector-head')).toContain('= T1');
    expect(await site.page.textContent('.inspector')).toContain('RFC 3261 §17.1.1.2');
    await site.page.click('.inspector-head .link');
    expect(await site.page.textContent('.inspector-head h2')).toContain('INVITE');
  });

  it.each(['light', 'dark'] as const)('gives axe nothing to find in any tab, in %s', async (colorScheme) => {
    await site.page.emulateMedia({ colorScheme });
    await site.open('#v1&s=core/three-devices&sel=core>phone/sender.1/INVITE/1/0');
    for (const name of ['raw', 'fields', 'bytes', 'state', 'spec', 'diff']) {
      await tab(name);
      expect(await axeFindings(site.page)).toEqual([]);
    }
    expect(site.complaints).toEqual([]);
  });
});
