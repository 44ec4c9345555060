// Every moment that has a place on the axis, in order, as columns of numbers: a long run has half a million of them.

import { cheapStretches, type Steps, sorted, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import { countBefore } from '../../views/bisect.ts';
import { type Arrow, arrowLooks } from './arrows.ts';
import { gapOf } from './last-places.ts';
import { findingColumns, lookBits, wasAgain, wasCopied, wasLost } from './message-columns.ts';
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
  readonly kind: Uint8Array;
  /** The lane that something touches here. */
  readonly touches: Int8Array;
  /** The gap that a message leaves into, and the lane where one arrives: their labels and heads need room. */
  readonly sends: Int16Array;
  readonly arrives: Int8Array;
  /** The lane of a state that stands here, or of a message that leaves and returns: both reach down from here. */
  readonly pill: Int8Array;
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
export function* findingStops(content: AxisContent): Steps<Stops> {
  let stops = known.get(content);
  if (stops === undefined) {
    stops = yield* inOrder(yield* gathered(content));
    known.set(content, stops);
  }
  return stops;
}

/** In the order of what they are of. Lists may grow meanwhile: what is told later is left out. */
function* gathered({ arrows, timers, pills, laneOf, endUs }: AxisContent): Steps<Gathered> {
  const [messages, timed, states] = [arrows.length, timers.length, pills.length];
  const stops = emptyStops(messages * 3 + timed * 2 + states + 1, messages);
  const ofArrows = stops.arrows;
  const columns = yield* findingColumns(arrows);
  const lane = (node: string): number => laneOf.get(node) ?? -1;
  const lanes = Int8Array.from(columns.nodes, lane);
  let count = 0;
  const add = (atUs: Us, seq: number, kind: number, touches: number): number => {
    stops.atUs[count] = atUs;
    stops.seq[count] = seq;
    stops.kind[count] = kind;
    stops.touches[count] = touches;
    return count++;
  };
  const addMessage = (index: number): void => {
    const from = lanes[columns.from[index]!]!;
    const to = lanes[columns.to[index]!]!;
    const look = columns.looks[index]!;
    const isLost = (look & wasLost) !== 0;
    const leaving = add(columns.atUs[index]!, columns.seq[index]!, sent, from);
    ofArrows.leavesAt[index] = leaving;
    ofArrows.from[index] = Math.max(0, from);
    ofArrows.to[index] = Math.max(0, to);
    ofArrows.look[index] = isLost ? failure : look & lookBits;
    stops.sends[leaving] = gapOf(from, to);
    if (from === to) stops.pill[leaving] = from;
    const endUs = columns.endUs[index]!;
    if (!Number.isNaN(endUs)) {
      const kind = (look & wasAgain) === 0 ? arrived : again;
      const ending = add(endUs, columns.endSeq[index]!, kind, isLost ? none : to);
      ofArrows.endsAt[index] = ending;
      stops.arrives[ending] = to;
    }
    const copy = (look & wasCopied) === 0 ? undefined : arrows[index]!.copy;
    if (copy !== undefined) stops.arrives[add(copy.atUs, copy.seq, arrived, to)] = to;
  };
  yield* stretches(messages, (from, until) => {
    for (let index = from; index < until; index++) addMessage(index);
  });
  yield* stretches(timed, (from, until) => {
    for (let index = from; index < until; index++) {
      const { set, end, node } = timers[index]!;
      add(set.atUs, set.seq, arrived, none);
      if (end !== undefined) add(end.atUs, end.seq, ended, lane(node));
    }
  });
  yield* stretches(states, (from, until) => {
    for (let index = from; index < until; index++) {
      const pill = pills[index]!;
      const at = lane(pill.node);
      stops.pill[add(pill.atUs, pill.seq, arrived, at)] = at;
    }
  });
  add(endUs, endSeq, arrived, none);
  return { stops, count };
}

interface Gathered {
  readonly stops: Stops;
  /** So many of them; there is room for more. */
  readonly count: number;
}

const failure = arrowLooks.indexOf('failure');

function emptyStops(count: number, arrows: number): Stops {
  const lanes = (): Int8Array => new Int8Array(count).fill(none);
  return {
    count,
    atUs: new Float64Array(count),
    seq: new Float64Array(count),
    kind: new Uint8Array(count),
    touches: lanes(),
    sends: new Int16Array(count).fill(none),
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

function* inOrder({ stops, count }: Gathered): Steps<Stops> {
  const { order, upTo } = yield* orderOf(stops, count);
  const there = emptyStops(count, 0);
  const placeOf = new Uint32Array(count);
  yield* stretches(count, (from, until) => {
    for (let place = from; place < until; place++) {
      const index = order[place]!;
      placeOf[index] = place;
      there.atUs[place] = stops.atUs[index]!;
      there.seq[place] = stops.seq[index]!;
      there.kind[place] = stops.kind[index]!;
      there.touches[place] = stops.touches[index]!;
      there.sends[place] = stops.sends[index]!;
      there.arrives[place] = stops.arrives[index]!;
      there.pill[place] = stops.pill[index]!;
    }
  });
  const { leavesAt, endsAt } = stops.arrows;
  yield* stretches(leavesAt.length, (from, until) => {
    for (let index = from; index < until; index++) {
      leavesAt[index] = placeOf[leavesAt[index]!]!;
      if (endsAt[index] !== nowhere) endsAt[index] = placeOf[endsAt[index]!]!;
    }
  });
  return { ...there, upTo, arrows: stops.arrows };
}

/**
 * By time, then by number; of one number in the order of adding. Both grow together in a trace, so it is enough to put them in the order
 * of their numbers, which are small and dense; then the end, which comes last, is put where its time is. Only what else stands out of time
 * is sorted in earnest.
 */
function* orderOf(stops: Stops, count: number): Steps<InOrder> {
  const { atUs, seq } = stops;
  const { order, upTo } = yield* byNumber(stops, count);
  let inTime = true;
  yield* cheapStretches(count - 1, (from, until) => {
    for (let place = Math.max(1, from); place < until; place++)
      inTime &&= atUs[order[place - 1]!]! <= atUs[order[place]!]!;
  });
  if (inTime) return { order: endAtItsTime(order, atUs), upTo };
  const all = yield* sorted(Array.from(order), (a, b) => atUs[a]! - atUs[b]! || seq[a]! - seq[b]! || a - b);
  return { order: Uint32Array.from(all), upTo };
}

/** The end, which was added last, comes after all of its time; of timers that run on, it comes before what is later. */
function endAtItsTime(order: Uint32Array, atUs: Float64Array): Uint32Array {
  const end = order.length - 1;
  const index = order[end]!;
  const place = countBefore(end, (one) => atUs[order[one]!]! <= atUs[index]!);
  if (place === end) return order;
  order.copyWithin(place + 1, place, end);
  order[place] = index;
  return order;
}

interface InOrder {
  readonly order: Uint32Array;
  readonly upTo: Uint32Array;
}

/** Counts how many stops have each number, then gives each its place. The end, which was added last, comes last. */
function* byNumber({ seq }: Stops, count: number): Steps<InOrder> {
  const order = new Uint32Array(count);
  const last = count - 1;
  let most = 0;
  let whole = true;
  yield* cheapStretches(last, (from, until) => {
    for (let index = from; index < until; index++) {
      most = Math.max(most, seq[index]!);
      whole &&= Number.isInteger(seq[index]) && seq[index]! >= 0;
    }
  });
  if (!whole || most > 64 * count + 1024) {
    // Part of a much longer trace, or no trace of ours: too many numbers that nothing has.
    const all = Array.from({ length: count }, (_, index) => index);
    const inOrder = yield* sorted(all, (a, b) => seq[a]! - seq[b]! || a - b);
    return { order: Uint32Array.from(inOrder), upTo: new Uint32Array(0) };
  }
  const places = new Uint32Array(most + 2);
  yield* cheapStretches(last, (from, until) => {
    for (let index = from; index < until; index++) places[seq[index]! + 1]! += 1;
  });
  yield* cheapStretches(places.length - 1, (from, until) => {
    for (let number = from + 1; number <= until; number++) places[number]! += places[number - 1]!;
  });
  yield* cheapStretches(last, (from, until) => {
    for (let index = from; index < until; index++) order[places[seq[index]!]!++] = index;
  });
  order[last] = last;
  return { order, upTo: places };
}
