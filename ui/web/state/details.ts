// What is chosen and what stands open in the panels, each by its key in the address; absent where it is as it is at first. Each panel reads and
// sets its own: it comes later than the address, which only looks whether a value may be one.
import type { Signal } from '@preact/signals-core';

const on = /^1$/;
const word = /^[\w /-]{1,60}$/;
const text = /^.{1,200}$/s;

/** In the order in which an address has them. */
export const detailForms = {
  /** The link whose sliders are shown; `default`: those that the scenario doesn't name. */
  link: /^[\w<>-]{1,130}$/,
  /** What is looked for in a message's text, and which of the places found is looked at, from 1. */
  find: text,
  hit: /^[1-9]\d{0,2}$/,
  /** Line ends are drawn. */
  crlf: on,
  /** Beneath the fields stand the bytes, not the text. */
  under: /^bytes$/,
  /** All causes of what is selected, however many. */
  why: /^all$/,
  /** Changes of state that are open where they would be closed, or closed where they would be open; from 1. */
  turn: /^[1-9]\d?(?:,[1-9]\d?){0,30}$/,
  /** What a message is compared with, where it is not the one laid beside it. */
  against: /^(?:run|hop)$/,
  /** The list of differences is open, or not, where it would not be by itself. */
  list: /^[01]$/,
  /** Of two ladders the one that is there where there is room for one. */
  pane: /^a$/,
  /** Which requirements are shown, and the folders whose runs stand side by side. */
  outcome: /^(?:held|violated|not exercised)$/,
  level: word,
  role: word,
  words: text,
  open: /^[\w /-]{1,60}(?:,[\w /-]{1,60}){0,30}$/,
  /** The requirement that is the first in the window, and the first column beside them; of the table, which row is, from 1. */
  req: /^[\w-]{1,40}$/,
  col: word,
  row: /^[1-9]\d{0,6}$/,
  /** What was answered in a lesson, by step: `1:2,3:4.1`; and how many hints are open. */
  answers: /^[1-9]\d?:[1-9](?:\.[1-9])*(?:,[1-9]\d?:[1-9](?:\.[1-9])*){0,30}$/,
  hints: /^[1-9]$/,
} as const;

export type DetailKey = keyof typeof detailForms;

export type Details = Readonly<Partial<Record<DetailKey, string>>>;

interface Detailed {
  readonly details: Signal<Details>;
}

/** Undefined: as it is at first. What can't be in an address is not kept. */
export function setDetail({ details }: Detailed, key: DetailKey, value: string | undefined): void {
  const { [key]: before, ...rest } = details.value;
  const next = value !== undefined && detailForms[key].test(value) ? value : undefined;
  if (next !== before) details.value = next === undefined ? rest : { ...rest, [key]: next };
}

/** The same without those that are of one thing alone, once another one takes its place. */
export function without(details: Details, keys: readonly DetailKey[]): Details {
  return keys.some((key) => key in details)
    ? Object.fromEntries(Object.entries(details).filter(([key]) => !keys.includes(key as DetailKey)))
    : details;
}

/** Of a scenario and its runs. */
export const ofScenario: readonly DetailKey[] = ['link', 'row', 'answers', 'hints'];
/** Of what is selected. */
export const ofSelection: readonly DetailKey[] = ['why', 'turn'];
