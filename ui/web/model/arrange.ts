// Lanes folded into one, or hidden: which lifelines stand, and what becomes of the messages between them.
import { atOnce, each, type Steps, sorted, those } from '../../../sim/steps.ts';
import type { Arrow } from './arrows.ts';
import type { Lane } from './lanes.ts';
import { narrowing, type TimeRange } from './narrow.ts';
import { withParts } from './part-of.ts';
import type { RunModel } from './run-model.ts';
import type { StatePill } from './state-pills.ts';
import { rowOf } from './told-message.ts';

export interface Arrangement {
  /** The core's hosts share one lane. */
  readonly folded: boolean;
  /** The nodes whose lanes are hidden; the folded core goes by `core`. */
  readonly hidden: ReadonlySet<string>;
  /** The part of the run that is shown; absent where all of it is. */
  readonly range?: TimeRange | undefined;
}

export const coreLane = 'SIP/IP Core';

/** The run, or a part of it, with other lanes. A message that passed hidden lanes is one arrow; one that begins or ends at one is left out. */
export function arrange(run: RunModel, arrangement: Arrangement): RunModel {
  return atOnce(arranging(run, arrangement));
}

/** The same step by step. */
export function* arranging(run: RunModel, { folded, hidden, range }: Arrangement): Steps<RunModel> {
  const model = yield* narrowing(run, range);
  const core = folded ? model.lanes.filter((lane) => lane.core) : [];
  if (core.length < 2 && !model.lanes.some(({ node }) => hidden.has(node))) return model;
  const whole = core.length < 2 ? model.lanes : foldedLanes(model.lanes, core);
  const lanes = whole.filter(({ node }) => !hidden.has(node));
  if (lanes.length === 0) return model;
  const place = new Map(lanes.map(({ node }, index) => [node, index]));
  const laneOf = new Map<string, number>();
  for (const [node, was] of model.laneOf) {
    const lane = model.lanes[was];
    const now = place.get(core.length > 1 && lane?.core ? coreLane : (lane?.node ?? ''));
    if (now !== undefined) laneOf.set(node, now);
  }
  const inCore = new Set(core.map(({ node }) => node));
  const outside = yield* those(
    model.arrows,
    ({ message: { fromNode, toNode } }) => !(inCore.has(fromNode) && inCore.has(toNode)),
  );
  return withParts(model, {
    lanes,
    laneOf,
    arrows: yield* withoutHops(outside, laneOf),
    pills: yield* those(model.pills, changesOnly(laneOf)),
    timers: yield* those(model.timers, ({ node }) => laneOf.has(node)),
  });
}

/** What shares a lane says the same state once; told one state after the other. */
function changesOnly(laneOf: ReadonlyMap<string, number>): (pill: StatePill) => boolean {
  const last = new Map<number, string>();
  return ({ node, name }) => {
    const lane = laneOf.get(node);
    if (lane === undefined || last.get(lane) === name) return false;
    last.set(lane, name);
    return true;
  };
}

/** The core's lane stands where the first of its hosts stood. */
function foldedLanes(lanes: readonly Lane[], core: readonly Lane[]): Lane[] {
  const one: Lane = { node: coreLane, title: coreLane, core: true, parts: core.map(({ node }) => node) };
  return lanes.flatMap((lane) => (lane === core[0] ? [one] : lane.core ? [] : [lane]));
}

/** Joins what went into a hidden lane to what came out of it: the same message of the same transaction, passed on. */
function* withoutHops(arrows: readonly Arrow[], laneOf: ReadonlyMap<string, number>): Steps<Arrow[]> {
  const arrivedAt = new Map<string, Arrow>();
  const shown: Arrow[] = [];
  yield* each(arrows, (arrow) => {
    const { fromNode, toNode } = arrow.message;
    const before = laneOf.has(fromNode) ? undefined : arrivedAt.get(`${fromNode}/${sameMessage(arrow)}`);
    const joined = before === undefined ? arrow : join(before, arrow);
    if (!laneOf.has(toNode)) arrivedAt.set(`${toNode}/${sameMessage(arrow)}`, joined);
    else if (laneOf.has(joined.message.fromNode)) shown.push(joined);
  });
  return yield* sorted(shown, (a, b) => a.sent.atUs - b.sent.atUs || a.sent.seq - b.sent.seq);
}

/** Call, name and number of a message, whatever hop and transmission. */
function sameMessage({ key }: Arrow): string {
  return key.slice(key.indexOf('/') + 1, key.lastIndexOf('/'));
}

function join(first: Arrow, last: Arrow): Arrow {
  const { fromNode, from, atUs, seq } = first.message;
  const { kind, index, key, look, response, provisional, ack, label, short, end, copy } = last;
  return {
    ...{ kind, index, key, look, response, provisional, ack, label, short },
    ...(end !== undefined && { end }),
    ...(copy !== undefined && { copy }),
    ...(last.lateUs !== undefined && { lateUs: last.lateUs }),
    sent: first.sent,
    passed: (first.passed ?? 0) + 1,
    message: { ...rowOf(last.message), fromNode, from, atUs, seq },
  };
}
