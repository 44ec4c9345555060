// How the ladder is looked at, from an address (`written-looks.ts` writes it): `zoom=1.5625`, `off=msrp,states`, `y=1620,-14`, `t=1170/2`.
import type { Layers } from '../model/sight.ts';
import { readInstant } from './address-times.ts';
import type { Aside, PageState, Place } from './page-state.ts';
import { zooms } from './zoom.ts';

/** What an address keeps of a zoom, seven digits: who zooms in and out again comes back to the same. */
export function roundZoom(zoom: number): number {
  return Number(zoom.toPrecision(7));
}

export function readZoom(text: string): number | undefined {
  const zoom = /^\d{1,4}(?:\.\d{1,12})?$/.test(text) ? roundZoom(Number(text)) : 0;
  return zoom >= roundZoom(zooms.least) && zoom <= zooms.most ? zoom : undefined;
}

/** Those that are there unless they are switched off. */
export const layerNames = ['sip', 'msrp', 'timers', 'states'] as const;

/** In µs; undefined where that is no length. */
export function readLength(text: string): number | undefined {
  return readInstant(text) || undefined;
}

export function readLayers(text: string, before: Layers): Layers | undefined {
  const off = text.split(',');
  if (!off.every((name) => layerNames.some((one) => one === name))) return undefined;
  return { ...before, ...Object.fromEntries(layerNames.map((name) => [name, !off.includes(name)])) };
}

export function readPlace(text: string): Place | undefined {
  const [, at = '', below = '0'] = /^([\d.]+)(?:,(-?[1-9]\d{0,7}))?$/.exec(text) ?? [];
  const atUs = readInstant(at);
  return atUs === undefined ? undefined : { atUs, below: Number(below) };
}

export function readAside(text: string): Aside | undefined {
  const [, lane, beyond = '0'] = /^([\w /()-]{1,80})(?:,(-?[1-9]\d{0,4}))?$/.exec(text) ?? [];
  return lane === undefined ? undefined : { lane, beyond: Number(beyond) };
}

export function readMoment(text: string): Pick<PageState, 'atUs' | 'atStep'> | undefined {
  const [, at = '', step] = /^([\d.]+)(?:\/(0|[1-9]\d{0,5}))?$/.exec(text) ?? [];
  const atUs = readInstant(at);
  if (atUs === undefined) return undefined;
  return step === undefined ? { atUs } : { atUs, atStep: Number(step) };
}
