// What panels, bars and the slider ask of all messages is answered without looking at each: the same answer, from columns.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesSummary } from '../../sim/faults/matching.ts';
import { atOnce, itemsAtOnce } from '../../sim/steps.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { createScene } from '../../ui/web/ladder/scene.ts';
import { arrange } from '../../ui/web/model/arrange.ts';
import type { Arrow } from '../../ui/web/model/arrows.ts';
import { editFor } from '../../ui/web/model/fault-edit.ts';
import { columnsOf } from '../../ui/web/model/message-columns.ts';
import { linkNames } from '../../ui/web/model/network-now.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createModelMaker, createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { lastPills, type StatePill } from '../../ui/web/model/state-pills.ts';
import { troublesOf } from '../../ui/web/model/troubles.ts';
import { type LogScale, logScale } from '../../ui/web/panels/log-scale.ts';
import { type Counted, counting } from '../../ui/web/panels/scrubber-count.ts';
import { theEnd } from '../../ui/web/state/store.ts';
import { contentOf, webRun } from '../support/web-run.ts';
import { longTrace } from './long-trace.ts';

const records = longTrace({ messages: 6_000, atOnce: 100 }) as TraceRecord[];
const long = createRunModel(traceData('long.ndjson', records));
const lossy = webRun('lossy-link', ['{ duplicate: INVITE, by: 3ms }', '{ drop: ACK, nth: 1 }']);
const runs = { long, lossy, 'figure-1': webRun('figure-1') };

/** The same run, told anew; its list says how often a message of it is looked at. */
function watched(records: readonly TraceRecord[]): { readonly run: RunModel; readonly looks: () => number } {
  const run = createRunModel(traceData('watched.ndjson', records));
  const own = run.arrows as Arrow[];
  let looks = 0;
  for (const [index, arrow] of own.entries())
    own[index] = new Proxy(arrow, {
      get(target, name) {
        looks++;
        return Reflect.get(target, name, target) as unknown;
      },
    });
  return { run, looks: () => looks };
}

describe('the links of a run', () => {
  it.each(Object.entries(runs))('are those between which its messages pass, in their order: %s', (_, run) => {
    const names: string[] = [];
    for (const { message } of run.arrows) {
      const [there, back] = [
        `${message.fromNode}<>${message.toNode}`,
        `${message.toNode}<>${message.fromNode}`,
      ];
      if (!names.includes(there) && !names.includes(back)) names.push(there);
    }
    // Links of their own are named by the scenario, which is asked for elsewhere.
    expect(linkNames(run.arrows, [])).toEqual(names);
    expect(linkNames([...run.arrows], [])).toEqual(names);
  });

  it('are found without looking at a message, and grow with the run', () => {
    const { run, looks } = watched(records);
    expect(linkNames(run.arrows, [])).toEqual(linkNames(long.arrows, []));
    expect(looks()).toBe(0);
    const maker = createModelMaker(records);
    const half = traceData('half.ndjson', records);
    maker.take(6);
    const { arrows } = maker.model(half);
    expect(linkNames(arrows, [])).toEqual(['sender<>core']);
    maker.take(records.length);
    expect(linkNames(arrows, [])).toEqual(linkNames(long.arrows, []));
  });

  it('come with all hosts and names that a rule can have', () => {
    const { nodes, names } = columnsOf(long.arrows);
    expect(nodes).toEqual([
      ...new Set(long.arrows.flatMap(({ message }) => [message.fromNode, message.toNode])),
    ]);
    expect(names).toEqual([...new Set(long.arrows.map(({ message }) => message.summary))]);
  });
});

describe('the how manieth a message is of its name on its hop', () => {
  const nthOf = ({ message }: Arrow, arrows: readonly Arrow[]): number =>
    arrows
      .slice(0, arrows.findIndex((one) => one.message === message) + 1)
      .filter(
        (one) =>
          one.message.fromNode === message.fromNode &&
          one.message.toNode === message.toNode &&
          matchesSummary(message.summary, one.message.summary),
      ).length;

  it.each(Object.entries(runs))('is as the rule counts: %s', (_, { arrows }) => {
    for (let at = 0; at < arrows.length; at += Math.ceil(arrows.length / 60)) {
      const arrow = arrows[at]!;
      expect(editFor('drop', arrow, arrows).nth).toBe(nthOf(arrow, arrows));
      expect(editFor('drop', { ...pick(arrow) }, [...arrows].slice(at % 7)).nth ?? 0).toBe(
        nthOf(arrow, arrows.slice(at % 7)),
      );
    }
  });

  it('is counted without looking at the others', () => {
    const { run, looks } = watched(records);
    const last = pick(long.arrows.at(-1)!);
    expect(editFor('drop', last, run.arrows).nth).toBe(nthOf(last, long.arrows));
    expect(looks()).toBeLessThan(5);
  });
});

/** Another object of the same message. */
function pick(arrow: Arrow): Arrow {
  const { kind, index, key, look, response, provisional, ack, label, short, sent, message } = arrow;
  return { kind, index, key, look, response, provisional, ack, label, short, sent, message };
}

describe('the bars over the slider', () => {
  const ends = [18, 918] as const;
  const scaleOf = ({ endUs }: RunModel): LogScale =>
    logScale(Math.max(1, endUs), Math.max(1, endUs / 12), ends);
  /** Asks the scale for each time. */
  function counted(run: RunModel, x: LogScale, count: number): Pick<Counted, 'bins' | 'losses'> {
    const bins = Array.from({ length: count }, () => [0, 0, 0]);
    const losses: number[] = [];
    const add = (us: number, kind: number): void => {
      const share = (x(Math.min(us, run.endUs)) - ends[0]) / (ends[1] - ends[0]);
      bins[Math.min(count - 1, Math.floor(share * count))]![kind]! += 1;
    };
    for (const { message, end } of run.arrows) {
      const kind = message.protocol === 'msrp' ? 1 : 0;
      add(message.atUs, kind);
      if (end !== undefined) add(end.atUs, kind);
      const near = losses.some((us) => message.lost !== undefined && x(message.lost.atUs) - x(us) < 7);
      if (message.lost !== undefined && !near) losses.push(message.lost.atUs);
    }
    for (const { telling, outcome, end } of run.timers)
      if (telling && outcome === 'fired' && end !== undefined) add(end.atUs, 2);
    return { bins, losses };
  }

  it.each(Object.entries(runs))('count each time where its place is: %s', (_, run) => {
    const x = scaleOf(run);
    const { bins, losses, flags } = atOnce(counting(run, x, ends));
    const expected = counted(run, x, bins.length);
    expect(bins).toEqual(expected.bins);
    const near = (us: number): boolean => flags.some((flag) => Math.abs(x(flag.us) - x(us)) <= 14);
    expect(losses).toEqual(expected.losses.filter((us) => !near(us)));
    expect(losses.length > 0).toBe(run.counts.lost > 0);
  });

  it('tell where a clause was violated, what is near to another once', () => {
    const run = webRun('negative/sender/psa-rel-01');
    const x = scaleOf(run);
    const [violated] = [...run.clauses].filter(([, here]) => here.some(({ held }) => !held));
    expect(atOnce(counting(run, x, ends)).violations).toEqual([run.bySeq.get(violated![0])!.at]);
    expect(atOnce(counting(runs['figure-1'], x, ends)).violations).toEqual([]);
    const records = run.data.records.filter(({ type }) => type === 'message.sent');
    const clauses = new Map(records.map(({ seq }) => [seq, run.clauses.get(violated![0])!]));
    const { violations } = atOnce(counting({ ...run, clauses }, x, ends));
    expect(violations[0]).toBe(records[0]!.at);
    expect(violations.length).toBeLessThan(records.length);
    for (const [index, us] of violations.slice(1).entries())
      expect(x(us) - x(violations[index]!)).toBeGreaterThanOrEqual(7);
  });

  it('count right in any width, and for any length of a run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 3_000 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 40 }),
        (width, times) => {
          const run = told(times);
          const x = logScale(Math.max(1, run.endUs), Math.max(1, run.endUs / 12), [18, width - 18]);
          const { bins } = atOnce(counting(run, x, [18, width - 18]));
          const expected = bins.map(() => 0);
          for (const us of times)
            expected[Math.min(bins.length - 1, Math.floor(((x(us) - 18) / (width - 36)) * bins.length))]! +=
              1;
          expect(bins.map(([sip]) => sip)).toEqual(expected);
        },
      ),
    );
  });

  it('ask the scale for a few places only, and are counted a few messages at a time', () => {
    const { run, looks } = watched(records);
    const x = scaleOf(run);
    let asked = 0;
    const asking = Object.assign(
      (us: number) => {
        asked++;
        return x(us);
      },
      { invert: x.invert },
    );
    const sizes = [...counting(run, asking, ends)];
    expect(Math.max(...sizes)).toBeLessThanOrEqual(itemsAtOnce);
    expect(sizes.length).toBeGreaterThan(5);
    const looked = looks();
    const lost = run.arrows.filter(({ message }) => message.lost !== undefined).length;
    expect(lost).toBeGreaterThan(50);
    expect(asked).toBeLessThan(3 * lost + 130 * 4);
    expect(looked).toBe(lost);
  });

  /** Messages that are on their way at the end, one at each time. */
  function told(times: readonly number[]): RunModel {
    const sent = [...times].sort((a, b) => a - b).map((at, seq) => ({ ...firstSent, seq, at, id: seq }));
    return createRunModel(traceData('times.ndjson', sent as TraceRecord[]));
  }
});

const firstSent = records.find((one) => one.type === 'message.sent')!;

describe('where a message is laid out', () => {
  it.each(Object.entries(runs))('is found by its key: %s', (_, run) => {
    const { arrowList, placeOf } = createScene(contentOf(run));
    expect(arrowList.length).toBeGreaterThan(10);
    for (const place of arrowList) expect(placeOf(place.arrow.key)).toBe(place);
    expect(placeOf('nothing')).toBeUndefined();
  });

  it('is found where messages are joined over lanes that are not shown', () => {
    const arranged = arrange(lossy, { folded: true, hidden: new Set(['core']) });
    const { arrowList, placeOf } = createScene(contentOf(arranged));
    expect(arrowList.some(({ arrow }) => arrow.passed !== undefined)).toBe(true);
    for (const place of arrowList) expect(placeOf(place.arrow.key)).toBe(place);
    const shown = new Set(arrowList.map(({ arrow }) => arrow.key));
    const left = lossy.arrows.filter(({ key }) => !shown.has(key));
    expect(left.length).toBeGreaterThan(0);
    for (const { key } of left) expect(placeOf(key)).toBeUndefined();
  });
});

describe('the timers of a run', () => {
  interface Told {
    readonly type: 'timer.set' | 'timer.fired' | 'timer.cleared';
    readonly node: string;
    readonly owner: string;
    readonly name: string;
  }
  const told: fc.Arbitrary<Told> = fc.record({
    type: fc.constantFrom('timer.set', 'timer.fired', 'timer.cleared'),
    node: fc.constantFrom('a', 'b'),
    owner: fc.constantFrom('one', 'two', 'a/one'),
    name: fc.constantFrom('timerA', 'timerB', 'refresh'),
  });

  it('end as the one of their node, owner and name ends that was set last', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 40 }), (entries) => {
        const all = entries.map((one, seq) => ({ ...one, seq, at: 10 * seq, due: 10 * seq + 5 }));
        const { timers } = createRunModel(traceData('timers.ndjson', all as TraceRecord[]));
        const pending = new Map<string, (typeof expected)[number]>();
        const expected: { set: number; end?: number; outcome: string }[] = [];
        for (const { type, node, owner, name, seq } of all) {
          const key = JSON.stringify([node, owner, name]);
          const span = pending.get(key);
          if (type !== 'timer.set' && span !== undefined)
            Object.assign(span, { end: seq, outcome: type.slice('timer.'.length) });
          pending.delete(key);
          if (type === 'timer.set') {
            expected.push({ set: seq, outcome: 'pending' });
            pending.set(key, expected.at(-1)!);
          }
        }
        expect(
          timers.map(({ set, end, outcome }) => ({ set: set.seq, ...(end && { end: end.seq }), outcome })),
        ).toEqual(expected);
      }),
    );
  });

  it('tell what their records say', () => {
    const { timers, bySeq } = runs['figure-1'];
    expect(timers.length).toBeGreaterThan(10);
    for (const { set, end, node, owner, name, dueUs } of timers) {
      expect(bySeq.get(set.seq)).toMatchObject({ type: 'timer.set', at: set.atUs, node, owner, due: dueUs });
      expect(bySeq.get(set.seq)).toHaveProperty(
        'name',
        expect.stringMatching(new RegExp(`(?:timer)?${name}$`)),
      );
      if (end !== undefined) expect(bySeq.get(end.seq)).toMatchObject({ at: end.atUs, node, owner });
    }
  });
});

describe('where something goes wrong', () => {
  const rules = [
    '{ delay: "200 INVITE", by: 40ms }',
    '{ duplicate: INVITE, by: 3ms }',
    '{ drop: ACK, nth: 1 }',
  ];

  it('is what records say of it and what was violated, each once and in order', () => {
    const broken = [long, lossy, webRun('figure-1', rules), webRun('negative/sender/psa-can-01')];
    for (const run of broken) {
      const seqs = run.data.records.flatMap((record) => {
        const { type, seq } = record;
        if (type === 'message.dropped' || type === 'fault') return [seq];
        const slowed = type === 'message.delayed' || type === 'message.duplicated';
        return slowed && record.reason.startsWith('fault') ? [seq] : [];
      });
      for (const [seq, here] of run.clauses) if (here.some(({ held }) => !held)) seqs.push(seq);
      const inOrder = [...new Set(seqs)].sort((a, b) => a - b);
      expect(inOrder.length).toBeGreaterThan(0);
      expect(troublesOf(run)).toEqual(inOrder.map((seq) => ({ atUs: run.bySeq.get(seq)!.at, seq })));
    }
  });

  it('is found without looking at all records', () => {
    let reads = 0;
    const get = (seq: number): TraceRecord | undefined => {
      reads++;
      return long.bySeq.get(seq);
    };
    const bySeq = { has: long.bySeq.has, get };
    const data = { ...long.data, records: [] };
    const all = troublesOf({ ...long, data, bySeq });
    expect(all).toEqual(troublesOf(long));
    expect(all.length).toBeGreaterThan(100);
    expect(reads).toBeLessThanOrEqual(2 * long.notes.length);
  });
});

describe('the last state of each node', () => {
  const told = fc.record({
    node: fc.constantFrom('a', 'b', 'c'),
    to: fc.constantFrom('one', 'two', 'three'),
    later: fc.boolean(),
  });

  it('is that of the whole list, however often it has been asked for while that grew', () => {
    fc.assert(
      fc.property(
        fc.array(told, { maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        (entries, asked) => {
          let at = 0;
          const all = entries.map(({ node, to, later }, seq) => {
            at += later ? 10 : 0;
            return { type: 'state', seq, at, node, machine: 'pushSender', id: 'x', from: '', to, on: '' };
          }) as TraceRecord[];
          const now = { atUs: at, seq: all.length };
          const whole = createRunModel(traceData('states.ndjson', all)).pills;
          const maker = createModelMaker(all);
          const { pills } = maker.model(traceData('states.ndjson', all));
          for (const upTo of [...asked, all.length].sort((a, b) => a - b)) {
            maker.take(Math.min(upTo, all.length));
            lastPills(pills, now);
          }
          const told = ({ node, name, seq }: StatePill): unknown[] => [node, name, seq];
          expect(lastPills(pills, now).map(told)).toEqual(lastPills([...whole], now).map(told));
        },
      ),
    );
  });

  it('is found by looking at what is new only', () => {
    let reads = 0;
    const own = [...long.pills];
    const pills = new Proxy(own, {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
        return Reflect.get(target, name) as unknown;
      },
    });
    lastPills(pills, theEnd);
    expect(reads).toBeGreaterThanOrEqual(own.length);
    own.push(stateOf(own.at(-1)!));
    reads = 0;
    expect(lastPills(pills, theEnd).at(-1)).toBe(own.at(-1));
    expect(reads).toBeLessThan(20);
  });

  function stateOf({ kind, node, machine, id, name, told: record, look, atUs, seq }: StatePill): StatePill {
    return { kind, node, machine, id, name, told: record, look, atUs: atUs + 1, seq: seq + 1 };
  }
});
