import { beforeEach, describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// What a screen reader is told politely: milestones of playing and what came of a change, never each event, and at most one sentence a second
// by the page's own clock.

const site = useSite();

interface Heard {
  readonly atMs: number;
  readonly text: string;
}

/** All that has been said since this was asked for. */
async function listen(): Promise<() => Promise<readonly Heard[]>> {
  await site.page.evaluate(() => {
    const heard: { atMs: number; text: string }[] = [];
    const said = document.getElementById('said')!;
    new MutationObserver(() => heard.push({ atMs: performance.now(), text: said.textContent ?? '' })).observe(
      said,
      {
        childList: true,
      },
    );
    Object.assign(globalThis, { heard });
  });
  return () => site.page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
}

const texts = (heard: readonly Heard[]): string[] => heard.map(({ text }) => text);

function apart(heard: readonly Heard[]): boolean {
  return heard.every(({ atMs }, at) => at === 0 || atMs - heard[at - 1]!.atMs >= 1_000);
}

beforeEach(async () => {
  await site.page.clock.install();
  await site.open('#v1&s=lost-200-ok&speed=1/8');
  await site.page.clock.pauseAt(new Date(Date.now() + 3_600_000));
  await site.page.focus('#ladder');
});

describe('what is said', () => {
  it('while the run plays is that it plays and that it has ended, not what happens meanwhile', async () => {
    const heard = await listen();
    await site.page.keyboard.press('Space');
    await site.page.clock.runFor(60_000);
    expect(await site.page.getAttribute('#scrub', 'aria-valuetext')).toContain('event 168 of 168');
    expect(texts(await heard())).toEqual(['Playing.', 'The run has ended.']);
    expect(apart(await heard())).toBe(true);
  });

  it('is where it was paused', async () => {
    const heard = await listen();
    await site.page.keyboard.press('Space');
    await site.page.clock.runFor(2_000);
    await site.page.keyboard.press('Space');
    await site.page.clock.runFor(2_000);
    expect(texts(await heard())).toEqual([
      'Playing.',
      expect.stringMatching(/^Paused at \d+\.\d{3} seconds\.$/),
    ]);
  });

  it('is nothing of steps from event to event, and of scrubbing', async () => {
    const heard = await listen();
    for (let steps = 0; steps < 20; steps++) await site.page.keyboard.press(',');
    await site.page.focus('#scrub');
    for (let steps = 0; steps < 20; steps++) await site.page.keyboard.press('ArrowLeft');
    await site.page.clock.runFor(5_000);
    expect(await heard()).toEqual([]);
  });

  it('is no more than a sentence a second, and then the latest', async () => {
    const heard = await listen();
    for (let times = 0; times < 9; times++) {
      await site.page.keyboard.press('Space');
      await site.page.clock.runFor(100);
    }
    await site.page.clock.runFor(3_000);
    const all = await heard();
    expect(all.length).toBe(2);
    expect(apart(all)).toBe(true);
    expect(all.at(-1)?.text).toBe('Playing.');
  });

  it('is what came of a change, once', async () => {
    const heard = await listen();
    await site.page.keyboard.press('Home');
    await site.page.keyboard.press('d');
    // The worker has a clock of its own.
    await expect
      .poll(async () => {
        await site.page.clock.runFor(1_500);
        return texts(await heard());
      })
      .toEqual([expect.stringMatching(/^Drop.*Run B: \d+ changes?\.$/)]);
  });
});
