import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { holdBack } from './hold-back.ts';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

// What the page does when there is nothing to show, or something breaks (T20 of README.md, and the states of the page).

const site = useSite();

const head = [
  'core: { kind: sip, domain: example.com }',
  'agents:',
  '  sender: { role: push-sender, uri: "sip:push@example.net" }',
  '  bob: { role: push-receiver, uri: "sip:bob@example.com", features: [+g.oma.lcsi.sip-push] }',
  'timeline:',
];
const pushes = Array.from(
  { length: 3_000 },
  (_, n) =>
    `  - { at: ${10 + n}s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 3KiB }] }`,
);
const long = ['title: Many pushes', ...head, '  - { at: 0s, do: register, by: bob }', ...pushes].join('\n');

async function drop(name: string, text: string): Promise<void> {
  await site.page.evaluate(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text ?? ''], name ?? ''));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    },
    [name, text],
  );
}

/** A long run in the midst of being simulated. */
async function underWay(): Promise<void> {
  await site.open('');
  await drop('many.yaml', long);
  await site.page.waitForFunction(() => document.title.startsWith('Many pushes'));
  await site.page.waitForSelector('.progress', { state: 'attached' });
}

const worker = () => {
  const [one] = site.page.workers();
  if (one === undefined) throw new Error('no worker');
  return one;
};

describe('a worker that dies in the midst of a run (T20)', () => {
  const stopAndLeave = async (): Promise<void> => {
    await site.page.waitForSelector('.progress', { state: 'attached' });
    await site.page.click('.progress button');
    await site.page.waitForSelector('.progress', { state: 'detached' });
  };

  it('is noticed however it went: what came before stays, with the chain of causes; a click runs it again', async () => {
    await underWay();
    await worker().evaluate(() => self.close());
    await site.page.waitForSelector('.failure-card');
    const card = (await site.page.textContent('.failure-card')) ?? '';
    expect(card).toContain('A defect of the lab itself');
    expect(card).toMatch(/after record \d+, at \d+\.\d+ s/);
    expect(card).toContain('Copy report link');
    expect(await site.page.locator('.failure-card .chain button').count()).toBeGreaterThan(0);
    expect(await site.page.locator('.arrow').count()).toBeGreaterThan(0);
    expect(await site.page.locator('.progress').count()).toBe(0);
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('.failure-card button:has-text("Try again")');
    await site.page.waitForSelector('.failure-card', { state: 'detached' });
    await stopAndLeave();
    expect(await site.page.textContent('.clock')).toContain('fingerprint');
  });

  it('is noticed when it fails aloud', async () => {
    await underWay();
    await worker().evaluate(() => {
      setTimeout(() => {
        throw new Error('planted');
      });
    });
    await site.page.waitForSelector('.failure-card button:has-text("Try again")');
    expect(await site.page.locator('.arrow').count()).toBeGreaterThan(0);
  });

  it('a defect in the simulation says what it is, and where', async () => {
    await underWay();
    await worker().evaluate(() => {
      const was = Map.prototype.set;
      Map.prototype.set = () => {
        Map.prototype.set = was;
        throw new Error('planted in the simulation');
      };
    });
    await site.page.waitForSelector('.failure-card');
    const card = (await site.page.textContent('.failure-card')) ?? '';
    expect(card).toContain('planted in the simulation');
    expect(card).toMatch(/after record \d+/);
    await site.page.click('.failure-card .chain li:last-child button');
    await site.page.click('.failure-card button:has-text("Try again")');
    await stopAndLeave();
  });

  it('between two runs is replaced when it is next needed', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await worker().evaluate(() => self.close());
    await site.page.focus('#ladder');
    await site.page.keyboard.press('d');
    await site.page.waitForSelector('.arrow.lost');
    await site.atRest();
    expect(await site.page.locator('.failure-card').count()).toBe(0);
  });
});

it('while a trace is looked at there is no worker, and the next run has another', async () => {
  await site.open('#v1&s=figure-1');
  const records = longTrace({ messages: 100, atOnce: 1 }).map((record) => JSON.stringify(record));
  const trace = `${records.join('\n')}\n`;
  await drop('told.ndjson', trace);
  await site.page.waitForFunction(() => document.title.startsWith('A long run'));
  await expect.poll(() => site.page.workers().length).toBe(0);
  await drop('again.ndjson', trace.replace('A long run', 'Told again'));
  await site.page.waitForFunction(() => document.title.startsWith('Told again'));
  await expect.poll(() => site.page.workers().length).toBe(0);
  await site.page.selectOption('.top select', 'lost-200-ok');
  await site.page.waitForSelector('.arrow.lost');
  await site.atRest();
  expect(site.page.workers()).toHaveLength(1);
  await site.page.focus('#ladder');
  await site.page.keyboard.press('Home');
  await site.page.keyboard.press('d');
  await site.page.waitForFunction(() => location.hash.includes('&f=x:'));
  expect(await site.page.locator('.failure-card').count()).toBe(0);
  expect(site.complaints).toEqual([]);
});

describe('where there is nothing to show', () => {
  it('three scenarios and a hint stand where nobody sends anything', async () => {
    await site.open('');
    await drop('empty.yaml', ['title: Silence', ...head.slice(0, -1), 'timeline: []'].join('\n'));
    await site.page.waitForSelector('.empty-card');
    expect(await site.page.locator('.starts button').count()).toBe(3);
    expect(await site.page.textContent('.empty-card')).toContain('drop a file');
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.click('.starts button:has-text("Lossy link")');
    await site.page.waitForSelector('.arrow');
    await site.page.waitForSelector('.empty-card', { state: 'detached' });
  });

  it('a scenario that does not ship is named, and others are offered', async () => {
    await site.goto('#v1&s=no-such-thing', '.failure-card');
    expect(await site.page.textContent('.failure-card')).toContain('no scenario called no-such-thing ships');
    expect(await site.page.inputValue('.top .select select')).toBe('no-such-thing');
    await site.page.click('.starts button:has-text("Busy receiver")');
    await site.page.waitForSelector('.arrow');
  });

  it('an address that is not understood is told part by part, and the rest opens', async () => {
    await site.open('#v1&s=figure-1&ax=q&t=soon');
    const toast = (await site.page.textContent('#toast')) ?? '';
    expect(toast).toContain('ax=q');
    expect(toast).toContain('t=soon');
    expect(await site.page.locator('.arrow').count()).toBe(18);
  });

  it('a filter that nothing matches says so, and is cleared', async () => {
    await site.open('#v1&s=figure-1&q=method:NOTHING');
    await site.page.waitForSelector('.filtered:has-text("0 of 18 messages match")');
    await site.page.click('.filtered button');
    await site.page.waitForFunction(() => document.querySelector('.arrow.dim') === null);
  });

  it('lanes without anybody stand in while a run takes its time to begin', async () => {
    const letGo = await holdBack(site.page, '**/run.worker*.js');
    // It does not come to rest until it has its run.
    await site.page.goto(`${site.url}#v1&s=figure-1`);
    await site.page.waitForSelector('.skeleton');
    expect(await site.page.locator('.skeleton i').count()).toBe(3);
    letGo();
    await site.page.waitForSelector('.arrow');
    await site.page.waitForSelector('.skeleton', { state: 'detached' });
    expect(site.complaints).toEqual([]);
  });
});

it('a run that could not be judged says so, and the next one is', async () => {
  await site.page.route('**/judges*.js', (route) => route.abort(), { times: 1 });
  await site.goto('#v1&s=lost-200-ok', '.verdict');
  expect(await site.page.textContent('.verdict')).toBe('not judged');
  await site.page.waitForSelector('.inspector :text("This run was not judged")');
  await site.page.focus('#ladder');
  await site.page.keyboard.press('ArrowDown');
  await site.page.click('#tab-spec');
  await site.page.waitForSelector('#tab-panel:has-text("This run was not judged")');
  await site.page.focus('#ladder');
  await site.page.keyboard.press('u');
  await site.page.waitForSelector('.verdict:has-text("met")');
  await site.page.waitForSelector('#tab-panel .clause');
  expect(await site.page.textContent('.inspector')).not.toContain('not judged');
});

it('a browser that lacks what the page needs is told plainly, and gets the run as text', async () => {
  await site.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'CompressionStream'));
  await site.goto('#v1&s=lost-200-ok', '.unsupported');
  expect(await site.page.textContent('.unsupported')).toContain('too old');
  const [download] = await Promise.all([
    site.page.waitForEvent('download'),
    site.page.click('.unsupported button'),
  ]);
  expect(download.suggestedFilename()).toBe('lost-200-ok.txt');
  const lines = readFileSync(await download.path(), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes('200 INVITE')).length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100);
});

it('a scenario that could not be fetched is tried again by a click', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.context().route('**/lossy-link.json', (route) => route.abort());
  await site.page.selectOption('.top select', 'lossy-link');
  await site.page.waitForSelector('.failure-card:has-text("could not be fetched")');
  // The ladder of the run before would be taken for its own.
  expect(await site.page.isVisible('#ladder')).toBe(false);
  await site.page.context().unroute('**/lossy-link.json');
  await site.page.click('.failure-card button:has-text("Try again")');
  await site.page.waitForSelector('.failure-card', { state: 'detached' });
  await site.page.waitForFunction(() => document.title.includes('loses in bursts'));
  await site.atRest();
  expect(await site.page.locator('.arrow').count()).toBeGreaterThan(10);
});

it('a part of the page that could not be fetched is told, and fetched when it is asked for again', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.context().route('**/charts-view-*.js', (route) => route.abort());
  await site.page.click('.views [aria-label="Statecharts"]');
  await site.page.waitForSelector('.toast:has-text("could not be fetched")');
  await site.page.context().unroute('**/charts-view-*.js');
  await site.page.click('.views [aria-label="Ladder"]');
  await site.page.click('.views [aria-label="Statecharts"]');
  await site.page.waitForSelector('.chart');
});

it('so is what is made of such a part: the text of the scenario, asked for a third time', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.context().route('**/editor-*.js*', (route) => route.abort());
  for (const _ of [1, 2]) {
    await site.page.click('button:has-text("Edit scenario")');
    await site.page.waitForSelector('.toast:has-text("could not be fetched")');
    await site.page.waitForSelector('.app:not([data-editing])');
  }
  await site.page.context().unroute('**/editor-*.js*');
  await site.page.click('button:has-text("Edit scenario")');
  await site.page.waitForSelector('.cm-content:has-text("title:")');
});

it('another run is a click away: the scenarios, and a file', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.click('.another');
  await site.page.waitForSelector('#palette[open] [role="option"]:has-text("Open: ")');
  expect(await site.page.textContent('#palette-list')).toContain('from a file');
  await site.page.keyboard.type('20 ms bursts lossy');
  await site.page.keyboard.press('Escape');
  await site.page.keyboard.press('Control+k');
  expect(await site.page.inputValue('#palette input')).toBe('');
  await site.page.keyboard.press('Escape');
});
