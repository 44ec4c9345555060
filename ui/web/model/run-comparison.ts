// The reader's run beside the baseline: what the ladder, the list and the inspector need of their comparison.
import type { Consequence } from '../../views/compare/consequences.ts';
import type {
  Comparison,
  Difference,
  DifferenceCounts,
  DifferenceKind,
} from '../../views/compare/difference.ts';
import type { Divergence } from '../../views/compare/divergence.ts';
import type { Arrow, Instant } from './arrows.ts';
import type { RunModel } from './run-model.ts';

export interface RunComparison extends Comparison {
  /** Messages of the baseline that the later run doesn't have. */
  readonly gone: readonly Arrow[];
  /** The first record that differs; undefined where the same happened in both. */
  readonly divergence: Divergence | undefined;
  /** Why each message differs, in the order of the differences. */
  readonly consequences: readonly Consequence[];
  readonly runs: { readonly a: RunModel; readonly b: RunModel };
}

/** What a ladder shows of a comparison. */
export interface ShownDifferences {
  kindOf(key: string): DifferenceKind | undefined;
  /** Messages that this run doesn't have, drawn as ghosts. */
  readonly gone: readonly Arrow[];
  /** When each difference shows, in order; of those of a ghost at the time that it had in its run. */
  readonly moments: readonly { readonly atUs: number; readonly seq?: number }[];
}

/** More differences than these are told by their density alone. */
export const mostShown = 20_000;

/** As the ladder of a run shows them; `ghosts`: with what only the other run has. */
export function shownIn(comparison: RunComparison, run: 'a' | 'b', ghosts: boolean): ShownDifferences {
  const moments: { atUs: number; seq?: number }[] = [];
  for (const { a, b } of comparison.differences) {
    const own = run === 'a' ? a : b;
    if (own !== undefined) moments.push({ atUs: own.atUs, seq: own.seq });
    else if (ghosts && a !== undefined) moments.push({ atUs: a.atUs });
  }
  if (comparison.counts.total > mostShown) return { kindOf: () => undefined, gone: [], moments };
  return {
    kindOf: (key) => differenceOf(comparison, run, key)?.kind,
    gone: ghosts ? comparison.gone : [],
    moments,
  };
}

/** The moment of a run at which it parts from the other; its end where it has nothing more. */
export function divergesIn(divergence: Divergence | undefined, run: 'a' | 'b'): Instant | undefined {
  if (divergence === undefined) return undefined;
  const record = divergence[run];
  return record === undefined
    ? { atUs: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }
    : { atUs: record.at, seq: record.seq };
}

/** `+4 −1 ↔4`: only in B, only in A, in both and not the same. */
export function countsText({ total, onlyA, onlyB }: DifferenceCounts): string {
  const both = total - onlyA - onlyB;
  const parts = [onlyB > 0 && `+${onlyB}`, onlyA > 0 && `−${onlyA}`, both > 0 && `↔${both}`];
  return parts.filter(Boolean).join(' ');
}

/** The difference that a message of a run is part of. */
export function differenceOf(
  comparison: Comparison | undefined,
  run: 'a' | 'b',
  key: string,
): Difference | undefined {
  const place = (run === 'a' ? comparison?.atA : comparison?.atB)?.get(key);
  return place === undefined ? undefined : comparison?.differences[place];
}
