// How the ladder is looked at, as an address has it: `zoom=1.5625`, `off=msrp,states`, `y=1620,-14`, `t=1170/2`.
import type { Layers } from '../model/sight.ts';
import { readInstant, writeInstant } from './address-times.ts';
import { firstState, type PageState, type Place } from './page-state.ts';
import { zooms } from './zoom.ts';

/** To seven digits: who zooms in and out again comes back to the same. */
export function writeZoom(zoom: number): string {
  return String(roundZoom(zoom));
}

/** What an address keeps of a zoom. */
export function roundZoom(zoom: number): number {
  return Number(zoom.toPrecision(7));
}

export function readZoom(text: string): number | undefined {
  const zoom = /^\d{1,4}(?:\.\d{1,12})?$/.test(text) ? roundZoom(Number(text)) : 0;
  return zoom >= roundZoom(zooms.least) && zoom <= zooms.most ? zoom : undefined;
}

/** Those that are there unless they are switched off. */
const layerNames = ['sip', 'msrp', 'timers', 'states'] as const;

/** The layers that are switched off. */
export function writeLayers(layers: Layers): string {
  return layerNames.filter((name) => !layers[name]).join(',');
}

export function readLayers(text: string, before: Layers): Layers | undefined {
  const off = text.split(',');
  if (!off.every((name) => layerNames.some((one) => one === name))) return undefined;
  return { ...before, ...Object.fromEntries(layerNames.map((name) => [name, !off.includes(name)])) };
}

/** The time at the window's upper edge, and how far beneath it that stands. */
export function writePlace({ atUs, below }: Place): string {
  return `${writeInstant(atUs)}${below === 0 ? '' : `,${below}`}`;
}

export function readPlace(text: string): Place | undefined {
  const [, at = '', below = '0'] = /^([\d.]+)(?:,(-?[1-9]\d{0,7}))?$/.exec(text) ?? [];
  const atUs = readInstant(at);
  return atUs === undefined ? undefined : { atUs, below: Number(below) };
}

/** The playhead: a time, and where it does not stand after all that happened then, after how many of it. */
export function writeMoment({ atUs = 0, atStep }: PageState): string {
  return `${writeInstant(atUs)}${atStep === undefined ? '' : `/${atStep}`}`;
}

export function readMoment(text: string): Pick<PageState, 'atUs' | 'atStep'> | undefined {
  const [, at = '', step] = /^([\d.]+)(?:\/(0|[1-9]\d{0,5}))?$/.exec(text) ?? [];
  const atUs = readInstant(at);
  if (atUs === undefined) return undefined;
  return step === undefined ? { atUs } : { atUs, atStep: Number(step) };
}

/** Whether all layers are as they are at first, but for those of timers that never fire. */
export function allOn(layers: Layers): boolean {
  return layerNames.every((name) => layers[name] === firstState.layers[name]);
}
