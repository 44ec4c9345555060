import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../sim/steps.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { textLadder } from '../../ui/views/text-ladder.ts';
import { ladderOf } from '../../ui/web/export/ladder-of.ts';
import { createScene } from '../../ui/web/ladder/scene.ts';
import { stretchAround } from '../../ui/web/ladder/stretch.ts';
import { tierOf } from '../../ui/web/ladder/tiers.ts';
import { arrowLooks } from '../../ui/web/model/arrows.ts';
import { createAxis } from '../../ui/web/model/axis.ts';
import { makingBulk } from '../../ui/web/model/bulk.ts';
import { createDensity } from '../../ui/web/model/density.ts';
import { createLines } from '../../ui/web/model/lines.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createModelMaker, createRunModel } from '../../ui/web/model/run-model.ts';
import { contentOf, webRun } from '../support/web-run.ts';
import { longTrace } from './long-trace.ts';

const records = longTrace({ messages: 6_000, atOnce: 100 }) as TraceRecord[];
const model = createRunModel(traceData('long.ndjson', records));
const lossy = webRun('lossy-link', ['{ duplicate: INVITE, by: 3ms }']);
const content = contentOf(model);
const { axis } = content;
const bulk = atOnce(makingBulk(model, axis, undefined));

describe('a long run', () => {
  it('is laid out a stretch at a time as it would be laid out whole', () => {
    const all = createScene(content);
    const whole = new Map(all.arrowList.map((place) => [place.arrow.index, place]));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), (share) => {
        const top = share * axis.bottom;
        const { originY, scene, holds } = stretchAround(content, bulk, top);
        expect(holds(top)).toBe(true);
        const seen = scene.arrows.between(top - originY, top - originY + 1_000);
        expect(seen.length).toBeGreaterThan(0);
        expect(seen.map(({ id }) => id).sort()).toEqual(
          all.arrows
            .between(top, top + 1_000)
            .map(({ id }) => id)
            .sort(),
        );
        for (const { arrow, startY, endY, from, to } of seen) {
          const same = whole.get(arrow.index)!;
          expect(startY + originY).toBeCloseTo(same.startY, 6);
          expect(endY + originY).toBeCloseTo(same.endY, 6);
          expect([from, to]).toEqual([same.from, same.to]);
          expect(Math.max(Math.abs(startY), Math.abs(endY))).toBeLessThan(100_000);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('shows a message where its copy arrives, long after it', () => {
    const at = Math.floor(records.length * 0.8);
    const first = records.find(({ type }) => type === 'message.received')!;
    const copy = { ...first, at: records[at]!.at };
    const told = [...records.slice(0, at), copy, ...records.slice(at)].map((one, seq) => ({ ...one, seq }));
    const twice = contentOf(createRunModel(traceData('twice.ndjson', told as TraceRecord[])));
    const arrow = twice.model.arrows.find((one) => one.copy !== undefined)!;
    const inBulk = atOnce(makingBulk(twice.model, twice.axis, undefined));
    const y = twice.axis.y(arrow.copy!);
    const { originY, scene } = stretchAround(twice, inBulk, y);
    expect(originY).toBeGreaterThan(0);
    const seen = scene.arrows.between(y - originY - 10, y - originY + 10);
    expect(seen.map((place) => place.arrow)).toContain(arrow);
  });

  it.each([
    ['a long trace', model],
    ['a short run', lossy],
  ])('has the heights of all its messages at once, as they are one by one: %s', (_, { arrows, ...run }) => {
    const grown = [...arrows.slice(0, -1)];
    const made = createAxis({ ...run, arrows: grown }, 'compressed');
    const asked = {
      ...made,
      y: () => expect.unreachable('asked for one'),
      yOfTime: () => expect.unreachable('asked'),
    };
    // A list that has grown since the axis was made has no more than it had then.
    grown.push(arrows.at(-1)!);
    for (const shown of [grown, grown.filter(({ index }) => index % 3 > 0)]) {
      const lines = createLines(shown, asked);
      expect(lines.count).toBe(shown.length - (shown.at(-1) === arrows.at(-1) ? 1 : 0));
      for (const [index, { sent, end, message, look }] of shown.slice(0, lines.count).entries()) {
        const startY = made.y(sent);
        expect(lines.startY[index]).toBe(startY);
        expect(lines.endY[index]).toBe(end === undefined ? startY + 10 : made.y(end));
        expect(lines.from[index]).toBe(run.laneOf.get(message.fromNode));
        expect(lines.to[index]).toBe(run.laneOf.get(message.toNode));
        expect(arrowLooks[lines.look[index]!]).toBe(message.lost === undefined ? look : 'failure');
      }
    }
  });

  it('counts each message once in each gap that it crosses, however coarse', () => {
    const lines = createLines(model.arrows, axis);
    const lanes = model.lanes.length;
    const density = createDensity(lines, lanes, axis.bottom + 1);
    const crossed = model.arrows.reduce(
      (sum, { message }) =>
        sum + Math.abs(model.laneOf.get(message.fromNode)! - model.laneOf.get(message.toNode)!),
      0,
    );
    for (const rows of [1, 64, 1_024]) {
      const { counts, most } = density.between(0, density.height, rows);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(crossed);
      expect(most).toBeGreaterThan(0);
    }
  });

  it('is drawn in full, as lines or as a density, by how much of it is in view', () => {
    const lines = createLines(model.arrows, axis);
    expect(tierOf(lines, 0, 1_000, false)).toBe('full');
    expect(tierOf(lines, 0, 1_000, true)).toBe('lines');
    expect(tierOf(lines, 0, 20_000, false)).toBe('lines');
    expect(tierOf(lines, 0, axis.bottom, false)).toBe('density');
  });

  it('has a model that is the same however it was told', () => {
    const maker = createModelMaker(records);
    for (let upTo = 1; upTo < records.length; upTo += 997) {
      maker.take(upTo);
      maker.model(traceData('long.ndjson', records));
    }
    maker.take(records.length);
    const told = maker.model(traceData('long.ndjson', records));
    expect(told.arrows.map(({ label, sent, end }) => [label, sent.seq, end?.seq])).toEqual(
      model.arrows.map(({ label, sent, end }) => [label, sent.seq, end?.seq]),
    );
    expect(told.timers).toEqual(model.timers);
    expect(told.pills).toEqual(model.pills);
    expect([...told.steps]).toEqual([...model.steps]);
    expect(told.counts).toEqual(model.counts);
  });

  it('keeps a hundred messages of one time in the order of their numbers: in the drawing and in text', () => {
    const busiest = model.arrows.filter(({ sent }) => sent.atUs === model.arrows[3_050]!.sent.atUs);
    expect(busiest.length).toBeGreaterThanOrEqual(100);
    const numbers = busiest.map(({ sent }) => sent.seq);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const ys = numbers.map((seq) => axis.y({ atUs: busiest[0]!.sent.atUs, seq }));
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    const { scene } = stretchAround(content, bulk, ys[0]!);
    const drawn = scene.arrowList.filter(({ arrow }) => busiest.includes(arrow));
    expect(drawn.map(({ arrow }) => arrow.sent.seq)).toEqual(numbers);
    const ladder = ladderOf(model);
    const text = textLadder(ladder, { width: 100, unicode: true, color: false });
    const rows = ladder.rows.flatMap((row) => (row.kind === 'message' ? [row.seq] : []));
    expect(rows.filter((seq) => numbers.includes(seq))).toEqual(numbers);
    expect(text.length).toBeGreaterThan(model.arrows.length);
  });
});
