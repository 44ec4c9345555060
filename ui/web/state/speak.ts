// What is said to a screen reader: at most once a second, and then the latest.
import { effect, type ReadonlySignal } from '@preact/signals-core';

const restMs = 1_000;

export function speak(host: HTMLElement, said: ReadonlySignal<string>): void {
  let timer: number | undefined;
  let spokenMs = Number.NEGATIVE_INFINITY;
  const say = (): void => {
    timer = undefined;
    spokenMs = performance.now();
    host.textContent = said.peek();
  };
  effect(() => {
    if (said.value === '' || timer !== undefined) return;
    const waitMs = spokenMs + restMs - performance.now();
    if (waitMs <= 0) say();
    else timer = window.setTimeout(say, waitMs);
  });
}
