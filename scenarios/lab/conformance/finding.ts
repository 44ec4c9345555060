// What a monitor says: it looks at every place where its rule applies, and what it saw there is added up.
import type { Steps } from '../../../sim/steps.ts';

/** One place where a rule applied, and whether it was kept. */
export interface Check {
  readonly ok: boolean;
  /** `seq` of the records that show it. */
  readonly because: readonly number[];
  /** Of a breach, what was wrong. */
  readonly detail?: string;
}

/** How a requirement came out in one run. */
export interface Finding {
  readonly outcome: 'held' | 'violated' | 'not exercised';
  readonly because: readonly number[];
  /** What was wrong, or why the run does not reach it. */
  readonly detail?: string;
}

/** After so many checks there may be a pause. */
const checksAtOnce = 20;

/** So many records stand behind a finding: enough to look at. */
const MOST = 20;

export function check(ok: boolean, because: readonly number[], detail: string): Check {
  return ok ? { ok, because } : { ok, because, detail };
}

/** *Violated* if the rule was broken anywhere, else *held* if it was kept anywhere, else *not exercised*. */
export function* addingUp(checks: Iterable<Check>, otherwise: string): Steps<Finding> {
  const kept = new Set<number>();
  const broken = new Set<number>();
  let detail: string | undefined;
  let looked = 0;
  for (const { ok, because, detail: why } of checks) {
    if (++looked % checksAtOnce === 0) yield checksAtOnce;
    if (!ok) detail ??= why ?? '';
    const seqs = ok ? kept : broken;
    for (const seq of because) {
      if (seqs.size >= MOST) break;
      seqs.add(seq);
    }
  }
  const sorted = (seqs: ReadonlySet<number>) => [...seqs].sort((a, b) => a - b);
  if (detail !== undefined) return { outcome: 'violated', because: sorted(broken), detail };
  return looked > 0
    ? { outcome: 'held', because: sorted(kept) }
    : { outcome: 'not exercised', because: [], detail: otherwise };
}
