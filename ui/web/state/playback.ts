// Moving the playhead: play, pause, step, scrub. Time is the run's own; real time only says how fast.
import { batch } from '@preact/signals-core';
import { seconds } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { RunSteps } from '../model/run-steps.ts';
import { fastest, speeds } from './speeds.ts';
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

/** In slow motion, however long a silence lasts, playing crosses it in about so much real time. At 1× and above time is what it says. */
const silenceMs = 500;
const silenceUs = 200_000;

/** The fastest takes so many for the longest run. */
const framesAtMost = 600;

export function createPlayback(store: Store): Playback {
  let lastMs = 0;

  function frame(ms: number): void {
    const run = store.run.value;
    if (!store.playing.value || run === undefined) return;
    const realMs = Math.min(100, ms - lastMs);
    lastMs = ms;
    const nextUs = after(run.steps, store.now.value, store.speed.value, realMs);
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
    store.said.value = 'Playing.';
    lastMs = performance.now();
    requestAnimationFrame(frame);
  }

  return {
    toggle() {
      if (!store.playing.value) return play();
      store.playing.value = false;
      store.said.value = `Paused at ${seconds(store.now.value.atUs)} seconds.`;
    },
    step(direction) {
      const steps = store.run.value?.steps;
      const at = steps?.upTo(store.now.value) ?? 0;
      const next = steps?.at(direction > 0 ? at : at - 2);
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

/** Where so much real time takes the playhead at a speed. */
function after(steps: RunSteps, now: Instant, speed: number, realMs: number): number {
  if (speed === fastest) {
    const stride = Math.ceil(steps.length / framesAtMost);
    return steps.at(steps.upTo(now) + stride - 1)?.atUs ?? fastest;
  }
  const real = speed < 1 ? Math.max(speed, rush(steps, now.atUs)) : speed;
  return now.atUs + realMs * 1000 * real;
}

/** The speed that crosses the silence around a time in half a second; 0 where there is none. */
function rush(steps: RunSteps, atUs: number): number {
  const at = steps.upTo({ atUs, seq: Number.MAX_SAFE_INTEGER });
  const lengthUs = (steps.at(at)?.atUs ?? atUs) - (steps.at(at - 1)?.atUs ?? 0);
  return lengthUs > silenceUs ? lengthUs / 1000 / silenceMs : 0;
}
