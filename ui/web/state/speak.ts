// What is said to a screen reader: at most once a second, and then the latest. What is said again is heard again.

import { effect, signal } from '@preact/signals-core';
import { visible } from '../visible.ts';

const restMs = 1_000;

/** What is to be said. To set it is to say it, also when it was the same before. */
export interface Said {
  value: string;
}

interface Heard extends Said {
  /** Another one for each sentence. */
  readonly sentence: { readonly text: string };
}

export function createSaid(): Heard {
  const sentence = signal({ text: '' });
  return {
    get value() {
      return sentence.value.text;
    },
    set value(text) {
      sentence.value = { text };
    },
    get sentence() {
      return sentence.value;
    },
  };
}

export function speak(host: HTMLElement, said: Heard): void {
  let timer: number | undefined;
  let spokenMs = Number.NEGATIVE_INFINITY;
  let latest = '';
  const say = (): void => {
    timer = undefined;
    spokenMs = performance.now();
    // Of the same text in the same place nobody is told: it is another element each time.
    host.replaceChildren(Object.assign(document.createElement('span'), { textContent: visible(latest) }));
  };
  effect(() => {
    latest = said.sentence.text;
    if (latest === '' || timer !== undefined) return;
    const waitMs = spokenMs + restMs - performance.now();
    if (waitMs <= 0) say();
    else timer = window.setTimeout(say, waitMs);
  });
}
