// Moving the playhead: play, pause, step, scrub. Time is the run's own; real time only says how fast.
import { batch } from '@preact/signals-core';
import type { Instant } from '../model/arrows.ts';
import { countUpTo } from '../model/moments.ts';
import type { Step } from '../model/run-model.ts';
import { type Store, theEnd } from './store.ts';

export interface Playback {
  toggle(): void;
  /** To the next step, or back. */
  step(direction: 1 | -1): void;
  toMoment(moment: Instant): void;
  toStart(): void;
  to(us: number): void;
  faster(factor: number): void;
}

/** However long a silence lasts, playing crosses it in about so much real time. */
const silenceMs = 500;
const silenceUs = 200_000;

export const speeds = [1 / 64, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 64];

export function createPlayback(store: Store): Playback {
  let lastMs = 0;

  function frame(ms: number): void {
    const run = store.run.value;
    if (!store.playing.value || run === undefined) return;
    const realMs = Math.min(100, ms - lastMs);
    lastMs = ms;
    const { atUs } = store.now.value;
    const nextUs = atUs + realMs * 1000 * Math.max(store.speed.value, rush(run.steps, atUs));
    if (nextUs >= run.endUs) {
      batch(() => {
        store.now.value = theEnd;
        store.playing.value = false;
        store.said.value = 'The run has ended.';
      });
      return;
    }
    store.now.value = { atUs: Math.round(nextUs), seq: Number.MAX_SAFE_INTEGER };
    requestAnimationFrame(frame);
  }

  function play(): void {
    const run = store.run.value;
    if (run === undefined) return;
    if (store.now.value.atUs >= run.endUs) store.now.value = { atUs: 0, seq: -1 };
    store.playing.value = true;
    lastMs = performance.now();
    requestAnimationFrame(frame);
  }

  return {
    toggle() {
      if (store.playing.value) store.playing.value = false;
      else play();
    },
    step(direction) {
      const steps = store.run.value?.steps ?? [];
      const at = countUpTo(steps, store.now.value);
      const next = direction > 0 ? steps[at] : steps[at - 2];
      batch(() => {
        store.playing.value = false;
        if (next !== undefined) store.now.value = { atUs: next.atUs, seq: next.seq };
        else store.now.value = direction > 0 ? theEnd : { atUs: 0, seq: -1 };
      });
    },
    toMoment({ atUs, seq }) {
      batch(() => {
        store.playing.value = false;
        store.now.value = { atUs, seq };
      });
    },
    toStart() {
      store.playing.value = false;
      store.now.value = { atUs: 0, seq: -1 };
    },
    to(us) {
      store.playing.value = false;
      const endUs = store.run.value?.endUs ?? 0;
      store.now.value =
        us >= endUs ? theEnd : { atUs: Math.max(0, Math.round(us)), seq: Number.MAX_SAFE_INTEGER };
    },
    faster(factor) {
      const index = speeds.findIndex((speed) => speed >= store.speed.value);
      const wanted = Math.min(speeds.length - 1, Math.max(0, index + (factor > 1 ? 1 : -1)));
      store.speed.value = speeds[wanted] ?? 1;
    },
  };
}

/** The speed that crosses the silence around a time in half a second; 0 where there is none. */
function rush(steps: readonly Step[], atUs: number): number {
  const at = countUpTo(steps, { atUs, seq: Number.MAX_SAFE_INTEGER });
  const lengthUs = (steps[at]?.atUs ?? atUs) - (steps[at - 1]?.atUs ?? 0);
  return lengthUs > silenceUs ? lengthUs / 1000 / silenceMs : 0;
}
