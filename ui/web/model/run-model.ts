// A run as the page shows it: everything that the views need, made once from its trace.

import { atOnce, type Steps } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { addNodes, inLaneOrder, othersLane } from '../../views/lanes.ts';
import { type RecordsBySeq, recordsBySeq } from '../../views/records-by-seq.ts';
import type { RunData } from '../worker/messages.ts';
import {
  type Arrow,
  type ArrowsByKey,
  createArrowMaker,
  type MessageCounts,
  noArrows,
  type SharedArrows,
  type ToldArrows,
} from './arrows.ts';
import { type Clause, type ClauseMaker, createClauseMaker } from './clauses.ts';
import { type Lane, lanesOf, mostLanes } from './lanes.ts';
import { lastMoment } from './message-columns.ts';
import { type Note, noteOf, withClauses } from './notes.ts';
import { type RunSteps, StepList } from './run-steps.ts';
import { type StatePill, type ToldPills, takePill } from './state-pills.ts';
import {
  createTimerMaker,
  noTimers,
  type SharedTimers,
  type TimerSpan,
  type ToldTimers,
} from './timer-spans.ts';

export interface RunModel {
  readonly data: RunData;
  readonly lanes: readonly Lane[];
  /** The lane of each node. */
  readonly laneOf: ReadonlyMap<string, number>;
  readonly arrows: readonly Arrow[];
  readonly arrowByKey: ArrowsByKey;
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
  /** What has been told so far: a run that begins as this one did need not be told it again. */
  readonly told: Told;
  readonly taken: number;
  /** What has been taken as a model. What it lists grows with what is taken later. */
  model(data: RunData): RunModel;
  /** The same step by step; meanwhile nothing more is taken. */
  modelling(data: RunData): Steps<RunModel>;
}

/** What so many records of a run have told. */
export interface Told {
  taken: number;
  readonly nodes: Set<string>;
  /** The numbers of the records that first spoke of them. */
  readonly nodesFrom: number[];
  readonly arrows: ToldArrows;
  readonly timers: ToldTimers;
  readonly pills: ToldPills;
  readonly clauses: ClauseMaker;
  readonly notes: Note[];
  /** The places of the steps. */
  readonly steps: number[];
}

/** What a run has in common with another. */
export interface Shared {
  readonly arrows: SharedArrows;
  readonly timers: SharedTimers;
}

function nothing(): Told {
  return {
    taken: 0,
    nodes: new Set(),
    nodesFrom: [],
    arrows: noArrows(),
    timers: noTimers(),
    pills: { pills: [], lastOf: new Map() },
    clauses: createClauseMaker(),
    notes: [],
    steps: [],
  };
}

/** `records` may grow at its end. */
export function createModelMaker(
  records: readonly TraceRecord[],
  told: Told = nothing(),
  shared?: Shared,
): ModelMaker {
  const { nodes, nodesFrom, pills, clauses, notes } = told;
  const bySeq = recordsBySeq(records);
  const arrows = createArrowMaker(told.arrows, bySeq, shared?.arrows);
  const timers = createTimerMaker(told.timers, shared?.timers);
  const steps = new StepList(records, told.steps);
  function takeOne(record: TraceRecord, place: number): void {
    addNodes(record, nodes);
    while (nodesFrom.length < nodes.size) nodesFrom.push(record.seq);
    arrows.take(record);
    timers.take(record);
    takePill(pills, record);
    clauses.take(record);
    const note = noteOf(record);
    if (note !== undefined) notes.push(note);
    steps.take(place);
  }
  function* modelling(data: RunData): Steps<RunModel> {
    const tellingUs = yield* timers.telling();
    const lanes = lanesFor([...nodes], records);
    const counts = yield* arrows.settling(lanes.laneOf);
    const judged = clauses.clauses();
    return {
      data,
      ...lanes,
      arrows: told.arrows.arrows,
      arrowByKey: told.arrows.byKey,
      counts,
      timers: told.timers.spans,
      pills: pills.pills,
      notes: yield* withClauses(notes, judged, bySeq),
      clauses: judged,
      steps,
      bySeq,
      // Timers that only tidy up run on for half a minute; the story ends with the last event that matters.
      endUs: Math.max(tellingUs, yield* lastMoment(told.arrows.arrows)),
    };
  }
  return {
    told,
    get taken() {
      return told.taken;
    },
    take(upTo) {
      for (; told.taken < upTo; told.taken++) takeOne(records[told.taken]!, told.taken);
    },
    model: (data) => atOnce(modelling(data)),
    modelling,
  };
}

function lanesFor(
  nodes: readonly string[],
  records: readonly TraceRecord[],
): Pick<RunModel, 'lanes' | 'laneOf'> {
  const inOrder = inLaneOrder(nodes, records[0]);
  const crowd = inOrder.length > mostLanes;
  const chosen = crowd ? inOrder.slice(0, mostLanes - 1) : inOrder;
  const names = crowd ? [...chosen, `${othersLane} (${inOrder.length - chosen.length})`] : chosen;
  return {
    lanes: lanesOf(names, records),
    laneOf: new Map(inOrder.map((node, index) => [node, Math.min(index, names.length - 1)])),
  };
}
