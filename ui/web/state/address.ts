// The page's state as its address: readable, short, complete. Reading is total: what is not understood is told and left out.

import type { AxisMode } from '../model/axis.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import { readEdits, writeEdit } from './edit-address.ts';
import { firstLook, type Look, timeModes } from './looking.ts';

/** What fills the page: the ladder, the statecharts, the requirements. */
export type View = 'ladder' | 'charts' | 'matrix';

/** Two runs in one ladder, or a ladder each. */
export type CompareMode = 'overlay' | 'side';

export interface PageState extends Look {
  readonly scenario: string;
  readonly seed?: string;
  readonly edits: readonly FaultEdit[];
  /** The playhead, in µs; absent at the end of the run. */
  readonly atUs?: number;
  /** The key of the selected message. */
  readonly selected?: string;
  readonly axis: AxisMode;
  /** Which run is shown where there are edits. */
  readonly showing: 'a' | 'b';
  /** Absent where one run is shown by itself. */
  readonly comparing?: CompareMode;
  readonly view: View;
  readonly machine: string;
  readonly scope: 'run' | 'all';
  /** Where a learner is. */
  readonly learning?: Learning;
}

/** A step of a lesson, counted from 1; without a lesson their list. */
export interface Learning {
  readonly lesson?: string;
  readonly step: number;
}

export const firstState: PageState = {
  ...firstLook,
  scenario: 'figure-1',
  edits: [],
  axis: 'compressed',
  showing: 'b',
  view: 'ladder',
  machine: 'inviteClient',
  scope: 'run',
};

export interface ReadAddress {
  readonly state: PageState;
  /** What was not understood, a sentence each. */
  readonly problems: readonly string[];
}

const axisLetters: Readonly<Record<AxisMode, string>> = {
  compressed: 'c',
  linear: 'l',
  step: 's',
  event: 'e',
};
const longest = 8_000;
const listOfLessons = 'all';

/** `#v1&s=figure-1&f=x:bob>core/200 INVITE/1`. Only what differs from the first state is written. */
export function writeAddress(state: PageState): string {
  const parts = ['v1', `s=${escaped(state.scenario)}`];
  if (state.seed !== undefined) parts.push(`seed=${escaped(state.seed)}`);
  if (state.edits.length > 0)
    parts.push(`f=${state.edits.map((edit) => escaped(writeEdit(edit))).join('~')}`);
  if (state.atUs !== undefined) parts.push(`t=${state.atUs}`);
  if (state.selected !== undefined) parts.push(`sel=${escaped(state.selected)}`);
  if (state.axis !== firstState.axis) parts.push(`ax=${axisLetters[state.axis]}`);
  if (state.showing === 'a' && state.edits.length > 0) parts.push('run=a');
  if (state.comparing !== undefined) parts.push(`cmp=${state.comparing}`);
  if (state.filter !== '') parts.push(`q=${escaped(state.filter)}`);
  if (state.hidden.length > 0) parts.push(`hide=${state.hidden.map(escaped).join(',')}`);
  if (state.folded) parts.push('fold=1');
  if (state.times !== firstLook.times) parts.push(`times=${state.times}`);
  if (state.view !== firstState.view) parts.push(`view=${state.view}`);
  if (state.machine !== firstState.machine) parts.push(`m=${state.machine}`);
  if (state.scope !== firstState.scope) parts.push(`of=${state.scope}`);
  const { learning } = state;
  if (learning !== undefined) parts.push(`lesson=${learning.lesson ?? listOfLessons}`);
  if (learning?.lesson !== undefined && learning.step > 1) parts.push(`step=${learning.step}`);
  return `#${parts.join('&')}`;
}

/** Reads any text. */
export function readAddress(hash: string): ReadAddress {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text === '') return { state: firstState, problems: [] };
  if (text.length > longest)
    return { state: firstState, problems: [`an address of more than ${longest} characters`] };
  const [version, ...parts] = text.split('&');
  if (version !== 'v1')
    return { state: firstState, problems: [`an address that does not begin with v1: ${shown(text)}`] };
  const problems: string[] = [];
  let state: PageState = firstState;
  for (const part of parts) {
    const equals = part.indexOf('=');
    const value = unescaped(part.slice(equals + 1));
    const read = equals < 1 || value === undefined ? undefined : readPart(part.slice(0, equals), value);
    if (read === undefined) problems.push(`${shown(part)} in the address`);
    else state = merged(state, read);
  }
  // A lesson brings its scenario: `#v1&lesson=handshake` is enough.
  const lesson = state.learning?.lesson;
  if (lesson !== undefined && !parts.some((part) => part.startsWith('s=')))
    state = { ...state, scenario: `lessons/${lesson}` };
  return { state, problems };
}

/** Lesson and step stand in two parts. */
function merged(state: PageState, read: Partial<PageState>): PageState {
  const learning = read.learning && { ...state.learning, ...read.learning };
  return { ...state, ...read, ...(learning !== undefined && { learning }) };
}

/** The state that one part stands for; undefined when it can't be read. */
function readPart(key: string, value: string): Partial<PageState> | undefined {
  switch (key) {
    case 's':
      return /^[\w/-]{1,120}$/.test(value) ? { scenario: value } : undefined;
    case 'seed':
      return value.length >= 1 && value.length <= 256 ? { seed: value } : undefined;
    case 'f': {
      const edits = readEdits(value);
      return edits && { edits };
    }
    case 't':
      return /^\d{1,15}$/.test(value) ? { atUs: Number(value) } : undefined;
    case 'sel':
      return value === '' ? undefined : { selected: value };
    case 'ax': {
      const found = Object.entries(axisLetters).find(([, letter]) => letter === value);
      return found === undefined ? undefined : { axis: found[0] as AxisMode };
    }
    case 'run':
      return value === 'a' || value === 'b' ? { showing: value } : undefined;
    case 'view':
      return value === 'charts' || value === 'matrix' ? { view: value } : undefined;
    case 'm':
      return /^\w{1,40}$/.test(value) ? { machine: value } : undefined;
    case 'of':
      return value === 'all' ? { scope: value } : undefined;
    case 'q':
      return value.length >= 1 && value.length <= 500 ? { filter: value } : undefined;
    case 'hide':
      return readHidden(value);
    case 'fold':
      return value === '1' ? { folded: true } : undefined;
    case 'lesson':
      if (value === listOfLessons) return { learning: { step: 1 } };
      return /^[\w-]{1,60}$/.test(value) ? { learning: { lesson: value, step: 1 } } : undefined;
    case 'step':
      return /^[1-9]\d?$/.test(value) ? { learning: { step: Number(value) } } : undefined;
    case 'times': {
      const times = timeModes.find((mode) => mode === value);
      return times === undefined ? undefined : { times };
    }
    case 'cmp':
      // `1` is what it was when there was one way only.
      if (value === '1') return { comparing: 'overlay' };
      return value === 'overlay' || value === 'side' ? { comparing: value } : undefined;
    default:
      return undefined;
  }
}

/** The nodes of hidden lanes: `bob,core`. */
function readHidden(value: string): Partial<PageState> | undefined {
  const hidden = value.split(',');
  return hidden.length <= 50 && hidden.every((node) => /^[\w /()-]{1,80}$/.test(node))
    ? { hidden }
    : undefined;
}

/** Percent-encodes what an address may not hold, and what separates its parts; `>`, `/`, `:` and `,` stay readable. */
function escaped(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%(?:2F|3A|3E|2C|40)/g, (code) => decodeURIComponent(code))
    .replaceAll('~', '%7E');
}

/** A lone surrogate has no UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
