// Every moment that has a place on the axis, in order, as columns of numbers: a long run has half a million of them.
import type { Us } from '../../../sim/time.ts';
import { type Arrow, arrowLooks, type Instant } from './arrows.ts';
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
  readonly kind: Int16Array;
  /** The lane that something touches here. */
  readonly touches: Int16Array;
  /** The gap that a message leaves into, and the lane where one arrives: their labels and heads need room. */
  readonly sends: Int16Array;
  readonly arrives: Int16Array;
  /** The lane of a state that stands here, or of a message that leaves and returns: both reach down from here. */
  readonly pill: Int16Array;
  /** How many stops have this number or a lower one; empty where numbers are too far apart to be counted. */
  readonly upTo: Uint32Array;
  readonly arrows: ArrowStops;
}

/** For each message in turn. */
export interface ArrowStops {
  /** Which stop it leaves at, and which it ends at; `nowhere` where it doesn't. */
  readonly leavesAt: Uint32Array;
  readonly endsAt: Uint32Array;
  /** The lanes; what has none counts to the first. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Of `arrowLooks`; what is lost looks like a failure. */
  readonly look: Uint8Array;
}

/** No stop. */
export const nowhere = 0xffff_ffff;

/** The end of the run is a stop of its own, and the last of its time. */
export const endSeq = Number.MAX_SAFE_INTEGER;

const sent = 0;
const arrived = 1;
const again = 2;
/** A timer ended: its mark stands beside the lifeline, where heads arrive. */
export const ended = 3;

const known = new WeakMap<AxisContent, Stops>();

/** They are the same on every axis and at every zoom, so they are found once for what is shown. */
export function stopsOf(content: AxisContent): Stops {
  let stops = known.get(content);
  if (stops === undefined) {
    stops = findStops(content);
    known.set(content, stops);
  }
  return stops;
}

function findStops({ arrows, timers, pills, laneOf, endUs }: AxisContent): Stops {
  const stops = columns(arrows.length * 3 + timers.length * 2 + pills.length + 1, arrows.length);
  const ofArrows = stops.arrows;
  const lookOf = createLooks();
  const lane = (node: string): number => laneOf.get(node) ?? -1;
  let count = 0;
  function add({ atUs, seq }: Instant, kind: number, touches = none): number {
    stops.atUs[count] = atUs;
    stops.seq[count] = seq;
    stops.kind[count] = kind;
    stops.touches[count] = touches;
    return count++;
  }
  for (let index = 0; index < arrows.length; index++) {
    const { sent: leaves, end, copy, message } = arrows[index]!;
    const [from, to] = [lane(message.fromNode), lane(message.toNode)];
    const leaving = add(leaves, sent, from);
    ofArrows.leavesAt[index] = leaving;
    ofArrows.from[index] = Math.max(0, from);
    ofArrows.to[index] = Math.max(0, to);
    ofArrows.look[index] = message.lost === undefined ? lookOf(arrows[index]!) : failure;
    stops.sends[leaving] = gapOf(from, to);
    if (from === to) stops.pill[leaving] = from;
    if (end !== undefined) {
      const ending = add(end, message.transmission > 0 ? again : arrived, message.lost ? none : to);
      ofArrows.endsAt[index] = ending;
      stops.arrives[ending] = to;
    }
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

const failure = arrowLooks.indexOf('failure');

/** What messages of one name look like is found once. */
function createLooks(): (arrow: Arrow) => number {
  const known = { sip: new Map<string, number>(), msrp: new Map<string, number>() };
  return (arrow) => {
    const { summary, protocol } = arrow.message;
    const looks = protocol === 'msrp' ? known.msrp : known.sip;
    let look = looks.get(summary);
    if (look === undefined) {
      look = arrowLooks.indexOf(arrow.look);
      looks.set(summary, look);
    }
    return look;
  };
}

function columns(count: number, arrows: number): Stops {
  const lanes = (): Int16Array => new Int16Array(count).fill(none);
  return {
    count,
    atUs: new Float64Array(count),
    seq: new Float64Array(count),
    kind: new Int16Array(count),
    touches: lanes(),
    sends: lanes(),
    arrives: lanes(),
    pill: lanes(),
    upTo: new Uint32Array(0),
    arrows: {
      leavesAt: new Uint32Array(arrows).fill(nowhere),
      endsAt: new Uint32Array(arrows).fill(nowhere),
      from: new Uint8Array(arrows),
      to: new Uint8Array(arrows),
      look: new Uint8Array(arrows),
    },
  };
}

function inOrder(stops: Stops, count: number): Stops {
  const { order, upTo } = orderOf(stops, count);
  // One function a kind of array, or the engine takes neither for what it is.
  const floats = (from: Float64Array): Float64Array => {
    const to = new Float64Array(count);
    for (let index = 0; index < count; index++) to[index] = from[order[index]!]!;
    return to;
  };
  const lanes = (from: Int16Array): Int16Array => {
    const to = new Int16Array(count);
    for (let index = 0; index < count; index++) to[index] = from[order[index]!]!;
    return to;
  };
  const placeOf = new Uint32Array(count);
  for (let place = 0; place < count; place++) placeOf[order[place]!] = place;
  const places = (from: Uint32Array): Uint32Array =>
    from.map((index) => (index === nowhere ? nowhere : placeOf[index]!));
  return {
    count,
    atUs: floats(stops.atUs),
    seq: floats(stops.seq),
    kind: lanes(stops.kind),
    touches: lanes(stops.touches),
    sends: lanes(stops.sends),
    arrives: lanes(stops.arrives),
    pill: lanes(stops.pill),
    upTo,
    arrows: {
      ...stops.arrows,
      leavesAt: places(stops.arrows.leavesAt),
      endsAt: places(stops.arrows.endsAt),
    },
  };
}

/**
 * By time, then by number; of one number in the order of adding. Both grow together in a trace, so it is enough to put them in the order
 * of their numbers, which are small and dense; only what then stands out of time, as the end may, is sorted in earnest.
 */
function orderOf(stops: Stops, count: number): InOrder {
  const { atUs, seq } = stops;
  const { order, upTo } = byNumber(stops, count);
  const inTime = (place: number): boolean => atUs[order[place - 1]!]! <= atUs[order[place]!]!;
  for (let place = 1; place < count; place++) {
    if (inTime(place)) continue;
    return { order: order.sort((a, b) => atUs[a]! - atUs[b]! || seq[a]! - seq[b]! || a - b), upTo };
  }
  return { order, upTo };
}

interface InOrder {
  readonly order: Uint32Array;
  readonly upTo: Uint32Array;
}

/** Counts how many stops have each number, then gives each its place. The end, which was added last, comes last. */
function byNumber({ seq }: Stops, count: number): InOrder {
  const order = new Uint32Array(count);
  const last = count - 1;
  let most = 0;
  let whole = true;
  for (let index = 0; index < last; index++) {
    most = Math.max(most, seq[index]!);
    whole &&= Number.isInteger(seq[index]) && seq[index]! >= 0;
  }
  if (!whole || most > 64 * count + 1024) {
    // Part of a much longer trace, or no trace of ours: too many numbers that nothing has.
    for (let index = 0; index < count; index++) order[index] = index;
    return { order: order.sort((a, b) => seq[a]! - seq[b]! || a - b), upTo: new Uint32Array(0) };
  }
  const places = new Uint32Array(most + 2);
  for (let index = 0; index < last; index++) places[seq[index]! + 1]! += 1;
  for (let number = 1; number < places.length; number++) places[number]! += places[number - 1]!;
  for (let index = 0; index < last; index++) order[places[seq[index]!]!++] = index;
  order[last] = last;
  return { order, upTo: places };
}
