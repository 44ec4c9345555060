// Parts of the page that are not needed to draw the first ladder: they are fetched when first asked for, or when the page has nothing else to do.
import { effect, signal } from '@preact/signals-core';
import type { Store } from './state/store.ts';

export interface Later<T> {
  /** The module, or undefined until it is there; who reads it in an effect is told. */
  (): T | undefined;
  /** The same, but for it nothing is fetched. */
  ifThere(): T | undefined;
}

export function later<T>(load: () => Promise<T>): Later<T> {
  const found = signal<T | undefined>(undefined);
  let asked = false;
  const ask = (): T | undefined => {
    if (!asked) {
      asked = true;
      void load().then((module) => {
        found.value = module;
      });
    }
    return found.value;
  };
  return Object.assign(ask, { ifThere: () => found.value });
}

/** Does something once the first ladder has been drawn and the browser is idle: what is fetched for later is not in the ladder's way. */
export function afterFirstLadder({ run }: Pick<Store, 'run'>, then: () => void): void {
  const stop = effect(() => {
    if (run.value === undefined) return;
    queueMicrotask(() => stop());
    // The ladder is drawn in the next frame, and seen in the one after it.
    requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(then)));
  });
}

function whenIdle(then: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(then);
  else setTimeout(then, 1_000);
}
