// Where each moment of a run stands: a monotone map from (time, number) to pixels, and back.
import type { Us } from '../../../sim/time.ts';
import type { Arrow, Instant } from './arrows.ts';
import type { StatePill } from './state-pills.ts';
import type { TimerSpan } from './timer-spans.ts';

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

export interface Axis {
  readonly mode: AxisMode;
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

/** What the axis must leave room for. */
export interface AxisContent {
  readonly arrows: readonly Arrow[];
  readonly timers: readonly TimerSpan[];
  readonly pills: readonly StatePill[];
  /** Nodes of one lane keep clear of each other. */
  readonly laneOf: ReadonlyMap<string, number>;
  readonly endUs: Us;
}

const top = 20;
const least = 8.6;
const most = 35;
const focusUs = 150_000;
const breakUs = 200_000;
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
/** A state's pill stands so far beneath its moment that it covers no head which arrived then; what follows clears it. */
export const pillDrop = 13.5;
const pillRoom = { sent: pillDrop + 11.5, arrived: pillDrop + 18.5, again: pillDrop + 26 } as const;

interface Stop extends Instant {
  /** Lanes that something touches here, and what. */
  readonly touches: readonly number[];
  /** The two lanes between which a message leaves, and the lane where one arrives: their labels need room. */
  readonly sends?: string;
  readonly arrives?: number;
  /** A state that stands here, or a message that leaves its lane and returns: both reach down from here. */
  readonly pill?: number;
  /** What happens here, which says how much room it takes beneath a state. */
  readonly what: keyof typeof pillRoom;
}

/** Makes the axis. `zoom` stretches every step. Linear in what is drawn, after one sort. */
export function createAxis(content: AxisContent, mode: AxisMode, zoom = 1): Axis {
  const stops = stopsOf(content);
  const ys = new Float64Array(stops.length);
  const breaks: AxisBreak[] = [];
  const pillAt = new Map<number, number>();
  const labelAt = new Map<string, number>();
  const headAt = new Map<number, number>();
  const perUs = linearScale(stops) * zoom;
  let y = top;
  stops.forEach((stop, index) => {
    const before = stops[index - 1];
    const deltaUs = before === undefined ? 0 : stop.atUs - before.atUs;
    if (mode === 'linear') {
      y = top + (stop.atUs - (stops[0]?.atUs ?? 0)) * perUs;
    } else if (mode === 'step') {
      y += before === undefined ? 0 : rowHeight * zoom;
    } else if (mode === 'event') {
      y += before === undefined ? 0 : eventsBetween(before, stop) * eventHeight * zoom;
    } else if (before !== undefined) {
      const silent = deltaUs > breakUs;
      const from = y;
      y += silent ? breakHeight : stepOf(deltaUs, before, stop) * zoom;
      y = Math.max(y, roomFor(stop, { pillAt, labelAt, headAt }));
      if (silent) breaks.push({ y: (from + y) / 2, lengthUs: deltaUs });
    }
    ys[index] = y;
    if (stop.pill !== undefined) pillAt.set(stop.pill, y);
    if (stop.sends !== undefined) labelAt.set(stop.sends, y);
    if (stop.arrives !== undefined) headAt.set(stop.arrives, y);
  });
  const factor = mode === 'compressed' ? drawOut(y) : 1;
  const place = (at: number): number => top + (at - top) * factor;
  return axisOver(
    stops,
    ys.map(place),
    mode,
    breaks.map((one) => ({ ...one, y: place(one.y) })),
  );
}

function drawOut(bottom: number): number {
  return Math.min(drawnOut.most, Math.max(1, drawnOut.to / bottom));
}

/** How many records of the trace lie between two stops; the end of the run is one. */
function eventsBetween(before: Stop, stop: Stop): number {
  return stop.seq === Number.MAX_SAFE_INTEGER ? 1 : Math.max(1, Math.min(15, stop.seq - before.seq));
}

/** Stretches of one time that take up room. */
function zeroTimesOf(stops: readonly Stop[], ys: Float64Array, least: number): ZeroTime[] {
  const found: ZeroTime[] = [];
  for (let first = 0; first < stops.length; ) {
    let next = first + 1;
    while (next < stops.length && stops[next]!.atUs === stops[first]!.atUs) next++;
    const last = stops[next - 1]!.seq === Number.MAX_SAFE_INTEGER ? next - 2 : next - 1;
    const [fromY, toY] = [ys[first] ?? 0, ys[last] ?? 0];
    if (last > first && toY - fromY >= least) found.push({ fromY, toY, events: last - first + 1 });
    first = next;
  }
  return found;
}

function stepOf(deltaUs: Us, before: Stop, stop: Stop): number {
  if (deltaUs === 0) return before.what !== 'sent' && stop.what === 'sent' ? 5 : 0;
  return least + (most - least) * (2 / Math.PI) * Math.atan(deltaUs / focusUs);
}

interface Taken {
  readonly pillAt: ReadonlyMap<number, number>;
  readonly labelAt: ReadonlyMap<string, number>;
  readonly headAt: ReadonlyMap<number, number>;
}

/** Below the pills of the lanes that it touches, and clear of the label and the head above it. */
function roomFor(stop: Stop, { pillAt, labelAt, headAt }: Taken): number {
  const below = <K>(taken: ReadonlyMap<K, number>, key: K | undefined, room: number): number =>
    key === undefined ? 0 : (taken.get(key) ?? Number.NEGATIVE_INFINITY) + room;
  const pills = stop.touches.map((lane) => below(pillAt, lane, pillRoom[stop.what]));
  return Math.max(0, ...pills, below(labelAt, stop.sends, labelRoom), below(headAt, stop.arrives, headRoom));
}

/** Linear time shows its shortest common step, and no more than 40,000 px in all. */
function linearScale(stops: readonly Stop[]): number {
  const spanUs = (stops.at(-1)?.atUs ?? 0) - (stops[0]?.atUs ?? 0);
  return Math.min(0.0012, 40_000 / Math.max(1, spanUs));
}

function stopsOf({ arrows, timers, pills, laneOf, endUs }: AxisContent): Stop[] {
  const stops: Stop[] = [];
  const lane = (node: string): number => laneOf.get(node) ?? -1;
  for (const { sent, end, copy, message } of arrows) {
    const [from, to] = [lane(message.fromNode), lane(message.toNode)];
    const gap = `${Math.min(from, to)}|${Math.max(from, to)}`;
    stops.push({ ...sent, touches: [from], sends: gap, ...(from === to && { pill: from }), what: 'sent' });
    if (end !== undefined)
      stops.push({
        ...end,
        touches: message.lost ? [] : [to],
        arrives: to,
        what: message.transmission > 0 ? 'again' : 'arrived',
      });
    if (copy !== undefined) stops.push({ ...copy, touches: [to], arrives: to, what: 'arrived' });
  }
  for (const { set, end, node } of timers) {
    stops.push({ ...set, touches: [], what: 'arrived' });
    if (end !== undefined) stops.push({ ...end, touches: [lane(node)], what: 'arrived' });
  }
  for (const { atUs, seq, node } of pills)
    stops.push({ atUs, seq, touches: [lane(node)], pill: lane(node), what: 'arrived' });
  stops.push({ atUs: endUs, seq: Number.MAX_SAFE_INTEGER, touches: [], what: 'arrived' });
  return stops.sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
}

function axisOver(stops: readonly Stop[], ys: Float64Array, mode: AxisMode, breaks: AxisBreak[]): Axis {
  /** The last stop for which `fits` holds; stops are in order. */
  const lastWhere = (fits: (index: number) => boolean): number => {
    let low = -1;
    let high = stops.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const at = (index: number): number => ys[index] ?? top;
  const us = (index: number): Us => stops[index]?.atUs ?? 0;
  return {
    mode,
    bottom: at(stops.length - 1),
    breaks,
    zeroTimes: zeroTimesOf(stops, ys, leastBand[mode]),
    y({ atUs, seq }) {
      return at(
        Math.max(
          0,
          lastWhere((i) => us(i) < atUs || (us(i) === atUs && (stops[i]?.seq ?? 0) <= seq)),
        ),
      );
    },
    yOfTime(time) {
      const index = lastWhere((i) => us(i) <= time);
      if (index < 0) return top;
      if (index === stops.length - 1) return at(index);
      const share = (time - us(index)) / (us(index + 1) - us(index));
      return at(index) + (at(index + 1) - at(index)) * share;
    },
    timeOf(y) {
      const index = lastWhere((i) => at(i) <= y);
      if (index < 0) return us(0);
      if (index === stops.length - 1) return us(index);
      const share = (y - at(index)) / (at(index + 1) - at(index));
      return Math.round(us(index) + (us(index + 1) - us(index)) * share);
    },
  };
}
