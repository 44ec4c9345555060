// Holding a trace against what its scenario expects. CONTRACT.md, "Expectations".
import { atOnce, type Steps } from '../../sim/steps.ts';
import type { EndReason, TraceRecord } from '../../sim/trace/records.ts';
import { judgeCount } from './expect/counts.ts';
import { judgeEnd } from './expect/end.ts';
import { judgeLadder } from './expect/ladder.ts';
import { judgeRequirements } from './expect/requirements.ts';
import { judgeState } from './expect/states.ts';
import { judgeOutcome, judgeStore } from './expect/stores.ts';
import { judgeTimer } from './expect/timers.ts';
import { type JudgedLine, type Names, namesOf } from './expect/verdict.ts';
import type { Scenario } from './scenario.ts';

export type { JudgedLine } from './expect/verdict.ts';

export interface Judgement {
  /** Nothing that was judged failed. */
  readonly ok: boolean;
  readonly lines: readonly JudgedLine[];
}

type Expecting = Pick<Scenario, 'expect' | 'senders' | 'receivers'>;

/**
 * Judges each expectation of a scenario on a whole trace, and beside them what no scenario wants without saying so: a violated
 * requirement, and a run that was cut off. `reason` is why the run ended; without it, the trace's last record says so.
 */
export function judge(scenario: Expecting, records: readonly TraceRecord[], reason?: EndReason): Judgement {
  return atOnce(judgingExpectations(scenario, records, reason));
}

/** The same step by step, an expectation each. */
export function* judgingExpectations(
  scenario: Expecting,
  records: readonly TraceRecord[],
  reason: EndReason | undefined = endOf(records),
): Steps<Judgement> {
  const lines: JudgedLine[] = [];
  for (const line of linesOf(scenario, records, reason)) {
    lines.push(line);
    yield 1;
  }
  return { ok: lines.every(({ ok }) => ok), lines };
}

function* linesOf(
  scenario: Expecting,
  records: readonly TraceRecord[],
  reason: EndReason | undefined,
): Generator<JudgedLine> {
  const { expect } = scenario;
  const names: Names = namesOf(scenario);
  if (expect.ladder !== undefined) yield judgeLadder(expect.ladder, records, names);
  for (const outcome of expect.outcomes) yield judgeOutcome(outcome, records, names);
  for (const count of expect.counts) yield judgeCount(count, records, names);
  for (const timer of expect.timers) yield judgeTimer(timer, records, names);
  for (const state of expect.states) yield judgeState(state, records, names);
  for (const store of expect.stores) yield judgeStore(store, records, names);
  yield* judgeRequirements(expect.requirements, records);
  yield* judgeEnd(expect.ends, reason);
}

function endOf(records: readonly TraceRecord[]): EndReason | undefined {
  const last = records.at(-1);
  return last?.type === 'end' ? last.reason : undefined;
}
