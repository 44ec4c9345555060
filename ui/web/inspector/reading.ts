// What of a message is lit, and where it has what is searched for.
import { signal } from '@preact/signals-core';
import type { Meaning } from './meanings/meaning.ts';

/** Part of a message's text, in UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

interface Pointed {
  readonly key: string;
  readonly range: Range;
  readonly meaning: Meaning | undefined;
}

const pointed = signal<Pointed | undefined>(undefined);

export function pointAt(what: Pointed): void {
  pointed.value = what;
}

/** What is pointed at in the message of this key. */
export function pointedIn(key: string): Pointed | undefined {
  return pointed.value?.key === key ? pointed.value : undefined;
}

const mostPlaces = 999;

/** Where a text has what is searched for, in any case of letters. */
export function placesOf(text: string, search: string): Range[] {
  const wanted = search.toLowerCase();
  if (wanted === '') return [];
  const whole = text.toLowerCase();
  // Lower case may be longer than what it was made of; then places would be wrong.
  const within = whole.length === text.length ? whole : text;
  const found: Range[] = [];
  for (
    let from = within.indexOf(wanted);
    from >= 0 && found.length < mostPlaces;
    from = within.indexOf(wanted, from + wanted.length)
  )
    found.push({ from, to: from + wanted.length });
  return found;
}

/** Scrolls the text or the bytes, and nothing else, so that a mark is in view once it has been drawn. */
export function showMark(selector: string): void {
  queueMicrotask(() => {
    const mark = document.querySelector(selector);
    const room = mark?.closest('.raw, .bytes');
    if (mark === null || room === null || room === undefined) return;
    const [at, within] = [mark.getBoundingClientRect(), room.getBoundingClientRect()];
    if (at.top < within.top) room.scrollTop -= within.top - at.top + 20;
    else if (at.bottom > within.bottom) room.scrollTop += at.bottom - within.bottom + 20;
  });
}
