// A run as the page shows it: everything that the views need, made once from its trace.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { buildLadder } from '../../views/build-ladder.ts';
import type { Ladder } from '../../views/ladder-model.ts';
import { laneOrder } from '../../views/lanes.ts';
import type { RunData } from '../worker/messages.ts';
import { type Arrow, arrowsOf, type Instant } from './arrows.ts';
import { type Lane, lanesOf, mostLanes } from './lanes.ts';
import { type Note, notesOf } from './notes.ts';
import { type StatePill, statePills } from './state-pills.ts';
import { type TimerSpan, timerSpans } from './timer-spans.ts';

export interface RunModel {
  readonly data: RunData;
  readonly ladder: Ladder;
  readonly lanes: readonly Lane[];
  /** The lane of each node. */
  readonly laneOf: ReadonlyMap<string, number>;
  readonly arrows: readonly Arrow[];
  readonly arrowByKey: ReadonlyMap<string, Arrow>;
  readonly timers: readonly TimerSpan[];
  readonly pills: readonly StatePill[];
  readonly notes: readonly Note[];
  /** What one can step through, in order. */
  readonly steps: readonly Step[];
  readonly bySeq: ReadonlyMap<number, TraceRecord>;
  readonly endUs: number;
}

export interface Step extends Instant {
  readonly what: 'sent' | 'arrived' | 'lost' | 'timer' | 'state' | 'fault' | 'act';
}

export function createRunModel(data: RunData): RunModel {
  const { records } = data;
  const nodes = laneOrder(records);
  const chosen = nodes.length > mostLanes ? nodes.slice(0, mostLanes - 1) : nodes;
  const ladder = buildLadder(records, { detail: 'normal', lanes: chosen });
  const arrows = arrowsOf(ladder, records);
  const timers = timerSpans(records);
  const pills = statePills(records);
  return {
    data,
    ladder,
    lanes: lanesOf(ladder.lanes, records),
    laneOf: new Map(nodes.map((node, index) => [node, Math.min(index, ladder.lanes.length - 1)])),
    arrows,
    arrowByKey: new Map(arrows.map((arrow) => [arrow.key, arrow])),
    timers,
    pills,
    notes: notesOf(records),
    steps: stepsOf(records),
    bySeq: new Map(records.map((record) => [record.seq, record])),
    endUs: storyEnd(arrows, timers),
  };
}

/** Timers that only tidy up run on for half a minute; the story ends a second after its last event that matters. */
function storyEnd(arrows: readonly Arrow[], timers: readonly TimerSpan[]): number {
  let last = 0;
  for (const { sent, end, copy } of arrows) last = Math.max(last, sent.atUs, end?.atUs ?? 0, copy?.atUs ?? 0);
  for (const { telling, end } of timers) if (telling) last = Math.max(last, end?.atUs ?? 0);
  return last;
}

function stepsOf(records: readonly TraceRecord[]): Step[] {
  return records.flatMap((record): Step[] => {
    const what = stepOf(record);
    return what === undefined ? [] : [{ atUs: record.at, seq: record.seq, what }];
  });
}

function stepOf(record: TraceRecord): Step['what'] | undefined {
  switch (record.type) {
    case 'message.sent':
      return 'sent';
    case 'message.received':
      return 'arrived';
    case 'message.dropped':
      return 'lost';
    case 'timer.fired':
      return 'timer';
    case 'state':
      return 'state';
    case 'fault':
      return 'fault';
    case 'act':
      return 'act';
    default:
      return undefined;
  }
}
