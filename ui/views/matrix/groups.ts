import type { Matrix, MatrixRow } from '../../../scenarios/lab/conformance/matrix.ts';

/** The rows of a matrix under the headings that people look for, in the order of the catalogue. */
export interface Group {
  readonly title: string;
  readonly rows: readonly MatrixRow[];
}

const titles: readonly (readonly [start: string, title: string])[] = [
  ['PSA-', 'Push Sender Agent'],
  ['PRA-', 'Push Receiver Agent'],
  ['UP-', 'User plane'],
  ['CORE-', 'SIP/IP core'],
  ['FLOW-', 'The sample flow'],
  ['RFC', 'Rules of the RFCs'],
];

export function groupsOf({ rows }: Matrix): Group[] {
  return titles
    .map(([start, title]) => ({
      title,
      rows: rows.filter(({ requirement }) => requirement.id.startsWith(start)),
    }))
    .filter((group) => group.rows.length > 0);
}

export const outcomes = ['held', 'violated', 'not exercised'] as const;

/** `72 held, 0 violated, 36 not exercised`. */
export function summary(rows: readonly MatrixRow[]): string {
  return outcomes
    .map((outcome) => `${rows.filter((row) => row.outcome === outcome).length} ${outcome}`)
    .join(', ');
}
