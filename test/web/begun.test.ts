import { describe, expect, it } from 'vitest';
import { atOnce } from '../../sim/steps.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { beginningAs } from '../../ui/web/model/begun.ts';
import { rulesOf } from '../../ui/web/model/edit-rules.ts';
import { deedsFor, editFor, type FaultEdit, furtherEdits } from '../../ui/web/model/fault-edit.ts';
import { columnsOf } from '../../ui/web/model/message-columns.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createModelMaker, type ModelMaker, type RunModel } from '../../ui/web/model/run-model.ts';
import { rowOf } from '../../ui/web/model/told-message.ts';
import { webRun } from '../support/web-run.ts';

// The model of a run that begins as another is what it would be if it were made from its first record on; and the other's stays as it was.

/** All that a model says, as data. */
function said(model: RunModel): unknown {
  const { lanes, laneOf, counts, notes, clauses, steps, endUs } = model;
  const { count, nodes, names, hops, ...columns } = columnsOf(model.arrows);
  const perMessage = (index: number): unknown[] => {
    const { atUs, seq, endUs: end, endSeq, from, to, looks, name } = columns;
    const ends = Number.isNaN(end[index]) ? 'nowhere' : [end[index], endSeq[index]];
    return [atUs[index], seq[index], ends, from[index], to[index], looks[index], name[index]];
  };
  return {
    ...{ lanes, laneOf, counts, notes, clauses, endUs, count, nodes, names, hops },
    steps: [...steps],
    arrows: model.arrows.map((arrow, place) => [
      ...[arrow.index, arrow.label, arrow.sent, arrow.end, arrow.copy, arrow.lateUs, arrow.absorbed],
      ...[rowOf(arrow.message), perMessage(place), model.arrowByKey.get(arrow.key) === arrow],
    ]),
    timers: model.timers.map(({ node, owner, name, set, end, outcome, telling }) => [
      ...[node, owner, name, set, end, outcome, telling],
    ]),
    pills: model.pills.map(({ node, machine, id, name, told, look, atUs, seq }) => [
      ...[node, machine, id, name, told, look, atUs, seq],
    ]),
  };
}

const modelOf = (maker: ModelMaker, records: readonly TraceRecord[]): RunModel =>
  maker.model(traceData('run.ndjson', records));

function whole(records: readonly TraceRecord[]): { readonly maker: ModelMaker; readonly model: RunModel } {
  const maker = createModelMaker(records);
  maker.take(records.length);
  return { maker, model: modelOf(maker, records) };
}

/** How many records two runs have in common before they part; the first, which names the run, is each one's own. */
function sharedBy(one: readonly TraceRecord[], other: readonly TraceRecord[]): number {
  const parts = (record: TraceRecord, place: number): boolean =>
    place > 0 && JSON.stringify(record) !== JSON.stringify(one[place]);
  const parted = other.findIndex(parts);
  return parted < 0 ? other.length : parted;
}

/** Goes on from the baseline in the records of another run, some at a time. */
function goneOn(
  baseline: ModelMaker,
  from: readonly TraceRecord[],
  other: readonly TraceRecord[],
  count: number,
): RunModel {
  const records = [...other.slice(0, 1), ...from.slice(1, count), ...other.slice(Math.max(1, count))];
  const maker = atOnce(beginningAs(baseline.told, records, count));
  expect(maker.taken).toBe(count);
  maker.take(Math.min(records.length, count + 3));
  modelOf(maker, records);
  maker.take(records.length);
  return modelOf(maker, records);
}

const stories: readonly string[] = [
  'figure-1',
  'lossy-link',
  'core/everything-twice',
  'core/three-devices',
  'core/refusals',
  'agents/slow-link-without-answers',
  'agents/session-expires',
  'agents/msrp-connection-stalled',
  'reliable/prack-lost',
];

describe('a model that goes on from that of another run', () => {
  it.each(stories)('is as if made from the first record on, wherever they part: %s', (name) => {
    const { records } = webRun(name).data;
    const { maker, model } = whole(records);
    const before = said(model);
    const places = Array.from({ length: records.length + 1 }, (_, count) => count);
    for (const count of places.filter((place) => records.length < 400 || place % 7 === 0)) {
      const cut = records.slice(0, count);
      expect(
        said(modelOf(atOnce(beginningAs(maker.told, cut, count)), cut)),
        `up to record ${count}`,
      ).toEqual(said(whole(cut).model));
      expect(said(goneOn(maker, records, records, count)), `from record ${count} on`).toEqual(before);
    }
    expect(said(model)).toEqual(before);
  });

  it.each(stories)('is so too where a reader breaks the run: %s', (name) => {
    const run = webRun(name);
    const { maker, model } = whole(run.data.records);
    const before = said(model);
    const step = Math.ceil(model.arrows.length / 6);
    const edits = model.arrows
      .filter((_, place) => place % step === 0)
      .flatMap((arrow): FaultEdit[] => [
        ...deedsFor(arrow).map((deed) => editFor(deed, arrow, model.arrows)),
        ...furtherEdits(arrow, model.arrows),
      ]);
    expect(edits.length).toBeGreaterThan(20);
    const counts: number[] = [];
    for (const edit of edits) {
      const { records } = webRun(name, rulesOf([edit]).faults).data;
      const count = sharedBy(run.data.records, records);
      counts.push(count / run.data.records.length);
      const altered = goneOn(maker, run.data.records, records, count);
      expect(said(altered), JSON.stringify(edit)).toEqual(said(whole(records).model));
    }
    expect(said(model)).toEqual(before);
    expect(Math.max(...counts)).toBeGreaterThan(0.5);
  });
});
