// Two fingers on the ladder: apart and together zooms, and what lies between them goes where they go. One finger scrolls, as everywhere.
import type { Signal } from '@preact/signals-core';
import { zoomed } from '../state/zoom.ts';
import type { Grip } from './hold.ts';

/** As it was when the second finger came: the zoom, how far to the side, how far the fingers were apart, and where their middle. */
interface Begun {
  readonly zoom: number;
  readonly left: number;
  readonly apart: number;
  readonly x: number;
}

interface Pinched {
  readonly stage: HTMLElement;
  readonly zoom: Signal<number>;
  readonly grip: Grip;
}

/** Fingers that lie closer are as far apart as this. */
const leastApart = 12;

/** Listens to pairs of fingers. */
export function listenToPinch({ stage, zoom, grip }: Pinched): void {
  let begun: Begun | undefined;

  function listener(event: TouchEvent): void {
    const [one, other] = event.touches;
    if (event.touches.length !== 2 || one === undefined || other === undefined) {
      if (begun !== undefined) grip.letGo();
      begun = undefined;
      return;
    }
    // The browser would zoom the page.
    if (event.cancelable) event.preventDefault();
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = [(one.clientX + other.clientX) / 2 - left, (one.clientY + other.clientY) / 2 - top];
    const apart = Math.max(leastApart, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
    if (begun === undefined) {
      grip.take(y);
      begun = { zoom: zoom.peek(), left: stage.scrollLeft, apart, x };
      return;
    }
    zoom.value = zoomed(begun.zoom, apart / begun.apart);
    grip.moveTo(y);
    stage.scrollLeft = begun.left + begun.x - x;
  }
  for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
    stage.addEventListener(name, listener, { passive: false });
}
