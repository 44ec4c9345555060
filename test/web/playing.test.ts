import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seconds } from '../../ui/views/words.ts';
import { webRun } from '../support/web-run.ts';
import { openSite, type Site } from './site.ts';

// Playing, stepping and scrubbing, in a real browser (T4, T5, T6 of README.md).

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const valueText = async () => (await site.page.getAttribute('#scrub', 'aria-valuetext')) ?? '';
const event = async () => Number(/event (\d+) of/.exec(await valueText())?.[1]);
const atS = async () => Number.parseFloat(await valueText());
const chips = () => site.page.locator('.plate .state').allTextContents();
/** What is drawn is drawn by the next frame. */
const frame = () =>
  site.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

describe('play, pause, step (T4)', () => {
  it('toggles by Space, steps an event at a time, and the states follow', async () => {
    await site.open('#v1&s=figure-1&t=1000');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Space');
    await site.page.waitForSelector('[aria-label="Pause"]');
    await site.page.keyboard.press('Space');
    await site.page.waitForSelector('[aria-label="Play"]');
    await site.open('#v1&s=figure-1&t=1000');
    await site.page.focus('#ladder');
    const [before, stood] = [await event(), await chips()];
    const seen: (readonly string[])[] = [];
    for (let steps = 1; steps <= 12; steps++) {
      await site.page.keyboard.press('.');
      expect(await event()).toBe(before + steps);
      await frame();
      seen.push(await chips());
    }
    expect(seen).toContainEqual(expect.arrayContaining([expect.stringContaining('core · waiting')]));
    expect(seen.at(-1)).not.toEqual(stood);
    for (let steps = 0; steps < 12; steps++) await site.page.keyboard.press(',');
    expect(await event()).toBe(before);
  });
});

describe('scrubbing (T5)', () => {
  const run = webRun('lost-200-ok');

  /** What the model says of a moment: the heads' states, and the slider's words. */
  function expected(us: number): { readonly states: readonly string[]; readonly events: number } {
    const states = run.lanes.map(({ node }) => {
      const last = run.pills.findLast((pill) => pill.node === node && pill.atUs <= us);
      return last === undefined ? node : `${node} · ${last.name}`;
    });
    return { states, events: [...run.steps].filter(({ atUs }) => atUs <= us).length };
  }

  async function agrees(): Promise<void> {
    await addressed();
    await frame();
    const said = await valueText();
    const shownUs = await site.page.evaluate(() =>
      Math.round(Number(/t=([\d.]+)/.exec(location.hash)?.[1] ?? -1) * 1_000),
    );
    if (shownUs < 0) return expect(await event()).toBe(run.steps.length);
    const { states, events } = expected(shownUs);
    expect(await chips()).toEqual(states);
    expect(said).toBe(`${seconds(shownUs)} s, event ${events} of ${run.steps.length}`);
    expect(await site.page.textContent('.clock b')).toBe(`${seconds(Math.round(shownUs / 1000) * 1000)} s`);
  }

  /** The address follows within a quarter of a second. */
  async function addressed(): Promise<void> {
    await site.page.waitForFunction(() => {
      const ms = /t=([\d.]+)/.exec(location.hash)?.[1];
      const [, at, event, of] = /^([\d.]+) s, event (\d+) of (\d+)$/.exec(
        document.getElementById('scrub')?.getAttribute('aria-valuetext') ?? '',
      )!;
      return ms === undefined ? event === of : Math.abs(Number(ms) / 1_000 - Number(at)) <= 0.0005;
    });
  }

  it('by dragging: the playhead, the states and the words agree with the model at twenty places', async () => {
    await site.open('#v1&s=lost-200-ok');
    const box = await site.page.locator('#scrub').boundingBox();
    if (box === null) throw new Error('no slider');
    const y = box.y + box.height / 2;
    await site.page.mouse.move(box.x + box.width - 14, y);
    await site.page.mouse.down();
    for (let place = 0; place < 20; place++) {
      const was = await valueText();
      const share = 0.08 + ((place * 7) % 20) * 0.043;
      await site.page.mouse.move(box.x + box.width * share, y, { steps: 3 });
      expect(await valueText()).not.toBe(was);
      await agrees();
    }
    await site.page.mouse.up();
  });

  it('by keys', async () => {
    await site.page.focus('#scrub');
    for (const key of ['ArrowLeft', 'PageDown', 'ArrowRight', 'PageUp', 'Home']) {
      const was = await valueText();
      await site.page.keyboard.press(key);
      expect(await valueText()).not.toBe(was);
      await agrees();
    }
    await site.page.keyboard.press('End');
    await site.page.waitForFunction(() => !location.hash.includes('t='));
    await agrees();
  });
});

describe('the speed (T6)', () => {
  /** The page's own clock is ours: no time passes but what we let pass. */
  let rounds = 0;
  beforeAll(() => site.page.clock.install({ time: 0 }));

  async function playFor(realMs: number, speed: string, from: string): Promise<number> {
    if (rounds > 0) await site.page.clock.resume();
    await site.open(from);
    await site.page.clock.pauseAt(++rounds * 3_600_000);
    await site.page.selectOption('.speed select', { label: speed });
    const before = await atS();
    await site.page.click('[aria-label="Play"]');
    await site.page.clock.runFor(realMs);
    return (await atS()) - before;
  }

  it('at 8× eight seconds pass in one, whatever happens in them', async () => {
    const passed = await playFor(2_000, '8×', '#v1&s=agents/session-expires&t=3000');
    expect(passed / 2).toBeGreaterThan(7.2);
    expect(passed / 2).toBeLessThan(8.8);
  });

  it('in slow motion a silence is crossed in half a second', async () => {
    expect(await playFor(1_000, '¼×', '#v1&s=agents/session-expires&t=3000')).toBeGreaterThan(10);
  });

  it('at most takes at least an event a frame, and ends', async () => {
    await playFor(9_000, 'max', '#v1&s=agents/session-expires&t=0');
    expect(await event()).toBe(webRun('session-expires').steps.length);
    expect(await site.page.getAttribute('.play .big', 'aria-label')).toBe('Play');
  });
});
