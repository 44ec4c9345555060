import type { Matrix } from '../../../scenarios/lab/conformance/matrix.ts';
import { xml } from '../markup.ts';
import { groupsOf } from './groups.ts';

/** The matrix as JUnit XML: a suite a role, a case a requirement; violated is a failure, not exercised is skipped. */
export function matrixJunit(matrix: Matrix): string {
  const suites = groupsOf(matrix).map(({ title, rows }) => {
    const cases = rows.map(({ requirement: { id, says }, outcome, by, detail = '' }) => {
      const name = `<testcase classname="${xml(title)}" name="${xml(`${id} ${says}`)}"`;
      if (outcome === 'held') return `  ${name}/>`;
      if (outcome === 'not exercised') return `  ${name}><skipped message="${xml(detail)}"/></testcase>`;
      const runs = by.map((run) => run.name).join(', ');
      return `  ${name}><failure message="${xml(`${detail} (${runs})`)}"/></testcase>`;
    });
    return [` <testsuite name="${xml(title)}" ${counts(rows)}>`, ...cases, ' </testsuite>'].join('\n');
  });
  const all = counts(groupsOf(matrix).flatMap(({ rows }) => rows));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="siplab check" ${all}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function counts(rows: readonly { readonly outcome: string }[]): string {
  const number = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  return `tests="${rows.length}" failures="${number('violated')}" errors="0" skipped="${number('not exercised')}"`;
}
