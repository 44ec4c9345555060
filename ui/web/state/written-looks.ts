// How the ladder is looked at, as an address has it; `address-looks.ts` reads it.
import type { Layers } from '../model/sight.ts';
import { layerNames, roundZoom } from './address-looks.ts';
import { writeInstant } from './address-times.ts';
import { type Aside, firstState, type PageState, type Place } from './page-state.ts';

export function writeZoom(zoom: number): string {
  return String(roundZoom(zoom));
}

/** In ms; `auto`, `never`. */
export function writeLength(us: number | 'auto'): string {
  if (us === 'auto') return us;
  return us === Number.POSITIVE_INFINITY ? 'never' : writeInstant(us);
}

/** The layers that are switched off. */
export function writeLayers(layers: Layers): string {
  return layerNames.filter((name) => !layers[name]).join(',');
}

/** The time at the window's upper edge, and how far beneath it that stands. */
export function writePlace({ atUs, below }: Place): string {
  return `${writeInstant(atUs)}${below === 0 ? '' : `,${below}`}`;
}

/** The lane at the window's left edge, and how far to the right of it that stands. */
export function writeAside({ lane, beyond }: Aside): string {
  return `${lane}${beyond === 0 ? '' : `,${beyond}`}`;
}

/** The playhead: a time, and where it does not stand after all that happened then, after how many of it. */
export function writeMoment({ atUs = 0, atStep }: PageState): string {
  return `${writeInstant(atUs)}${atStep === undefined ? '' : `/${atStep}`}`;
}

/** Whether all layers are as they are at first, but for those of timers that never fire. */
export function allOn(layers: Layers): boolean {
  return layerNames.every((name) => layers[name] === firstState.layers[name]);
}
