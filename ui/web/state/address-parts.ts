// The page's state from the parts of its address, a key and a value each. How they stand in an address is `address.ts`'s to say;
// `written-parts.ts` writes them.
import type { AxisMode } from '../model/axis.ts';
import type { RunMark } from '../model/run-mark.ts';
import { timeModes } from '../model/time-modes.ts';
import { readAside, readLayers, readLength, readMoment, readPlace, readZoom } from './address-looks.ts';
import { readSpan } from './address-times.ts';
import { type DetailKey, detailForms } from './details.ts';
import { longestText, readEdits } from './edit-address.ts';
import { firstState, type PageState } from './page-state.ts';
import { readSpeed } from './speeds.ts';

/** A list is the reader's changes, one each. */
export type Part = readonly [key: string, value: string | readonly string[]];

export const axisLetters: Readonly<Record<AxisMode, string>> = {
  compressed: 'c',
  linear: 'l',
  step: 's',
  event: 'e',
};
export const listOfLessons = 'all';
const furtherTabs = ['fields', 'bytes', 'state', 'spec', 'diff'] as const;

export interface ReadParts {
  readonly state: PageState;
  /** Those that can't be read. */
  readonly unknown: readonly Part[];
}

/** A later part goes before an earlier one of its key. */
export function stateOfParts(parts: readonly Part[]): ReadParts {
  const unknown: Part[] = [];
  let state = firstState;
  for (const part of parts) {
    const read = readPart(part, state);
    if (read === undefined) unknown.push(part);
    else state = { ...state, ...read };
  }
  // A lesson brings its scenario: `#v1&lesson=handshake` is enough.
  const lesson = state.learning?.lesson;
  if (lesson !== undefined && !parts.some(([key]) => key === 's'))
    state = { ...state, scenario: `lessons/${lesson}` };
  return { state, unknown };
}

/** What a part changes; undefined where it can't be read. */
function readPart([key, value]: Part, before: PageState): Partial<PageState> | undefined {
  if (typeof value !== 'string') {
    const edits = key === 'f' ? readEdits(value) : undefined;
    return edits && { edits };
  }
  if (Object.hasOwn(detailForms, key))
    return detailForms[key as DetailKey].test(value)
      ? { details: { ...before.details, [key]: value } }
      : undefined;
  const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
  return read?.(value, before);
}

type Reader = (value: string, before: PageState) => Partial<PageState> | undefined;

const readers: Readonly<Record<string, Reader>> = {
  s: (value) => (/^[\w/-]{1,120}$/.test(value) ? { scenario: value } : undefined),
  own: (value, { own }) =>
    /^\P{C}{1,200}$/u.test(value) ? { own: { text: '', ...own, name: value } } : undefined,
  yaml: (text, { own }) =>
    text !== '' && text.length <= longestText ? { own: { name: 'scenario.yaml', ...own, text } } : undefined,
  file: (value) => (value.length >= 1 && value.length <= 200 ? { file: value } : undefined),
  seed: (value) => (value.length >= 1 && value.length <= 256 ? { seed: value } : undefined),
  edit: (value) => (value === '1' ? { editing: true } : undefined),
  draft(value) {
    const [, name, text = ''] = /^([^:\p{C}]{0,200}):(.*)$/su.exec(value) ?? [];
    return name === undefined || text.length > longestText ? undefined : { draft: { name, text } };
  },
  t: readMoment,
  speed(value) {
    const speed = readSpeed(value);
    return speed === undefined ? undefined : { speed };
  },
  sel: (value) => (value === '' ? undefined : { selected: value }),
  tab(value) {
    const tab = furtherTabs.find((one) => one === value);
    return tab === undefined ? undefined : { tab };
  },
  beside: (value) => (value === '' ? undefined : { beside: value }),
  mark: (value) => (value === '' ? undefined : { marked: value }),
  measure(value) {
    const measured = readSpan(value);
    return measured && { measured };
  },
  ax(value) {
    const found = Object.entries(axisLetters).find(([, letter]) => letter === value);
    return found === undefined ? undefined : { axis: found[0] as AxisMode };
  },
  focus(value, { scale }) {
    const focusUs = value === 'auto' ? value : readLength(value);
    return focusUs === undefined ? undefined : { scale: { ...scale, focusUs } };
  },
  cut(value, { scale }) {
    const cutUs = value === 'never' ? Number.POSITIVE_INFINITY : readLength(value);
    return cutUs === undefined ? undefined : { scale: { ...scale, cutUs } };
  },
  zoom(value) {
    const zoom = readZoom(value);
    return zoom === undefined ? undefined : { zoom };
  },
  y(value) {
    const place = readPlace(value);
    return place && { place };
  },
  x(value) {
    const aside = readAside(value);
    return aside && { aside };
  },
  follow: (value) => (value === '1' ? { following: true } : undefined),
  off(value, before) {
    const layers = readLayers(value, before.layers);
    return layers && { layers };
  },
  timers: (value, { layers }) => (value === 'all' ? { layers: { ...layers, allTimers: true } } : undefined),
  run: (value) => (value === 'a' || value === 'b' ? { showing: value } : undefined),
  cmp(value) {
    // `1` is what it was when there was one way only.
    if (value === '1') return { comparing: 'overlay' };
    return value === 'overlay' || value === 'side' ? { comparing: value } : undefined;
  },
  view: (value) => (value === 'charts' || value === 'matrix' ? { view: value } : undefined),
  m: (value) => (/^\w{1,40}$/.test(value) ? { machine: value } : undefined),
  of: (value) => (value === 'all' ? { scope: value } : undefined),
  q: (value) => (value.length >= 1 && value.length <= 500 ? { filter: value } : undefined),
  only: (value) => (value === '1' ? { only: true } : undefined),
  hide(value) {
    const hidden = value.split(',');
    const isRead = hidden.length <= 50 && hidden.every((node) => /^[\w /()-]{1,80}$/.test(node));
    return isRead ? { hidden } : undefined;
  },
  fold: (value) => (value === '1' ? { folded: true } : undefined),
  times(value) {
    const times = timeModes.find((mode) => mode === value);
    return times === undefined ? undefined : { times };
  },
  table: (value) => (value === '1' ? { asTable: true } : undefined),
  part(value) {
    const range = readSpan(value);
    return range && { range };
  },
  lesson(value, { learning }) {
    if (value === listOfLessons) return { learning: { step: 1, ...learning } };
    return /^[\w-]{1,60}$/.test(value) ? { learning: { step: 1, ...learning, lesson: value } } : undefined;
  },
  step: (value, { learning }) =>
    /^[1-9]\d?$/.test(value) ? { learning: { ...learning, step: Number(value) } } : undefined,
  eng: (value, { made }) =>
    /^[\w.+-]{1,40}$/.test(value) ? { made: { ...made, engine: value } } : undefined,
  h(value, { made }) {
    const run = readMark(value);
    return run && { made: { ...made, run } };
  },
};

function readMark(value: string): RunMark | undefined {
  const match = /^([\da-f]{8})(?:\.(\d{1,6})\.([\da-f]{16}))?$/.exec(value);
  if (match === null) return undefined;
  const [, fingerprint = '', records, eighths] = match;
  return eighths === undefined
    ? { fingerprint }
    : { fingerprint, records: Number(records), eighths: eighths.match(/../g) ?? [] };
}
