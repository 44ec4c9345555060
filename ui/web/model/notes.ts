// What stands in the gutter beside the ladder: clauses that were judged here, faults, acts, bindings.

import { type Steps, sorted } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { markOf } from '../../views/marks.ts';
import type { RecordsBySeq } from '../../views/records-by-seq.ts';
import { visible } from '../visible.ts';
import type { Instant } from './arrows.ts';
import { type Clause, clauseName } from './clauses.ts';

export interface Note extends Instant {
  readonly kind: 'note';
  readonly look: 'plain' | 'clause' | 'bad';
  readonly text: string;
  readonly title: string;
}

/** The note that a record is worth by itself, if any. */
export function noteOf(record: TraceRecord): Note | undefined {
  if (
    record.type === 'message.dropped' ||
    record.type === 'message.delayed' ||
    record.type === 'message.duplicated'
  )
    return note(record, 'bad', faultTag(record.reason), `${record.type.slice(8)}: ${record.reason}`);
  const mark = markOf(record, 'normal');
  if (mark === undefined || mark.mark === 'note') return undefined;
  const short = record.type === 'binding' ? `binding ${record.change}` : faultTag(mark.text);
  return note(record, mark.mark === 'fault' ? 'bad' : 'plain', short, `${mark.text} ${mark.detail}`.trim());
}

/** All notes in order: those of the records, and what was judged on each. */
export function* withClauses(
  notes: readonly Note[],
  clauses: ReadonlyMap<number, readonly Clause[]>,
  bySeq: RecordsBySeq,
): Steps<Note[]> {
  const judged = [...clauses].flatMap(([seq, here]) => {
    const record = bySeq.get(seq);
    return record === undefined ? [] : here.map((clause) => clauseNote(record, clause));
  });
  return yield* sorted([...judged, ...notes], (a, b) => a.atUs - b.atUs || a.seq - b.seq);
}

function clauseNote(at: TraceRecord, { requirement, held, detail }: Clause): Note {
  const name = clauseName(requirement);
  return held
    ? note(at, 'clause', name, `${name} holds`)
    : note(at, 'bad', `✕ ${name}`, `${name} is violated${detail === '' ? '' : `: ${detail}`}`);
}

/** `fault 1: drop …` → `fault F1`. */
function faultTag(text: string): string {
  return text.replace(/^fault (\d+).*$/s, 'fault F$1');
}

function note(
  at: { readonly at: number; readonly seq: number },
  look: Note['look'],
  text: string,
  title: string,
): Note {
  return { kind: 'note', atUs: at.at, seq: at.seq, look, text: visible(text), title: visible(title) };
}
