// Holding a trace against what its scenario expects. CONTRACT.md, "Expectations".
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

/**
 * Judges each expectation of a scenario on a whole trace, and beside them what no scenario wants without saying so: a violated
 * requirement, and a run that was cut off. `reason` is why the run ended; without it, the trace's last record says so.
 */
export function judge(
  scenario: Pick<Scenario, 'expect' | 'senders' | 'receivers'>,
  records: readonly TraceRecord[],
  reason: EndReason | undefined = endOf(records),
): Judgement {
  const { expect } = scenario;
  const names: Names = namesOf(scenario);
  const lines = [
    ...(expect.ladder === undefined ? [] : [judgeLadder(expect.ladder, records, names)]),
    ...expect.outcomes.map((outcome) => judgeOutcome(outcome, records, names)),
    ...expect.counts.map((count) => judgeCount(count, records, names)),
    ...expect.timers.map((timer) => judgeTimer(timer, records, names)),
    ...expect.states.map((state) => judgeState(state, records, names)),
    ...expect.stores.map((store) => judgeStore(store, records, names)),
    ...judgeRequirements(expect.requirements, records),
    ...judgeEnd(expect.ends, reason),
  ];
  return { ok: lines.every(({ ok }) => ok), lines };
}

function endOf(records: readonly TraceRecord[]): EndReason | undefined {
  const last = records.at(-1);
  return last?.type === 'end' ? last.reason : undefined;
}
