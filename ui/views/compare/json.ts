import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { MessageRow } from '../ladder-model.ts';
import { recordWords } from '../record-words.ts';
import type { DiffReport } from './report.ts';

/** The report for scripts: one document, its differences one a line, in order of time, numbered from 1. */
export function diffJson({ a, b, told, divergence, comparison, consequences }: DiffReport): string {
  const { differences, counts, same } = comparison;
  const head = {
    same: divergence === undefined,
    a,
    b,
    told,
    divergence:
      divergence === undefined
        ? null
        : { common: divergence.common, a: record(divergence.a), b: record(divergence.b) },
    counts: { ...counts, same },
  };
  const lines = differences.map(({ kind, a: one, b: other, movedUs, changed }, index) => {
    const { cause, follows } = consequences[index] ?? {};
    return JSON.stringify({
      number: index + 1,
      kind,
      a: message(one),
      b: message(other),
      movedUs,
      changed,
      cause: record(cause),
      follows: follows === undefined ? null : follows + 1,
    });
  });
  const opened = JSON.stringify(head).slice(0, -1);
  return lines.length === 0
    ? `${opened},"differences":[]}\n`
    : `${opened},"differences":[\n${lines.join(',\n')}\n]}\n`;
}

function record(one: TraceRecord | undefined) {
  return one === undefined ? null : { seq: one.seq, at: one.at, type: one.type, says: recordWords(one) };
}

function message(one: MessageRow | undefined) {
  if (one === undefined) return null;
  const { key, seq, atUs, arrivedUs, summary, lost } = one;
  return { key, seq, at: atUs, arrived: arrivedUs ?? null, summary, lost: lost?.reason ?? null };
}
