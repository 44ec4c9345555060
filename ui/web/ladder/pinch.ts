// Two fingers on the ladder: apart and together zooms, and what lies between them goes where they go. One finger scrolls, as everywhere.
import type { Signal } from '@preact/signals-core';
import type { Axis } from '../model/axis.ts';
import { zoomed } from '../state/zoom.ts';
import type { Scroller } from './scroller.ts';

interface Held {
  /** The time that they took hold of, and where in the window it is to stand. */
  readonly atUs: number;
  /** How far below the first place of that time: what happens at once takes room. */
  readonly below: number;
  y: number;
  /** As it was when the second finger came: the zoom, how far to the side, how far the fingers were apart, and where their middle. */
  readonly zoom: number;
  readonly left: number;
  readonly apart: number;
  readonly x: number;
}

interface Pinched {
  readonly stage: HTMLElement;
  readonly scroller: Scroller;
  readonly zoom: Signal<number>;
  axis(): Axis | undefined;
  /** The height of what stands above the run. */
  head(): number;
}

/** Fingers that lie closer are as far apart as this. */
const leastApart = 12;

/** Listens to pairs of fingers. `keep` brings what they hold to where they are, and says whether there is any. */
export function createPinch({ stage, scroller, zoom, axis, head }: Pinched): { keep(): boolean } {
  let held: Held | undefined;

  function keep(): boolean {
    const map = axis();
    if (held === undefined || map === undefined) return false;
    scroller.scrollTo(map.yOfTime(held.atUs) + held.below - (held.y - head()) / scroller.scale);
    return true;
  }

  function listener(event: TouchEvent): void {
    const [one, other] = event.touches;
    const map = axis();
    if (event.touches.length !== 2 || one === undefined || other === undefined || map === undefined) {
      held = undefined;
      return;
    }
    // The browser would zoom the page.
    if (event.cancelable) event.preventDefault();
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = [(one.clientX + other.clientX) / 2 - left, (one.clientY + other.clientY) / 2 - top];
    const apart = Math.max(leastApart, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
    if (held === undefined) {
      const place = scroller.top() + (y - head()) / scroller.scale;
      const atUs = map.timeOf(place);
      held = {
        atUs,
        below: place - map.yOfTime(atUs),
        y,
        zoom: zoom.peek(),
        left: stage.scrollLeft,
        apart,
        x,
      };
      return;
    }
    held.y = y;
    zoom.value = zoomed(held.zoom, apart / held.apart);
    keep();
    stage.scrollLeft = held.left + held.x - x;
  }
  for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
    stage.addEventListener(name, listener, { passive: false });
  return { keep };
}
