// Several runs against the catalogue: which requirement was held or violated where.
import type { TraceRecord, VerdictEntry } from '../../../sim/trace/records.ts';
import { catalogue } from '../../conformance/catalogue.ts';
import type { Requirement } from '../../conformance/requirement.ts';
import { judgeConformance } from './judge.ts';
import { get, list } from './parameters.ts';

/** One run, judged. */
export interface JudgedRun {
  readonly name: string;
  readonly records: readonly TraceRecord[];
  readonly verdicts: ReadonlyMap<string, VerdictEntry>;
  /** What its scenario wants to show violated. */
  readonly expected: ReadonlySet<string>;
}

export interface MatrixRow {
  readonly requirement: Requirement;
  /** *Violated* if any run violates it unexpectedly, else *held* if any holds it, else *not exercised*. */
  readonly outcome: VerdictEntry['outcome'];
  /** The runs that show it. */
  readonly by: readonly JudgedRun[];
  /** Of a violation, what was wrong; of what is not exercised, why. */
  readonly detail?: string;
}

export interface Matrix {
  readonly runs: readonly JudgedRun[];
  readonly rows: readonly MatrixRow[];
}

/** Judges the records of a run anew; verdicts that it carries already are left aside. */
export function judgeRun(name: string, records: readonly TraceRecord[]): JudgedRun {
  const verdicts = judgeConformance(records.filter(({ type }) => type !== 'verdict'));
  const first = records[0];
  const wanted = first?.type === 'run' ? list(get(get(first.parameters, 'expect'), 'requirements')) : [];
  const expected = wanted
    .filter((one) => get(one, 'outcome') === 'violated')
    .map((one) => String(get(one, 'requirement')));
  return {
    name,
    records,
    verdicts: new Map(verdicts.map((one) => [one.requirement, one])),
    expected: new Set(expected),
  };
}

export function matrixOf(runs: readonly JudgedRun[]): Matrix {
  return { runs, rows: catalogue.map((requirement) => rowOf(requirement, runs)) };
}

function rowOf(requirement: Requirement, runs: readonly JudgedRun[]): MatrixRow {
  const { id } = requirement;
  const of = (outcome: VerdictEntry['outcome']) =>
    runs.filter(({ verdicts }) => verdicts.get(id)?.outcome === outcome);
  const violated = of('violated').filter(({ expected }) => !expected.has(id));
  const held = of('held');
  const outcome = violated.length > 0 ? 'violated' : held.length > 0 ? 'held' : 'not exercised';
  const by = outcome === 'violated' ? violated : outcome === 'held' ? held : [];
  const detail = outcome === 'held' ? undefined : (by[0] ?? of('not exercised')[0])?.verdicts.get(id)?.detail;
  return { requirement, outcome, by, ...(detail !== undefined && { detail }) };
}
