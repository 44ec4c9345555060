// The model of a run that begins as another: what the same records have told is taken over, not told again, so that of a long run that is broken
// near its end all but that end is there at once. What both runs have is shared; what this one tells otherwise is told of a copy.
import { cheapStretches, type Steps, stretches } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { countBefore } from '../../views/bisect.ts';
import { recordsBySeq } from '../../views/records-by-seq.ts';
import {
  type Arrow,
  type ArrowsByKey,
  createArrowMaker,
  OpenArrow,
  type SharedArrows,
  type ToldArrows,
} from './arrows.ts';
import { type ClauseMaker, createClauseMaker } from './clauses.ts';
import { countUnder } from './growing.ts';
import { GrowingColumns, wasCopied, wasLost } from './message-columns.ts';
import { createModelMaker, type ModelMaker, type Told } from './run-model.ts';
import { type StatePill, type ToldPills, takePill } from './state-pills.ts';
import {
  Owners,
  type SharedTimers,
  spoke,
  stirred,
  TimerColumns,
  ToldTimer,
  type ToldTimers,
} from './timer-spans.ts';
import { ToldMessage } from './told-message.ts';

/**
 * Makes a maker of models of a run whose first `count` records are those of another that is over: of that one nothing more may be told but how
 * it is judged. Both are as the simulator writes them: a record's number is its place, and what becomes of a message or a timer names the
 * record that sent or set it as its cause. The first record, which names the run, may be each one's own.
 */
export function* beginningAs(told: Told, records: readonly TraceRecord[], count: number): Steps<ModelMaker> {
  const arrows = yield* beginArrows(told.arrows, records, count);
  const timers = yield* beginTimers(told.timers, records, count);
  const begun = {
    taken: count,
    nodes: new Set([...told.nodes].slice(0, countUnder(told.nodesFrom, count))),
    nodesFrom: under(told.nodesFrom, count),
    arrows: arrows.told,
    timers: timers.told,
    pills: beginPills(told.pills, records, count),
    clauses: beginClauses(records, count),
    notes: told.notes.slice(
      0,
      countBefore(told.notes.length, (place) => told.notes[place]!.seq < count),
    ),
    steps: under(told.steps, count),
  };
  return createModelMaker(records, begun, { arrows: arrows.shared, timers: timers.shared });
}

/** Those below a limit, of numbers in order. */
function under(numbers: readonly number[], limit: number): number[] {
  return numbers.slice(0, countUnder(numbers, limit));
}

function* beginArrows(
  before: ToldArrows,
  records: readonly TraceRecord[],
  until: number,
): Steps<{ readonly told: ToldArrows; readonly shared: SharedArrows }> {
  const count = countBefore(before.arrows.length, (index) => before.columns.seq[index]! < until);
  const columns = new GrowingColumns();
  yield* columns.beginningAs(before.columns, count);
  const arrows = before.arrows.slice(0, count);
  const own = new Set<number>();
  const become = (index: number, message: ToldMessage): OpenArrow => {
    const arrow = new OpenArrow(message, index);
    arrows[index] = arrow;
    own.add(index);
    return arrow;
  };
  const shared: SharedArrows = {
    sent(seq = until) {
      const index = countBefore(count, (one) => columns.seq[one]! < seq);
      return index < count && columns.seq[index] === seq ? arrows[index] : undefined;
    },
    own: (index) =>
      index >= count || own.has(index) ? arrows[index]! : become(index, arrows[index]!.message.copied()),
  };
  const settled = {
    lanes: before.settled.lanes.slice(0, columns.nodes.length),
    count: Math.min(before.settled.count, count),
  };
  const told = { arrows, columns, byKey: keysOf(before.byKey, arrows, count), losses: [], settled };

  // What became of these later became of them in the other run: here it is told anew up to where the runs part.
  let first = until;
  const tellAnew = (index: number): void => {
    const { record, from, to } = arrows[index]!.message;
    const message = new ToldMessage(record);
    message.stand(from, to);
    become(index, message);
    columns.endUs[index] = Number.NaN;
    columns.told[index] = record.seq;
    columns.looks[index]! &= ~(wasLost | wasCopied);
    first = Math.min(first, record.seq);
  };
  yield* cheapStretches(count, (from, to) => {
    for (let index = from; index < to; index++) if (columns.told[index]! >= until) tellAnew(index);
  });
  const open = new Set(own);
  const onlyOpen: SharedArrows = {
    sent(seq) {
      const arrow = shared.sent(seq);
      return arrow !== undefined && open.has(arrow.index) ? arrow : undefined;
    },
    own: shared.own,
  };
  const again = createArrowMaker(told, recordsBySeq(records), onlyOpen);
  yield* stretches(until - first, (from, to) => {
    for (const record of records.slice(first + from, first + to))
      if (record.type !== 'message.sent') again.take(record);
  });
  return { told: { ...told, losses: under(before.losses, until) }, shared };
}

/** Those of the other run up to where they part, as they are in this one, and its own. */
function keysOf(before: ArrowsByKey, arrows: readonly Arrow[], count: number): ToldArrows['byKey'] {
  const own = new Map<string, Arrow>();
  const get = (key: string): Arrow | undefined => {
    const { index = count } = before.get(key) ?? {};
    return own.get(key) ?? (index < count ? arrows[index] : undefined);
  };
  return { get, has: (key) => get(key) !== undefined, set: (key, arrow) => own.set(key, arrow) };
}

function* beginTimers(
  before: ToldTimers,
  records: readonly TraceRecord[],
  until: number,
): Steps<{ readonly told: ToldTimers; readonly shared: SharedTimers }> {
  const count = countBefore(before.spans.length, (index) => before.spans[index]!.record.seq < until);
  const columns = new TimerColumns();
  yield* columns.beginningAs(before.columns);
  const spans = before.spans.slice(0, count);
  const own = new Set<number>();
  const become = (index: number, span: ToldTimer): ToldTimer => {
    spans[index] = span;
    own.add(index);
    return span;
  };
  const shared: SharedTimers = {
    fired(seq) {
      const record = seq < until ? records[seq] : undefined;
      if (record?.type !== 'timer.fired') return undefined;
      const index = countBefore(count, (one) => spans[one]!.record.seq < (record.cause ?? until));
      return columns.ended[index] === seq ? index : undefined;
    },
    own: (index) =>
      index >= count || own.has(index) ? spans[index]! : become(index, spans[index]!.copied()),
  };

  /** What each owner has pending, by its number. */
  const pending = new Map<number, number[]>();
  let [owners, first] = [0, until];
  const begin = (index: number): void => {
    const owner = columns.owner[index]!;
    owners = Math.max(owners, owner + 1);
    const ended = columns.ended[index]!;
    if (ended >= until) {
      become(index, new ToldTimer(spans[index]!.record));
      columns.set(index, owner);
    } else if (columns.told[index]! >= until) {
      columns.is[index]! &= ~(stirred | spoke);
      first = Math.min(first, ended);
    }
    const mine = pending.get(owner);
    const isPending = ended === 0 || ended >= until;
    if (mine === undefined && !isPending) return;
    const { name } = spans[index]!.record;
    const others = (mine ?? []).filter((one) => spans[one]!.record.name !== name);
    pending.set(owner, isPending ? [...others, index] : others);
  };
  yield* cheapStretches(count, (from, to) => {
    for (let index = from; index < to; index++) begin(index);
  });
  // More came of these firings in the other run: what had come of them before is heard anew.
  yield* stretches(until - first, (from, to) => {
    for (const record of records.slice(first + from, first + to)) {
      const index = shared.fired(record.cause ?? until);
      if (index !== undefined) columns.hear(index, record, spans[index]!.owner);
    }
  });
  const ownersThere = new Owners(owners, (record) => {
    const number = before.owners.numberOf(record) ?? owners;
    return number < owners ? { number, pending: pending.get(number) ?? [] } : undefined;
  });
  return { told: { spans, columns, owners: ownersThere }, shared };
}

/** Those of the last instant are told anew: one may have taken another's place later in it. */
function beginPills({ pills }: ToldPills, records: readonly TraceRecord[], until: number): ToldPills {
  const lastUs = records[until - 1]?.at ?? 0;
  const before: StatePill[] = pills.slice(
    0,
    countBefore(pills.length, (place) => pills[place]!.atUs < lastUs),
  );
  const told = { pills: before, lastOf: new Map(before.map(({ node }, place) => [node, place])) };
  const from = countBefore(until, (place) => records[place]!.at < lastUs);
  for (let place = from; place < until; place++) takePill(told, records[place]!);
  return told;
}

/** Verdicts stand at the end of a trace, before the record of its end. */
function beginClauses(records: readonly TraceRecord[], until: number): ClauseMaker {
  const clauses = createClauseMaker();
  let first = until;
  while (first > 0 && ['verdict', 'end'].includes(records[first - 1]!.type)) first--;
  for (let place = first; place < until; place++) clauses.take(records[place]!);
  return clauses;
}
