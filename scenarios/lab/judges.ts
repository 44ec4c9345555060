// What judges a run: the catalogue, and its scenario's own expectations. It is as large as a quarter of the lab, and no run needs it to go on.
import type { Steps } from '../../sim/steps.ts';
import type { EndReason, TraceRecord, VerdictEntry } from '../../sim/trace/records.ts';
import { judging } from './conformance/judge.ts';
import { type Judgement, judgingExpectations } from './expect.ts';
import type { Scenario } from './scenario.ts';

export interface Judges {
  readonly conformance: (records: readonly TraceRecord[], reason: EndReason) => Steps<VerdictEntry[]>;
  readonly expectations: (
    scenario: Scenario,
    records: readonly TraceRecord[],
    reason: EndReason,
  ) => Steps<Judgement>;
}

export const judges: Judges = { conformance: judging, expectations: judgingExpectations };
