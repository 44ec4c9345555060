import { describe, expect, it } from 'vitest';
import { openScenario } from '../../scenarios/lab/further-faults.ts';
import { judges } from '../../scenarios/lab/judges.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import { atOnce } from '../../sim/steps.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { rulesOf } from '../../ui/web/model/edit-rules.ts';
import { editFor } from '../../ui/web/model/fault-edit.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { type OpenSimulation, openSimulation } from '../../ui/web/worker/open-simulation.ts';
import { createParking, type Parking } from '../../ui/web/worker/parking.ts';
import { push, story } from '../scenarios/runs/lab.ts';

// Runs that stand ready within another one: each may become the run of whoever breaks that, and comes to the same as from the beginning.

const readFile = (): undefined => undefined;
const pushes = Array.from({ length: 24 }, (_, n) => push.replace('at: 1s', `at: ${n + 1}s`));
const scenario = openScenario(story({ acts: pushes }), 'many.yaml');
const request = { name: 'many.yaml', faults: [] };
const { records } = runScenario(scenario.plain.scenario!, { readFile });
const { arrows } = createRunModel(traceData('many.ndjson', records));

const loaded = (rules: readonly string[]) => ({
  scenario: scenario.withFaults(rules).scenario!,
  ownFaults: 0,
});

/** As if it had taken so long. */
function parking(tookMs: number): { readonly parking: Parking; readonly opened: OpenSimulation[] } {
  const opened: OpenSimulation[] = [];
  const open = (): OpenSimulation => {
    opened.push(openSimulation(loaded([]), request, readFile, { after: records, mayGrow: true }));
    return opened.at(-1)!;
  };
  return { parking: createParking(open, records, tookMs), opened };
}

function settle({ work }: Parking): void {
  while (work());
}

/** What comes of a run that was taken, and of the same from its beginning. */
function both(run: OpenSimulation, rule: string): { readonly parked: unknown; readonly whole: unknown } {
  run.advance(Number.POSITIVE_INFINITY);
  const answer = atOnce(run.answering(judges));
  const parked = answer.ok ? traceOf(answer.run) : answer;
  return { parked, whole: traceOf(runScenario(loaded([rule]).scenario, { readFile })) };
}

function traceOf({
  records: all,
  fingerprint,
}: {
  readonly records: readonly TraceRecord[];
  readonly fingerprint: string;
}) {
  return { fingerprint, last: all.at(-1), count: all.length };
}

const dropped = (share: number): { readonly atUs: number; readonly rule: string } => {
  const udp = arrows.filter(({ message }) => message.transport === 'udp');
  const arrow = udp[Math.floor(share * (udp.length - 1))]!;
  return { atUs: arrow.sent.atUs, rule: rulesOf([editFor('drop', arrow, arrows)]).faults[0]! };
};

describe('runs that stand ready within a long one', () => {
  it('stand here and there, and who breaks it late goes on from the last that it can', () => {
    const { parking: long, opened } = parking(20_000);
    settle(long);
    expect(opened).toHaveLength(8);
    const { rule, atUs } = dropped(0.7);
    const run = long.take(loaded([rule]))!;
    const earlier = opened.filter((one) => one !== run && one.nowUs <= atUs);
    for (const one of earlier) expect(one.nowUs).toBeLessThanOrEqual(run.nowUs);
    expect(run.nowUs).toBeGreaterThan(0.5 * atUs);
    const { parked, whole } = both(run, rule);
    expect(parked).toEqual(whole);
    // Another comes to stand in its place.
    settle(long);
    expect(opened).toHaveLength(9);
  });

  it('stand near the end first, where a reader stands who has seen all of it', () => {
    const { parking: long, opened } = parking(20_000);
    while (opened.length < 2) long.work();
    const { rule, atUs } = dropped(1);
    const run = long.take(loaded([rule]))!;
    expect(run).toBe(opened[0]);
    expect(run.nowUs).toBeGreaterThan(0.9 * atUs);
    const { parked, whole } = both(run, rule);
    expect(parked).toEqual(whole);
  });

  it('stand the closer the longer it takes, and nowhere in one that is short', () => {
    const counts = [900, 4_000, 9_000, 200_000].map((tookMs) => {
      const { parking: one, opened } = parking(tookMs);
      settle(one);
      return opened.length;
    });
    expect(counts).toEqual([0, 2, 4, 8]);
  });
});

describe('a run that stands where somebody looks', () => {
  it.each([0, 0.3, 0.99, 1])('has yet to send what he breaks there: at %d of all messages', (share) => {
    const { parking: short, opened } = parking(100);
    const { atUs, rule } = dropped(share);
    short.standBefore(atUs);
    settle(short);
    expect(opened).toHaveLength(1);
    expect(opened[0]!.nowUs).toBe(Math.max(0, atUs - 1));
    const { parked, whole } = both(short.take(loaded([rule]))!, rule);
    expect(parked).toEqual(whole);
  });

  it('goes along to later places, and begins anew for earlier ones; from the nearest that stands before', () => {
    const { parking: one, opened } = parking(100);
    const look = (share: number): void => {
      one.standBefore(dropped(share).atUs);
      settle(one);
    };
    look(0.3);
    look(0.6);
    expect(opened).toHaveLength(1);
    expect(opened[0]!.nowUs).toBe(dropped(0.6).atUs - 1);
    look(0.2);
    expect(opened).toHaveLength(2);
    const { parking: long, opened: many } = parking(20_000);
    settle(long);
    const { atUs, rule } = dropped(0.9);
    long.standBefore(atUs);
    const [standing] = many.filter(({ nowUs }) => nowUs < atUs).toSorted((a, b) => b.nowUs - a.nowUs);
    settle(long);
    expect(standing!.nowUs).toBe(atUs - 1);
    expect(long.take(loaded([rule]))).toBe(standing);
  });

  it('is not for whoever breaks something before it', () => {
    const { parking: one } = parking(100);
    one.standBefore(dropped(0.8).atUs);
    settle(one);
    expect(one.take(loaded([dropped(0.2).rule]))).toBeUndefined();
  });
});
