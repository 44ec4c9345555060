// What there is to be seen of a run, laid out on the time axis: made step by step from the run and from what the reader has chosen.
import { type Steps, those } from '../../../sim/steps.ts';
import { arranging } from './arrange.ts';
import type { Arrow } from './arrows.ts';
import { type Axis, type AxisMode, makingAxis } from './axis.ts';
import { type AxisScale, firstScale } from './axis-scale.ts';
import type { AxisContent } from './axis-stops.ts';
import { type Bulk, makingBulk } from './bulk.ts';
import { findingMatches, type Matching } from './matching.ts';
import type { TimeRange } from './narrow.ts';
import { withParts } from './part-of.ts';
import type { RunModel } from './run-model.ts';
import { sortingPills } from './state-pills.ts';
import type { TimerSpan } from './timer-spans.ts';

export interface Layers {
  readonly sip: boolean;
  readonly msrp: boolean;
  readonly timers: boolean;
  readonly allTimers: boolean;
  readonly states: boolean;
}

/** None of it changes the run. */
export interface Choices {
  readonly folded: boolean;
  readonly hidden: ReadonlySet<string>;
  readonly range: TimeRange | undefined;
  readonly filter: string;
  /** What the filter leaves out is not drawn. */
  readonly only: boolean;
  readonly layers: Layers;
  readonly axisMode: AxisMode;
  readonly axisScale: AxisScale;
  readonly zoom: number;
}

/** What is seen of a run before anything has been chosen. */
export const firstChoices: Choices = {
  folded: false,
  hidden: new Set(),
  range: undefined,
  filter: '',
  only: false,
  layers: { sip: true, msrp: true, timers: true, allTimers: false, states: true },
  axisMode: 'compressed',
  axisScale: firstScale,
  zoom: 1,
};

export interface Sight {
  readonly run: RunModel;
  readonly choices: Choices;
  /** The run with the lanes that are shown. */
  readonly arranged: RunModel;
  /** What the filter lets through; undefined where there is none. */
  readonly matching: Matching | undefined;
  readonly timers: readonly TimerSpan[];
  readonly axis: Axis;
  readonly bulk: Bulk;
}

/** By whether SIP and whether MSRP is shown: always the same function for the same choice. */
const showing = [false, true].map((sip) =>
  [false, true].map(
    (msrp) =>
      ({ message }: Arrow): boolean =>
        message.protocol === 'msrp' ? msrp : sip,
  ),
);

/** Which messages the layers show; undefined where all of them. */
export function shownBy({ sip, msrp }: Layers): ((arrow: Arrow) => boolean) | undefined {
  return sip && msrp ? undefined : showing[Number(sip)]![Number(msrp)]!;
}

/** Makes what there is to be seen of one run. What a choice doesn't change is not made again. */
export function createSightMaker(run: RunModel): (choices: Choices) => Steps<Sight> {
  const lay = kept((folded: boolean, hidden: ReadonlySet<string>, range: TimeRange | undefined) =>
    arranging(run, { folded, hidden, range }),
  );
  const match = kept(findingMatches);
  const leave = kept(onlyMatching);
  const fill = kept(contentOf);
  const sort = kept(sortingPills);
  const measure = kept(makingAxis);
  const gather = kept(makingBulk);
  return function* making(choices) {
    const { folded, hidden, range, filter, only, layers, axisMode, axisScale, zoom } = choices;
    const laid = yield* lay(folded, hidden, range);
    const matching = yield* match(laid, filter);
    const arranged = yield* leave(laid, only ? matching : undefined);
    const content = yield* fill(arranged, layers.timers, layers.allTimers, layers.states);
    const axis = yield* measure(content, axisMode, zoom, axisScale);
    const bulk = yield* gather(arranged, axis, shownBy(layers));
    yield* sort(arranged.pills);
    return { run, choices, arranged, matching, timers: content.timers, axis, bulk };
  };
}

/** Where nothing matches all of it stays to be seen. */
function* onlyMatching(model: RunModel, matching: Matching | undefined): Steps<RunModel> {
  if (matching === undefined || matching.keys.size === 0) return model;
  return withParts(model, { arrows: yield* those(model.arrows, ({ key }) => matching.keys.has(key)) });
}

/** Whatever axis it is laid out on, and however large: what is found of it once is kept. */
function* contentOf(
  { arrows, timers, pills, laneOf, endUs }: RunModel,
  some: boolean,
  all: boolean,
  states: boolean,
): Steps<AxisContent> {
  const shown = some ? yield* those(timers, ({ telling }) => all || telling) : [];
  return { arrows, timers: shown, pills: states ? pills : [], laneOf, endUs };
}

/** Remembers what came of it last, for as long as it comes of the same. */
function kept<From extends readonly unknown[], T>(
  make: (...from: From) => Steps<T>,
): (...from: From) => Steps<T> {
  let last: { readonly from: From; readonly made: T } | undefined;
  return function* making(...from) {
    if (last !== undefined && from.every((one, index) => one === last!.from[index])) return last.made;
    const made = yield* make(...from);
    last = { from, made };
    return made;
  };
}
