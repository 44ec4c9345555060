// Where something goes wrong: what was lost, what a fault did, what a requirement forbids.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Instant } from './arrows.ts';
import type { RunModel } from './run-model.ts';

const found = new WeakMap<RunModel, readonly Instant[]>();

/** In order, each record once. */
export function troublesOf(run: RunModel): readonly Instant[] {
  const known = found.get(run) ?? find(run);
  found.set(run, known);
  return known;
}

/** Whatever may be one stands in the gutter as a note: of a long run these are few among its records. */
function find({ notes, bySeq, clauses }: RunModel): Instant[] {
  const seqs = new Set<number>();
  for (const { seq } of notes) if (isTrouble(bySeq.get(seq))) seqs.add(seq);
  for (const [seq, here] of clauses) if (here.some(({ held }) => !held)) seqs.add(seq);
  return [...seqs]
    .sort((a, b) => a - b)
    .flatMap((seq) => {
      const record = bySeq.get(seq);
      return record === undefined ? [] : [{ atUs: record.at, seq }];
    });
}

function isTrouble(record: TraceRecord | undefined): boolean {
  switch (record?.type) {
    case 'message.dropped':
    case 'fault':
      return true;
    case 'message.delayed':
    case 'message.duplicated':
      return record.reason.startsWith('fault');
    default:
      return false;
  }
}
