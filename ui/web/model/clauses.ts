// Which requirements were judged on which record: what the clause badges say.
import type { Stamped, TraceRecord, VerdictEntry } from '../../../sim/trace/records.ts';

export interface Clause {
  readonly requirement: string;
  readonly held: boolean;
  readonly detail: string;
}

/** What holds for this many records or more holds everywhere, and tells nothing of any. */
const general = 5;

/** Gathers them as the trace is told; verdicts come last. */
export interface ClauseMaker {
  take(record: TraceRecord): void;
  /** By the number of the record that proves it, the most telling first: what was violated, then what fewest records show. */
  clauses(): ReadonlyMap<number, readonly Clause[]>;
}

export function createClauseMaker(): ClauseMaker {
  const found = new Map<number, { readonly clause: Clause; readonly shown: number }[]>();
  return {
    take(record) {
      if (record.type !== 'verdict' || record.outcome === 'not exercised') return;
      const { requirement, outcome, because, detail = '' } = record;
      const held = outcome === 'held';
      if (held && because.length >= general) return;
      const last = because.at(-1);
      for (const seq of held && last !== undefined ? [last] : because) {
        const here = found.get(seq) ?? [];
        here.push({ clause: { requirement, held, detail }, shown: because.length });
        found.set(seq, here);
      }
    },
    clauses: () =>
      new Map([...found].map(([seq, here]) => [seq, byWeight(here).map(({ clause }) => clause)])),
  };
}

function byWeight<T extends { readonly clause: Clause; readonly shown: number }>(here: readonly T[]): T[] {
  return [...here].sort((a, b) => Number(a.clause.held) - Number(b.clause.held) || a.shown - b.shown);
}

/** How a run was judged. Verdicts stand at the end of its trace, before the record of its end. */
export function verdictsOf(records: readonly TraceRecord[]): Stamped<VerdictEntry>[] {
  const found: Stamped<VerdictEntry>[] = [];
  for (let last = records.length - 1; last >= 0; last--) {
    const record = records[last]!;
    if (record.type === 'verdict') found.push(record);
    else if (record.type !== 'end') break;
  }
  return found.reverse();
}

/** `RFC3261-13.3.1.4` → `3261 §13.3.1.4`; the change request's own stand as they are. */
export function clauseName(requirement: string): string {
  return requirement.replace(/^RFC(\d+)-(\d[\d.]*).*$/, '$1 §$2');
}
