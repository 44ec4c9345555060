import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { compareRuns } from '../../ui/web/model/compare-runs.ts';
import { countsText } from '../../ui/web/model/run-comparison.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

// Two runs at once, in a real browser: what is shown is what the model says.

const site = useSite();

const lossOf200 = '{ drop: "200 INVITE", from: bob, to: core, nth: 1 }';
const fault = 'f=x:bob>core/200%20INVITE/1';

function model(name: string, faults: readonly string[] = []) {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return createRunModel(answer.run);
}

const compared = compareRuns(model('figure-1'), model('figure-1', [lossOf200]));
const { counts, differences } = compared;

const press = (key: string) => site.page.keyboard.press(key);
const open = async (rest: string) => {
  await site.goto(`#v1&s=figure-1&${fault}${rest}`, '#pane .arrow');
  await site.page.waitForSelector('.compare-bar');
  await site.atRest();
};
const addressHas = (part: string) =>
  site.page.waitForFunction((wanted) => location.hash.includes(wanted), part);
const said = (text: string) =>
  site.page.waitForFunction((wanted) => document.getElementById('said')?.textContent?.includes(wanted), text);
const selectedKey = () => site.page.textContent('.inspector-head .key');
/** What the row says that a ladder calls active. */
const activeRow = (ladder = 'ladder') =>
  site.page.evaluate((id) => {
    const active = document.getElementById(id)?.getAttribute('aria-activedescendant');
    return document.getElementById(active ?? '')?.textContent?.replace(/\s+/g, ' ') ?? '';
  }, ladder);
/** Each drawn glyph of a difference, by sign. */
const glyphs = () =>
  site.page.evaluate(() =>
    [...document.querySelectorAll('#pane .difference')].map(({ textContent }) => textContent),
  );

describe('two runs in one ladder', () => {
  it('counts what the model counts, in the bar, the list and the gutter', async () => {
    await open('&cmp=overlay');
    expect(await site.page.textContent('.delta')).toBe(`Δ ${counts.total}: ${countsText(counts)}`);
    expect(await site.page.textContent('.compare-button .tag')).toBe(`Δ ${counts.total}`);
    expect(await site.page.getAttribute('[role="option"]', 'aria-setsize')).toBe(String(counts.total));
    await press('Escape');
    await site.page.setViewportSize({ width: 1680, height: 1800 });
    await site.page.waitForFunction(
      (total) => document.querySelectorAll('#pane .difference').length === total,
      counts.total,
    );
    const drawn = await glyphs();
    expect(drawn.filter((sign) => sign === '+')).toHaveLength(counts.onlyB);
    expect(drawn.filter((sign) => sign === 'Δ')).toHaveLength(counts.total - counts.onlyA - counts.onlyB);
    expect(site.complaints).toEqual([]);
  });

  it('J and K visit each difference in turn, and the list goes along', async () => {
    await open('&cmp=overlay');
    await site.page.focus('#ladder');
    for (const [index, difference] of differences.entries()) {
      await press('j');
      await site.page.waitForSelector(`#difference-${index}[aria-selected="true"]`);
      expect(await selectedKey()).toBe((difference.b ?? difference.a)?.key);
    }
    await press('j');
    await said('No further difference.');
    for (const index of [...differences.keys()].reverse().slice(1)) {
      await press('k');
      await site.page.waitForSelector(`#difference-${index}[aria-selected="true"]`);
    }
    await said(`Difference 1 of ${counts.total}`);
  });

  it('a click in the list selects; its keys walk; axe finds nothing', async () => {
    await open('&cmp=overlay');
    await site.page.click('#difference-2');
    expect(await selectedKey()).toBe(differences[2]?.b?.key);
    await site.page.focus('#difference-list');
    await press('ArrowDown');
    await site.page.waitForSelector('#difference-3[aria-selected="true"]');
    await press('End');
    await site.page.waitForSelector(`#difference-${counts.total - 1}[aria-selected="true"]`);
    await site.page.waitForFunction(() => {
      const [list, row] = ['#difference-list', '.difference-row.here'].map((one) =>
        document.querySelector(one)!.getBoundingClientRect(),
      );
      return row!.top >= list!.top - 1 && row!.bottom <= list!.bottom + 1;
    });
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it('has room for long times in the list, on a telephone too', async () => {
    for (const [width, height] of [
      [1366, 768],
      [390, 844],
    ] as const) {
      await site.page.setViewportSize({ width, height });
      await site.open('#v1&s=core/storm&f=x:sender>core/INVITE/1&cmp=1&list=1');
      await site.page.waitForSelector('.difference-row');
      const times = await site.page.$$eval('.difference-row .time', (all) =>
        all.map(({ textContent, clientWidth, scrollWidth }) => ({
          textContent,
          cut: scrollWidth > clientWidth,
        })),
      );
      expect(times.some(({ textContent }) => textContent === '100.044614 s')).toBe(true);
      expect(times.filter(({ cut }) => cut)).toEqual([]);
    }
  });

  it('says where the runs part, above the first message that differs', async () => {
    await open('&cmp=overlay');
    const at = await site.page.evaluate(() => {
      const rule = document.querySelector('#pane .divergence line')!;
      const first = document.querySelector('#pane .difference')!.getBoundingClientRect();
      const box = rule.getBoundingClientRect();
      const whole = document.querySelector('#pane')!.getBoundingClientRect();
      return { below: first.top + first.height / 2 - box.top, wide: box.width / whole.width };
    });
    expect(at.wide).toBeCloseTo(1, 1);
    expect(at.below).toBeGreaterThan(0);
    expect(at.below).toBeLessThan(30);
    expect(await site.page.textContent('#pane .divergence text')).toBe('diverges here');
    expect(await site.page.textContent('.parting')).toContain('1.025 s');
  });

  it('shows what A alone has as a ghost that can be selected, and tells a screen reader', async () => {
    await site.open('#v1&s=lost-200-ok&f=x:core>bob/ACK/1&cmp=overlay&sel=core>bob/sender.1/BYE/1/0');
    await site.page.waitForSelector('.compare-bar');
    await site.atRest();
    const [a, b] = [
      model('lost-200-ok'),
      model('lost-200-ok', ['{ drop: "ACK", from: core, to: bob, nth: 1 }']),
    ];
    const { differences: all } = compareRuns(a, b);
    const gone = all.findIndex(({ kind }) => kind === 'only a');
    const shown = gone >= 0 ? gone : 0;
    await site.page.focus('#difference-list');
    await press('Home');
    for (let at = 0; at < shown; at++) await press('ArrowDown');
    await site.page.waitForSelector(`#difference-${shown}[aria-selected="true"]`);
    expect(await selectedKey()).toBe((all[shown]!.b ?? all[shown]!.a)?.key);
    await expect.poll(() => activeRow()).toMatch(/only in run A|differs from run A/);
  });

  it('an address holds how they are shown; an older one is understood', async () => {
    await open('&cmp=1');
    await addressHas('cmp=overlay');
    await site.page.focus('#ladder');
    await press('Shift+C');
    await addressHas('cmp=side');
    await press('c');
    await site.page.waitForFunction(() => !location.hash.includes('cmp='));
    await press('c');
    await addressHas('cmp=overlay');
    await site.page.click('.runs [role="tab"]:first-child');
    await site.page.waitForSelector('.compare-bar', { state: 'detached' });
    expect(site.complaints).toEqual([]);
  });
});

describe('two ladders', () => {
  /** How far beneath the middle of its window each message of a pane is sent. */
  const heights = async () => {
    const all = await site.page.evaluate(() =>
      ['ladder-a', 'ladder'].map((id) => {
        const stage = document.getElementById(id)!;
        const { top, height } = stage.getBoundingClientRect();
        const middle = top + 66 + (height - 66) / 2;
        return [...stage.querySelectorAll<SVGGElement>('.arrow:not(.ghost)')].map((node) => {
          const { arrow, startY } = (
            node as unknown as { __data__: { arrow: { key: string }; startY: number } }
          ).__data__;
          const at = new DOMPoint(0, startY).matrixTransform(node.getScreenCTM()!);
          return [arrow.key, at.y - middle] as const;
        });
      }),
    );
    return { a: new Map(all[0]), b: new Map(all[1]) };
  };

  it('are scrolled together: what both have in the middle stands at the same height, after 50 turns of the wheel', async () => {
    await site.page.setViewportSize({ width: 1680, height: 720 });
    await open('&cmp=side&ax=s');
    await site.page.waitForSelector('#pane-a .arrow');
    await site.page.hover('#ladder');
    for (let turn = 0; turn < 50; turn++) await site.page.mouse.wheel(0, turn < 40 ? 30 : -15);
    await site.page.waitForFunction(() => document.getElementById('ladder')!.scrollTop > 0);
    // What the wheel has set going comes to its end.
    await site.page.evaluate(async () => {
      for (let [still, before] = [0, '']; still < 15; ) {
        await new Promise((next) => requestAnimationFrame(next));
        const now = ['ladder', 'ladder-a'].map((id) => document.getElementById(id)!.scrollTop).join();
        still = now === before ? still + 1 : 0;
        before = now;
      }
    });
    const { a, b } = await heights();
    const both = [...b].flatMap(([key, inB]) => (a.has(key) ? [{ inB, inA: a.get(key)! }] : []));
    both.sort((one, other) => one.inB - other.inB);
    const below = both.findIndex(({ inB }) => inB > 0);
    const [above, next] = [both[below - 1]!, both[below]!];
    // The middle of the window lies between the same two messages, as far from one to the other, to a pixel or two.
    const share = -above.inB / (next.inB - above.inB);
    expect(Math.abs(above.inA + share * (next.inA - above.inA))).toBeLessThan(2.5);
  });

  it('begin and end together', async () => {
    await site.page.setViewportSize({ width: 1680, height: 720 });
    await open('&cmp=side');
    await site.page.waitForSelector('#pane-a .arrow');
    /** Until both ladders are scrolled as wanted; it fails where they never are. */
    const bothAt = (end: 'top' | 'bottom') =>
      site.page.waitForFunction(
        ([wanted, nearPx]) =>
          ['ladder', 'ladder-a'].every((id) => {
            const { scrollTop, scrollHeight, clientHeight } = document.getElementById(id)!;
            const left = scrollHeight - clientHeight - scrollTop;
            return wanted === 'top' ? scrollTop === 0 && left > 0 : scrollTop > 0 && left <= nearPx;
          }),
        // What stands beneath the last message of both is a little higher in one of them.
        [end, 8] as const,
      );
    await bothAt('top');
    await site.page.evaluate(() => document.getElementById('ladder')!.scrollTo(0, 1e6));
    await bothAt('bottom');
    await site.page.evaluate(() => document.getElementById('ladder-a')!.scrollTo(0, 0));
    await bothAt('top');
  });

  it('share the selection: a message in one selects its twin in the other', async () => {
    await open('&cmp=side');
    await site.page.waitForSelector('#pane-a .arrow');
    await site.page.focus('#ladder');
    await press('j');
    await site.page.waitForSelector('#pane .arrow.selected');
    await site.page.waitForSelector('#pane-a .arrow.selected');
    expect(await site.page.locator('#pane-a .divergence line').count()).toBe(1);
    await site.page.focus('#ladder-a');
    await press('End');
    await site.page.waitForFunction(() =>
      document.querySelector('.inspector-head .key')?.textContent?.includes('200 BYE'),
    );
    await expect.poll(() => activeRow('ladder')).toContain('differs from run A: +500 ms');
    await expect.poll(() => activeRow('ladder-a')).toContain('differs from run B: +500 ms');
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it('have notes that can be clicked, and what one of A is about is selected in both', async () => {
    // Where each has room for them.
    await site.page.setViewportSize({ width: 2560, height: 1300 });
    await open('&cmp=side');
    await site.page.waitForSelector('#pane-a .note');
    await site.page.locator('#pane-a .note.clause').first().click();
    await site.page.waitForSelector('#pane-a .arrow.selected');
    await site.page.waitForSelector('#pane .arrow.selected');
    await site.page.waitForSelector('#tab-spec[aria-selected="true"]');
  });

  it('stand above one another where there is no room, and one at a time on a telephone', async () => {
    await site.page.setViewportSize({ width: 1024, height: 768 });
    await open('&cmp=side');
    await site.page.waitForSelector('#pane-a .arrow');
    const boxes = async () =>
      Promise.all(['#ladder-a', '#ladder'].map(async (id) => site.page.locator(id).boundingBox()));
    const [above, below] = await boxes();
    expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y + 1);
    await site.page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(async () => (await boxes()).filter((box) => box !== null).length).toBe(1);
    await site.page.click('.panes button:first-child');
    await site.page.waitForSelector('#ladder', { state: 'hidden' });
    expect((await boxes())[0]).not.toBeNull();
    expect(await site.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(site.complaints).toEqual([]);
  });
});

describe('two messages of one run', () => {
  it('are laid beside one another by X and by a click with Ctrl', async () => {
    await site.open('#v1&s=figure-1&sel=sender>core/sender.1/INVITE/1/0');
    await site.page.focus('#ladder');
    await press('x');
    await said('Marked');
    await press('End');
    await press('x');
    await site.page.waitForSelector('.diff');
    expect(await site.page.textContent('.raw-tools [aria-pressed="true"]')).toContain('INVITE');
    expect(await site.page.textContent('.diff')).toContain('removed: INVITE sip:bob@example.com SIP/2.0');
    await press('Home');
    await site.atRest();
    const label = site.page.locator('#pane .labels > g', { hasText: 'BYE' }).first();
    const { x, y, width, height } = (await label.boundingBox())!;
    await site.page.keyboard.down('Control');
    await site.page.mouse.click(x + width / 2, y + height / 2);
    await site.page.keyboard.up('Control');
    await site.page.waitForFunction(() =>
      document.querySelector('.raw-tools [aria-pressed="true"]')?.textContent?.includes('REGISTER #1'),
    );
  });
});
