// A run as the page shows it: everything that the views need, made once from its trace.

import { atOnce, each, type Steps } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { buildLadder, othersLane } from '../../views/build-ladder.ts';
import type { Ladder } from '../../views/ladder-model.ts';
import { addNodes, inLaneOrder } from '../../views/lanes.ts';
import { type RecordsBySeq, recordsBySeq } from '../../views/records-by-seq.ts';
import type { RunData } from '../worker/messages.ts';
import { type Arrow, createArrowMaker, type MessageCounts } from './arrows.ts';
import { type Clause, createClauseMaker } from './clauses.ts';
import { type Lane, lanesOf, mostLanes } from './lanes.ts';
import { lastMoment } from './message-columns.ts';
import { type Note, noteOf, withClauses } from './notes.ts';
import { type RunSteps, StepList } from './run-steps.ts';
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
  readonly steps: RunSteps;
  readonly counts: MessageCounts;
  readonly bySeq: RecordsBySeq;
  readonly endUs: number;
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
  /** The same step by step; meanwhile nothing more is taken. */
  modelling(data: RunData): Steps<RunModel>;
}

/** `records` may grow at its end. */
export function createModelMaker(records: readonly TraceRecord[]): ModelMaker {
  const nodes = new Set<string>();
  const arrows = createArrowMaker();
  const timers = createTimerMaker();
  const pills = createPillMaker();
  const clauses = createClauseMaker();
  const notes: Note[] = [];
  const steps = new StepList(records);
  const bySeq = recordsBySeq(records);
  let taken = 0;
  function takeOne(record: TraceRecord, place: number): void {
    addNodes(record, nodes);
    arrows.take(record);
    timers.take(record);
    pills.take(record);
    clauses.take(record);
    const note = noteOf(record);
    if (note !== undefined) notes.push(note);
    steps.take(place);
  }
  function* modelling(data: RunData): Steps<RunModel> {
    const spans = yield* timers.telling();
    const lanes = lanesFor([...nodes], records);
    const counts = yield* arrows.settling(lanes.laneOf);
    const judged = clauses.clauses();
    return withLadder(data, lanes.chosen, {
      lanes: lanes.lanes,
      laneOf: lanes.laneOf,
      arrows: arrows.arrows,
      arrowByKey: arrows.byKey,
      counts,
      timers: spans,
      pills: pills.pills,
      notes: yield* withClauses(notes, judged, bySeq),
      clauses: judged,
      steps,
      bySeq,
      endUs: yield* storyEnd(arrows.arrows, spans),
    });
  }
  return {
    get taken() {
      return taken;
    },
    take(upTo) {
      for (; taken < upTo; taken++) takeOne(records[taken]!, taken);
    },
    model: (data) => atOnce(modelling(data)),
    modelling,
  };
}

/** Apart from what makes the model: nothing of that is held by what is made later. */
function withLadder(
  data: RunData,
  lanes: readonly string[],
  rest: Omit<RunModel, 'data' | 'ladder'>,
): RunModel {
  let ladder: Ladder | undefined;
  return {
    data,
    get ladder() {
      ladder ??= buildLadder(data.records, { detail: 'normal', lanes });
      return ladder;
    },
    ...rest,
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
function* storyEnd(arrows: readonly Arrow[], timers: readonly TimerSpan[]): Steps<number> {
  let last = yield* lastMoment(arrows);
  yield* each(timers, ({ telling, end }) => {
    if (telling) last = Math.max(last, end?.atUs ?? 0);
  });
  return last;
}
