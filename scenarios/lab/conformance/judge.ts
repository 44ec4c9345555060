// A run judged by the catalogue: one finding a requirement.

import type { EndReason, TraceRecord, VerdictEntry } from '../../../sim/trace/records.ts';
import { catalogue } from '../../conformance/catalogue.ts';
import type { Requirement } from '../../conformance/requirement.ts';
import { alteredIn, consequencesOf, unalteredOf } from './altered.ts';
import { type Finding, findingOf } from './finding.ts';
import { RunModel } from './model.ts';
import { monitors } from './monitors.ts';

/**
 * Judges a whole trace, in time linear in it. `reason` is why the run ended; without it, the trace's last record says so. Never throws:
 * whatever the trace holds is a finding.
 */
export function judgeConformance(records: readonly TraceRecord[], reason?: EndReason): VerdictEntry[] {
  const run = new RunModel(records, reason);
  const itself = alteredIn(records);
  const altered = { itself, all: itself.size === 0 ? itself : consequencesOf(itself, records) };
  return catalogue.map((requirement) => ({
    type: 'verdict',
    requirement: requirement.id,
    ...finding(requirement, run, altered),
  }));
}

function finding(
  { id, beyond, conflict }: Requirement,
  run: RunModel,
  altered: Readonly<Record<'itself' | 'all', ReadonlySet<number>>>,
): Finding {
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
  return findingOf(unalteredOf(checks, monitor.byItself ? altered.itself : altered.all), monitor.otherwise);
}
