// Zooming: how a run is laid out follows how large it is asked to be, as far as its labels can be read, and as fast as its size allows.
import { effect } from '@preact/signals-core';
import type { Store } from './store.ts';

/** Laid out any closer, labels would lie over one another: a smaller run is drawn smaller. */
const leastLaidOut = 0.5;
/** Larger runs are laid out anew when the zoom has come to rest. */
const messagesAtOnce = 3_000;
const restMs = 150;

export function followZoom({ zoom, axisZoom, run }: Store): void {
  let timer = 0;
  effect(() => {
    const wanted = Math.max(leastLaidOut, zoom.value);
    const large = (run.value?.arrows.length ?? 0) > messagesAtOnce;
    window.clearTimeout(timer);
    if (!large) axisZoom.value = wanted;
    else
      timer = window.setTimeout(() => {
        axisZoom.value = wanted;
      }, restMs);
  });
}
