import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import type { Instant } from '../../ui/web/model/arrows.ts';
import { axisModes, createAxis } from '../../ui/web/model/axis.ts';
import { type AxisScale, firstScale, focusOf } from '../../ui/web/model/axis-scale.ts';
import { compareRuns } from '../../ui/web/model/compare-runs.ts';
import { editYaml } from '../../ui/web/model/edit-rules.ts';
import { deedsFor, editFor } from '../../ui/web/model/fault-edit.ts';
import { spanIndex } from '../../ui/web/model/in-view.ts';
import { differenceOf } from '../../ui/web/model/run-comparison.ts';
import { createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';

function run(name: string, faults: readonly string[] = []): RunModel {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return createRunModel(answer.run);
}

const lost = run('lost-200-ok');

describe('the axis', () => {
  it.each(axisModes)('%s: keeps the order of moments, and inverts its times', (mode) => {
    const axis = createAxis({ ...lost, endUs: lost.endUs }, mode);
    const moments = lost.arrows.flatMap(({ sent, end }) => (end === undefined ? [sent] : [sent, end]));
    moments.sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
    const ys = moments.map((moment) => axis.y(moment));
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    for (let us = 0; us <= lost.endUs; us += 13_337)
      expect(Math.abs(axis.timeOf(axis.yOfTime(us)) - us)).toBeLessThanOrEqual(1);
  });

  it('gives each record its place, however far apart their numbers are, and any other moment that of the last before it', () => {
    const dense = createAxis({ ...lost }, 'compressed');
    const apart = <T extends { readonly seq: number }>(one: T): T => ({ ...one, seq: one.seq * 100_000.5 });
    // What is told of a record is not copied by spreading it.
    const moved = <T extends object>(one: T, names: readonly (keyof T & string)[]): T => {
      const moments = names.map((name) => [name, one[name] as Instant | undefined] as const);
      return Object.create(
        one,
        Object.fromEntries(moments.map(([name, at]) => [name, { value: at && apart(at) }])),
      ) as T;
    };
    const sparse = createAxis(
      {
        arrows: lost.arrows.map((arrow) => moved(arrow, ['sent', 'end', 'copy'])),
        timers: lost.timers.map((timer) => moved(timer, ['set', 'end'])),
        pills: lost.pills.map((pill) => Object.create(pill, { seq: { value: pill.seq * 100_000.5 } })),
        laneOf: lost.laneOf,
        endUs: lost.endUs,
      },
      'compressed',
    );
    for (const { atUs, seq } of lost.steps)
      expect(dense.y({ atUs, seq })).toBe(sparse.y(apart({ atUs, seq })));
    for (let us = 0; us <= lost.endUs + 10_000; us += 7_919)
      for (const seq of [0, 57, Number.MAX_SAFE_INTEGER])
        expect(dense.y({ atUs: us, seq })).toBe(sparse.y({ atUs: us, seq: seq * 100_000.5 }));
  });

  it('cuts and marks no silence but what is longer than it is told to, and stretches what it is told to look at', () => {
    const axisOf = (scale: Partial<AxisScale>) =>
      createAxis({ ...lost }, 'compressed', 1, { ...firstScale, ...scale });
    for (const cutUs of [20_000, 200_000, 500_000]) {
      const { breaks } = axisOf({ cutUs });
      expect(breaks.length).toBeGreaterThan(0);
      expect(breaks.every(({ lengthUs }) => lengthUs > cutUs)).toBe(true);
    }
    const counts = [20_000, 200_000, 500_000, Number.POSITIVE_INFINITY].map(
      (cutUs) => axisOf({ cutUs }).breaks.length,
    );
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.at(-1)).toBe(0);
    expect(counts[0]).toBeGreaterThan(counts[1]!);
    // The shorter the focus, the longer is what is short.
    const heights = [10_000, 150_000, 2_000_000].map(
      (focusUs) => axisOf({ focusUs, cutUs: Number.POSITIVE_INFINITY }).bottom,
    );
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
    expect(heights[0]).toBeGreaterThan(heights[2]! + 100);
  });

  it('finds its focus by itself: a tenth of how far events are apart in the mean', () => {
    expect(focusOf({ ...firstScale, focusUs: 'auto' }, 46_000_000, 46)).toBe(100_000);
    expect(focusOf({ ...firstScale, focusUs: 'auto' }, 0, 46)).toBe(1);
    expect(focusOf(firstScale, 46_000_000, 46)).toBe(150_000);
  });

  it('leaves room for labels and states, and marks silence', () => {
    const telling = lost.timers.filter(({ telling: shown }) => shown);
    const axis = createAxis({ ...lost, timers: telling }, 'compressed');
    expect(axis.breaks.map(({ lengthUs }) => lengthUs)).toEqual([960_000, 480_000]);
    const between = lost.arrows.filter(
      ({ message }) => message.protocol === 'sip' && [message.fromNode, message.toNode].includes('bob'),
    );
    const ys = between.map(({ sent }) => axis.y(sent));
    for (const [index, y] of ys.entries())
      if (index > 0) expect(y - ys[index - 1]!).toBeGreaterThanOrEqual(20);
  });
});

describe('the model of a run', () => {
  it('has timers as spans with their ends', () => {
    const telling = lost.timers
      .filter(({ telling: shown }) => shown)
      .map(({ node, name, outcome }) => `${node} ${name} ${outcome}`);
    expect(telling).toContain('core A fired');
    expect(telling).toContain('core B cleared');
    expect(telling).toContain('bob 2xx fired');
    expect(lost.timers.every(({ set, end }) => end === undefined || end.seq > set.seq)).toBe(true);
  });

  it('ends with the story, not with the timers that tidy up', () => {
    expect(lost.endUs).toBeLessThan(2_000_000);
  });

  it('counts the steps up to a moment', () => {
    expect(lost.steps.upTo({ atUs: 0, seq: -1 })).toBe(0);
    expect(lost.steps.upTo(lost.steps.at(4)!)).toBe(5);
    expect(lost.steps.upTo({ atUs: Number.MAX_SAFE_INTEGER, seq: 0 })).toBe(lost.steps.length);
  });
});

describe('breaking a message', () => {
  it('makes a rule that hits this transmission alone, and comparing tells what follows', () => {
    const baseline = run('figure-1');
    const target = baseline.arrows.find(({ key }) => key === 'bob>core/sender.1/200 INVITE/1/0')!;
    expect(deedsFor(target)).toEqual(['drop', 'delay', 'duplicate']);
    const altered = run('figure-1', [editYaml(editFor('drop', target, baseline.arrows))]);
    const comparison = compareRuns(baseline, altered);
    expect(differenceOf(comparison, 'b', target.key)?.kind).toBe('fate');
    expect(differenceOf(comparison, 'b', 'bob>core/sender.1/200 INVITE/1/1')?.kind).toBe('only b');
    expect(comparison.gone).toEqual([]);
    const before = baseline.arrows.filter(({ index }) => index < target.index);
    expect(before.every(({ key }) => !comparison.atB.has(key))).toBe(true);
    expect(compareRuns(baseline, baseline).counts.total).toBe(0);
  });

  it('adds to the scenario’s own rules', () => {
    const target = lost.arrows.find(({ message }) => message.summary === 'BYE')!;
    const altered = run('lost-200-ok', [editYaml(editFor('delay', target, lost.arrows))]);
    expect(altered.data.faults).toHaveLength(2);
    expect(altered.data.ownFaults).toBe(1);
    expect(altered.data.unmatched).toEqual([]);
    expect(altered.arrows.find(({ key }) => key === target.key)?.lateUs).toBe(740_000);
  });

  it('offers what TCP can suffer for what goes by TCP', () => {
    const send = lost.arrows.find(({ message }) => message.protocol === 'msrp')!;
    expect(deedsFor(send)).toEqual(['reset', 'delay', 'stall']);
    for (const deed of deedsFor(send))
      expect(run('lost-200-ok', [editYaml(editFor(deed, send, lost.arrows))]).data.unmatched).toEqual([]);
  });
});

describe('what is in view', () => {
  it('is found also where it begins far above', () => {
    const spans = [...Array(1_000).keys()].map((y) => ({
      fromY: y * 10,
      toY: y === 3 ? 9_000 : y * 10 + 12,
    }));
    const found = spanIndex(spans).between(5_000, 5_020);
    expect(found.map(({ fromY }) => fromY)).toEqual([30, 4_990, 5_000, 5_010, 5_020]);
  });
});
