// Zooming: how a run is laid out follows how large it is asked to be, as far as its labels can be read, and as fast as its size allows.
import { effect } from '@preact/signals-core';
import type { Store } from './store.ts';

/** At the least, a run of some hundred thousand messages fits the window. */
export const zooms = { least: 1 / 4096, most: 4, step: 1.25 } as const;

export function zoomed(zoom: number, factor: number): number {
  return Math.min(zooms.most, Math.max(zooms.least, zoom * factor));
}

/** Laid out any closer, labels would lie over one another: from here on a run is drawn smaller instead. */
const least = { short: 0.5, long: 1 } as const;
/** Longer runs are laid out anew when the zoom has come to rest, and never smaller. */
const messagesAtOnce = 3_000;
const restMs = 150;

export function followZoom({ zoom, layoutZoom, run }: Store): void {
  let timer = 0;
  effect(() => {
    const long = (run.value?.arrows.length ?? 0) > messagesAtOnce;
    const asked = Math.max(long ? least.long : least.short, zoom.value);
    // Zoomed out and in again, it is as large as it was but for rounding.
    const wanted = Math.abs(asked / layoutZoom.peek() - 1) < 1e-6 ? layoutZoom.peek() : asked;
    window.clearTimeout(timer);
    if (!long) layoutZoom.value = wanted;
    else
      timer = window.setTimeout(() => {
        layoutZoom.value = wanted;
      }, restMs);
  });
}
