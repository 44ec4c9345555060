// A run as the page shows it: everything that the views need, made once from its trace.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { buildLadder, othersLane } from '../../views/build-ladder.ts';
import type { Ladder } from '../../views/ladder-model.ts';
import { addNodes, inLaneOrder } from '../../views/lanes.ts';
import { type RecordsBySeq, recordsBySeq } from '../../views/records-by-seq.ts';
import type { RunData } from '../worker/messages.ts';
import { type Arrow, createArrowMaker, type Instant, type MessageCounts } from './arrows.ts';
import { type Clause, createClauseMaker } from './clauses.ts';
import { type Lane, lanesOf, mostLanes } from './lanes.ts';
import { type Note, noteOf, withClauses } from './notes.ts';
import { createPillMaker, type StatePill } from './state-pills.ts';
import { createTimerMaker, type TimerSpan } from './timer-spans.ts';

export interface RunModel {
  readonly data: RunData;
  /** For what is written to files: made when it is first asked for. */
  readonly ladder: Ladder;
  readonly lanes: readonly Lane[];
  /** The lane of each node. */
  readonly laneOf: ReadonlyMap<string, number>;
  readonly arrows: readonly Arrow[];
  readonly arrowByKey: ReadonlyMap<string, Arrow>;
  readonly timers: readonly TimerSpan[];
  readonly pills: readonly StatePill[];
  readonly notes: readonly Note[];
  /** What was judged on each record, by its number. */
  readonly clauses: ReadonlyMap<number, readonly Clause[]>;
  /** What one can step through, in order. */
  readonly steps: readonly Step[];
  readonly counts: MessageCounts;
  readonly bySeq: RecordsBySeq;
  readonly endUs: number;
}

export interface Step extends Instant {
  readonly what: 'sent' | 'arrived' | 'lost' | 'timer' | 'state' | 'fault' | 'act';
}

export function createRunModel(data: RunData): RunModel {
  const maker = createModelMaker(data.records);
  maker.take(data.records.length);
  return maker.model(data);
}

/** Makes models of a run that is still being told: each record is looked at once, however often a model is asked for. */
export interface ModelMaker {
  /** Takes the records up to this many. */
  take(upTo: number): void;
  readonly taken: number;
  /** What has been taken as a model. What it lists grows with what is taken later. */
  model(data: RunData): RunModel;
}

/** `records` may grow at its end. */
export function createModelMaker(records: readonly TraceRecord[]): ModelMaker {
  const nodes = new Set<string>();
  const arrows = createArrowMaker();
  const timers = createTimerMaker();
  const pills = createPillMaker();
  const clauses = createClauseMaker();
  const notes: Note[] = [];
  const steps: Step[] = [];
  const bySeq = recordsBySeq(records);
  let taken = 0;
  function takeOne(record: TraceRecord): void {
    addNodes(record, nodes);
    arrows.take(record);
    timers.take(record);
    pills.take(record);
    clauses.take(record);
    const note = noteOf(record);
    if (note !== undefined) notes.push(note);
    const what = stepOf(record);
    if (what !== undefined) steps.push({ atUs: record.at, seq: record.seq, what });
  }
  return {
    get taken() {
      return taken;
    },
    take(upTo) {
      for (; taken < upTo; taken++) takeOne(records[taken]!);
    },
    model(data) {
      const spans = timers.spans();
      const lanes = lanesFor([...nodes], records);
      const counts = arrows.settle(lanes.laneOf);
      const judged = clauses.clauses();
      let ladder: Ladder | undefined;
      return {
        data,
        get ladder() {
          ladder ??= buildLadder(data.records, { detail: 'normal', lanes: lanes.chosen });
          return ladder;
        },
        lanes: lanes.lanes,
        laneOf: lanes.laneOf,
        arrows: arrows.arrows,
        arrowByKey: arrows.byKey,
        counts,
        timers: spans,
        pills: pills.pills,
        notes: withClauses(notes, judged, bySeq),
        clauses: judged,
        steps,
        bySeq,
        endUs: storyEnd(arrows.arrows, spans),
      };
    },
  };
}

interface Lanes {
  readonly lanes: readonly Lane[];
  readonly laneOf: ReadonlyMap<string, number>;
  /** The nodes that have a lane of their own. */
  readonly chosen: readonly string[];
}

function lanesFor(nodes: readonly string[], records: readonly TraceRecord[]): Lanes {
  const inOrder = inLaneOrder(nodes, records[0]);
  const crowd = inOrder.length > mostLanes;
  const chosen = crowd ? inOrder.slice(0, mostLanes - 1) : inOrder;
  const names = crowd ? [...chosen, `${othersLane} (${inOrder.length - chosen.length})`] : chosen;
  return {
    chosen,
    lanes: lanesOf(names, records),
    laneOf: new Map(inOrder.map((node, index) => [node, Math.min(index, names.length - 1)])),
  };
}

/** Timers that only tidy up run on for half a minute; the story ends a second after its last event that matters. */
function storyEnd(arrows: readonly Arrow[], timers: readonly TimerSpan[]): number {
  let last = 0;
  for (const { sent, end, copy } of arrows) last = Math.max(last, sent.atUs, end?.atUs ?? 0, copy?.atUs ?? 0);
  for (const { telling, end } of timers) if (telling) last = Math.max(last, end?.atUs ?? 0);
  return last;
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
