// Two runs side by side, message by message: they are matched by key, so only real consequences differ.
import { textOf } from '../../views/words.ts';
import type { Arrow } from './arrows.ts';

export type Difference = 'added' | 'moved' | 'changed' | 'fate';

export interface Comparison {
  /** By key: how a message of the later run differs from the baseline's; equal ones are not in it. */
  readonly differences: ReadonlyMap<string, Difference>;
  /** Messages of the baseline that the later run doesn't have. */
  readonly gone: readonly Arrow[];
  readonly total: number;
}

export function compareRuns(baseline: readonly Arrow[], later: readonly Arrow[]): Comparison {
  const before = new Map(baseline.map((arrow) => [arrow.key, arrow]));
  const now = new Set(later.map(({ key }) => key));
  const differences = new Map<string, Difference>();
  for (const arrow of later) {
    const twin = before.get(arrow.key);
    const difference = twin === undefined ? 'added' : differenceOf(twin, arrow);
    if (difference !== undefined) differences.set(arrow.key, difference);
  }
  const gone = baseline.filter(({ key }) => !now.has(key));
  return { differences, gone, total: differences.size + gone.length };
}

function differenceOf(a: Arrow, b: Arrow): Difference | undefined {
  if (
    (a.message.lost === undefined) !== (b.message.lost === undefined) ||
    (a.copy === undefined) !== (b.copy === undefined)
  )
    return 'fate';
  if (a.sent.atUs !== b.sent.atUs || a.end?.atUs !== b.end?.atUs) return 'moved';
  return textOf(a.message.raw) === textOf(b.message.raw) ? undefined : 'changed';
}
