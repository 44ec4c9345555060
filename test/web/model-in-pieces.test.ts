import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, itemsAtOnce, type Steps } from '../../sim/steps.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { axisModes } from '../../ui/web/model/axis.ts';
import { firstScale } from '../../ui/web/model/axis-scale.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createModelMaker, createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { type Choices, createSightMaker, type Sight } from '../../ui/web/model/sight.ts';
import { createSight } from '../../ui/web/state/sight.ts';
import { modelInPieces, recordsAtOnce } from '../../ui/web/state/simulation.ts';
import { webRun } from '../support/web-run.ts';
import { anyLayers } from './any-layers.ts';
import { anyScale } from './any-scale.ts';
import { longTrace } from './long-trace.ts';

const records = longTrace({ messages: 10_000, atOnce: 10 }) as TraceRecord[];
const data = traceData('long.ndjson', records);
const long = createRunModel(data);
const shorter = createRunModel(traceData('shorter.ndjson', records.slice(0, 14_000)));
const goesOn = (): boolean => true;

describe('the model of a long run', () => {
  it('is made of few records at a time, and between two pieces others have their turn', async () => {
    const maker = createModelMaker(records);
    const pieces: number[] = [];
    let turns = 0;
    const watched = Object.create(maker, {
      taken: { get: () => maker.taken },
      take: {
        value: (upTo: number) => {
          pieces.push(upTo - maker.taken);
          maker.take(upTo);
          setImmediate(() => {
            turns++;
          });
        },
      },
    }) as typeof maker;
    const model = await modelInPieces(data, goesOn, watched);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(recordsAtOnce);
    expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(records.length);
    // The first piece is taken in the turn of whoever asks, and nobody waits after the last.
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 2);
    expect(pieces.length).toBeGreaterThan(3);
    expect(model?.counts).toEqual(long.counts);
  });

  it('is given up where nobody wants it any more', async () => {
    const maker = createModelMaker(records);
    expect(await modelInPieces(data, () => maker.taken === 0, maker)).toBeUndefined();
    expect(maker.taken).toBe(recordsAtOnce);
  });
});

const hosts = long.lanes.map(({ node }) => node);
const plain: Choices = {
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
const choices: fc.Arbitrary<Choices> = fc.record({
  folded: fc.boolean(),
  hidden: fc.subarray(hosts, { maxLength: 2 }).map((nodes) => new Set(nodes)),
  range: fc.option(fc.constant({ fromUs: 2_000_000, untilUs: 20_000_000 }), { nil: undefined }),
  filter: fc.constantFrom('', 'method:INVITE', 'is:lost -lane:bob', 'nowhere'),
  only: fc.boolean(),
  layers: anyLayers,
  axisMode: fc.constantFrom(...axisModes),
  axisScale: anyScale,
  zoom: fc.constantFrom(0.5, 1, 2),
});

/** What is seen, as plain data. */
function told({ arranged, matching, timers, axis, bulk }: Sight) {
  const { startY, endY, from, to, look } = bulk.lines;
  return {
    lanes: arranged.lanes,
    arrows: arranged.arrows.map(({ index, passed, sent }) => [index, passed, sent.seq]),
    pills: arranged.pills.map(({ seq }) => seq),
    matching: matching && [...matching.keys],
    timers: timers.map(({ set }) => set.seq),
    lines: [startY, endY, from, to, look].map((column) => [...column]),
    breaks: axis.breaks,
    zeroTimes: axis.zeroTimes,
    bottom: axis.bottom,
    density: bulk.density().between(0, axis.bottom + 1, 64),
  };
}

/** The most items between two steps. */
function mostAtATime<T>(steps: Steps<T>): { readonly most: number; readonly made: T } {
  for (let most = 0; ; ) {
    const step = steps.next();
    if (step.done) return { most, made: step.value };
    most = Math.max(most, step.value);
  }
}

describe('what is seen of a long run', () => {
  it('is the same whatever was seen before it, and made of few items at a time', () => {
    const going = createSightMaker(shorter);
    fc.assert(
      fc.property(choices, (chosen) => {
        const { most, made } = mostAtATime(going(chosen));
        // Numbers in columns are cheap.
        expect(most).toBeLessThanOrEqual(16 * 1_024);
        expect(told(made)).toEqual(told(atOnce(createSightMaker(shorter)(chosen))));
      }),
      { numRuns: 12 },
    );
  });

  it('leaves out what is told while it is made', () => {
    const half = 2 * Math.floor(records.length / 4);
    const maker = createModelMaker(records);
    maker.take(half);
    const before = maker.model(traceData('long.ndjson', records.slice(0, half)));
    const wanted = told(atOnce(createSightMaker(before)(plain)));
    const making = createSightMaker(before)(plain);
    // So many messages have been looked at when more come in.
    for (let items = 0; items < itemsAtOnce; ) items += Number(making.next().value);
    maker.take(records.length);
    const { startY } = atOnce(making).bulk.lines;
    expect([...startY]).toEqual(wanted.lines[0]);
  });

  it('is put into its place whole: until it is there, what was seen of the run before', async () => {
    const short = webRun('figure-1');
    const [asked, chosen] = [signal<RunModel | undefined>(short), signal(plain)];
    const { sight, run, axis, prepare } = createSight(asked, chosen);
    const consistent = (): void => {
      expect(sight.value?.run).toBe(run.value);
      expect(sight.value?.axis).toBe(axis.value);
    };
    expect(run.value).toBe(short);
    consistent();
    asked.value = long;
    expect(run.value).toBe(short);
    consistent();
    await until(() => run.value === long);
    consistent();
    const linear = { ...plain, axisMode: 'linear' } as const;
    chosen.value = linear;
    expect(axis.value?.mode).toBe('compressed');
    consistent();
    await until(() => axis.value?.mode === 'linear');
    const other = createRunModel(traceData('other.ndjson', records.slice(0, 15_000)));
    await prepare(other, goesOn);
    expect(run.value).toBe(long);
    asked.value = other;
    expect(run.value).toBe(other);
    expect(axis.value?.mode).toBe('linear');
    consistent();
  });

  it('is not gone on with when something else is chosen', async () => {
    const [asked, chosen] = [signal<RunModel | undefined>(long), signal(plain)];
    const { axis } = createSight(asked, chosen);
    const seen: unknown[] = [];
    axis.subscribe((made) => seen.push(made?.mode));
    for (const axisMode of axisModes) chosen.value = { ...plain, axisMode };
    await until(() => axis.value?.mode === 'event');
    expect(seen).toEqual([undefined, 'event']);
  });
});

/** Gives others their turn until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setImmediate(next));
}
