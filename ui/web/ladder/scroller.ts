// From the browser's scrolling to heights of the run. A browser can't scroll further than some 17 to 33 million pixels: beyond a limit
// that all of them keep, a pixel of the scroll bar stands for more than one of the run.

export interface Scroller {
  /** The height of the run at the window's upper edge, in the axis' pixels. */
  top(): number;
  /** Brings a height of the run to the window's upper edge. */
  scrollTo(y: number): void;
  /** Tells how high the run is, in the axis' pixels, how much smaller it is shown, how high the window is, and how much of it is not run. */
  measure(runHeight: number, scale: number, window: { readonly height: number; readonly head: number }): void;
  readonly scale: number;
}

const tallest = 16_000_000;

/** `stage` scrolls; `world` is as high as there is to scroll. */
export function createScroller(stage: HTMLElement, world: HTMLElement): Scroller {
  let scale = 1;
  /** Pixels of the run that one of the scroll bar stands for. */
  let stretch = 1;
  /** Where it is scrolled to; asked for in the midst of a change, the page would have to be laid out for the answer. */
  let at: number | undefined;
  stage.addEventListener(
    'scroll',
    () => {
      at = undefined;
    },
    { passive: true },
  );
  return {
    top() {
      at ??= stage.scrollTop;
      return (at * stretch) / scale;
    },
    scrollTo(y) {
      // Whole pixels: what stays at the top while it scrolls would tremble otherwise.
      stage.scrollTop = Math.round((y * scale) / stretch);
      at = undefined;
    },
    measure(runHeight, shown, { height, head }) {
      // In less height there may be less to scroll.
      at = undefined;
      scale = shown;
      const wanted = runHeight * shown + head;
      stretch = wanted <= tallest ? 1 : (wanted - height) / (tallest - height);
      world.style.height = `${Math.ceil(Math.min(wanted, tallest))}px`;
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
