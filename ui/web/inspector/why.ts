// Why something happened: the chain of its causes, back to what the scenario did.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { recordWords } from '../../views/record-words.ts';
import type { RecordsBySeq } from '../../views/records-by-seq.ts';
import { stateName } from '../model/state-pills.ts';

export interface Cause {
  readonly seq: number;
  readonly atUs: number;
  readonly text: string;
  readonly look: 'request' | 'response' | 'msrp' | 'timer' | 'failure' | 'plain';
}

/** Causes before the record itself. */
const most = 6;

/**
 * From the first cause to the record itself, of a long chain its last links unless the whole is wanted. A message that arrived and the same
 * message sent are one link.
 */
export function causesOf(
  seq: number,
  bySeq: RecordsBySeq,
  whole = false,
): { readonly chain: readonly Cause[]; readonly left: number } {
  const chain: Cause[] = [];
  let record = bySeq.get(seq);
  let before: TraceRecord | undefined;
  while (record !== undefined) {
    const sameMessage =
      record.type === 'message.sent' && before?.type === 'message.received' && before.id === record.id;
    if (!sameMessage) chain.unshift(causeOf(record));
    before = record;
    record = record.cause === undefined ? undefined : bySeq.get(record.cause);
  }
  const left = whole ? 0 : Math.max(0, chain.length - 1 - most);
  return { chain: chain.slice(left), left };
}

function causeOf(record: TraceRecord): Cause {
  return { seq: record.seq, atUs: record.at, ...wordsOf(record) };
}

function wordsOf(record: TraceRecord): Pick<Cause, 'text' | 'look'> {
  switch (record.type) {
    case 'message.sent':
    case 'message.received':
      return { text: recordWords(record), look: lookOf(record.summary, record.protocol) };
    case 'timer.fired':
    case 'timer.set':
    case 'timer.cleared':
      return { text: recordWords(record), look: 'timer' };
    case 'state':
      return { text: `${record.node}: ${record.machine} is ${stateName(record.to)}`, look: 'plain' };
    case 'act':
      return { text: recordWords(record), look: 'plain' };
    case 'fault':
      return { text: recordWords(record), look: 'failure' };
    default:
      return { text: record.type, look: 'plain' };
  }
}

function lookOf(summary: string, protocol: string): Cause['look'] {
  if (protocol === 'msrp') return 'msrp';
  return /^[3-6]\d\d /.test(summary) ? 'failure' : /^\d/.test(summary) ? 'response' : 'request';
}
