import type { Matrix } from '../../../scenarios/lab/conformance/matrix.ts';
import { outcomes } from './groups.ts';

/** The matrix for scripts: `{"requirements":[{"id","level","outcome","by":[…]}],…}`. `by` names the runs; `because` their records. */
export function matrixJson({ rows, runs }: Matrix): string {
  const requirements = rows.map(({ requirement, outcome, by, detail }) => ({
    id: requirement.id,
    level: requirement.level,
    outcome,
    by: by.map(({ name }) => name),
    role: requirement.role,
    section: requirement.section,
    says: requirement.says,
    ...(requirement.rfc !== undefined && { rfc: requirement.rfc }),
    ...(requirement.conflict !== undefined && { conflict: requirement.conflict }),
    ...(detail !== undefined && { detail }),
    because: by.map(({ name, verdicts }) => ({
      run: name,
      records: verdicts.get(requirement.id)?.because ?? [],
    })),
  }));
  const counts = outcomes.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length]);
  const names = runs.map(({ name, expected }) => ({ name, expectedViolations: [...expected] }));
  return `${JSON.stringify({ requirements, counts: Object.fromEntries(counts), runs: names }, null, 1)}\n`;
}
