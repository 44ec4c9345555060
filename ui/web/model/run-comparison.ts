// The reader's run beside the baseline: what the ladder, the list and the inspector need of their comparison.
import {
  type Comparison,
  compareMessages,
  type Difference,
  type DifferenceCounts,
  type DifferenceKind,
} from '../../views/compare/compare-messages.ts';
import { type Consequence, consequencesOf } from '../../views/compare/consequences.ts';
import { type Divergence, firstDivergence } from '../../views/compare/divergence.ts';
import type { Arrow } from './arrows.ts';
import type { RunModel } from './run-model.ts';

export interface RunComparison extends Comparison {
  /** Messages of the baseline that the later run doesn't have. */
  readonly gone: readonly Arrow[];
  /** Where the runs part; made when it is first asked for. */
  readonly divergence: Divergence | undefined;
  /** Why each message differs; made when it is first asked for. */
  readonly consequences: readonly Consequence[];
}

export function compareRuns(a: RunModel, b: RunModel): RunComparison {
  const messagesOf = ({ arrows }: RunModel) => arrows.map(({ message }) => message);
  const comparison = compareMessages(messagesOf(a), messagesOf(b));
  const gone = comparison.differences.flatMap(({ kind, a: message }) => {
    const arrow = kind === 'only a' && message !== undefined ? a.arrowByKey.get(message.key) : undefined;
    return arrow === undefined ? [] : [arrow];
  });
  const divergence = once(() => firstDivergence(a.data.records, b.data.records));
  const consequences = once(() => consequencesOf(comparison, a.data.records, b.data.records));
  return {
    ...comparison,
    gone,
    get divergence() {
      return divergence();
    },
    get consequences() {
      return consequences();
    },
  };
}

/** What a ladder shows of a comparison. */
export interface ShownDifferences {
  kindOf(key: string): DifferenceKind | undefined;
  /** Messages that this run doesn't have, drawn as ghosts. */
  readonly gone: readonly Arrow[];
}

/** More differences than these are told by their density alone. */
export const mostShown = 20_000;

/** As the ladder of a run shows them; `ghosts`: with what only the other run has. */
export function shownIn(comparison: RunComparison, run: 'a' | 'b', ghosts: boolean): ShownDifferences {
  if (comparison.counts.total > mostShown) return { kindOf: () => undefined, gone: [] };
  return {
    kindOf: (key) => differenceOf(comparison, run, key)?.kind,
    gone: ghosts ? comparison.gone : [],
  };
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
