// What stands in the gutter beside the ladder: faults, acts, bindings, requirements that were violated.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { markOf } from '../../views/marks.ts';
import type { Instant } from './arrows.ts';
import type { RecordsBySeq } from './records-by-seq.ts';

export interface Note extends Instant {
  readonly kind: 'note';
  readonly look: 'plain' | 'bad';
  readonly text: string;
  readonly title: string;
}

/** The note that a record is worth, if any; `bySeq` finds what a verdict is about. */
export function noteOf(record: TraceRecord, bySeq: RecordsBySeq): Note | undefined {
  if (
    record.type === 'message.dropped' ||
    record.type === 'message.delayed' ||
    record.type === 'message.duplicated'
  )
    return note(record, 'bad', record.reason, `${record.type.slice(8)}: ${record.reason}`);
  if (record.type === 'verdict') {
    if (record.outcome !== 'violated') return undefined;
    const because = record.because.find((one) => bySeq.has(one)) ?? record.seq;
    const { at, seq } = bySeq.get(because) ?? record;
    return note({ at, seq }, 'bad', `✕ ${record.requirement}`, record.detail ?? record.requirement);
  }
  const mark = markOf(record, 'normal');
  if (mark === undefined || mark.mark === 'note') return undefined;
  const short = record.type === 'binding' ? `binding ${record.change}` : mark.text;
  return note(record, mark.mark === 'fault' ? 'bad' : 'plain', short, `${mark.text} ${mark.detail}`.trim());
}

function note(
  at: { readonly at: number; readonly seq: number },
  look: Note['look'],
  text: string,
  title: string,
): Note {
  return { kind: 'note', atUs: at.at, seq: at.seq, look, text, title };
}
