// How evenly a page moves: something moves a little each frame, and each frame is timed.
import type { Page } from 'playwright-core';

export interface Frames {
  /** The time that 95 of a hundred frames keep to, in ms. */
  readonly p95: number;
  /** Of all frames, the share that takes longer than 33 ms. */
  readonly late: number;
  /** The time in which 95 of a hundred frames have been worked out, from their beginning to the first task after their painting, in ms. */
  readonly mainP95: number;
}

const frames = 120;

/** What moves in each frame, as the page runs it: `n` counts the frames, `stage` is the ladder. */
export const moves = {
  panning: '(n, stage) => { stage.scrollTop += 90; }',
  jumping: '(n, stage) => { stage.scrollTop = ((n * 7919) % 997) / 997 * stage.scrollHeight; }',
  scrubbing: `(n) => {
    const range = document.getElementById('scrub');
    range.value = String((n * 37) % 1000);
    range.dispatchEvent(new Event('input'));
  }`,
  zooming: `(n, stage) => stage.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 60 < 30 ? 100 : -100, ctrlKey: true, cancelable: true }))`,
} satisfies Record<string, string>;

export function framesOf(page: Page, move: string): Promise<Frames> {
  return page.evaluate(`(async () => {
    const move = ${move};
    const stage = document.getElementById('ladder');
    const times = [];
    const works = [];
    const { port1, port2 } = new MessageChannel();
    let begun = 0;
    port1.onmessage = () => works.push(performance.now() - begun);
    let last = performance.now();
    for (let n = 0; n < ${frames}; n++) {
      move(n, stage);
      await new Promise((next) => requestAnimationFrame(() => {
        begun = performance.now();
        port2.postMessage(undefined);
        next();
      }));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    port1.close();
    const p95 = (all) => all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)];
    return { p95: p95(times), late: times.filter((ms) => ms > 33.5).length / times.length, mainP95: p95(works) };
  })()`) as Promise<Frames>;
}

/** Of three times the one in the middle, for each number. */
export async function medianFrames(page: Page, move: string): Promise<Frames> {
  const three = [await framesOf(page, move), await framesOf(page, move), await framesOf(page, move)];
  const middle = (of: (frames: Frames) => number): number => three.map(of).sort((a, b) => a - b)[1] ?? 0;
  return {
    p95: middle((one) => one.p95),
    late: middle((one) => one.late),
    mainP95: middle((one) => one.mainP95),
  };
}

/** How much longer the same work takes than it takes at best, where others want the machine too: on average, and for 95 of a hundred. */
export interface Slowness {
  readonly mean: number;
  readonly p95: number;
}

/** Of a page that works 4 ms in each frame, and does nothing else. */
export function slownessOf(page: Page): Promise<Slowness> {
  return page.evaluate(`(async () => {
    let sink = 0;
    const work = (steps) => {
      const begun = performance.now();
      for (let step = 0; step < steps; step++) sink = (sink * 31 + step) | 0;
      return performance.now() - begun;
    };
    work(1e6);
    const probes = Array.from({ length: 20 }, () => work(1e6));
    const steps = Math.round((4 / Math.max(0.1, Math.min(...probes))) * 1e6);
    const times = [];
    for (let n = 0; n < ${frames}; n++) {
      await new Promise((next) => requestAnimationFrame(next));
      times.push(work(steps));
    }
    globalThis.sink = sink;
    times.sort((a, b) => a - b);
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    return { mean: mean / times[0], p95: times[Math.floor(times.length * 0.95)] / times[0] };
  })()`) as Promise<Slowness>;
}
