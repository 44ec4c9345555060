// Where something goes wrong: what was lost, what a fault did, what a requirement forbids.
import type { Instant } from './arrows.ts';
import type { RunModel } from './run-model.ts';

const found = new WeakMap<RunModel, readonly Instant[]>();

/** In order, each record once. */
export function troublesOf(run: RunModel): readonly Instant[] {
  const known = found.get(run) ?? find(run);
  found.set(run, known);
  return known;
}

function find({ data: { records }, bySeq, clauses }: RunModel): Instant[] {
  const seqs = new Set<number>();
  for (const record of records) {
    const { type, seq } = record;
    if (type === 'message.dropped' || type === 'fault') seqs.add(seq);
    else if (
      (type === 'message.delayed' || type === 'message.duplicated') &&
      record.reason.startsWith('fault')
    )
      seqs.add(seq);
  }
  for (const [seq, here] of clauses) if (here.some(({ held }) => !held)) seqs.add(seq);
  return [...seqs]
    .sort((a, b) => a - b)
    .flatMap((seq) => {
      const record = bySeq.get(seq);
      return record === undefined ? [] : [{ atUs: record.at, seq }];
    });
}
