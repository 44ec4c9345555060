import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPause } from '../../ui/web/worker/pause.ts';
import { push, story } from '../scenarios/runs/lab.ts';
import { dropFile } from './drop-file.ts';
import { useSite } from './site.ts';

// While the page draws what there is of a long run, the worker waits.

describe('a pause', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function isOver(over: Promise<void>): Promise<boolean> {
    let is = false;
    void over.then(() => {
      is = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    return is;
  }

  it('holds up who asks between its beginning and its end, and nobody else', async () => {
    const pause = createPause();
    expect(await isOver(pause.over())).toBe(true);
    pause.begin();
    const waits = pause.over();
    expect(await isOver(waits)).toBe(false);
    pause.end();
    expect(await isOver(waits)).toBe(true);
    expect(await isOver(pause.over())).toBe(true);
  });

  it('is over after half a second though nobody ends it, and one that begins anew lasts as long again', async () => {
    const pause = createPause();
    pause.begin();
    const first = pause.over();
    await vi.advanceTimersByTimeAsync(300);
    pause.begin();
    expect(await isOver(first)).toBe(true);
    const second = pause.over();
    await vi.advanceTimersByTimeAsync(499);
    expect(await isOver(second)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isOver(second)).toBe(true);
  });
});

describe('a long run', () => {
  const site = useSite();

  it('is shown anew again and again while it is simulated, the worker pausing each time until it is drawn', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      let shows = 0;
      Worker.prototype.postMessage = function posted(this: Worker, order: { do: string }) {
        document.body.dataset.ordered = `${document.body.dataset.ordered ?? ''}${order.do}, `;
        // What there is of the run is drawn for the second time.
        if (order.do === 'pause' && ++shows === 2)
          Object.assign(globalThis, { drawn: [...document.querySelectorAll('#pane .arrow')] });
        post.call(this, order);
      } as typeof post;
    });
    // Long enough to be shown more than once as a long run, however fast the worker is.
    const acts = Array.from({ length: 120 }, (_, n) =>
      push.replace('at: 1s', `at: ${n + 1}s`).replace('4092', '64KiB'),
    );
    await dropFile(site.page, 'many.yaml', story({ acts }));
    await site.page.waitForFunction(() => document.title.startsWith('A story'));
    await site.atRest();
    // What looks as it did is not drawn again.
    const kept = await site.page.evaluate(() =>
      (globalThis as unknown as { drawn: Element[] }).drawn.map(({ isConnected }) => isConnected),
    );
    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(kept.map(() => true));
    const ordered = (await site.page.evaluate(() => document.body.dataset.ordered ?? '')).split(', ');
    const pauses = ordered.filter((one) => one === 'pause' || one === 'go on');
    expect(pauses.length).toBeGreaterThan(2);
    expect(pauses).toEqual(pauses.map((_, at) => (at % 2 === 0 ? 'pause' : 'go on')));
    expect(pauses.length % 2).toBe(0);
    expect(site.complaints).toEqual([]);
  });
});
