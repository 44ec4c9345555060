// `requirements`: how the requirements of the change request were judged.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { RequirementExpectation } from './expectations.ts';
import type { JudgedLine } from './verdict.ts';

type Outcome = 'held' | 'violated' | 'not exercised';

interface Finding {
  readonly outcome: Outcome;
  readonly because: readonly number[];
  readonly detail?: string | undefined;
}

/** A requirement is violated if any verdict says so, else held if any does. A violation that nobody expects is a line of its own. */
export function judgeRequirements(
  expected: readonly RequirementExpectation[],
  records: readonly TraceRecord[],
): JudgedLine[] {
  const findings = findingsOf(records);
  const lines = expected.map(({ requirement, outcome, place }): JudgedLine => {
    const found = findings.get(requirement);
    if (found === undefined && findings.size === 0) {
      return { ok: true, judged: false, text: `${requirement}: this run was not judged`, because: [], place };
    }
    const was = found?.outcome ?? 'not exercised';
    const ok = was === outcome;
    const text = `${requirement}: ${was}${ok ? '' : `, not ${outcome}${told(found?.detail)}`}`;
    return { ok, judged: true, text, because: found?.because ?? [], place };
  });
  const listed = new Set(expected.map(({ requirement }) => requirement));
  for (const [requirement, { outcome, because, detail }] of findings) {
    if (outcome !== 'violated' || listed.has(requirement)) continue;
    const text = `${requirement}: violated, which is not expected${told(detail)}`;
    lines.push({ ok: false, judged: true, text, because });
  }
  return lines;
}

/** What was wrong, or why it was not exercised. */
function told(detail: string | undefined): string {
  return detail === undefined ? '' : ` (${detail})`;
}

const WEIGHT: Readonly<Record<Outcome, number>> = { 'not exercised': 0, held: 1, violated: 2 };

function findingsOf(records: readonly TraceRecord[]): Map<string, Finding> {
  const findings = new Map<string, Finding>();
  for (const record of records) {
    if (record.type !== 'verdict') continue;
    const before = findings.get(record.requirement);
    if (before === undefined || WEIGHT[record.outcome] > WEIGHT[before.outcome]) {
      findings.set(record.requirement, {
        outcome: record.outcome,
        because: record.because,
        detail: record.detail,
      });
    }
  }
  return findings;
}
