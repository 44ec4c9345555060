// A run judged by the catalogue: one finding a requirement.

import { atOnce, type Steps } from '../../../sim/steps.ts';
import type { EndReason, TraceRecord, VerdictEntry } from '../../../sim/trace/records.ts';
import { catalogue } from '../../conformance/catalogue.ts';
import type { Requirement } from '../../conformance/requirement.ts';
import { findingAltered, findingConsequences, unalteredOf } from './altered.ts';
import { addingUp, type Finding } from './finding.ts';
import type { RunModel } from './model.ts';
import { monitors } from './monitors.ts';
import { readingRun } from './reading.ts';

/**
 * Judges a whole trace, in time linear in it. `reason` is why the run ended; without it, the trace's last record says so. Never throws:
 * whatever the trace holds is a finding.
 */
export function judgeConformance(records: readonly TraceRecord[], reason?: EndReason): VerdictEntry[] {
  return atOnce(judging(records, reason));
}

/** The same step by step. */
export function* judging(records: readonly TraceRecord[], reason?: EndReason): Steps<VerdictEntry[]> {
  const run = yield* readingRun(records, reason);
  const itself = yield* findingAltered(records);
  const altered = { itself, all: itself.size === 0 ? itself : yield* findingConsequences(itself, records) };
  const verdicts: VerdictEntry[] = [];
  for (const requirement of catalogue) {
    const found = yield* finding(requirement, run, altered);
    verdicts.push({ type: 'verdict', requirement: requirement.id, ...found });
    yield 1;
  }
  return verdicts;
}

function* finding(
  { id, beyond, conflict }: Requirement,
  run: RunModel,
  altered: Readonly<Record<'itself' | 'all', ReadonlySet<number>>>,
): Steps<Finding> {
  const why =
    beyond ??
    (conflict !== undefined && !run.parameters.early
      ? `judged in the change request's dialect alone: ${conflict}`
      : undefined);
  if (why !== undefined) return { outcome: 'not exercised', because: [], detail: why };
  const monitor = monitors.get(id);
  if (monitor === undefined)
    return { outcome: 'not exercised', because: [], detail: 'nothing judges it yet' };
  const checks = monitor.judge(run);
  return yield* addingUp(
    unalteredOf(checks, monitor.byItself ? altered.itself : altered.all),
    monitor.otherwise,
  );
}
