// What is said of two runs, message by message.
import type { Us } from '../../../sim/time.ts';
import type { MessageRow } from '../ladder-model.ts';

/** Another fate (lost, late, duplicated, corrupted); another time; another text; or only one of the runs has it. */
export type DifferenceKind = 'fate' | 'moved' | 'changed' | 'only a' | 'only b';

/** One character each: only in B, only in A, in both and not the same. */
export const differenceSigns: Readonly<Record<DifferenceKind, string>> = {
  'only b': '+',
  'only a': '−',
  moved: 'Δ',
  changed: 'Δ',
  fate: 'Δ',
};

export interface Difference {
  readonly kind: DifferenceKind;
  /** The message in the earlier run, and in the later one; at least one of them is there. */
  readonly a?: MessageRow;
  readonly b?: MessageRow;
  /** How much later B sent it, or where both sent it at once, how much later it arrived there; negative for earlier. */
  readonly movedUs: Us;
  /** Its text is another one too. */
  readonly changed: boolean;
}

export interface DifferenceCounts {
  readonly total: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly moved: number;
  readonly changed: number;
  readonly fate: number;
}

export interface Comparison {
  /** In order of time: B's, and A's for what only A has. */
  readonly differences: readonly Difference[];
  readonly counts: DifferenceCounts;
  /** Messages that are equal in all that is compared. */
  readonly same: number;
  /** By the key in A and by the key in B, the same message in the other run. */
  readonly twinOfA: ReadonlyMap<string, MessageRow>;
  readonly twinOfB: ReadonlyMap<string, MessageRow>;
  /** Places in `differences`, by the key in A and in B. */
  readonly atA: ReadonlyMap<string, number>;
  readonly atB: ReadonlyMap<string, number>;
}

/** The message that stands for a difference: B's where there is one. */
export function shown({ a, b }: Difference): MessageRow {
  return (b ?? a)!;
}
