// What a fault altered on its way, what that brought about at once, and what came of it in the end.
import { each, type Steps } from '../../../sim/steps.ts';
import { sameRaw } from '../../../sim/trace/raw.ts';
import type { Raw, TraceRecord } from '../../../sim/trace/records.ts';
import type { Check } from './finding.ts';

/**
 * The records, by `seq`, in which a message arrives otherwise than it was sent, and of what was sent because of it. Where that says again
 * what was altered, as a response does and what is passed on, its arrival is one of them, too, and each retransmission.
 */
export function* findingAltered(records: readonly TraceRecord[]): Steps<ReadonlySet<number>> {
  const altered = new Set<number>();
  const onTheWay = new Map<number, Sent>();
  const arrived = new Map<number, string>();
  const said = new Set<string>();
  yield* each(records, (record) => {
    if (record.type === 'message.sent') {
      const { id, seq, raw, summary, cause = -1 } = record;
      const words = typeof raw === 'string' ? raw : JSON.stringify(raw);
      const follows = altered.has(cause) || (said.size > 0 && said.has(words));
      const saysAgain = follows && (/^\d/.test(summary) || arrived.get(cause) === summary);
      if (follows) altered.add(seq);
      if (saysAgain) said.add(words);
      onTheWay.set(id, { raw, saysAgain });
    } else if (record.type === 'message.received') {
      const sent = onTheWay.get(record.id);
      if (sent === undefined || !(sent.saysAgain || !sameRaw(sent.raw, record.raw))) return;
      altered.add(record.seq);
      arrived.set(record.seq, record.summary);
    }
  });
  return altered;
}

interface Sent {
  readonly raw: Raw;
  readonly saysAgain: boolean;
}

/**
 * These, and whatever came of them: a request whose Via or Call-ID was altered leads another life from there on, and so does all that its receiver
 * says and leaves unsaid because of it.
 */
export function* findingConsequences(
  altered: ReadonlySet<number>,
  records: readonly TraceRecord[],
): Steps<ReadonlySet<number>> {
  const all = new Set<number>();
  yield* each(records, ({ seq, cause = -1 }) => {
    if (altered.has(seq) || all.has(cause)) all.add(seq);
  });
  return all;
}

/** Nobody breaks a rule by what he was not told as it was said: a breach that rests on something altered is none. */
export function* unalteredOf(checks: Iterable<Check>, altered: ReadonlySet<number>): Generator<Check> {
  for (const one of checks) if (one.ok || !one.because.some((seq) => altered.has(seq))) yield one;
}
