// The requirement matrix as data: a row a requirement, a cell a run.
import type { Requirement } from '../../../scenarios/conformance/requirement.ts';
import type { Survey, SurveyVerdict } from '../worker/survey-messages.ts';

export type Outcome = SurveyVerdict['outcome'];

export interface Cell {
  readonly run: string;
  readonly verdict: SurveyVerdict;
  /** Violated, as its scenario wants to show. */
  readonly expected: boolean;
}

export interface Row {
  readonly requirement: Requirement;
  /** *Violated* if any run violates it unexpectedly, else *held* if any holds it, else *not exercised*. */
  readonly outcome: Outcome;
  /** One a run, in the order of the runs. */
  readonly cells: readonly Cell[];
  /** Of a violation, what was wrong; of what is not exercised, why. */
  readonly detail?: string;
}

export interface Filter {
  readonly level: string;
  readonly role: string;
  readonly outcome: string;
  readonly words: string;
}

export const everything: Filter = { level: '', role: '', outcome: '', words: '' };

export function rowsOf(catalogue: readonly Requirement[], surveys: readonly Survey[]): Row[] {
  const runs = surveys.map(({ name, verdicts, expected }) => ({
    name,
    expected: new Set(expected),
    verdicts: new Map(verdicts.map((verdict) => [verdict.requirement, verdict])),
  }));
  return catalogue.map((requirement) => {
    const { id } = requirement;
    const cells = runs.flatMap(({ name, verdicts, expected }): Cell[] => {
      const verdict = verdicts.get(id);
      return verdict === undefined ? [] : [{ run: name, verdict, expected: expected.has(id) }];
    });
    return rowOf(requirement, cells);
  });
}

/**
 * Of several runs, those that are there to break rules show nothing of the lab: their column stands, and does not count. Of one run it is
 * told what it did, expected or not.
 */
function rowOf(requirement: Requirement, cells: readonly Cell[]): Row {
  const alone = cells.length === 1;
  const counting = alone ? cells : cells.filter(({ run }) => !run.startsWith('negative/'));
  const violated = counting.filter(
    ({ verdict, expected }) => verdict.outcome === 'violated' && (alone || !expected),
  );
  const held = counting.filter(({ verdict }) => verdict.outcome === 'held');
  const outcome = violated.length > 0 ? 'violated' : held.length > 0 ? 'held' : 'not exercised';
  const unseen = counting.find(({ verdict }) => verdict.outcome === 'not exercised');
  const detail = outcome === 'held' ? undefined : (violated[0] ?? unseen)?.verdict.detail;
  return { requirement, outcome, cells, ...(detail !== undefined && { detail }) };
}

/** A column of the matrix: one run, or a folder of them. */
export interface Column {
  readonly title: string;
  readonly folder: string;
  /** Places in a row's cells. */
  readonly runs: readonly number[];
  /** The runs of a folder stand side by side behind its own column. */
  readonly kind: 'folder' | 'run';
}

/** A column a folder, and behind each open one a column a run. Runs outside of any folder are `basics`. */
export function columnsOf(names: readonly string[], open: ReadonlySet<string>): Column[] {
  const folders = new Map<string, number[]>();
  names.forEach((name, index) => {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : 'basics';
    folders.set(folder, [...(folders.get(folder) ?? []), index]);
  });
  return [...folders].flatMap(([folder, runs]): Column[] => [
    { title: folder, folder, runs, kind: 'folder' },
    ...(open.has(folder)
      ? runs.map((run) => ({
          title: names[run]!.replace(/^.*\//, ''),
          folder,
          runs: [run],
          kind: 'run' as const,
        }))
      : []),
  ]);
}

/** The cell that speaks for several: a violation that nobody expected, else what holds, else an expected violation. */
export function speaker(cells: readonly Cell[]): Cell | undefined {
  const weight = ({ verdict, expected }: Cell): number =>
    verdict.outcome === 'violated' ? (expected ? 2 : 0) : verdict.outcome === 'held' ? 1 : 3;
  return cells.reduce<Cell | undefined>(
    (best, cell) => (best === undefined || weight(cell) < weight(best) ? cell : best),
    undefined,
  );
}

export function filtered(rows: readonly Row[], { level, role, outcome, words }: Filter): Row[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter(({ requirement, outcome: found }) => {
    const { id, says, section, rfc = '' } = requirement;
    const text = `${id} ${says} ${section} ${rfc}`.toLowerCase();
    return (
      (level === '' || requirement.level === level) &&
      (role === '' || requirement.role === role) &&
      (outcome === '' || found === outcome) &&
      wanted.every((word) => text.includes(word))
    );
  });
}

export const outcomes: readonly Outcome[] = ['held', 'violated', 'not exercised'];

export function countOf(rows: readonly Row[], outcome: Outcome): number {
  return rows.filter((row) => row.outcome === outcome).length;
}
