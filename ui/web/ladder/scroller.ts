// From the browser's scrolling to heights of the run. A browser can't scroll further than some 17 to 33 million pixels: beyond a limit
// that all of them keep, a pixel of the scroll bar stands for more than one of the run.

import { createChanges } from './changes.ts';

export interface Scroller {
  /** The height of the run at the window's upper edge, in the axis' pixels. */
  top(): number;
  /** How far it is scrolled sideways. */
  left(): number;
  /** Brings a height of the run to the window's upper edge. */
  scrollTo(y: number): void;
  /** Tells how high the run is, in the axis' pixels, how much smaller it is shown, and the window that it is shown in. */
  measure(runHeight: number, scale: number, window: ScrollWindow): void;
  readonly scale: number;
}

export interface ScrollWindow {
  readonly height: number;
  /** So much of its height is not run. */
  readonly head: number;
  /** Its width, and that of all that can be scrolled to, where it scrolls sideways. */
  readonly width?: number;
  readonly across?: number;
}

const tallest = 16_000_000;

/** `stage` scrolls; `world` is as high as there is to scroll. */
export function createScroller(stage: HTMLElement, world: HTMLElement): Scroller {
  let scale = 1;
  /** Pixels of the run that one of the scroll bar stands for. */
  let stretch = 1;
  /** Where it is scrolled to; asked for in the midst of a change, the page would have to be laid out for the answer. */
  let at: number | undefined;
  let left: number | undefined;
  const changed = createChanges();
  const forget = (): void => {
    at = left = undefined;
  };
  stage.addEventListener('scroll', forget, { passive: true });
  return {
    top() {
      at ??= stage.scrollTop;
      return (at * stretch) / scale;
    },
    left() {
      left ??= stage.scrollLeft;
      return left;
    },
    scrollTo(y) {
      // Whole pixels: what stays at the top while it scrolls would tremble otherwise.
      stage.scrollTop = Math.round((y * scale) / stretch);
      at = undefined;
    },
    measure(runHeight, shown, { width, height, head, across }) {
      scale = shown;
      const wanted = runHeight * shown + head;
      stretch = wanted <= tallest ? 1 : (wanted - height) / (tallest - height);
      const worldHeight = Math.ceil(Math.min(wanted, tallest));
      world.style.height = `${worldHeight}px`;
      if (changed(width, height, across)) forget();
      // In the same window, where it stays but for what there is no more to scroll is known.
      else if (at !== undefined) at = Math.min(at, Math.max(0, worldHeight - height));
    },
    get scale() {
      return scale;
    },
  };
}

/** The middle of the window; towards the ends of the run its edges, so that both ladders begin and end together. */
export function heldAt(top: number, left: number, room: number): number {
  const half = room / 2;
  if (top < half && left < half) return top === 0 ? 0 : (room * top) / (top + left);
  if (top < half) return top;
  return left < half ? room - left : half;
}
