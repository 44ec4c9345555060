// Where each moment of a run stands: a monotone map from (time, number) to pixels, and back.
import type { Us } from '../../../sim/time.ts';
import type { Arrow, Instant } from './arrows.ts';
import type { StatePill } from './state-pills.ts';
import type { TimerSpan } from './timer-spans.ts';

export type AxisMode = 'compressed' | 'linear' | 'step';

export interface AxisBreak {
  readonly y: number;
  readonly lengthUs: Us;
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
}

/** What the axis must leave room for. */
export interface AxisContent {
  readonly arrows: readonly Arrow[];
  readonly timers: readonly TimerSpan[];
  readonly pills: readonly StatePill[];
  readonly endUs: Us;
}

const top = 20;
const least = 8.6;
const most = 35;
const focusUs = 150_000;
const breakUs = 200_000;
const breakHeight = 38;
const rowHeight = 18;
/** Labels stand above their arrows, which fall by ten pixels or so. */
const labelRoom = 20;
const headRoom = 15;
/** A state's pill stands so far beneath its moment that it covers no head which arrived then; what follows clears it. */
export const pillDrop = 13.5;
const pillRoom = { sent: pillDrop + 11.5, arrived: pillDrop + 18.5, again: pillDrop + 26 } as const;

interface Stop extends Instant {
  /** Lanes that something touches here, and what. */
  readonly touches: readonly string[];
  /** The two lanes between which a message leaves, and the lane where one arrives: their labels need room. */
  readonly sends?: string;
  readonly arrives?: string;
  readonly pill?: string;
  /** What happens here, which says how much room it takes beneath a state. */
  readonly what: keyof typeof pillRoom;
}

/** Makes the axis. `zoom` stretches every step. Linear in what is drawn, after one sort. */
export function createAxis(content: AxisContent, mode: AxisMode, zoom = 1): Axis {
  const stops = stopsOf(content);
  const ys = new Float64Array(stops.length);
  const breaks: AxisBreak[] = [];
  const pillAt = new Map<string, number>();
  const labelAt = new Map<string, number>();
  const headAt = new Map<string, number>();
  const perUs = linearScale(stops) * zoom;
  let y = top;
  stops.forEach((stop, index) => {
    const before = stops[index - 1];
    const deltaUs = before === undefined ? 0 : stop.atUs - before.atUs;
    if (mode === 'linear') {
      y = top + (stop.atUs - (stops[0]?.atUs ?? 0)) * perUs;
    } else if (mode === 'step') {
      y += before === undefined ? 0 : rowHeight * zoom;
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
  return axisOver(stops, ys, mode, breaks);
}

function stepOf(deltaUs: Us, before: Stop, stop: Stop): number {
  if (deltaUs === 0) return before.what !== 'sent' && stop.what === 'sent' ? 5 : 0;
  return least + (most - least) * (2 / Math.PI) * Math.atan(deltaUs / focusUs);
}

interface Taken {
  readonly pillAt: ReadonlyMap<string, number>;
  readonly labelAt: ReadonlyMap<string, number>;
  readonly headAt: ReadonlyMap<string, number>;
}

/** Below the pills of the lanes that it touches, and clear of the label and the head above it. */
function roomFor(stop: Stop, { pillAt, labelAt, headAt }: Taken): number {
  const below = (taken: ReadonlyMap<string, number>, key: string | undefined, room: number): number =>
    key === undefined ? 0 : (taken.get(key) ?? Number.NEGATIVE_INFINITY) + room;
  const pills = stop.touches.map((lane) => below(pillAt, lane, pillRoom[stop.what]));
  return Math.max(0, ...pills, below(labelAt, stop.sends, labelRoom), below(headAt, stop.arrives, headRoom));
}

/** Linear time shows its shortest common step, and no more than 40,000 px in all. */
function linearScale(stops: readonly Stop[]): number {
  const spanUs = (stops.at(-1)?.atUs ?? 0) - (stops[0]?.atUs ?? 0);
  return Math.min(0.0012, 40_000 / Math.max(1, spanUs));
}

function stopsOf({ arrows, timers, pills, endUs }: AxisContent): Stop[] {
  const stops: Stop[] = [];
  for (const { sent, end, copy, message } of arrows) {
    const { fromNode, toNode } = message;
    const gap = fromNode < toNode ? `${fromNode}|${toNode}` : `${toNode}|${fromNode}`;
    stops.push({ ...sent, touches: [fromNode], sends: gap, what: 'sent' });
    if (end !== undefined)
      stops.push({
        ...end,
        touches: message.lost ? [] : [toNode],
        arrives: toNode,
        what: message.transmission > 0 ? 'again' : 'arrived',
      });
    if (copy !== undefined) stops.push({ ...copy, touches: [toNode], arrives: toNode, what: 'arrived' });
  }
  for (const { set, end, node } of timers) {
    stops.push({ ...set, touches: [], what: 'arrived' });
    if (end !== undefined) stops.push({ ...end, touches: [node], what: 'arrived' });
  }
  for (const { atUs, seq, node } of pills)
    stops.push({ atUs, seq, touches: [node], pill: node, what: 'arrived' });
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
