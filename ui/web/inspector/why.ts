// Why something happened: the chain of its causes, back to what the scenario did.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { brief, duration } from '../../views/words.ts';
import type { RecordsBySeq } from '../model/records-by-seq.ts';
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
      return {
        text: `${record.from} sends ${record.summary} to ${record.to}`,
        look: lookOf(record.summary, record.protocol),
      };
    case 'message.received':
      return {
        text: `${record.summary} arrives at ${record.to}`,
        look: lookOf(record.summary, record.protocol),
      };
    case 'timer.fired':
      return { text: `${record.node}: ${timerTitle(record.name)} fires`, look: 'timer' };
    case 'timer.set':
      return {
        text: `${record.node}: ${timerTitle(record.name)} is set for ${duration(record.due - record.at)}`,
        look: 'timer',
      };
    case 'timer.cleared':
      return { text: `${record.node}: ${timerTitle(record.name)} is cleared`, look: 'timer' };
    case 'state':
      return { text: `${record.node}: ${record.machine} is ${stateName(record.to)}`, look: 'plain' };
    case 'act':
      return {
        text: `the scenario: ${record.node} ${record.act} ${brief(record.detail)}`.trimEnd(),
        look: 'plain',
      };
    case 'fault':
      return { text: `fault ${record.rule}: ${record.fault} ${record.on}`, look: 'failure' };
    default:
      return { text: record.type, look: 'plain' };
  }
}

function lookOf(summary: string, protocol: string): Cause['look'] {
  if (protocol === 'msrp') return 'msrp';
  return /^[3-6]\d\d /.test(summary) ? 'failure' : /^\d/.test(summary) ? 'response' : 'request';
}

/** `timerA` → `Timer A`; our own timers keep their names. */
export function timerTitle(name: string): string {
  return /^timer(?=[A-Z0-9])/.test(name) ? `Timer ${name.slice(5)}` : `timer ${name}`;
}
