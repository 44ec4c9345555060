// Every moment that has a place on the axis, in order, as columns of numbers: a long run has half a million of them.
import type { Us } from '../../../sim/time.ts';
import type { Arrow, Instant } from './arrows.ts';
import { gapOf } from './last-places.ts';
import type { StatePill } from './state-pills.ts';
import type { TimerSpan } from './timer-spans.ts';

/** What the axis must leave room for. */
export interface AxisContent {
  readonly arrows: readonly Arrow[];
  readonly timers: readonly TimerSpan[];
  readonly pills: readonly StatePill[];
  /** Nodes of one lane keep clear of each other. */
  readonly laneOf: ReadonlyMap<string, number>;
  readonly endUs: Us;
}

/** What happens at a stop, which says how much room it takes beneath a state. */
export const stopKinds = ['sent', 'arrived', 'again', 'ended'] as const;

/** In the columns of lanes and gaps: none. */
export const none = -2;

export interface Stops {
  readonly count: number;
  readonly atUs: Float64Array;
  readonly seq: Float64Array;
  /** Of `stopKinds`. */
  readonly kind: Int32Array;
  /** The lane that something touches here. */
  readonly touches: Int32Array;
  /** The gap that a message leaves into, and the lane where one arrives: their labels and heads need room. */
  readonly sends: Int32Array;
  readonly arrives: Int32Array;
  /** The lane of a state that stands here, or of a message that leaves and returns: both reach down from here. */
  readonly pill: Int32Array;
}

/** The end of the run is a stop of its own, and the last of its time. */
export const endSeq = Number.MAX_SAFE_INTEGER;

const sent = 0;
const arrived = 1;
const again = 2;
/** A timer ended: its mark stands beside the lifeline, where heads arrive. */
export const ended = 3;

export function stopsOf({ arrows, timers, pills, laneOf, endUs }: AxisContent): Stops {
  const stops = columns(arrows.length * 3 + timers.length * 2 + pills.length + 1);
  const lane = (node: string): number => laneOf.get(node) ?? -1;
  let count = 0;
  function add({ atUs, seq }: Instant, kind: number, touches = none): number {
    stops.atUs[count] = atUs;
    stops.seq[count] = seq;
    stops.kind[count] = kind;
    stops.touches[count] = touches;
    return count++;
  }
  for (const { sent: leaves, end, copy, message } of arrows) {
    const [from, to] = [lane(message.fromNode), lane(message.toNode)];
    const leaving = add(leaves, sent, from);
    stops.sends[leaving] = gapOf(from, to);
    if (from === to) stops.pill[leaving] = from;
    if (end !== undefined)
      stops.arrives[add(end, message.transmission > 0 ? again : arrived, message.lost ? none : to)] = to;
    if (copy !== undefined) stops.arrives[add(copy, arrived, to)] = to;
  }
  for (const { set, end, node } of timers) {
    add(set, arrived);
    if (end !== undefined) add(end, ended, lane(node));
  }
  for (const pill of pills) stops.pill[add(pill, arrived, lane(pill.node))] = lane(pill.node);
  add({ atUs: endUs, seq: endSeq }, arrived);
  return inOrder(stops, count);
}

function columns(count: number): Stops {
  const lanes = (): Int32Array => new Int32Array(count).fill(none);
  return {
    count,
    atUs: new Float64Array(count),
    seq: new Float64Array(count),
    kind: new Int32Array(count),
    touches: lanes(),
    sends: lanes(),
    arrives: lanes(),
    pill: lanes(),
  };
}

function inOrder(stops: Stops, count: number): Stops {
  const order = orderOf(stops, count);
  // One function a kind of array, or the engine takes neither for what it is.
  const floats = (from: Float64Array): Float64Array => {
    const to = new Float64Array(count);
    for (let index = 0; index < count; index++) to[index] = from[order[index]!]!;
    return to;
  };
  const lanes = (from: Int32Array): Int32Array => {
    const to = new Int32Array(count);
    for (let index = 0; index < count; index++) to[index] = from[order[index]!]!;
    return to;
  };
  return {
    count,
    atUs: floats(stops.atUs),
    seq: floats(stops.seq),
    kind: lanes(stops.kind),
    touches: lanes(stops.touches),
    sends: lanes(stops.sends),
    arrives: lanes(stops.arrives),
    pill: lanes(stops.pill),
  };
}

/**
 * By time, then by number; of one number in the order of adding. Both grow together in a trace, so one sort of plain numbers does it,
 * each made of a stop's number and its place; only what then stands out of time, as the end may, is sorted in earnest.
 */
function orderOf({ atUs, seq }: Stops, count: number): Uint32Array {
  const byNumber = new Float64Array(count);
  for (let index = 0; index < count; index++)
    byNumber[index] = Math.min(seq[index]!, 2 ** 30) * 2 ** 22 + index;
  byNumber.sort();
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place++) order[place] = byNumber[place]! % 2 ** 22;
  const inTime = (place: number): boolean => atUs[order[place - 1]!]! <= atUs[order[place]!]!;
  for (let place = 1; place < count; place++) {
    if (inTime(place)) continue;
    return order.sort((a, b) => atUs[a]! - atUs[b]! || seq[a]! - seq[b]! || a - b);
  }
  return order;
}
