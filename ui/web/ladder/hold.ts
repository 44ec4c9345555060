// While it is zoomed the run is held where the pointer or the fingers are: what lies there stays there.
import type { Axis } from '../model/axis.ts';
import type { Place } from '../state/page-state.ts';
import type { Scroller } from './scroller.ts';
import { heightOf, placeAt } from './standing.ts';

export interface Grip {
  /** Takes hold of what is at this height of the window. */
  take(y: number): void;
  /** What is held goes there. */
  moveTo(y: number): void;
  letGo(): void;
  /** Brings what is held to where it is to stand, and says whether there is any. */
  keep(): boolean;
}

interface Gripped {
  readonly scroller: Scroller;
  axis(): Axis | undefined;
  /** The height of what stands above the run. */
  head(): number;
}

export function createGrip({ scroller, axis, head }: Gripped): Grip {
  let held: { readonly place: Place; y: number } | undefined;

  function keep(): boolean {
    const map = axis();
    if (held === undefined || map === undefined) return false;
    scroller.scrollTo(heightOf(map, held.place) - (held.y - head()) / scroller.scale);
    return true;
  }
  return {
    take(y) {
      const map = axis();
      held = map && { place: placeAt(map, scroller.top() + (y - head()) / scroller.scale), y };
    },
    moveTo(y) {
      if (held === undefined) return;
      held.y = y;
      keep();
    },
    letGo() {
      held = undefined;
    },
    keep,
  };
}
