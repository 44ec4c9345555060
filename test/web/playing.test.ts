import { describe, expect, it } from 'vitest';
import { seconds } from '../../ui/views/words.ts';
import { webRun } from '../support/web-run.ts';
import { openSite, useSite } from './site.ts';

// Playing, stepping and scrubbing, in a real browser (T4, T5, T6 of README.md).

const site = useSite();

const valueText = async () => (await site.page.getAttribute('#scrub', 'aria-valuetext')) ?? '';
const event = async () => Number(/event (\d+) of/.exec(await valueText())?.[1]);
const chips = () => site.page.locator('.plate .state').allTextContents();

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
      await site.atRest();
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
    await site.atRest();
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
    await site.open('#v1&s=lost-200-ok');
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
  /** In a browser whose clock is ours: no time passes but what we let pass. Answers how much of the run did, and what the page then shows. */
  async function playFor(realMs: number, speed: string, from: string) {
    const own = await openSite();
    try {
      await own.page.clock.install({ time: 0 });
      await own.open(from);
      await own.page.clock.pauseAt(3_600_000);
      await own.page.selectOption('.speed select', { label: speed });
      const told = async () => (await own.page.getAttribute('#scrub', 'aria-valuetext')) ?? '';
      const beforeS = Number.parseFloat(await told());
      await own.page.click('[aria-label="Play"]');
      await own.page.clock.runFor(realMs);
      return {
        passedS: Number.parseFloat(await told()) - beforeS,
        told: await told(),
        button: await own.page.getAttribute('.play .big', 'aria-label'),
      };
    } finally {
      await own.close();
    }
  }

  it('at 8× eight seconds pass in one, whatever happens in them', async () => {
    const { passedS } = await playFor(2_000, '8×', '#v1&s=agents/session-expires&t=3000');
    expect(passedS / 2).toBeGreaterThan(7.2);
    expect(passedS / 2).toBeLessThan(8.8);
  });

  it('in slow motion a silence is crossed in half a second', async () => {
    const { passedS } = await playFor(1_000, '¼×', '#v1&s=agents/session-expires&t=3000');
    expect(passedS).toBeGreaterThan(10);
  });

  it('at most takes at least an event a frame, and ends', async () => {
    const { told, button } = await playFor(9_000, 'max', '#v1&s=agents/session-expires&t=0');
    const all = webRun('session-expires').steps.length;
    expect(told).toContain(`event ${all} of ${all}`);
    expect(button).toBe('Play');
  });

  it.each([1680, 1440, 768, 390])('each is seen whole at %i px', async (width) => {
    await site.page.setViewportSize({ width, height: 900 });
    await site.open('#v1&s=figure-1');
    const cut = await site.page.$eval('.speed select', (select) => {
      const room = (select as HTMLSelectElement).offsetWidth;
      return [...(select as HTMLSelectElement).options].flatMap((option) => {
        const alone = select.cloneNode(false) as HTMLSelectElement;
        alone.append(option.cloneNode(true));
        alone.style.cssText = 'position: absolute; width: max-content; min-width: 0';
        select.after(alone);
        const wanted = alone.offsetWidth;
        alone.remove();
        return wanted > room ? [`${option.textContent}: ${wanted} px in ${room} px`] : [];
      });
    });
    expect(cut).toEqual([]);
  });
});
