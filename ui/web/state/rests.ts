// When scrolling has come to rest, and whether the reader has laid hands on the page.
import { type ReadonlySignal, signal } from '@preact/signals-core';

const restMs = 200;

/** Counts how often an element has been scrolled and has come to rest. */
export function restsOf(element: HTMLElement): ReadonlySignal<number> {
  const rests = signal(0);
  let [timer, lastMs] = [0, 0];
  const look = (): void => {
    const leftMs = lastMs + restMs - performance.now();
    timer = leftMs > 0 ? window.setTimeout(look, leftMs) : 0;
    if (timer === 0) rests.value++;
  };
  const scrolled = (): void => {
    lastMs = performance.now();
    if (timer === 0) timer = window.setTimeout(look, restMs);
  };
  element.addEventListener('scroll', scrolled, { passive: true });
  return rests;
}

/** True for as long as the reader has done nothing from now on. */
export function untouched(): () => boolean {
  let yes = true;
  const touched = (): void => {
    yes = false;
  };
  for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(name, touched, { once: true, passive: true, capture: true });
  return () => yes;
}
