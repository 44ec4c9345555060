import type { Matrix } from '../../../scenarios/lab/conformance/matrix.ts';
import { xml } from '../svg/markup.ts';
import { groupsOf } from './groups.ts';

/** The matrix as JUnit XML: a suite a role, a case a requirement; violated is a failure, not exercised is skipped. */
export function matrixJunit(matrix: Matrix): string {
  const suites = groupsOf(matrix).map(({ title, rows }) => {
    const number = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
    const cases = rows.map(({ requirement: { id, says }, outcome, by, detail = '' }) => {
      const name = `<testcase classname="${xml(title)}" name="${xml(`${id} ${says}`)}"`;
      if (outcome === 'held') return `  ${name}/>`;
      if (outcome === 'not exercised') return `  ${name}><skipped message="${xml(detail)}"/></testcase>`;
      const runs = by.map((run) => run.name).join(', ');
      return `  ${name}><failure message="${xml(`${detail} (${runs})`)}"/></testcase>`;
    });
    const counts = `tests="${rows.length}" failures="${number('violated')}" skipped="${number('not exercised')}"`;
    return [` <testsuite name="${xml(title)}" ${counts}>`, ...cases, ' </testsuite>'].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="siplab check">\n${suites.join('\n')}\n</testsuites>\n`;
}
