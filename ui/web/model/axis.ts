// Where each moment of a run stands: a monotone map from (time, number) to pixels, and back.

import { atOnce, type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import { countBefore } from '../../views/bisect.ts';
import type { Arrow, Instant } from './arrows.ts';
import { type AxisScale, firstScale, focusOf } from './axis-scale.ts';
import {
  type ArrowStops,
  type AxisContent,
  ended,
  endSeq,
  findingStops,
  none,
  nowhere,
  type Stops,
  stopKinds,
} from './axis-stops.ts';
import { afterLast, type LastPlaces, lastPlaces, putLast } from './last-places.ts';

export const axisModes = ['linear', 'compressed', 'step', 'event'] as const;
export type AxisMode = (typeof axisModes)[number];

export interface AxisBreak {
  readonly y: number;
  readonly lengthUs: Us;
}

/** Several events at one time, spread out. */
export interface ZeroTime {
  readonly fromY: number;
  readonly toY: number;
  readonly events: number;
}

/** Messages as columns: where each begins and where it ends, NaN where it doesn't; from which lane to which; what it looks like. */
export interface LaidArrows extends Pick<ArrowStops, 'from' | 'to' | 'look'> {
  readonly arrows: readonly Arrow[];
  readonly startY: Float64Array;
  readonly endY: Float64Array;
}

export interface Axis {
  readonly mode: AxisMode;
  /** The messages that it is made for, all at once: `y` says the same of each. */
  readonly laid: LaidArrows;
  /** The place of a record that is drawn; of one that isn't, the place of the last drawn one before it. */
  y(instant: Instant): number;
  /** The place of a time, after everything that happened then. */
  yOfTime(us: Us): number;
  /** The time of a place; the inverse of `yOfTime`. */
  timeOf(y: number): Us;
  readonly bottom: number;
  readonly breaks: readonly AxisBreak[];
  readonly zeroTimes: readonly ZeroTime[];
}

const top = 20;
const least = 8.6;
const most = 35;
const breakHeight = 38;
const rowHeight = 18;
/** A record of the trace, drawn or not, where events are counted. */
const eventHeight = 4;
/** A short run is drawn out to about so much, but never by more than `most`. */
const drawnOut = { to: 660, most: 1.3 } as const;
/** Lower than this, events of one time need no band to tell that they are. */
const leastBand = { compressed: 44, linear: 16, step: 16, event: 16 } as const;
/** Labels stand above their arrows, which fall by ten pixels or so. */
const labelRoom = 20;
const headRoom = 15;
const timerRoom = 14;
/** What is sent again has two heads, and the hinder one of a steep arrow stands above the other. */
const againRoom = 21;
/** A state's pill stands so far beneath its moment that it covers no head which arrived then; what follows clears it. */
export const pillDrop = 13.5;
const sentKind = stopKinds.indexOf('sent');
const againKind = stopKinds.indexOf('again');
/** By the kind of a stop: sent, arrived, again, ended. */
const pillRoom = [pillDrop + 11.5, pillDrop + 18.5, pillDrop + 26, pillDrop + 18.5] as const;

/** Makes the axis. `zoom` stretches every step; the scale is the compressed axis' alone. Linear in what is drawn, after one sort. */
export function createAxis(content: AxisContent, mode: AxisMode, zoom = 1, scale = firstScale): Axis {
  return atOnce(makingAxis(content, mode, zoom, scale));
}

/** The same step by step. */
export function* makingAxis(
  content: AxisContent,
  mode: AxisMode,
  zoom: number,
  scale: AxisScale,
): Steps<Axis> {
  const stops = yield* findingStops(content);
  const laying = createLaying(stops, mode, zoom, scale);
  yield* stretches(stops.count, laying.lay);
  const { ys, breaks } = laying;
  const factor = mode === 'compressed' ? drawOut(ys.at(-1)!) : 1;
  const place = (at: number): number => top + (at - top) * factor;
  const places = factor === 1 ? ys : ys.map(place);
  const drawnBreaks = breaks.map((one) => ({ ...one, y: place(one.y) }));
  const laid = yield* layingArrows(content.arrows, stops, places);
  const zeroTimes = yield* findingZeroTimes(stops, places, leastBand[mode]);
  return axisOver(stops, places, { mode, breaks: drawnBreaks, zeroTimes, laid });
}

/** Lays stops out one after the other. */
function createLaying(stops: Stops, mode: AxisMode, zoom: number, scale: AxisScale) {
  const { count, atUs } = stops;
  const focusUs = focusOf(scale, atUs[count - 1]! - atUs[0]!, count);
  const ys = new Float64Array(count);
  const breaks: AxisBreak[] = [];
  const taken: Taken = {
    pillAt: lastPlaces(),
    labelAt: lastPlaces(),
    headAt: lastPlaces(),
    endAt: lastPlaces(),
  };
  const perUs = linearScale(stops) * zoom;
  const raised = (at: number, index: number): number => Math.max(at, roomFor(stops, index, taken));
  let y = top;
  const layOne = (index: number): void => {
    if (mode === 'linear') {
      y = top + (atUs[index]! - atUs[0]!) * perUs;
    } else if (mode === 'step') {
      y = raised(y + (index === 0 ? 0 : rowHeight * zoom), index);
    } else if (mode === 'event') {
      y = raised(y + (index === 0 ? 0 : eventsBefore(stops, index) * eventHeight * zoom), index);
    } else if (index > 0) {
      const deltaUs = atUs[index]! - atUs[index - 1]!;
      const silent = deltaUs > scale.cutUs;
      const from = y;
      y = raised(y + (silent ? breakHeight : stepBefore(stops, index, deltaUs, focusUs) * zoom), index);
      if (silent) breaks.push({ y: (from + y) / 2, lengthUs: deltaUs });
    }
    ys[index] = y;
    if (stops.pill[index] !== none) putLast(taken.pillAt, stops.pill[index]!, y);
    if (stops.sends[index] !== none) putLast(taken.labelAt, stops.sends[index]!, y);
    if (stops.arrives[index] !== none) putLast(taken.headAt, stops.arrives[index]!, y);
    if (stops.kind[index] === ended) putLast(taken.endAt, stops.touches[index]!, y);
  };
  return {
    ys,
    breaks,
    lay(from: number, until: number): void {
      for (let index = from; index < until; index++) layOne(index);
    },
  };
}

function* layingArrows(arrows: readonly Arrow[], stops: Stops, ys: Float64Array): Steps<LaidArrows> {
  const { atUs, seq, count } = stops;
  const { leavesAt, endsAt, from, to, look } = stops.arrows;
  // The list may have grown since.
  const messages = leavesAt.length;
  const heightOf = (first: number): number => {
    let stop = first;
    // Of one moment, the last stop is its place.
    while (stop + 1 < count && atUs[stop + 1] === atUs[stop] && seq[stop + 1] === seq[stop]) stop++;
    return stop === nowhere ? Number.NaN : ys[stop]!;
  };
  const [startY, endY] = [new Float64Array(messages), new Float64Array(messages)];
  yield* stretches(messages, (first, until) => {
    for (let index = first; index < until; index++) {
      startY[index] = heightOf(leavesAt[index]!);
      endY[index] = heightOf(endsAt[index]!);
    }
  });
  return { arrows, startY, endY, from, to, look };
}

function drawOut(bottom: number): number {
  return Math.min(drawnOut.most, Math.max(1, drawnOut.to / bottom));
}

/** How many records of the trace lie between a stop and the one before; the end of the run is one. */
function eventsBefore({ seq }: Stops, index: number): number {
  return seq[index] === endSeq ? 1 : Math.max(1, Math.min(15, seq[index]! - seq[index - 1]!));
}

/** Stretches of one time that take up room. */
function* findingZeroTimes(
  { count, atUs, seq }: Stops,
  ys: Float64Array,
  least: number,
): Steps<readonly ZeroTime[]> {
  const found: ZeroTime[] = [];
  let first = 0;
  yield* stretches(count, (_, until) => {
    while (first < until) {
      let next = first + 1;
      while (next < count && atUs[next] === atUs[first]) next++;
      const last = seq[next - 1] === endSeq ? next - 2 : next - 1;
      const [fromY, toY] = [ys[first] ?? 0, ys[last] ?? 0];
      if (last > first && toY - fromY >= least) found.push({ fromY, toY, events: last - first + 1 });
      first = next;
    }
  });
  return found;
}

function stepBefore({ kind }: Stops, index: number, deltaUs: Us, focusUs: Us): number {
  if (deltaUs === 0) return kind[index - 1] !== sentKind && kind[index] === sentKind ? 5 : 0;
  return least + (most - least) * (2 / Math.PI) * Math.atan(deltaUs / focusUs);
}

interface Taken {
  readonly pillAt: LastPlaces;
  readonly labelAt: LastPlaces;
  readonly headAt: LastPlaces;
  /** Where a timer of the lane ended. */
  readonly endAt: LastPlaces;
}

/** Below the pill of the lane that it touches, and clear of the label and the head above it. */
function roomFor({ kind, touches, sends, arrives }: Stops, index: number, taken: Taken): number {
  const [what, touched, arriving] = [kind[index]!, touches[index]!, arrives[index]!];
  let room = Math.max(0, afterLast(taken.pillAt, touched, pillRoom[what]!));
  if (sends[index] !== none) room = Math.max(room, afterLast(taken.labelAt, sends[index]!, labelRoom));
  if (arriving !== none) {
    room = Math.max(room, afterLast(taken.headAt, arriving, headRoom));
    room = Math.max(room, afterLast(taken.endAt, arriving, what === againKind ? againRoom : timerRoom));
  }
  return what === ended ? Math.max(room, afterLast(taken.headAt, touched, timerRoom)) : room;
}

/** Linear time shows its shortest common step, and no more than 40,000 px in all. */
function linearScale({ count, atUs }: Stops): number {
  const spanUs = atUs[count - 1]! - atUs[0]!;
  return Math.min(0.0012, 40_000 / Math.max(1, spanUs));
}

/** How many values of a growing column are at most `limit`. */
function countUpTo(values: Float64Array, limit: number): number {
  return countBefore(values.length, (place) => values[place]! <= limit);
}

function axisOver(
  stops: Stops,
  ys: Float64Array,
  told: Pick<Axis, 'mode' | 'breaks' | 'zeroTimes' | 'laid'>,
): Axis {
  const { count, atUs: times, seq: numbers, upTo } = stops;
  const end = count - 1;
  const isUpTo = (index: number, atUs: Us, seq: number): boolean =>
    times[index]! < atUs || (times[index] === atUs && numbers[index]! <= seq);
  /** The last stop at or before a moment; of one time, numbers grow too. */
  function lastUpTo(atUs: Us, seq: number): number {
    // A record of this trace has its place by its number; any other moment is looked for.
    const near = (upTo[seq] ?? 0) - 1;
    if (near >= 0 && isUpTo(near, atUs, seq) && !(near < end && isUpTo(near + 1, atUs, seq))) return near;
    let index = countUpTo(times, atUs) - 1;
    if (index < 0 || times[index]! < atUs) return index;
    let low = countUpTo(times, atUs - 1);
    while (low <= index) {
      const middle = (low + index) >> 1;
      if (numbers[middle]! <= seq) low = middle + 1;
      else index = middle - 1;
    }
    return index;
  }
  return {
    ...told,
    bottom: ys[end]!,
    y: ({ atUs, seq }) => ys[Math.max(0, lastUpTo(atUs, seq))]!,
    yOfTime(time) {
      const index = countUpTo(times, time) - 1;
      if (index < 0) return top;
      if (index === end) return ys[end]!;
      const share = (time - times[index]!) / (times[index + 1]! - times[index]!);
      return ys[index]! + (ys[index + 1]! - ys[index]!) * share;
    },
    timeOf(y) {
      const index = countUpTo(ys, y) - 1;
      if (index < 0) return times[0]!;
      if (index === end) return times[end]!;
      const share = (y - ys[index]!) / (ys[index + 1]! - ys[index]!);
      return Math.round(times[index]! + (times[index + 1]! - times[index]!) * share);
    },
  };
}
