// Parts of the page that are not needed to draw the first ladder: they are fetched when first asked for, or when the page has nothing else to do.
import { effect, signal } from '@preact/signals-core';
import { fetched } from './fetched.ts';
import type { Store } from './state/store.ts';

export interface Later<T> {
  /** The module, or undefined until it is there; who reads it in an effect is told. */
  (): T | undefined;
  /** The same, but for it nothing is fetched. */
  ifThere(): T | undefined;
}

/** So much is being fetched or made, or waits for the browser to be idle. */
let underWay = 0;

/** How often a part could not be fetched. */
export const unfetched = signal(0);

/** A module, or what is made of one. */
export function later<M extends object>(load: () => Promise<M>): Later<M>;
export function later<M extends object, T>(load: () => Promise<M>, make: (part: M) => T): Later<T>;
export function later<M extends object>(load: () => Promise<M>, make?: (part: M) => unknown): Later<unknown> {
  const found = signal<unknown>(undefined);
  let asked = false;
  const ask = (): unknown => {
    if (!asked) {
      asked = true;
      void comingLater(async () => {
        try {
          const part = await fetched(load);
          found.value = make === undefined ? part : make(part);
        } catch (error) {
          // Who asks again may find the way open.
          asked = false;
          unfetched.value++;
          throw error;
        }
      });
    }
    return found.value;
  };
  return Object.assign(ask, { ifThere: () => found.value });
}

/** Does something once the first ladder has been drawn and the browser is idle: what is fetched for later is not in the ladder's way. */
export function afterFirstLadder({ run }: Pick<Store, 'run'>, then: () => unknown): void {
  const stop = effect(() => {
    if (run.value === undefined) return;
    queueMicrotask(() => stop());
    void comingLater(async () => {
      // The ladder is drawn in the next frame, and seen in the one after it.
      await nextFrame();
      await nextFrame();
      await idle();
      await then();
    });
  });
}

/** Resolves once the page has come to rest: no run is under way, nothing more comes by itself, and what there is has been drawn. */
export async function atRest({ busy, ladderFirst, isComparing, isMaking, foreseeing }: Store): Promise<void> {
  const atWork = (): boolean =>
    [busy, ladderFirst, isComparing, isMaking, foreseeing].some((one) => one.peek()) || underWay > 0;
  for (let still = 0; still < 3; still = atWork() ? 0 : still + 1) await nextFrame();
}

/** Until it is there, the page has not come to rest. */
export async function comingLater<T>(load: () => Promise<T>): Promise<T> {
  underWay++;
  try {
    return await load();
  } finally {
    underWay--;
  }
}

function nextFrame(): Promise<unknown> {
  return new Promise((next) => requestAnimationFrame(next));
}

function idle(): Promise<unknown> {
  return new Promise((now) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(now);
    else setTimeout(now, 1_000);
  });
}
